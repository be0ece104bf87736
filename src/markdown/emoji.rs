//! Emoji names (`:tada:`) as GitHub knows them. In: text. Out: the same with emoji, or where the names stand.

use std::ops::Range;

/// The text with its emoji names (`:tada:`) as emoji; none where it has no such name.
pub fn with_emoji(text: &str) -> Option<String> {
    let names = emoji_names(text);
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    for (range, emoji) in &names {
        shown.push_str(text.get(done..range.start).unwrap_or(""));
        shown.push_str(emoji);
        done = range.end;
    }
    shown.push_str(text.get(done..).unwrap_or(""));
    (!names.is_empty()).then_some(shown)
}

/// The places of `:name:` with a known emoji name, in order, and the emoji of each.
pub(super) fn emoji_names(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(':')).map(|at| from + at) {
        let after = text.as_bytes().get(start + 1..).unwrap_or(&[]);
        let end = start + 1 + after.iter().take_while(|byte| is_name(byte)).count();
        let name = text.get(start + 1..end).filter(|name| !name.is_empty() && text.as_bytes().get(end) == Some(&b':'));
        from = match name.and_then(emojis::get_by_shortcode) {
            Some(emoji) => {
                found.push((start..end + 1, emoji.as_str()));
                end + 1
            }
            // A colon that ends no name may begin one.
            None => end,
        };
    }
    found
}
