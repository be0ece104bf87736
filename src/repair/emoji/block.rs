//! What kind of block each line of a markdown text belongs to, as the emoji model counts them: one line at a time, fences and front matter
//! aside. Rough on purpose: the figures of the model were made so. Never parses markdown: that is the room `markdown`.

use std::ops::Range;

/// The block that a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading with its level.
    Heading(u8),
    /// A heading within a quote.
    QuotedHeading(u8),
    Quote,
    Task,
    Item,
    Ordered,
    /// A row of a table.
    Row,
    /// A line that begins with a tag of one of [`TAGS`].
    Html,
    /// A line of a fence.
    Code,
    FrontMatter,
    Paragraph,
}

impl BlockKind {
    /// The name by which the model knows it, without the level of a heading.
    pub(super) fn name(self) -> &'static str {
        match self {
            BlockKind::Heading(_) => "h",
            BlockKind::QuotedHeading(_) => "qh",
            BlockKind::Quote => "q",
            BlockKind::Task => "task",
            BlockKind::Item => "li",
            BlockKind::Ordered => "ol",
            BlockKind::Row => "td",
            BlockKind::Html => "html",
            BlockKind::Code => "code",
            BlockKind::FrontMatter => "fm",
            BlockKind::Paragraph => "p",
        }
    }

    /// The level of a heading, quoted or not.
    pub(super) fn level(self) -> Option<u8> {
        match self {
            BlockKind::Heading(level) | BlockKind::QuotedHeading(level) => Some(level),
            _ => None,
        }
    }
}

/// A line with something to look at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BlockLine {
    /// Its number, from 0.
    pub number: u32,
    pub kind: BlockKind,
    /// What stands in it beside the signs of its block: bytes of the text.
    pub body: Range<usize>,
}

/// Tags that a line of HTML begins with.
static TAGS: [&str; 14] = ["summary", "details", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "li", "td", "a", "b"];

/// The lines of `text` in order; fences and the marks of front matter are left out.
pub(super) fn lines(text: &str) -> Vec<BlockLine> {
    let mut scan = BlockScan { fence: None, in_front_matter: begins_with_front_matter(text) };
    let (mut found, mut at) = (Vec::new(), 0);
    for (number, line) in (0..).zip(text.split_inclusive('\n')) {
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some((kind, start)) = scan.kind(number, bare) {
            found.push(BlockLine { number, kind, body: at + start..at + bare.len() });
        }
        at += line.len();
    }
    found
}

fn begins_with_front_matter(text: &str) -> bool {
    let mut lines = text.lines();
    lines.next().is_some_and(is_front_matter_mark) && lines.any(is_front_matter_mark)
}

fn is_front_matter_mark(line: &str) -> bool {
    line.trim() == "---"
}

struct BlockScan {
    /// The three signs that the open fence began with.
    fence: Option<String>,
    in_front_matter: bool,
}

impl BlockScan {
    /// The kind of a line and where its body begins.
    fn kind(&mut self, number: u32, line: &str) -> Option<(BlockKind, usize)> {
        if self.in_front_matter {
            let is_mark = is_front_matter_mark(line);
            self.in_front_matter = number == 0 || !is_mark;
            return (!is_mark).then_some((BlockKind::FrontMatter, 0));
        }
        let (bare, is_quote) = unquoted(line);
        let begins_fence = bare.starts_with("```") || bare.starts_with("~~~");
        if let Some(fence) = &self.fence {
            if begins_fence && bare.starts_with(fence.as_str()) {
                self.fence = None;
                return None;
            }
            return Some((BlockKind::Code, 0));
        }
        if begins_fence {
            self.fence = bare.get(..3).map(str::to_owned);
            return None;
        }
        let (kind, body) = kind_of(bare, is_quote);
        Some((kind, line.len() - body.len()))
    }
}

/// A line without what it is indented by and the signs of quotes, and whether there were any.
fn unquoted(line: &str) -> (&str, bool) {
    let bare = line.trim_start_matches([' ', '\t', '>']);
    let before = line.strip_suffix(bare).unwrap_or("");
    (bare, before.contains('>'))
}

