//! Natural order of names: `2-x` before `10-x`. In: two names. Out: their order. Roman numerals are letters here.

use std::cmp::Ordering;

/// Runs of digits are compared as numbers, the rest as lower-case characters; names that are equal so far by their bytes.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let order = match (left.chars().next(), right.chars().next()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (take_digits(&mut left), take_digits(&mut right));
                x.len().cmp(&y.len()).then_with(|| x.cmp(y))
            }
            (Some(x), Some(y)) => {
                left = left.get(x.len_utf8()..).unwrap_or("");
                right = right.get(y.len_utf8()..).unwrap_or("");
                x.to_lowercase().cmp(y.to_lowercase())
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Whether the name has a number, which says its place: `01-intro`, `chapter_03`, but not `notes`.
pub fn is_numbered(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_digit())
}

/// Takes the digits off the front of `text`; leading zeros are left out of what comes back.
fn take_digits<'t>(text: &mut &'t str) -> &'t str {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_compare_as_numbers() {
        let mut names = ["10-x", "2-x", "chapter_03", "Chapter_12", "chapter_1", "01-x", "notes", "1.10", "1.9"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["01-x", "1.9", "1.10", "2-x", "10-x", "chapter_1", "chapter_03", "Chapter_12", "notes"]);
    }

    #[test]
    fn names_that_differ_only_in_case_or_zeros_still_have_an_order() {
        assert_eq!(compare("A1", "a01"), Ordering::Less);
        assert_eq!(compare("a1", "a1"), Ordering::Equal);
    }
}
