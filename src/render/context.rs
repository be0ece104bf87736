//! The values that templates see, ready to be shown: links are relative to the page, numbers are counted, HTML is safe. A context holds
//! only what one page needs: none but the home page's grows with the course.
//!
//! Themes rely on the names of the fields. A page's context borrows from the page's view; parts that several pages share are
//! flattened, so that templates see all fields at one level.
//!
//! Templates escape text but not [`Html`]: whoever makes such a value must make sure that it is safe.
//!
//! # The markup of a body
//! [`PageContent::body`] is written by the room `html`; styles and scripts rely on these shapes:
//!
//! | thing | markup |
//! |---|---|
//! | code | `<div class="code" data-lang="rust"><pre><code>…</code></pre></div>`; `class="code box"` for box drawing and other pictures of characters. Classes of tokens: `css/code.css`; in sessions of a terminal also `u` for prompts and `q` for what the machine answered |
//! | code with the name of its file, with numbers, with marks | `<div class="code numbered"><p class="code-name">main.rs</p><pre><code><span class="line">…</span><span class="line marked">` (`added`, `removed`); where the first number is not 1, `<code style="counter-reset:line 6">` |
//! | link to a term of a glossary | `<a href="…" data-terms="…">`: the address of the script with what the glossary explains |
//! | picture with a caption | `<figure><img><figcaption>…</figcaption></figure>` |
//! | table | `<div class="scroll"><table>…</table></div>` |
//! | progress checklist | `<ul class="tasks" data-checklist>`, items `<li class="task"><label><input type="checkbox" data-check="ID"><span>…</span></label> nested list</li>` |
//! | other task list | `<ul class="tasks">`, items `<li class="task"><label><input type="checkbox" disabled checked><span>…</span></label></li>` |
//! | alert | `<div class="markdown-alert markdown-alert-note"><p class="markdown-alert-title">Note</p>…</div>` |
//! | footnotes | `<section class="footnotes" data-footnotes>`, `<sup><a data-footnote-ref>`, `<a class="data-footnote-backref">` |
//! | dead link, missing image | `<span class="dead-link" title="…">text</span>`, `<span class="missing-image">alternative text</span>` |
//! | heading | `<h2 id="slug">…</h2><a class="anchor" href="#slug" aria-label="…"></a>` |
//! | quote of one strong sentence | `<blockquote class="motto">` |
//! | display math that is not MathML | `<div class="scroll"><code class="tex">…</code></div>` |
//! | question | the component `question` of the theme |

use std::borrow::Cow;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::quiz::{AnswerMode, Reveal};

/// Markup that goes into a page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// What all pages of a site share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SiteContext {
    /// The course's title.
    pub title: String,
    /// BCP 47, for `<html lang>`.
    pub language: String,
    /// The direction in which the language is written.
    pub dir: Direction,
    /// The version of syllabus.
    pub version: String,
    /// The course's part of localStorage keys: `syllabus:<course_key>:…`.
    pub course_key: String,
    /// The key that the version before made, where it differs: what is stored under it is read once.
    pub course_key_before: Option<String>,
    /// The emoji that begins the course's title: its icon.
    pub emoji: Option<String>,
    /// How questions are asked and answered.
    pub quiz: QuizSettings,
    /// Which answers are printed, where a reader chooses nothing else.
    pub print_answers: PrintAnswers,
    /// Whether readers' browsers may keep the site.
    pub is_offline: bool,
    /// The picture that stands for the course where someone shares a link to it, as a full URL.
    pub picture: Option<String>,
    /// The page of the course's contents, from the site's root.
    pub contents: String,
    /// The page where the course's questions are practised, from the site's root.
    pub practice: String,
    /// The page of the course to be printed, from the site's root.
    pub print: String,
}

