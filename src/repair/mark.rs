//! A byte order mark that was read in another charset: `ï»¿` or `锘` at the start of a file. Nobody writes it, and a heading or a front matter
//! behind it is none. Looks at the first characters only.

use std::sync::LazyLock;

use super::channels::{Channel, Charset, Losses, Undefined};
use super::edit::TextEdit;
use super::pairs::{self, PairTable};

/// How often it may have been misread.
const MAX_TIMES: u8 = 3;

/// Each damaged form of the mark, with its channel; the most trusted charset first.
static FORMS: LazyLock<Vec<(Charset, Channel, String)>> = LazyLock::new(|| {
    let mut forms = Vec::new();
    for charset in Charset::all() {
        for times in 1..=MAX_TIMES {
            for undefined in [Undefined::Kept, Undefined::Dropped] {
                let channel = Channel { charset, times, losses: Losses::none(undefined) };
                forms.extend(channel.forms('\u{feff}').into_iter().map(|(form, _)| (charset, channel, form)));
            }
        }
    }
    // What lost a byte could be a word.
    forms.retain(|(_, _, form)| form.chars().count() >= 3);
    forms
});

/// The edit that removes a misread mark at the start of `text`, under the charsets of `enabled`.
pub(super) fn removal(text: &str, enabled: u32) -> Option<TextEdit> {
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    let edit = |end: usize, after: String, channel: String| TextEdit {
        range: 0..end,
        after,
        alternatives: Vec::new(),
        confidence: 0.9999,
        channel,
    };
    let begins = |form: &&(Charset, Channel, String)| enabled & form.0.bit() != 0 && text.starts_with(&form.2);
    if let Some((_, channel, form)) = FORMS.iter().find(begins) {
        return Some(edit(form.len(), String::new(), channel.to_string()));
    }
    Charset::of_bits(enabled).filter_map(PairTable::of).find_map(|table| {
        let (end, after) = pairs::order_mark(text, table)?;
        Some(edit(end, after, table.charset.name().to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: u32 = u32::MAX;

    #[test]
    fn a_misread_mark_goes_and_words_stay() {
        for (text, length) in [
            ("ï»¿# Title", 6),
            ("ï»¿---\n", 6),
            ("п»ї# Заголовок", 6),
            ("∩╗┐# Title", 9),
            ("´╗┐# Title", 8),
            ("Ôªø# Title", 6),
            ("Ã¯Â»Â¿# Title", 12),
            ("锘?# Title", 4),
            ("锘縤mport os", 6),
        ] {
            assert_eq!(removal(text, ALL).map(|edit| edit.range), Some(0..length), "{text}");
        }
        for text in
            ["ï»# Title", "# ï»¿", "\n ï»¿", "«Été»", "п", "ï", "\u{feff}# Title", "", "锘是一种元素", "锘", "锘？"]
        {
            assert_eq!(removal(text, ALL), None, "{text}");
        }
        assert_eq!(removal("ï»¿", Charset::Cp437.bit()), None);
    }
}
