//! Where a chapter has code: fences, indented blocks, code spans, `<code>` and `<pre>`. Rough on purpose: it only
//! tells whether all damage of a file is shown in code. Never changes what is repaired once a file is known to be damaged.

use std::ops::Range;

/// The bytes of `text` that are code, in order.
pub(super) fn regions(text: &str) -> Vec<Range<usize>> {
    let mut scan = CodeScan::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        scan.line(at, line);
        at += line.len();
    }
    scan.found
}

/// The one of the `regions` in which `place` lies.
pub(super) fn region_at(regions: &[Range<usize>], place: usize) -> Option<&Range<usize>> {
    let next = regions.partition_point(|region| region.end <= place);
    regions.get(next).filter(|region| region.start <= place)
}

/// Whether `place` lies in one of the `regions`.
pub(super) fn contains(regions: &[Range<usize>], place: usize) -> bool {
    region_at(regions, place).is_some()
}

#[derive(Default)]
struct CodeScan {
    found: Vec<Range<usize>>,
    fence: Option<(char, usize)>,
    pre: bool,
    after_blank: bool,
    indented: bool,
    in_list: bool,
}

impl CodeScan {
    fn line(&mut self, at: usize, line: &str) {
        let whole = at..at + line.len();
        let bare = line.trim_start_matches([' ', '\t', '>']);
        if let Some(open) = self.fence {
            self.found.push(whole);
            if closes(bare, open) {
                self.fence = None;
            }
            return;
        }
        if let Some(open) = opens(bare) {
            self.fence = Some(open);
            self.found.push(whole);
            return;
        }
        if self.in_pre(line) || self.in_indented(line, bare) {
            self.found.push(whole);
            return;
        }
        self.spans(at, line);
    }

    fn in_pre(&mut self, line: &str) -> bool {
        let inside = self.pre || line.contains("<pre");
        self.pre = inside && !line.contains("</pre>");
        inside
    }

    fn in_indented(&mut self, line: &str, bare: &str) -> bool {
        let blank = line.trim().is_empty();
        let deep = line.starts_with("    ") || line.starts_with('\t');
        if !blank && !deep {
            self.in_list = is_item(bare) || (self.in_list && line.starts_with(' '));
        }
        self.indented = !blank && deep && !self.in_list && (self.after_blank || self.indented);
        self.after_blank = blank;
        self.indented
    }

    /// Code spans and `<code>` within a line.
    fn spans(&mut self, at: usize, line: &str) {
        let mut from = 0;
        while let Some(found) = line.get(from..).and_then(|rest| rest.find(['`', '<'])) {
            let start = from + found;
            let rest = line.get(start..).unwrap_or("");
            let (open, close) = match rest.strip_prefix("<code>") {
                Some(_) => (6, "</code>".to_owned()),
                None if rest.starts_with('<') => (1, String::new()),
                None => ticks(rest),
            };
            let inner = start + open;
            let length = if close.is_empty() { None } else { line.get(inner..).and_then(|rest| rest.find(&close)) };
            match length {
                Some(length) => {
                    self.found.push(at + inner..at + inner + length);
                    from = inner + length + close.len();
                }
                None if close.is_empty() => from = inner,
                // What does not close here does not close later in the line either.
                None => return,
            }
        }
    }
}

fn ticks(rest: &str) -> (usize, String) {
    let count = rest.len() - rest.trim_start_matches('`').len();
    (count, "`".repeat(count))
}

fn opens(bare: &str) -> Option<(char, usize)> {
    let bare = bare.trim_start_matches(['-', '*', '+', ' ']);
    let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = bare.len() - bare.trim_start_matches(mark).len();
    let info = bare.get(count..).unwrap_or("");
    (count >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, count))
}

fn closes(bare: &str, (mark, count): (char, usize)) -> bool {
    let bare = bare.trim_end();
    bare.len() >= count && bare.chars().all(|c| c == mark)
}

fn is_item(bare: &str) -> bool {
    let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.starts_with("- ")
        || bare.starts_with("* ")
        || bare.starts_with("+ ")
        || (number.len() < bare.len() && number.starts_with(['.', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_of_every_kind_is_found() {
        let text =
            "A `B` C\n\n```py\nD\n```\n\n    E\n\n- F\n\n    G\n<code>H</code> <pre>\nI\n</pre>\nJ ``K ` L`` M\n";
        let found = regions(text);
        let letters = text.char_indices().filter(|(at, c)| c.is_ascii_uppercase() && contains(&found, *at));
        assert_eq!(letters.map(|(_, c)| c).collect::<String>(), "BDEHIKL");
    }
}