/// How questions are asked and answered: what an author says in `[quiz]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct QuizSettings {
    /// `shown`, `hidden`, `at-end` or `withheld`: where the answers are.
    pub answers: AnswerMode,
    /// Whether an exam shuffles questions and choices; none: as the student chooses.
    pub shuffle: Option<bool>,
    /// How many in a hundred must be right to pass an exam.
    pub pass_mark: Option<u32>,
    /// How many minutes an exam takes.
    pub exam_minutes: Option<u32>,
    /// How many questions an exam draws.
    pub exam_count: Option<u32>,
}

/// The emoji that begins a text.
pub fn leading_emoji(text: &str) -> Option<String> {
    let first = text.graphemes(true).next()?;
    emojis::get(first).map(|emoji| emoji.as_str().to_owned())
}

/// Which answers are printed, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintAnswers {
    /// With each question.
    With,
    /// None.
    Without,
    /// All of them after the text.
    #[default]
    AtEnd,
}

/// The direction of text, for `<html dir>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The direction in which a language (BCP 47) is usually written.
    pub fn of(language: &str) -> Direction {
        const RIGHT_TO_LEFT: &[&str] = &["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"];
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if RIGHT_TO_LEFT.contains(&primary.as_str()) { Direction::Rtl } else { Direction::Ltr }
    }
}

/// The content of `<head>`. `Theme::head` fills in the assets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageHead<'a> {
    /// The document's title, course included.
    pub title: Cow<'a, str>,
    /// A sentence or two for search engines and link previews; empty for none.
    pub description: &'a str,
    /// The font of text, with `[theme] font`.
    pub font: Option<String>,
    /// Style sheets.
    pub styles: Vec<String>,
    /// The script, a classic one (no module).
    pub script: String,
    /// The script of search, which the other one loads when it is first needed.
    pub search_script: String,
    /// The page's full URL, if the site's is known.
    pub canonical: Option<&'a str>,
    /// The same as markdown, relative to the page.
    pub markdown: Option<&'a str>,
    /// What the page is, as JSON-LD by schema.org; empty for none.
    pub structured: String,
    /// From this page to the site's root: empty, `../`, `../../` …
    pub root: &'a str,
}

/// A link to another page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Relative to this page.
    pub href: String,
    /// Its text.
    pub title: String,
    /// A detail beside it: `~3 hours`.
    pub detail: Option<String>,
}

impl PageLink {
    /// A link without a detail.
    pub fn new(href: impl Into<String>, title: impl Into<String>) -> PageLink {
        PageLink { href: href.into(), title: title.into(), detail: None }
    }
}

/// `Chapter 3 of 5`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChapterPosition {
    /// From 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

/// What a meta field is about; templates and styles may treat each kind differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// How long it takes.
    StudyTime,
    /// How hard it is.
    Difficulty,
    /// How much it matters.
    Importance,
    /// What to know before.
    Prerequisites,
    /// Any other field.
    Other,
}

/// A meta field of a chapter: label and value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactLine {
    /// What it is about.
    pub key: FactKind,
    /// Its label as the author wrote it.
    pub label: String,
    /// Its value, without stars; may be empty if there are stars.
    pub value: Html,
    /// How many stars of five; none if the value has no stars.
    pub stars: Option<u8>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    /// The heading's id.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 to 6.
    pub level: u8,
}

/// The quiz page of a chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuizLink {
    /// Relative to this page.
    pub href: String,
    /// How many questions are there.
    pub count: usize,
}

/// Whether a page is a chapter or the overview of a module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// A chapter.
    #[default]
    Chapter,
    /// A module's overview: its README, or a generated page.
    Overview,
}

/// A chapter as another page lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChapterCard {
    /// Relative to this page.
    pub href: String,
    /// Its title.
    pub title: String,
    /// As written: `~2 hours`.
    pub study_time: Option<String>,
    /// Of a module, how many chapters are below it; 0 of a chapter.
    pub chapters: usize,
    /// How many questions it asks; 0 is not shown.
    pub questions: usize,
}

