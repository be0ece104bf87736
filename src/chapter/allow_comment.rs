//! Comments by which an author allows a diagnostic, `<!-- syllabus: allow link/broken: moves in May -->`, and the block that each is about: the
//! next one. Whether a comment has the right form is not judged here.

use serde::{Deserialize, Serialize};

use crate::markdown::{Document, EventKind, Tag};
use crate::quiz::{Comment, own_comments};
use crate::span::{OffsetMap, Span};

/// A comment that speaks to syllabus and does not do so about quizzes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowComment {
    /// Its words, without `syllabus:`.
    pub words: String,
    /// Its place, in bytes of `Source.text`.
    pub span: Span,
    /// The place of the block that it is about, likewise; none where no block follows.
    pub block: Option<Span>,
}

/// The comments of a document; `map` leads from its text to the file.
pub(super) fn allow_comments(document: &Document, map: &OffsetMap) -> Vec<AllowComment> {
    let comments = own_comments(document);
    let blocks = next_blocks(document, &comments);
    let comment = |(comment, block): (Comment<'_>, Option<Span>)| AllowComment {
        words: comment.text.to_owned(),
        span: map.original(comment.span),
        block: block.map(|block| map.original(block)),
    };
    comments.into_iter().zip(blocks).map(comment).collect()
}

/// For each comment the first block behind it. A heading is a block by itself, a list, a table and a quote each are one; of raw HTML it is the first
/// element with all that is in it.
fn next_blocks(document: &Document, comments: &[Comment<'_>]) -> Vec<Option<Span>> {
    let mut found = Vec::with_capacity(comments.len());
    // How many blocks are open that hold lines of text: what is in them is no block.
    let mut lines = 0;
    let is_line = |tag: Tag| matches!(tag, Tag::Paragraph | Tag::Heading | Tag::TableCell | Tag::Fence | Tag::Indented);
    for event in document.events.iter() {
        let begins = match event.kind {
            EventKind::Close(tag) => {
                lines = u32::saturating_sub(lines, u32::from(is_line(tag)));
                false
            }
            // Between elements of raw HTML there are line ends.
            EventKind::Text => lines == 0 && !event.span.of(&document.text).trim().is_empty(),
            _ => lines == 0,
        };
        while begins && comments.get(found.len()).is_some_and(|comment| comment.span.end <= event.span.start) {
            found.push(Some(event.span));
        }
        if let EventKind::Open(tag) = event.kind {
            lines += u32::from(is_line(tag));
        }
        if found.len() == comments.len() {
            break;
        }
    }
    found.resize(comments.len(), None);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    #[test]
    fn a_comment_is_about_the_next_block() {
        let block = |text: &str| {
            let document = parse(text.into(), 0);
            let found = allow_comments(&document, &OffsetMap::identity());
            assert_eq!(found.len(), 1, "{text}");
            found[0].block.map(|block| block.of(text).trim_end().to_owned())
        };
        let c = "<!-- syllabus: allow a/b: c -->";
        for (text, expected) in [
            (format!("{c}\n\n# One\n\ntwo"), "# One"),
            (format!("# One\n\n{c}\none\ntwo\n\nthree"), "one\ntwo"),
            (format!("{c}\n\n- a\n- b\n\nc"), "- a\n- b"),
            (format!("- a\n  {c}\n- b\n- c"), "- b"),
            (format!("{c}\n| a |\n|---|\n| b |\n\nc"), "| a |\n|---|\n| b |"),
            (format!("{c}\n> a\n> b\n\nc"), "> a\n> b"),
            (format!("> {c}\n>\n> a\n\nb"), "a"),
            (format!("{c}\n\n```\na\n```\nb"), "```\na\n```"),
            (format!("{c}\n<p>\n<img src=a>\n</p>\n<img src=b>\n"), "<p>\n<img src=a>"),
            (format!("{c}\n<img src=a>\n\nb"), "<img src=a>"),
            (format!("<details>\n\n{c}\n\na\n\n</details>\n"), "a"),
            (format!("a {c} [b](c)\nd\n\ne"), "e"),
            ("<!--\nsyllabus: allow a/b:\nc\n-->\n\nd".to_owned(), "d"),
        ] {
            assert!(block(&text).is_some_and(|found| found.starts_with(expected)), "{text}: {:?}", block(&text));
        }
        assert_eq!(block(&format!("a\n\n{c}\n")), None);
        let none = |text: &str| allow_comments(&parse(text.into(), 0), &OffsetMap::identity()).is_empty();
        assert!(none(&format!("`{c}`\n\n    {c}\n\n<!-- other -->\n\nsyllabus: x")));
    }
}
