//! The packed emoji model: figures on how course repositories use emoji. In: bytes. Out: look-ups by word, feature and emoji, each borrowed
//! from the bytes, so that nothing has to be loaded before the first look-up. Never decides anything: `score` does.
//!
//! The format, all numbers little-endian; `examples/pack-model.rs` writes it:
//!
//! | part | bytes |
//! |---|---|
//! | head | 16 bytes [`MAGIC`]; then for each [`ModelPart`] where it begins (u32) and its length (u32) |
//! | emoji | how many (u16), bytes of a vector (u16); then, sorted by code point, a record each: code point (u32), uses (u16), number of its set (u16), 1 if weights were learned for it plus 2 if it has a vector (u8), prior in twentieths of a nat (i16), vector (see `vector`) |
//! | features, words, names, senses, sets, translations | a [`KeyTable`] each |
//! | calibration | f32 each: the three weights, then the knots, two numbers each |
//!
//! A *set* is all emoji that windows-1254 damages to the same string. The prior is the intercept of a learned emoji, and the log-probability
//! of others. Payloads: of a feature, for each emoji (its number in the table, u16) a weight in twentieths of a nat (i8); of a word, its weight
//! in hundredths (u8) and its vector; of a word of names, how often it stands beside ambiguous emoji (u16), then the emoji that have it (u16
//! each, the highest bit set where it is a keyword and no part of the name); of a word of senses the same; of a word behind an emoji, the sets for which
//! it speaks (u16 each), and by how many twentieths of a nat (u8); of a word of another language, the English word. All words are stems.

use std::sync::LazyLock;

use super::calibrate::Calibration;

static BYTES: &[u8] = include_bytes!("../data/emoji.model");

const MAGIC: &[u8; 16] = b"emoji model v6\n\0";

/// Weights and priors are counted in this part of a nat.
const TWENTIETH: f32 = 0.05;

/// The parts of the model, in the order of the head.
#[derive(Clone, Copy)]
enum ModelPart {
    Emoji,
    Features,
    Words,
    Names,
    Senses,
    Sets,
    Translations,
    Calibration,
}

/// Features that are a word at a place: what is unknown of a word of another language may be known of the English one.
static OF_WORDS: [&str; 5] = ["a", "a1", "p", "s", "t"];

/// The model: seven tables, and what makes its probabilities honest.
pub(super) struct EmojiModel {
    emoji: EmojiTable,
    features: KeyTable,
    words: KeyTable,
    names: KeyTable,
    senses: KeyTable,
    sets: KeyTable,
    translations: KeyTable,
    calibration: Calibration,
}