/// The pages around a page: home, the overviews above it, and the chapters before and after it in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageNeighbours {
    /// The home page.
    pub home: String,
    /// The overviews above it, outermost first; without home and this page.
    pub crumbs: Vec<PageLink>,
    /// The chapter before this one in reading order.
    pub previous: Option<PageLink>,
    /// The chapter after this one in reading order.
    pub next: Option<PageLink>,
}

/// How much there is of a course or a module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Chapters at any depth.
    pub chapters: usize,
    /// Questions; 0 is not shown.
    pub questions: usize,
    /// Hours, rounded, where it takes two or more; 0 is not shown.
    pub hours: usize,
    /// Minutes, in steps of five, where it takes less; 0 is not shown.
    pub minutes: usize,
}

impl Amount {
    /// So many chapters and questions that take so many minutes. A few minutes are not worth saying.
    pub fn new(chapters: usize, questions: usize, minutes: usize) -> Self {
        let (hours, minutes) = if minutes >= 120 { ((minutes + 30) / 60, 0) } else { (0, (minutes + 2) / 5 * 5) };
        Amount { chapters, questions, hours, minutes }
    }
}

/// The place of a page in its module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ModulePlace {
    /// The chapter's number in the module.
    pub position: Option<ChapterPosition>,
    /// The overview above this page.
    pub up: Option<PageLink>,
    /// Chapter or overview.
    pub kind: PageKind,
    /// An overview's chapters and modules, in reading order.
    pub children: Vec<ChapterCard>,
    /// How much there is in the module of an overview.
    pub amount: Amount,
    /// Where the questions of the module of an overview are practised.
    pub practice: Option<String>,
}

/// The content of a markdown file as its page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageContent {
    /// The first heading, emoji and inline markup included.
    pub title_html: Html,
    /// The heading's id; empty where the file has no heading.
    pub title_id: String,
    /// Meta fields; the link to the quiz is added by the template.
    pub facts: Vec<FactLine>,
    /// Everything else.
    pub body: Html,
    /// The headings of the body, in order.
    pub contents: Vec<TocEntry>,
}

/// `chapter.html`: a page made from one markdown file, or a module's overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChapterPage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The module's navigation, this page marked by [`nav_for`].
    pub nav: Html,
    /// The pages around this one.
    #[serde(flatten)]
    pub neighbours: &'a PageNeighbours,
    /// The place of this page in its module.
    #[serde(flatten)]
    pub place: &'a ModulePlace,
    /// What the author wrote.
    #[serde(flatten)]
    pub content: PageContent,
    /// The chapter's quiz page.
    pub quiz: Option<QuizLink>,
    /// `chapters[].id`; empty for a generated overview.
    pub chapter_id: &'a str,
    /// The markdown file, relative to the course; empty for a generated overview.
    pub source: &'a str,
    /// How many boxes can be ticked.
    pub checklist_count: usize,
    /// How many minutes a chapter takes to read, where its author does not say; 0 where nothing is said.
    pub reading_minutes: u32,
    /// What is known of its file.
    pub history: FileFacts,
    /// Sections that were on this page and are elsewhere now.
    pub moved_sections: &'a [MovedSectionLink],
}

/// A section that was on a page and is elsewhere now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MovedSectionLink {
    /// The id that it had.
    pub id: String,
    /// Where it is now.
    pub href: String,
    /// The title of the page there.
    pub title: String,
}

/// What is known of the file that a page is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileFacts {
    /// The web address at which it is edited; none where it is not known.
    pub edit_url: Option<String>,
    /// The day of its last change as `2027-01-31`; none where it is not known.
    pub changed: Option<String>,
    /// *Last changed on* that day, in the words of the interface.
    pub changed_text: String,
    /// Who wrote it, in the words of the interface; empty where that is not known.
    pub authors: String,
}

