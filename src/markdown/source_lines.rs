//! The lines of a text, as far as they tell where the blocks of markdown lie: quotes, items, tables and code. In: a text. Out: a
//! [`SourceLine`] for each line. A quick look before the parser's own: it may be wrong where only the parser knows better.

/// What a line is for the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// Code of a fence, the fence itself, or the target of a link: no formulas.
    Skipped,
    /// A row of a table.
    TableRow,
    /// A line that begins a block: a heading, an item of a list.
    BlockStart,
    Text,
}

/// A line of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceLine {
    pub start: usize,
    /// Where its own text begins, after blanks and the signs of quotes and items.
    pub content: usize,
    /// Without the line end.
    pub end: usize,
    pub kind: LineKind,
    /// How many quotes it lies in.
    pub quotes: usize,
}

/// The lines from byte `start` on.
pub(super) fn source_lines(text: &str, start: usize) -> Vec<SourceLine> {
    let mut lines: Vec<SourceLine> = Vec::new();
    let mut at = start;
    let mut fence: Option<(u8, usize)> = None;
    let mut in_table = false;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        let mut row = SourceLine { start: at, content: at, end, kind: LineKind::Text, quotes: 0 };
        let is_item = skip_prefix(text, &mut row);
        let own = text.get(row.content..end).unwrap_or("");
        let mark = fence_mark(own);
        row.kind = match (fence, mark) {
            (Some((sign, count)), Some((other, length))) if sign == other && length >= count && is_only(own, sign) => {
                fence = None;
                LineKind::Skipped
            }
            (Some(_), _) => LineKind::Skipped,
            (None, Some(mark)) => {
                fence = Some(mark);
                LineKind::Skipped
            }
            _ if own.trim().is_empty() => LineKind::Blank,
            _ if is_link_definition(own) => LineKind::Skipped,
            _ if is_item || own.starts_with('#') => LineKind::BlockStart,
            _ if is_delimiter_row(own) => {
                if let Some(head) = lines.last_mut().filter(|head| head.kind != LineKind::Blank) {
                    head.kind = LineKind::TableRow;
                    in_table = true;
                }
                LineKind::TableRow
            }
            _ if in_table => LineKind::TableRow,
            _ => LineKind::Text,
        };
        in_table &= row.kind == LineKind::TableRow;
        lines.push(row);
        at += line.len();
    }
    lines
}

/// Moves `content` behind the blanks and the signs of quotes and items at the line's beginning. Returns whether it begins an item.
fn skip_prefix(text: &str, line: &mut SourceLine) -> bool {
    let bytes = text.as_bytes();
    let mut is_item = false;
    while line.content < line.end {
        let rest = bytes.get(line.content..line.end).unwrap_or(&[]);
        match rest.first() {
            Some(b' ' | b'\t') => line.content += 1,
            Some(b'>') => {
                line.content += 1;
                line.quotes += 1;
            }
            _ => match item_mark(rest) {
                Some(length) => {
                    line.content += length;
                    is_item = true;
                }
                None => break,
            },
        }
    }
    is_item
}

/// The length of the sign of an item that `rest` begins with, the blank after it included.
fn item_mark(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = rest.get(digits)?;
    let is_mark = match digits {
        0 => matches!(sign, b'-' | b'*' | b'+'),
        1..=9 => matches!(sign, b'.' | b')'),
        _ => false,
    };
    (is_mark && matches!(rest.get(digits + 1), Some(b' ' | b'\t'))).then_some(digits + 2)
}

/// The sign and the length of the fence that a line is.
fn fence_mark(own: &str) -> Option<(u8, usize)> {
    let sign = *own.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = own.bytes().take_while(|byte| *byte == sign).count();
    let info = own.get(length..).unwrap_or("");
    (length >= 3 && !(sign == b'`' && info.contains('`'))).then_some((sign, length))
}

fn is_only(own: &str, sign: u8) -> bool {
    own.trim_end().bytes().all(|byte| byte == sign)
}

/// `[name]: target`.
fn is_link_definition(own: &str) -> bool {
    own.starts_with('[') && own.split_once("]:").is_some_and(|(name, _)| !name[1..].contains(['[', ']']))
}

impl SourceLine {
    /// Where its text begins behind blanks and the signs of quotes only: within a formula, signs of items are none.
    pub fn behind_quotes(&self, text: &str) -> usize {
        let line = text.get(self.start..self.end).unwrap_or("");
        self.end - line.trim_start_matches([' ', '\t', '>']).len()
    }
}

/// Whether a line without what stands before its own text separates the head of a table from its rows. GFM allows tabs in it.
pub(super) fn is_delimiter_row(own: &str) -> bool {
    let own = own.trim_end();
    let is_sign = |byte: u8| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | 0xb | 0xc);
    own.bytes().all(is_sign) && own.contains('|') && own.contains('-')
}
