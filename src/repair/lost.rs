//! Places where a character was replaced by `U+FFFD` or by question marks. They cannot be restored: they are reported, never guessed.

use crate::span::Span;

/// The bytes of each run of U+FFFD, and of question marks that stand where an emoji stood; in order.
pub(super) fn places(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    if text.contains('\u{fffd}') {
        replaced(text, &mut found);
    }
    if text.contains("??") {
        questions(text, &mut found);
    }
    found.sort_unstable();
    found
}

fn replaced(text: &str, found: &mut Vec<Span>) {
    const LEN: usize = '\u{fffd}'.len_utf8();
    for (at, _) in text.match_indices('\u{fffd}') {
        match found.last_mut() {
            Some(last) if last.end as usize == at => *last = Span::new(last.start as usize, at + LEN),
            _ => found.push(Span::new(at, at + LEN)),
        }
    }
}

/// `## ?? Objectives`: two to four marks at the beginning of a heading or a list item, and a word after them.
fn questions(text: &str, found: &mut Vec<Span>) {
    let mut at = 0;
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        fenced ^= bare.starts_with("```") || bare.starts_with("~~~");
        if !fenced && let Some(marks) = marks_at(line) {
            found.push(Span::new(at + marks.start, at + marks.end));
        }
        at += line.len();
    }
}

fn marks_at(line: &str) -> Option<std::ops::Range<usize>> {
    let body = line.trim_start_matches([' ', '#', '-', '*', '+', '>']);
    let start = line.len() - body.len();
    let count = body.len() - body.trim_start_matches('?').len();
    let word = body.get(count..)?.strip_prefix(' ')?.trim_start_matches('*').chars().next()?;
    let opened = line.get(..start)?.trim_start().chars().next().is_some_and(|c| matches!(c, '#' | '-' | '*' | '+'));
    (opened && (2..=4).contains(&count) && word.is_alphabetic()).then_some(start..start + count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_places_are_found_and_questions_are_not() {
        let text = "## ?? Objectives\n- a\u{fffd}\u{fffd}b\nIs it 12 ?? Or 13\n- `a ?? b`\n```\n- ?? x\n```\n";
        let seen: Vec<&str> = places(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(seen, ["??", "\u{fffd}\u{fffd}"]);
    }
}