/// `quiz.html`: all questions of one chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuizPage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The module's navigation, the chapter marked by [`nav_for`].
    pub nav: Html,
    /// The pages around the chapter. The quiz page is in the same folder, so the links are the same.
    #[serde(flatten)]
    pub neighbours: &'a PageNeighbours,
    /// The chapter.
    pub chapter: PageLink,
    /// `chapters[].id`.
    pub chapter_id: &'a str,
    /// In the order of the chapter.
    pub questions: Vec<QuestionContext>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKindContext {
    /// One right choice.
    #[default]
    Single,
    /// Several.
    Multiple,
    /// True or false.
    TrueFalse,
    /// No choices: the student judges.
    Open,
    /// Choices, and no answer that could be read.
    Ungraded,
}

/// A heading that belongs to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionHeading {
    /// Its content.
    pub html: Html,
    /// Its id.
    pub id: String,
    /// 1 to 6.
    pub level: u8,
}

/// One of a question's choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionChoice {
    /// `A`, `B` …; made by position where the author gave none.
    pub label: String,
    /// Inline markup, or blocks.
    pub html: Html,
    /// Whether it is blocks: these must not stand in a `<label>`.
    pub is_block: bool,
    /// Whether its text is its label and nothing else: `True`.
    pub is_bare: bool,
    /// The id of the input field; unique in the page.
    pub id: String,
    /// What the explanation says of this very choice, to be shown once it was taken; empty for nothing, and where answers do not stand with
    /// their questions.
    pub why: Html,
}

/// A question, in a chapter or on its quiz page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionContext {
    /// `questions[].id`; the element's id as well.
    pub id: String,
    /// The author's number; else its place in the chapter, from 1.
    pub number: usize,
    /// How many the chapter has; 0 where the numbers do not run from 1 to that.
    pub of: usize,
    /// How it is answered.
    pub kind: QuestionKindContext,
    /// The author's own word for it, where the stem leaves it out: `Scenario`. Empty for none.
    pub label: String,
    /// The author's heading. It is set large where there is no stem.
    pub heading: Option<QuestionHeading>,
    /// What is asked; empty where the heading asks it.
    pub stem: Html,
    /// In the author's order.
    pub choices: Vec<QuestionChoice>,
    /// What comes after the choices and does not reveal the answer; empty for none.
    pub between: Html,
    /// Right labels, separated by a blank: `B`, `B E`. Empty for open and ungraded questions.
    pub answer: String,
    /// What is to be typed into the blank of the stem, its spellings separated as the author did; empty where there is no blank, or no such key.
    pub key: String,
    /// The text of the right choices; empty where the author's own text states them.
    pub answer_text: Html,
    /// Whether `answer_text` is blocks, which must not stand in a paragraph.
    pub answer_is_block: bool,
    /// The author's text on the folded answer (`<summary>`); empty for the interface's.
    pub summary: Html,
    /// The explanation of the answer; may be empty.
    pub explanation: Html,
    /// The section of the chapter that teaches it, where that is certain.
    pub section: Option<PageLink>,
    /// `Choose two`; empty for the interface's text.
    pub hint: String,
    /// Where its answer is: `open` or `folded` with it, `at-end` of the page, or `never` in the site.
    pub reveal: Reveal,
}

impl QuestionContext {
    /// Whether there is anything to be shown as its answer.
    pub fn has_answer(&self) -> bool {
        !(self.answer.is_empty() && self.answer_text.0.is_empty() && self.explanation.0.is_empty())
    }

    /// Whether an answer to it can be right or wrong, by itself or in the eyes of the student; where the answers are withheld, whether one can be
    /// chosen.
    pub fn can_be_practised(&self) -> bool {
        let has_answer = !(self.answer_text.0.is_empty() && self.explanation.0.is_empty());
        let is_chosen = !self.choices.is_empty() && self.kind != QuestionKindContext::Ungraded;
        !self.answer.is_empty()
            || self.kind == QuestionKindContext::Open && has_answer
            || self.reveal == Reveal::Never && is_chosen
    }
}

