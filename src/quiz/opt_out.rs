//! What an author says is no quiz, though it looks like one: `<!-- syllabus: not a quiz -->` before a block or a section, or before all else in a
//! file; `<!-- syllabus: quiz -->` ends it. In: a document. Out: the stretches of its text in which no question is looked for.

use super::comment::{Comment, own_comments};
use crate::markdown::{Document, EventKind};
use crate::span::Span;

/// What such a comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    /// What follows is no quiz.
    NotAQuiz,
    /// From here on it may be one again.
    Quiz,
}

/// The words of each, without blanks around.
pub(super) static DIRECTIVES: &[(&str, Directive)] = &[("not a quiz", Directive::NotAQuiz), ("quiz", Directive::Quiz)];

/// The stretches in which there is no quiz, in order of place.
pub(super) fn opted_out(document: &Document) -> Vec<Span> {
    let end_of_text = document.text.len() as u32;
    let said: Vec<(Comment, Directive)> =
        own_comments(document).into_iter().filter_map(|comment| Some((comment, directive(comment.text)?))).collect();
    let mut found = Vec::new();
    for (at, (comment, directive)) in said.iter().enumerate() {
        if *directive == Directive::Quiz {
            continue;
        }
        let resumes = said.iter().skip(at + 1).find(|(_, next)| *next == Directive::Quiz);
        let last = resumes.map_or(end_of_text, |(next, _)| next.span.start);
        let end = if is_first(document, comment) { end_of_text } else { end_of_next(document, comment) };
        found.push(Span { start: comment.span.end, end: end.min(last) });
    }
    found
}

fn directive(comment: &str) -> Option<Directive> {
    let words = comment.to_lowercase();
    DIRECTIVES.iter().find(|(name, _)| *name == words).map(|(_, directive)| *directive)
}

/// Whether nothing that is shown stands before a comment.
fn is_first(document: &Document, comment: &Comment) -> bool {
    let shown = |kind: EventKind| matches!(kind, EventKind::Text | EventKind::Decoded | EventKind::Code);
    let leaves = document.all().filter_map(|id| document.event(id)).filter(|event| shown(event.kind));
    leaves
        .take_while(|event| event.span.start < comment.span.start)
        .all(|event| event.kind == EventKind::Text && event.span.of(&document.text).trim().is_empty())
}

/// Where the block behind a comment ends; behind a heading, its section.
fn end_of_next(document: &Document, comment: &Comment) -> u32 {
    let opens = |id: &u32| {
        document.event(*id).is_some_and(|event| {
            matches!(event.kind, EventKind::Open(tag) if tag.is_block()) && event.span.start >= comment.span.end
        })
    };
    let end_of_text = document.text.len() as u32;
    let Some(next) = document.all().find(opens) else { return end_of_text };
    let headings = &document.headings;
    match headings.iter().position(|heading| heading.event == next) {
        Some(at) => {
            let level = headings.get(at).map_or(0, |heading| heading.level);
            let behind = headings.iter().skip(at + 1).find(|heading| heading.level <= level);
            behind.map_or(end_of_text, |heading| document.span(heading.event).start)
        }
        None => document.span(next).end,
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::parse;
    use crate::quiz::find;

    const QUESTION: &str = "Who?\n\n- A) Ann\n- B) Ben\n\n**Answer: B**\n";

    fn numbers(text: &str) -> Vec<u32> {
        let document = parse(text.into(), 0);
        find(&document).questions.iter().map(|question| question.number).collect()
    }

    #[test]
    fn a_block_a_section_or_a_file_is_no_quiz_where_its_author_says_so() {
        let two = |before: &str, between: &str| {
            format!("# T\n\n{before}\n\n### Question 1\n\n{QUESTION}\n{between}\n\n### Question 2\n\n{QUESTION}\n")
        };
        let not = "<!-- syllabus: not a quiz -->";
        let again = "<!-- syllabus: quiz -->";
        assert_eq!(numbers(&two("", "")), [1, 2]);
        assert_eq!(numbers(&two(not, "")), [2], "a section");
        assert_eq!(numbers(&two("", not)), [1]);
        assert_eq!(numbers(&format!("{not}\n\n{}", two("", ""))), [0u32; 0], "a file");
        assert_eq!(numbers(&format!("{not}\n\n{}", two("", again))), [2], "a file, and on again");
        assert_eq!(numbers(&format!("### Question 1\n\nWho?\n\n{not}\n\n- [ ] Ann\n- [x] Ben\n")), [0u32; 0], "a list");
        assert_eq!(numbers(&two(&format!("`{not}`"), "")), [1, 2], "code says nothing");
    }
}
