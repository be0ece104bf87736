//! Emoji of several characters: a hand and the colour of its skin, a woman and a laptop with a joiner between. Where a candidate makes an emoji
//! of Unicode with what touches it, it belongs there. Never looks beyond what touches it.

/// The characters that join what stands on both sides.
const JOINER: char = '\u{200d}';
const SELECTOR: char = '\u{fe0f}';
/// So many characters on each side are looked at: the longest emoji have ten.
const LONGEST: usize = 9;

/// What an emoji may be one with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EmojiSequence {
    before: String,
    after: String,
}

impl EmojiSequence {
    /// What touches the character at `at` of `text`, which ends at `end`.
    pub(super) fn around(text: &str, at: usize, end: usize) -> EmojiSequence {
        let before: Vec<char> = text.get(..at).unwrap_or("").chars().rev().take(LONGEST).collect();
        let after: Vec<char> = text.get(end..).unwrap_or("").chars().take(LONGEST).collect();
        let (before, after) = (touching(&before, true), touching(&after, false));
        EmojiSequence { before: before.iter().rev().collect(), after: after.iter().collect() }
    }

    /// Whether `c` makes an emoji with what touches it, on one side or on both.
    pub(super) fn is_whole_with(&self, c: char) -> bool {
        let (before, after) = (self.before.as_str(), self.after.as_str());
        let sides = [(before, after), (before, ""), ("", after)];
        let is_more = |(before, after): &(&str, &str)| !before.is_empty() || after.chars().any(|c| c != SELECTOR);
        let is_emoji = |(before, after)| emojis::get(&format!("{before}{c}{after}")).is_some();
        sides.into_iter().filter(is_more).any(is_emoji)
    }
}

/// The characters, seen from the emoji, that may be one with it: colours, joiners and what these need; before it also a base directly beside.
fn touching(chars: &[char], is_before: bool) -> &[char] {
    let mut last = None;
    let belongs = |c: &&char| {
        let is_needed = last.map_or(is_before, is_link) && !c.is_ascii() && !c.is_alphanumeric();
        last = Some(**c);
        is_link(**c) || is_needed
    };
    let count = chars.iter().take_while(belongs).count();
    chars.get(..count).unwrap_or(&[])
}

/// Whether `c` is part of an emoji only together with others.
fn is_link(c: char) -> bool {
    matches!(c, JOINER | SELECTOR | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(before: &str, after: &str, candidates: &str) -> String {
        let text = format!("{before}x{after}");
        let sequence = EmojiSequence::around(&text, before.len(), before.len() + 1);
        candidates.chars().filter(|c| sequence.is_whole_with(*c)).collect()
    }

    #[test]
    fn colours_stand_after_what_has_a_skin() {
        assert_eq!(whole("strong 💪", " I", "🐼🏼🍼🎼"), "🏼");
        assert_eq!(whole("🚀", "", "🐼🏼🍼"), "");
        assert_eq!(whole("", "", "🐼🏼"), "");
    }

    #[test]
    fn what_is_joined_is_one_emoji() {
        assert_eq!(whole("🚀 👩\u{200d}", " she", "📝🎓📁"), "🎓");
        assert_eq!(whole("", "\u{200d}♀\u{fe0f} swim", "🎊🏊"), "🏊");
        assert_eq!(whole("", "\u{fe0f}", "🏗🗝"), "");
    }
}
