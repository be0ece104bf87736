//! Folds of other programs, written as text: `??? question "Answer"` with an indented block, `::: details` to `:::`, shortcodes of Hugo and
//! blocks of Liquid. In: the blocks of a sequence. Out: the same, each admonition as one block. A fence that nothing ends stays text.

use super::blocks::{Block, BlockShape, FoldBlock, FoldSummary, MAX_FOLD_LINES};
use super::keyword::is_answer_line;
use super::line::{TextLine, lines};
use super::question::AnswerWrapper;
use super::words::lowered;
use crate::markdown::Document;
use crate::words::WordKind;

/// A way to write an admonition.
pub(super) struct AdmonitionForm {
    /// Its name, for tests and for those who read the table.
    pub name: &'static str,
    /// The line that opens it: its first test.
    pub example: &'static str,
    /// The byte at which the title begins in a line that opens one.
    open: fn(&str) -> Option<usize>,
    /// Whether a line ends one; where there is none, the indented block below is the content.
    close: Option<fn(&str) -> bool>,
}

/// The forms.
pub(super) static ADMONITIONS: &[AdmonitionForm] = &[
    AdmonitionForm {
        name: "marks of MkDocs",
        example: "??? success \"Answer\"",
        open: |line| after_word(line, line.strip_prefix("???").or_else(|| line.strip_prefix("!!!"))?),
        close: None,
    },
    AdmonitionForm {
        name: "tab of MkDocs",
        example: "=== \"Answer\"",
        open: |line| line.starts_with("=== \"").then_some(4),
        close: None,
    },
    AdmonitionForm { name: "colons", example: "::: details Answer", open: colons, close: Some(ends_colons) },
    AdmonitionForm {
        name: "shortcode of Hugo",
        example: "{{< details \"Answer\" >}}",
        open: |line| shortcode(line, &["{{<", "{{%"], &[">}}", "%}}"]),
        close: Some(|line| {
            line.starts_with("{{")
                && line.ends_with("}}")
                && line.trim_start_matches(['{', '<', '%', ' ']).starts_with('/')
        }),
    },
    AdmonitionForm {
        name: "block of Liquid",
        example: "{% details Answer %}",
        open: |line| shortcode(line, &["{%"], &["%}"]),
        close: Some(|line| {
            line.ends_with("%}")
                && line.trim_start_matches(['{', '%', '-', ' ']).starts_with("end")
                && line.starts_with("{%")
        }),
    },
];

// Each row has a name and an example: without them it does not compile.
const _: () = {
    let mut row = 0;
    while row < ADMONITIONS.len() {
        assert!(!ADMONITIONS[row].name.is_empty() && !ADMONITIONS[row].example.is_empty());
        row += 1;
    }
};

/// The byte after the word that follows a mark.
fn after_word(line: &str, rest: &str) -> Option<usize> {
    let rest = rest.trim_start_matches(['+', ' ', '{', '.']);
    let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    (word > 0).then(|| line.len() - rest.len() + word)
}

/// `::: details Answer`; a word alone (`::: solution`) is the title itself.
fn colons(line: &str) -> Option<usize> {
    let rest = line.strip_prefix(":::")?.trim_start_matches([':', '+', ' ', '{', '.']);
    let after = after_word(line, rest)?;
    let says_more = line.get(after..)?.contains(char::is_alphanumeric);
    Some(if says_more { after } else { line.len() - rest.len() })
}

fn ends_colons(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b':')
}

/// The byte after the name of a shortcode that opens a block and may have a title.
fn shortcode(line: &str, opens: &[&str], closes: &[&str]) -> Option<usize> {
    let rest = opens.iter().find_map(|open| line.strip_prefix(open))?.trim_start_matches(['-', ' ']);
    let is_one = closes.iter().any(|close| line.ends_with(close));
    let is_opening = is_one && !rest.starts_with('/') && !rest.starts_with("end");
    is_opening.then(|| after_word(line, rest)).flatten()
}

