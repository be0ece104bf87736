//! Languages written without blanks between words: the probability of each character after the two before it. ASCII letters, digits and all
//! other ASCII are one character each, which never follows itself. Never looks at a text.

use std::sync::{LazyLock, OnceLock};

use super::key_map::KeyMap;
use super::packed::{self, PackedList};

/// A character of which nothing is known is counted so often.
const UNSEEN_CHARACTER: f32 = 0.05;
/// The probability of ASCII where nothing is known of what stands before it.
const ASCII: f32 = 0.05;
/// What is taken off each count for what was not counted.
const DISCOUNT: f32 = 0.5;
/// How much sequences that are not in the list count, for each different character that follows in the list.
const UNLISTED: f32 = 3.0;
/// Bits of a character within a key.
const BITS: u32 = 21;

/// The sequences of a language.
pub(super) struct CharSequences {
    packed: &'static PackedList,
    table: OnceLock<SequenceTable>,
}

#[derive(Default)]
struct SequenceTable {
    counts: KeyMap<f32>,
    /// What follows a sequence: the sum of the counts, and how many different characters.
    followers: KeyMap<(f32, f32)>,
    characters: f32,
}

/// What `c` is in a sequence.
pub(super) fn class(c: char) -> char {
    match c {
        'a'..='z' | 'A'..='Z' => 'a',
        '0'..='9' => '0',
        '\0'..='\u{7f}' => '_',
        _ => c,
    }
}

fn key(characters: &[char]) -> u64 {
    characters.iter().fold(0, |key, c| (key << BITS) | u64::from(u32::from(*c)))
}

impl CharSequences {
    /// The languages without blanks; what they know is read when it is first asked for.
    pub(super) fn all() -> &'static [CharSequences] {
        static ALL: LazyLock<Vec<CharSequences>> = LazyLock::new(|| {
            let lists = packed::lists().iter().filter(|list| !list.has_words);
            lists.map(|packed| CharSequences { packed, table: OnceLock::new() }).collect()
        });
        &ALL
    }

    /// How often `c` was counted; 0 where it is not listed.
    pub(super) fn uses(&self, c: char) -> f32 {
        self.table().counts.get(&key(&[c])).copied().unwrap_or(0.0)
    }

    /// The probability of `c` after the two characters `before`; all of them classes.
    pub(super) fn probability(&self, before: [char; 2], c: char) -> f32 {
        let table = self.table();
        let count = |characters: &[char]| table.counts.get(&key(characters)).copied();
        let single = match c.is_ascii() {
            true => ASCII,
            false => (count(&[c]).unwrap_or(0.0) + UNSEEN_CHARACTER) / table.characters,
        };
        let [first, second] = before;
        let after_one = table.backed_off(&[second], count(&[second, c]), single);
        table.backed_off(&[first, second], count(&[first, second, c]), after_one)
    }

    fn table(&self) -> &SequenceTable {
        self.table.get_or_init(|| {
            let mut table = SequenceTable { characters: 1.0, ..SequenceTable::default() };
            self.packed.each(|sequence, count| {
                table.counts.insert(key(sequence), count);
                match sequence.split_last() {
                    Some((_, [])) => table.characters += count,
                    Some((_, before)) => {
                        let (sum, different) = table.followers.entry(key(before)).or_default();
                        *sum += count;
                        *different += 1.0;
                    }
                    None => {}
                }
            });
            table
        })
    }
}

impl SequenceTable {
    /// The probability after `before`, where that is known: from the count of the sequence, and from the probability after less.
    fn backed_off(&self, before: &[char], count: Option<f32>, less: f32) -> f32 {
        let Some((listed, different)) = self.followers.get(&key(before)) else { return less };
        let all = self.counts.get(&key(before)).copied().unwrap_or(0.0).max(*listed);
        let unlisted = all - listed + UNLISTED * different;
        let known = (count.unwrap_or(0.0) - DISCOUNT).max(0.0);
        (known + (unlisted + DISCOUNT * different) * less) / (all + UNLISTED * different + DISCOUNT * different)
    }
}

#[cfg(test)]
#[cfg(feature = "repair-model")]
mod tests {
    use super::*;

    fn list(name: &str) -> &'static CharSequences {
        CharSequences::all().iter().find(|list| list.packed.name == name).expect("a list")
    }

    #[test]
    fn what_follows_often_is_probable() {
        let chinese = list("zh");
        assert!(chinese.probability(['可', '以'], '使') > chinese.probability(['可', '以'], '便'));
        assert!(chinese.probability(['，', '但'], '是') > 0.1);
        let japanese = list("ja");
        assert!(japanese.probability(['し', 'ま'], 'す') > japanese.probability(['し', 'ま'], 'ざ') * 10.0);
        assert!(japanese.uses('す') > 0.0 && chinese.uses('す') < japanese.uses('す'));
    }

    #[test]
    fn probabilities_of_what_may_follow_are_about_one() {
        let korean = list("ko");
        let all = korean.packed.alphabet.iter().copied();
        let sum: f32 = all.map(|c| korean.probability(['_', '있'], c)).sum();
        assert!((0.8..1.1).contains(&sum), "{sum}");
    }
}