impl EmojiModel {
    /// The model that was packed with the program; none only if its bytes were broken, which a test excludes.
    pub(super) fn get() -> Option<&'static EmojiModel> {
        static MODEL: LazyLock<Option<EmojiModel>> = LazyLock::new(|| EmojiModel::read(BYTES));
        MODEL.as_ref()
    }

    fn read(bytes: &'static [u8]) -> Option<EmojiModel> {
        let head = bytes.strip_prefix(MAGIC)?;
        let part = |section: ModelPart| {
            let place = section as usize * 8;
            let (start, length) = (u32_at(head, place)? as usize, u32_at(head, place + 4)? as usize);
            bytes.get(start..start.checked_add(length)?)
        };
        Some(EmojiModel {
            emoji: EmojiTable::read(part(ModelPart::Emoji)?)?,
            features: KeyTable::read(part(ModelPart::Features)?)?,
            words: KeyTable::read(part(ModelPart::Words)?)?,
            names: KeyTable::read(part(ModelPart::Names)?)?,
            senses: KeyTable::read(part(ModelPart::Senses)?)?,
            sets: KeyTable::read(part(ModelPart::Sets)?)?,
            translations: KeyTable::read(part(ModelPart::Translations)?)?,
            calibration: calibration(part(ModelPart::Calibration)?)?,
        })
    }

    /// The emoji of the model.
    pub(super) fn emoji(&self) -> &EmojiTable {
        &self.emoji
    }

    /// How its probabilities are made honest.
    pub(super) fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The emoji for and against which a feature speaks (their numbers, ascending), with weights in nats.
    pub(super) fn weights(&self, feature: &str) -> impl Iterator<Item = (usize, f32)> {
        let found = self.features.find(feature).or_else(|| {
            let (kind, word) = feature.split_once('=').filter(|(kind, _)| OF_WORDS.contains(kind))?;
            self.features.find(&format!("{kind}={}", self.english(word)?))
        });
        let found = found.unwrap_or_default();
        found.as_chunks().0.iter().map(|[low, high, weight]| {
            let number = usize::from(u16::from_le_bytes([*low, *high]));
            (number, f32::from(weight.cast_signed()) * TWENTIETH)
        })
    }

    /// The sets for which a word behind an emoji speaks, whichever of them it is, with how much, in nats.
    pub(super) fn sets(&self, word: &str) -> impl Iterator<Item = (u16, f32)> {
        let found = self.sets.find(word).or_else(|| self.sets.find(self.english(word)?)).unwrap_or_default();
        found
            .as_chunks()
            .0
            .iter()
            .map(|[low, high, lift]| (u16::from_le_bytes([*low, *high]), f32::from(*lift) * TWENTIETH))
    }

    /// How much a word says (0 to 1), and its vector, up to length.
    pub(super) fn word(&self, word: &str) -> Option<(f32, &'static [u8])> {
        let found = self.words.find(word).or_else(|| self.words.find(self.english(word)?))?;
        let (weight, vector) = found.split_first()?;
        Some((f32::from(*weight) / 100.0, vector))
    }

    /// The English word for a word of another language.
    fn english(&self, word: &str) -> Option<&'static str> {
        std::str::from_utf8(self.translations.find(word)?).ok()
    }

    /// A word of the names of emoji: how often it stands beside any emoji (it says the less the more often), and whose name it is.
    pub(super) fn named(&self, word: &str) -> Option<NamedEmoji> {
        NamedEmoji::read(self.names.find(word)?)
    }

    /// The same of a word, or of the English one that means the same, for what courses use emoji for beyond their names.
    pub(super) fn meant(&self, word: &str) -> Option<NamedEmoji> {
        NamedEmoji::read(self.senses.find(word).or_else(|| self.senses.find(self.english(word)?))?)
    }
}

/// The emoji whose names have a word.
pub(super) struct NamedEmoji {
    /// How often the word stands beside ambiguous emoji, whichever they are.
    pub beside: u16,
    emoji: &'static [u8],
}

impl NamedEmoji {
    fn read(payload: &'static [u8]) -> Option<NamedEmoji> {
        let (beside, emoji) = payload.split_first_chunk()?;
        Some(NamedEmoji { beside: u16::from_le_bytes(*beside), emoji })
    }

    /// The numbers of the emoji, ascending, each with whether the word is part of its name or only one of its keywords.
    pub(super) fn emoji(&self) -> impl Iterator<Item = (usize, bool)> {
        const KEYWORD: u16 = 1 << 15;
        let numbers = self.emoji.as_chunks().0.iter().map(|bytes| u16::from_le_bytes(*bytes));
        numbers.map(|number| (usize::from(number & !KEYWORD), number & KEYWORD == 0))
    }
}

/// What the model knows of one emoji.
#[derive(Clone, Copy, Debug)]
pub(super) struct EmojiRecord {
    pub char: char,
    /// In how many different ways course repositories use it.
    pub uses: u16,
    /// The number of its set: all emoji with the same damaged string under windows-1254.
    pub set: u16,
    /// Whether weights were learned for it.
    pub is_learned: bool,
    /// Its intercept, if weights were learned for it; else its log-probability; in nats.
    pub prior: f32,
    /// Its vector, up to length; empty where nothing is known.
    pub vector: &'static [u8],
}