/// The kind of a line without its indentation, and its body.
fn kind_of(bare: &str, is_quote: bool) -> (BlockKind, &str) {
    if let Some((level, body)) = heading(bare) {
        let kind = if is_quote { BlockKind::QuotedHeading(level) } else { BlockKind::Heading(level) };
        return (kind, body);
    }
    if is_quote {
        return (BlockKind::Quote, bare);
    }
    if let Some(body) = bare.strip_prefix(['-', '*', '+']).and_then(after_blank) {
        return match body.strip_prefix('[').and_then(|rest| rest.strip_prefix([' ', 'x', 'X'])?.strip_prefix(']')) {
            Some(rest) if rest.starts_with([' ', '\t']) => (BlockKind::Task, rest.trim_start_matches([' ', '\t'])),
            _ => (BlockKind::Item, body),
        };
    }
    let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() < bare.len()
        && let Some(body) = number.strip_prefix(['.', ')']).and_then(after_blank)
    {
        return (BlockKind::Ordered, body);
    }
    let kind = match bare {
        _ if bare.starts_with('|') => BlockKind::Row,
        _ if begins_with_tag(bare) => BlockKind::Html,
        _ => BlockKind::Paragraph,
    };
    (kind, bare)
}

/// The level of a heading and what stands in it.
fn heading(bare: &str) -> Option<(u8, &str)> {
    let rest = bare.trim_start_matches('#');
    let level = u8::try_from(bare.len() - rest.len()).ok().filter(|level| (1..=6).contains(level))?;
    Some((level, after_blank(rest)?))
}

/// What follows one blank or more.
fn after_blank(rest: &str) -> Option<&str> {
    rest.starts_with([' ', '\t']).then(|| rest.trim_start_matches([' ', '\t']))
}

fn begins_with_tag(bare: &str) -> bool {
    let Some(rest) = bare.strip_prefix('<') else { return false };
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// The cells of a row of a table: bytes within the row.
pub(super) fn cells(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, byte) in row.bytes().enumerate() {
        if byte == b'|' && !is_escaped {
            cells.push(start..at);
            start = at + 1;
        }
        is_escaped = byte == b'\\';
    }
    cells.push(start..row.len());
    let is_blank = |cell: &Range<usize>| row.get(cell.clone()).is_none_or(|cell| cell.trim().is_empty());
    if cells.last().is_some_and(is_blank) {
        cells.pop();
    }
    if cells.first().is_some_and(is_blank) {
        cells.remove(0);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_known_by_how_it_begins() {
        let cases = [
            ("## Two", BlockKind::Heading(2), "Two"),
            ("> ### Three", BlockKind::QuotedHeading(3), "Three"),
            ("####### seven", BlockKind::Paragraph, "####### seven"),
            ("> quoted", BlockKind::Quote, "quoted"),
            ("  - [x] done", BlockKind::Task, "done"),
            ("* item", BlockKind::Item, "item"),
            ("- [link](x)", BlockKind::Item, "[link](x)"),
            ("12) twelfth", BlockKind::Ordered, "twelfth"),
            ("| a | b |", BlockKind::Row, "| a | b |"),
            ("<details open>", BlockKind::Html, "<details open>"),
            ("<body>", BlockKind::Paragraph, "<body>"),
            ("2024 was a year", BlockKind::Paragraph, "2024 was a year"),
            ("**bold**", BlockKind::Paragraph, "**bold**"),
        ];
        for (line, kind, body) in cases {
            let found = lines(line);
            assert_eq!(found.first().map(|found| (found.kind, &line[found.body.clone()])), Some((kind, body)));
        }
    }

    #[test]
    fn fences_and_front_matter_hold_lines_of_their_own() {
        let text = "---\ntitle: a\n---\n# b\n```sh\n# c\n~~~\n```\nd\n";
        let kinds: Vec<(u32, BlockKind)> = lines(text).into_iter().map(|line| (line.number, line.kind)).collect();
        let (title, code) = (BlockKind::FrontMatter, BlockKind::Code);
        assert_eq!(kinds, [(1, title), (3, BlockKind::Heading(1)), (5, code), (6, code), (8, BlockKind::Paragraph)]);
        assert_eq!(lines("---\n# no end").len(), 2);
    }

    #[test]
    fn cells_are_what_stands_between_lines() {
        let row = r"| a \| b |  | c |";
        let found: Vec<&str> = cells(row).into_iter().map(|cell| &row[cell]).collect();
        assert_eq!(found, [r" a \| b ", "  ", " c "]);
    }
}