/// Puts the blocks of each admonition into one.
pub(super) fn join<'d>(document: &'d Document, blocks: &mut Vec<Block<'d>>) {
    if !blocks.iter().any(|block| opener(block).is_some()) {
        return;
    }
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    // A fence that nothing ends is a line of text.
    let mut ends = [0usize; ADMONITIONS.len()];
    for (form, count) in ends.iter_mut().enumerate() {
        *count = blocks.iter().filter(|block| closes(block, form)).count();
    }
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        for (form, count) in ends.iter_mut().enumerate() {
            *count -= usize::from(closes(&block, form));
        }
        let found = opener(&block).filter(|(_, form)| {
            let has_end = ends.get(*form).is_some_and(|count| *count > 0) || closes(&block, *form);
            has_end || ADMONITIONS.get(*form).is_some_and(|row| row.close.is_none())
        });
        let Some((at, form)) = found.filter(|(at, _)| hides_something(&block, *at, rest.peek())) else {
            joined.push(block);
            continue;
        };
        let mut end = block.events.end;
        if ADMONITIONS.get(form).is_some_and(|row| row.close.is_none()) {
            if let Some(next) = rest.next_if(|next| matches!(next.shape, BlockShape::Exhibit)) {
                end = next.events.end;
            }
        } else if !closes(&block, form) {
            for next in rest.by_ref() {
                end = next.events.end;
                for (form, count) in ends.iter_mut().enumerate() {
                    *count -= usize::from(closes(&next, form));
                }
                if closes(&next, form) {
                    break;
                }
            }
        }
        joined.push(fold(document, block, at, end, form));
    }
    *blocks = joined;
}

/// Whether the admonition whose title begins at byte `at` of a block's first line hides an answer, an explanation or a hint: by its title, or
/// by its first line. Others (`{% step %}`, `::: challenge`) only stand around what they hold.
fn hides_something(block: &Block, at: usize, next: Option<&Block>) -> bool {
    let title = block.lines().first().and_then(|line| line.text.get(at..)).unwrap_or("");
    let title = lowered(title);
    let kinds = [WordKind::Answer, WordKind::Explanation, WordKind::Hint, WordKind::Reveal, WordKind::Key];
    let first = block.lines().get(1).or_else(|| next.and_then(|next| next.lines().first()));
    kinds.into_iter().any(|kind| kind.is_within(&title)) || first.is_some_and(|line| is_answer_line(&line.text))
}

fn fold<'d>(document: &'d Document, block: Block<'d>, at: usize, end: u32, form: usize) -> Block<'d> {
    let events = block.events.start..end;
    let first = block.lines().first().cloned().unwrap_or_default();
    let from = first.end();
    let lines = lines(document, events.clone(), MAX_FOLD_LINES)
        .into_iter()
        .filter(|line| line.start() >= from && !is_end(line, form))
        .map(TextLine::into_prose)
        .collect();
    let fold = FoldBlock {
        wrapper: AnswerWrapper::Admonition,
        summary: Some(FoldSummary { line: first, at }),
        body: events.clone(),
        from,
        lines,
    };
    Block { events, shape: BlockShape::Fold(Box::new(fold)), host: block.host }
}

/// Where the title begins in the first line of an admonition, and the row of its form.
fn opener(block: &Block) -> Option<(usize, usize)> {
    let BlockShape::Text(lines) = &block.shape else { return None };
    let line = lines.first()?;
    let text = line.trimmed();
    let found = ADMONITIONS.iter().enumerate().find_map(|(form, row)| Some(((row.open)(text)?, form)));
    found.map(|(at, form)| (line.lead() + at, form))
}

fn is_end(line: &TextLine, form: usize) -> bool {
    ADMONITIONS.get(form).and_then(|row| row.close).is_some_and(|close| close(line.trimmed()))
}

fn closes(block: &Block, form: usize) -> bool {
    block.lines().last().is_some_and(|line| is_end(line, form))
}

/// Whether a line is nothing but the mark that opens or ends an admonition.
pub(super) fn is_mark(line: &str) -> bool {
    let line = line.trim();
    ADMONITIONS.iter().any(|row| row.close.is_some_and(|close| close(line) || (row.open)(line).is_some()))
}

/// The bytes at the end of an admonition's content that end it: its last line, if that is a mark.
pub(super) fn end_mark(content: &str) -> usize {
    let bare = content.trim_end();
    let last = bare.rsplit('\n').next().unwrap_or(bare).trim();
    let is_mark = ADMONITIONS.iter().filter_map(|row| row.close).any(|close| close(last));
    if is_mark { content.len() - bare.len() + last.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_opens_its_own_row() {
        for (row, form) in ADMONITIONS.iter().enumerate() {
            let found = ADMONITIONS.iter().position(|other| (other.open)(form.example).is_some());
            let title = (form.open)(form.example).map(|at| &form.example[at..]);
            assert_eq!((found, title.map(|title| title.contains("Answer"))), (Some(row), Some(true)), "{}", form.name);
        }
    }
}