/// All emoji of the model, sorted.
pub(super) struct EmojiTable {
    vector: usize,
    records: &'static [u8],
}

impl EmojiTable {
    /// Bytes of a record before its vector.
    const FIXED: usize = 11;

    fn read(part: &'static [u8]) -> Option<EmojiTable> {
        let (count, vector) = (usize::from(u16_at(part, 0)?), usize::from(u16_at(part, 2)?));
        let records = part.get(4..)?;
        (records.len() == count * (EmojiTable::FIXED + vector)).then_some(EmojiTable { vector, records })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.records.len() / self.size()
    }

    fn size(&self) -> usize {
        EmojiTable::FIXED + self.vector
    }

    /// The emoji with this number.
    pub(super) fn record(&self, number: usize) -> Option<EmojiRecord> {
        let record = self.records.chunks_exact(self.size()).nth(number)?;
        let flags = *record.get(8)?;
        let prior = i16::from_le_bytes([*record.get(9)?, *record.get(10)?]);
        Some(EmojiRecord {
            char: self.char(number)?,
            uses: u16_at(record, 4)?,
            set: u16_at(record, 6)?,
            is_learned: flags & 1 != 0,
            prior: f32::from(prior) * TWENTIETH,
            vector: if flags & 2 != 0 { record.get(EmojiTable::FIXED..)? } else { &[] },
        })
    }

    /// The numbers of the emoji in any of `sets`, ascending.
    pub(super) fn of_sets(&self, sets: &[u16]) -> Vec<usize> {
        let records = self.records.chunks_exact(self.size()).enumerate();
        let is_wanted = |record: &[u8]| u16_at(record, 6).is_some_and(|set| sets.contains(&set));
        records.filter(|(_, record)| is_wanted(record)).map(|(number, _)| number).collect()
    }

    fn char(&self, number: usize) -> Option<char> {
        char::from_u32(u32_at(self.records, number * self.size())?)
    }

    /// The number of an emoji.
    pub(super) fn find(&self, emoji: char) -> Option<usize> {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low.midpoint(high);
            match self.char(middle)?.cmp(&emoji) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// A sorted table of strings with bytes for each. Its bytes: how many (u32), the length of each payload (u16; 0: each has its own, a u16 before
/// it), where every [`KeyTable::STRIDE`]th entry begins (u32 each, from the end of these), then the entries. An entry: how many bytes its key has
/// in common with the one before it (u8; 0 where an index points), how many come after these (u8), these, the payload.
struct KeyTable {
    count: usize,
    payload: usize,
    index: &'static [u8],
    entries: &'static [u8],
}

impl KeyTable {
    const STRIDE: usize = 16;

    fn read(part: &'static [u8]) -> Option<KeyTable> {
        let (count, payload) = (u32_at(part, 0)? as usize, usize::from(u16_at(part, 4)?));
        let (index, entries) = part.get(6..)?.split_at_checked(count.div_ceil(KeyTable::STRIDE) * 4)?;
        Some(KeyTable { count, payload, index, entries })
    }

    /// What the table has for `key`.
    fn find(&self, key: &str) -> Option<&'static [u8]> {
        let key = key.as_bytes();
        // The last block whose first key is not after `key`.
        let (mut low, mut high) = (0, self.count.div_ceil(KeyTable::STRIDE));
        while low < high {
            let middle = low.midpoint(high);
            if self.first_key(self.block(middle)?)? <= key { low = middle + 1 } else { high = middle }
        }
        let mut at = self.block(low.checked_sub(1)?)?;
        let mut own = Vec::new();
        for _ in 0..KeyTable::STRIDE {
            let (payload, next) = self.entry(at, &mut own)?;
            match own.as_slice().cmp(key) {
                std::cmp::Ordering::Equal => return Some(payload),
                std::cmp::Ordering::Greater => return None,
                std::cmp::Ordering::Less => at = next,
            }
        }
        None
    }

    fn block(&self, number: usize) -> Option<usize> {
        u32_at(self.index, number * 4).map(|at| at as usize)
    }

    /// The key of the entry at `at`, where an index points: it has nothing in common with the one before.
    fn first_key(&self, at: usize) -> Option<&'static [u8]> {
        let length = usize::from(*self.entries.get(at + 1)?);
        self.entries.get(at + 2..at + 2 + length)
    }

