//! The functions of the table of outputs that name and make what students practise with: pages, banks of questions, and the list of these.

use std::sync::Arc;

use rayon::prelude::*;

use super::output::{MakeResult, PageInputs, Subject};
use super::output_context::{OutputContext, data_script, html};
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, encode, relative};
use crate::quiz::{AnswerOutput, QuestionKind, Reveal, reveal};
use crate::render::page::HOME;
use crate::render::theme::TemplateError;
use crate::render::whole::{BankChapter, BankQuestions, BankView, bank_rows, banks, practice_index};
use crate::site::FileContent;

impl OutputContext<'_> {
    /// The site, where its course asks anything.
    pub fn practice_subject(&self) -> Vec<Subject> {
        if banks(self.index()).is_empty() { Vec::new() } else { vec![Subject::Site] }
    }

    /// The modules that ask anything, and have a page to practise on.
    pub fn practice_modules(&self) -> Vec<Subject> {
        let asks = |module: &ModuleIdx| self.index().totals(*module).questions > 0;
        let modules = self.course().modules.indices().filter(asks);
        modules.filter(|module| self.index().practice_page(Some(*module)).is_some()).map(Subject::Module).collect()
    }

    /// The path of a module's page to practise on.
    pub fn practice_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Module(module) = subject else { return Vec::new() };
        self.index().practice_page(Some(*module)).into_iter().collect()
    }

    /// The page to practise on, of the course or of a module.
    pub fn practice_page(&self, subject: &Subject) -> MakeResult {
        let module = match subject {
            Subject::Module(module) => Some(*module),
            _ => None,
        };
        Ok(self.renderer().practice(self.index(), module)?.map(html))
    }

    /// The list of all banks.
    pub fn practice_index(&self) -> FileContent {
        // As banks have them: what is withheld can be chosen, and not be judged by the student.
        let is_withheld = reveal(AnswerOutput::Bank, self.update.site.quiz.answers) == Reveal::Never;
        let is_asked =
            |kind: QuestionKind| kind != QuestionKind::Ungraded && !(is_withheld && kind == QuestionKind::Open);
        let ids = |chapter: ChapterIdx| {
            let questions = self.update.summary(chapter).map(|summary| summary.questions.iter());
            let practised = questions.into_iter().flatten().filter(|question| is_asked(question.kind));
            practised.map(|question| question.id.clone()).collect()
        };
        data_script("practice", &practice_index(self.index(), &ids))
    }

    /// The banks of questions.
    pub fn bank_subjects(&self) -> Vec<Subject> {
        banks(self.index()).into_iter().map(Subject::Bank).collect()
    }

    /// The path of a bank.
    pub fn bank_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Bank(bank) = subject else { return Vec::new() };
        vec![bank.path()]
    }

    /// What a bank is made from: its chapters' places, links and texts.
    pub fn bank_inputs(&self, subject: &Subject) -> Result<PageInputs, TemplateError> {
        let Subject::Bank(bank) = subject else { return Ok(PageInputs::Nothing) };
        let chapters = bank.chapters(self.index()).into_iter().filter_map(|chapter| self.bank_chapter(chapter));
        Ok(PageInputs::Bank(Box::new(BankView { chapters: chapters.collect() })))
    }

    fn bank_chapter(&self, chapter: ChapterIdx) -> Option<BankChapter> {
        let root = SitePath::new(HOME);
        let of = self.course().chapters.get(chapter)?;
        let url_of = |page: &SitePath, anchor: Option<&str>| match anchor {
            Some(anchor) => format!("{}#{}", relative(&root, page), encode(anchor)),
            None => relative(&root, page),
        };
        let source_tree = self.update.source_tree();
        Some(BankChapter {
            address: relative(&root, &of.page),
            title: self.course().title_of(of.file, self.index().outline(of)?).to_owned(),
            links: self.index().book_links(chapter, &root, &url_of, &|picture| source_tree.image_size(picture))?,
            text: self.update.cached(chapter).map(|cached| cached.hash),
        })
    }

    /// A bank.
    pub fn bank(&self, subject: &Subject, inputs: &PageInputs) -> MakeResult {
        let (Subject::Bank(bank), PageInputs::Bank(view)) = (subject, inputs) else { return Ok(None) };
        let chapters = bank.chapters(self.index());
        let questions = chapters.par_iter().zip(&view.chapters);
        let questions = questions.map(|(chapter, entry)| self.bank_questions(*chapter, entry));
        let questions = questions.collect::<Result<Vec<_>, _>>()?;
        chapters.into_iter().for_each(|chapter| self.update.banked.forget(chapter));
        // `??=` makes the object of all banks with the first of them.
        Ok(Some(data_script(
            &format!("banks ??= {{}}, syllabus.banks[{}]", bank.number()),
            &bank_rows(view, &questions),
        )))
    }

    /// The questions of a chapter as a bank has them; none where its source has vanished meanwhile.
    fn bank_questions(&self, chapter: ChapterIdx, entry: &BankChapter) -> Result<Arc<BankQuestions>, TemplateError> {
        if let Some(questions) = self.update.banked.get(chapter) {
            return Ok(questions);
        }
        let made = self.update.with_body(chapter, |body| self.renderer().bank_questions(body, entry));
        Ok(Arc::new(made.transpose()?.unwrap_or_default()))
    }

    /// Keeps the questions of a chapter for its bank, while its body is in memory. Where there is no room they are made again with the bank.
    pub fn keep_banked(&self, chapter: ChapterIdx) -> Result<(), TemplateError> {
        let asks = self.update.summary(chapter).is_some_and(|summary| !summary.questions.is_empty());
        if asks
            && self.update.has_body(chapter)
            && self.update.banked.has_room()
            && let Some(entry) = self.bank_chapter(chapter)
        {
            let questions = self.bank_questions(chapter, &entry)?;
            self.update.banked.keep(chapter, &questions);
        }
        Ok(())
    }
}
