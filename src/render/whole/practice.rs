//! Practice: `practice.html` for the course and one for each module, the banks of questions that their script loads, and the list that says which
//! question is in which bank. A bank holds the questions of a module's own chapters as the theme's component shows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::chapter::Chapter;
use crate::html::LinkTarget;
use crate::index::{ChapterIdx, Idx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::render::course_index::CourseIndex;
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::questions::QuestionPlace;
use crate::render::theme::TemplateError;
use crate::render::view::root;
use crate::render::whole_context::{PracticePage, PracticeQuiz};
use crate::source::{Hash, quiz_page};

/// The list of the questions of all banks.
pub const PRACTICE_INDEX: &str = "assets/practice/index.js";

/// A bank by what its questions are of: a module's own chapters, or chapters in no module. Its number is 0 for these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BankKey(pub Option<ModuleIdx>);

/// What a bank is made from, beside the bodies of its chapters.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BankView {
    /// Its chapters, in reading order.
    pub chapters: Vec<BankChapter>,
}

/// A chapter of a bank.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BankChapter {
    /// Its address from the site's root.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The targets of its links, from the site's root.
    pub links: IndexVec<LinkIdx, LinkTarget>,
    /// The hash of its text.
    pub text: Option<Hash>,
}

/// The questions of a chapter as a bank has them: the id and the markup of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BankQuestions(pub Vec<(String, String)>);

/// A chapter as the script has it: its address, its title, and its questions.
#[derive(Debug, Serialize)]
pub struct BankRow<'v>(&'v str, &'v str, &'v BankQuestions);

impl BankKey {
    /// Its number.
    pub fn number(self) -> usize {
        self.0.map_or(0, |module| module.position() + 1)
    }

    /// Its path in the site.
    pub fn path(self) -> SitePath {
        SitePath::new(format!("assets/practice/bank-{}.js", self.number()))
    }

    /// Its chapters that ask something, the overview first.
    pub fn chapters(self, index: &CourseIndex<'_>) -> Vec<ChapterIdx> {
        let (overview, chapters) = match self.0.and_then(|module| index.course.modules.get(module)) {
            Some(module) => (module.overview, module.chapters.as_slice()),
            None => (index.course.overview, index.root_chapters()),
        };
        let all = overview.into_iter().chain(chapters.iter().copied());
        let asks = |chapter: &ChapterIdx| {
            let chapter = index.course.chapters.get(*chapter).and_then(|chapter| index.outline(chapter));
            chapter.is_some_and(|outline| outline.questions > 0)
        };
        let mut asking: Vec<ChapterIdx> = all.filter(asks).collect();
        asking.dedup();
        asking
    }
}

/// All banks with a question.
pub fn banks(index: &CourseIndex<'_>) -> Vec<BankKey> {
    banks_of(index, None)
}

/// The banks of a module and of those in it, or of the course, by their numbers.
fn banks_of(index: &CourseIndex<'_>, module: Option<ModuleIdx>) -> Vec<BankKey> {
    let mut found = vec![BankKey(module)];
    let mut at = 0;
    while let Some(BankKey(module)) = found.get(at).copied() {
        found.extend(index.submodules(module).iter().map(|below| BankKey(Some(*below))));
        at += 1;
    }
    found.retain(|bank| !bank.chapters(index).is_empty());
    found.sort_by_key(|bank| bank.number());
    found
}

/// The list of all banks, by their numbers: `{"0": "id id", …}`. `ids` tells the questions of a chapter that can be practised.
pub fn practice_index(index: &CourseIndex<'_>, ids: &dyn Fn(ChapterIdx) -> Vec<String>) -> BTreeMap<usize, String> {
    let row = |bank: BankKey| {
        let ids: Vec<String> = bank.chapters(index).into_iter().flat_map(ids).collect();
        (bank.number(), ids.join(" "))
    };
    banks(index).into_iter().map(row).collect()
}

impl PageRenderer<'_> {
    /// The page to practise on, of a module or of the course.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn practice(&self, index: &CourseIndex<'_>, module: Option<ModuleIdx>) -> Result<Option<Page>, TemplateError> {
        let Some(path) = index.practice_page(module) else { return Ok(None) };
        let title = module.and_then(|module| index.course.modules.get(module)).map(|module| module.title.as_str());
        let root = root(&path);
        let part = |of: &ModuleIdx| {
            let title = index.course.modules.get(*of)?.title.clone();
            let href = relative(&path, &index.practice_page(Some(*of))?);
            Some(PracticeQuiz { href, title, questions: index.totals(*of).questions })
        };
        let quiz = |of: ChapterIdx| {
            let chapter = index.course.chapters.get(of)?;
            let outline = index.outline(chapter)?;
            let title = index.course.title_of(chapter.file, outline).to_owned();
            let href = relative(&path, &quiz_page(&chapter.page));
            Some(PracticeQuiz { href, title, questions: outline.questions as usize })
        };
        let banks: Vec<String> = banks_of(index, module).iter().map(|bank| bank.number().to_string()).collect();
        let words = self.theme.words().text("practice");
        let heading = format!("{words}: {}", title.unwrap_or(&self.site.title));
        let page = PracticePage {
            head: self.theme.head(heading.as_str(), &heading, &root),
            site: self.site,
            home: relative(&path, &SitePath::new(HOME)),
            title,
            all: module.and(index.practice_page(None)).map(|all| relative(&path, &all)),
            parts: index.submodules(module).iter().filter_map(part).filter(|part| part.questions > 0).collect(),
            quizzes: BankKey(module).chapters(index).into_iter().filter_map(quiz).collect(),
            banks: banks.join(" "),
        };
        Ok(Some(Page { html: self.theme.render_practice(&page)?, path }))
    }

    /// The questions of a chapter as a bank has them. Their links are those of a page at the site's root.
    ///
    /// # Errors
    /// The theme's component `question` fails.
    pub fn bank_questions(&self, chapter: &Chapter, entry: &BankChapter) -> Result<BankQuestions, TemplateError> {
        let questions = self.questions_away(chapter, &entry.links, &entry.address, QuestionPlace::Bank);
        let mut shown = Vec::new();
        for question in questions.into_iter().filter(|question| question.can_be_practised()) {
            let html = self.theme.render_question_alone(&question)?.0;
            shown.push((question.id, html));
        }
        Ok(BankQuestions(shown))
    }
}

/// What the script of a bank says: its chapters with their questions.
pub fn bank_rows<'v>(view: &'v BankView, questions: &'v [Arc<BankQuestions>]) -> Vec<BankRow<'v>> {
    let rows = view.chapters.iter().zip(questions);
    rows.map(|(chapter, of)| BankRow(&chapter.address, &chapter.title, of)).collect()
}