    /// Reads the entry at `at`, whose key follows `key`; out: its payload, and where the next begins.
    fn entry(&self, at: usize, key: &mut Vec<u8>) -> Option<(&'static [u8], usize)> {
        let (common, more) = (*self.entries.get(at)?, *self.entries.get(at + 1)?);
        let mut at = at + 2;
        key.truncate(usize::from(common));
        key.extend_from_slice(self.entries.get(at..at + usize::from(more))?);
        at += usize::from(more);
        let length = if self.payload > 0 {
            self.payload
        } else {
            at += 2;
            usize::from(u16_at(self.entries, at - 2)?)
        };
        Some((self.entries.get(at..at + length)?, at + length))
    }
}

fn calibration(part: &[u8]) -> Option<Calibration> {
    let (weights, knots) = part.as_chunks().0.split_first_chunk()?;
    let knots =
        knots.as_chunks().0.iter().map(|[before, after]| (f32::from_le_bytes(*before), f32::from_le_bytes(*after)));
    Some(Calibration { weights: weights.map(f32::from_le_bytes), knots: knots.collect() })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_model_is_whole() {
        let model = EmojiModel::get().expect("a model");
        let emoji = model.emoji();
        let all: Vec<EmojiRecord> = (0..emoji.count()).filter_map(|number| emoji.record(number)).collect();
        assert!(all.len() > 1000 && all.is_sorted_by_key(|record| record.char));
        assert!(all.iter().enumerate().all(|(number, record)| emoji.find(record.char) == Some(number)));
        assert_eq!(emoji.find('a'), None);
        let set = |c: char| emoji.find(c).and_then(|number| emoji.record(number)).map(|record| record.set);
        assert_eq!(set('📝'), set('🎓').map(|_| set('📁').unwrap_or_default()));
        assert_ne!(set('📝'), set('🔍'));
    }

    #[test]
    fn what_the_model_calls_surer_is_right_more_often() {
        let calibration = EmojiModel::get().expect("a model").calibration();
        let curve: Vec<f32> = (-60..=60).map(|odds| calibration.probability(odds as f32 / 6.0, 0.0)).collect();
        assert!(curve.is_sorted() && curve.iter().all(|p| (0.0..1.0).contains(p)), "{curve:?}");
        assert!(curve.last() > Some(&0.99));
    }

    #[test]
    fn what_is_in_the_tables_is_found_and_nothing_else() {
        let model = EmojiModel::get().expect("a model");
        let (network, globe) = (model.weights("a=network"), model.emoji().find('🌐'));
        assert!(network.into_iter().any(|(number, weight)| Some(number) == globe && weight > 0.0));
        assert_eq!(model.weights("a=no such word").count(), 0);
        assert!(model.word("security").is_some_and(|(weight, _)| weight > 0.0 && weight <= 1.0));
        assert!(model.word("").is_none() && model.word("\u{10ffff}").is_none());
        assert_eq!(model.english("leccion"), Some("lesson"));
        assert!(model.word("summary").is_some());
        assert_eq!(model.word("zusammenfassung"), model.word("summary"));
        let dog = model.emoji().find('🐕');
        assert!(
            model.named("dog").is_some_and(|named| named.emoji().any(|(number, name)| Some(number) == dog && name))
        );
    }
}