/// A module on the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ModuleCard {
    /// Its overview.
    pub href: String,
    /// Its title.
    pub title: String,
    /// From 1.
    pub number: usize,
    /// How much there is in it.
    pub amount: Amount,
    /// The study time of its overview, as written.
    pub study_time: Option<String>,
    /// The excerpt of its overview; empty for none.
    pub lead: String,
    /// The first chapters and modules right below it, in reading order.
    pub chapters: Vec<ChapterCard>,
    /// How many there are besides these.
    pub more: usize,
}

/// What the home page lists of the course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CourseContents {
    /// Modules in reading order.
    pub modules: Vec<ModuleCard>,
    /// Chapters in no module.
    pub chapters: Vec<ChapterCard>,
    /// How much there is in all, the home page left out of the chapters.
    pub amount: Amount,
    /// The first chapter.
    pub start: Option<PageLink>,
}

/// `home.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HomePage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The page itself: `index.html`.
    pub home: &'a str,
    /// The content of the root's README; without one, only the course's title.
    #[serde(flatten)]
    pub content: PageContent,
    /// The beginning of that content, which is not in `body`: what the course is. May be empty.
    pub introduction: Html,
    /// Modules and chapters.
    #[serde(flatten)]
    pub course: &'a CourseContents,
    /// The quiz page of the README, if it has questions.
    pub quiz: Option<QuizLink>,
    /// `chapters[].id` of the README; empty where there is none.
    pub chapter_id: &'a str,
    /// How many boxes of the README can be ticked.
    pub checklist_count: usize,
    /// The way to `print.html`.
    pub print: String,
    /// Who wrote the course, in the words of the interface; empty where the configuration does not say.
    pub authors: String,
    /// The feed of new chapters; none where there is none.
    pub feed: Option<&'a str>,
    /// What is known of the file of the root's README.
    pub history: FileFacts,
}

/// A chapter in the sidebar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavChapter {
    /// Relative to the folder of the pages that have this navigation.
    pub href: String,
    /// Its title.
    pub title: String,
    /// What [`nav_for`] finds it by: unique in the navigation, without `"`, `<`, `>`, `&`.
    pub key: String,
    /// `chapters[].id`: what the student's mark of it is kept by.
    pub id: String,
    /// How many questions it asks; 0 is not shown.
    pub questions: usize,
}

/// The sidebar of one module, made once for all its pages of one folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavModule {
    /// The module's title; for chapters in no module the course's.
    pub title: String,
    /// Its overview.
    pub href: String,
    /// The overview's key.
    pub key: String,
    /// From 1; none for chapters in no module.
    pub number: Option<usize>,
    /// In reading order.
    pub chapters: Vec<NavChapter>,
    /// Modules right below it, in reading order; at most 24.
    pub below: Vec<NavOther>,
    /// At most 24 modules around it, in reading order, this one left out.
    pub others: Vec<NavOther>,
    /// *All modules*: the page of the contents; home where the course has no modules.
    pub all: PageLink,
    /// The script that names all modules; none where the course has no modules.
    pub all_script: Option<String>,
}

/// Another module in the sidebar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavOther {
    /// Its overview.
    pub href: String,
    /// Its title.
    pub title: String,
    /// From 1.
    pub number: Option<usize>,
}

/// The navigation with the current page marked. `key` is the page's; an unknown one marks nothing.
pub fn nav_for(nav_html: &str, key: &str) -> Html {
    let mark = format!(" data-nav=\"{key}\"");
    Html(nav_html.replacen(&mark, " aria-current=\"page\"", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_page_is_marked_once_and_only_by_its_whole_key() {
        let nav = r#"<a href="a.html" data-nav="1">A</a><a href="b.html" data-nav="10">B</a>"#;
        let marked = nav_for(nav, "10").0;
        assert_eq!(marked, r#"<a href="a.html" data-nav="1">A</a><a href="b.html" aria-current="page">B</a>"#);
        assert_eq!(nav_for(nav, "no such").0, nav);
    }

    #[test]
    fn languages_know_their_direction() {
        assert_eq!(Direction::of("ar-EG"), Direction::Rtl);
        assert_eq!(Direction::of("pt-BR"), Direction::Ltr);
    }
}
