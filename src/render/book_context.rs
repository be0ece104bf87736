//! The values that the templates of what is printed see; the rules of `context` hold for them, too.

use serde::Serialize;

use super::context::{FactLine, Html, PageHead, PageLink, QuestionContext, SiteContext};

/// `print.html`, for the course or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintPage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The way to `index.html`.
    pub home: &'a str,
    /// The course's title.
    pub title: &'a str,
    /// The title of the part; none for the whole course.
    pub part: Option<&'a str>,
    /// The author's sentence about the course.
    pub description: Option<&'a str>,
    /// Who wrote the course.
    pub authors: &'a [String],
    /// The contents.
    pub lines: Vec<PrintLine>,
    /// Of a course too large for one document the pages to be printed.
    pub parts: &'a [PageLink],
    /// The course's title as a string of CSS, for the head of each sheet.
    pub course_title: String,
    /// The titles of its parts, for the head of each sheet.
    pub running: &'a [RunningTitle],
    /// Whether there are answers at all.
    pub has_questions: bool,
    /// The chapters.
    pub body: Html,
    /// The answers of all chapters.
    pub answers: Html,
}

/// A line of the contents of what is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintLine {
    /// Its place.
    pub href: String,
    /// Its title.
    pub title: String,
    /// 1 for what is in no module, and for modules in no other.
    pub level: u8,
}

/// The title of a part at the head of its sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunningTitle {
    /// The part's number.
    pub part: usize,
    /// Its title as a string of CSS.
    pub text: String,
}

/// A chapter of what is printed, or the heading of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BookChapterContext<'a> {
    /// Its id; its other ids begin with it and `-`.
    pub id: &'a str,
    /// How deep it lies in the book, from 1; its heading is one level lower.
    pub level: u8,
    /// The number of its part; none outside of parts.
    pub part: Option<usize>,
    /// Whether that part begins here, on a new page.
    pub opens_part: bool,
    /// Its title in the contents.
    pub title: &'a str,
    /// Its own heading.
    pub title_html: Html,
    /// The id of that heading; empty where the file has none.
    pub title_id: String,
    /// Meta fields.
    pub facts: Vec<FactLine>,
    /// Everything else.
    pub body: Html,
    /// The addresses of other sites: the first has the number 1 in the text.
    pub links: &'a [String],
    /// Its answers, if they stand at the end.
    pub answers: Vec<BookAnswer>,
}

/// A question of what is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BookQuestion {
    /// The question.
    pub question: QuestionContext,
    /// Its answer, or the way to it; empty for none.
    pub answer: Html,
}

/// An answer of what is printed: to a question, in a key, or in a fold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BookAnswer {
    /// Its id.
    pub id: String,
    /// The id of what it answers, or of the place where its author put it.
    pub of: String,
    /// The number of the question.
    pub number: Option<usize>,
    /// The author's summary of a fold; empty for none.
    pub label: Html,
    /// The text of the right choices; empty where the author's own text states them.
    pub text: Html,
    /// Whether `text` is blocks.
    pub is_block: bool,
    /// The author's text.
    pub html: Html,
}
