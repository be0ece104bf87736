//! What speaks against a repair beside its gain: text that only shows damage, right text that looks damaged by chance, forms that have more
//! than one reading. In: the runs that would be repaired. Out: for each whether it is repaired, repaired without being sure, or left. Never
//! makes a repair sure. A language model will tell more of these apart; until then they are told by their place.

use std::collections::BTreeSet;
use std::ops::Range;

use super::channels::{Channel, NbspLoss};
use super::choose::{self, CharSlot};
use super::code;
use super::guess::{RunGuess, opens_block_as_picture};
use super::lattice;
use super::lexicon;
use super::pairs::{self, PairEvidence};
use super::plausible;
use super::quotes;
use crate::words::WordKind;

/// What becomes of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// It is repaired.
    Repaired,
    /// It is repaired, and reported with its alternatives.
    Unsure,
    /// It stays as it is.
    Left,
}

/// Names of one-byte charsets: a text that has one is about how bytes are read.
static CHARSET_NAMES: &[&str] = &[
    "cp125",
    "CP125",
    "windows-125",
    "Windows-125",
    "Windows 125",
    "iso-8859",
    "ISO-8859",
    "ISO 8859",
    "latin-1",
    "Latin-1",
    "latin1",
    "Latin1",
    "Latin 1",
    "MacRoman",
    "mac_roman",
    "mac-roman",
    "Mac Roman",
    "cp437",
    "CP437",
    "cp850",
    "CP850",
    "cp852",
    "CP852",
    "cp866",
    "CP866",
    "koi8",
    "KOI8",
];
/// Words by which a text says that it is about encodings, which many texts do.
static ENCODING_WORDS: &[&str] =
    &["utf-8", "UTF-8", "utf8", "UTF8", "encod", "Encod", "charset", "codifica", "Kodierung"];
/// What stands before a shown character, and what behind it.
const OPENING: &[char] =
    &['`', '"', '\'', '|', '(', '[', '<', '“', '„', '‘', '‚', '«', '»', '‹', '›', '”', '’', '「', '『'];
const CLOSING: &[char] = &['`', '"', '\'', '|', ')', ']', '>', '”', '“', '’', '‘', '»', '«', '›', '‹', '」', '』'];
/// What a string of a program stands between.
const QUOTES: &[char] = &['`', '"', '\''];
/// Signs that stand directly before a letter, or after one, in right text.
const BESIDE_LETTERS: &[char] = &['–', '—', '“', '”', '„', '‘', '’', '‚', '…', '‹', '›', '«', '»'];
/// Other signs that stand directly behind an accented capital in right text: marks of notes and of trade, of formulae.
const BEHIND_CAPITALS: &[char] = &['†', '‡', '™', '®', '©', '‰', '•', '·', '²', '³', '¹', '±', '×', '÷'];
/// Letters that no language has behind an accented capital.
const NOT_BESIDE_CAPITALS: &[char] = &['œ', 'Œ', 'š', 'Š', 'ž', 'Ž', 'Ÿ'];
/// Signs of formulae, where an operator with a hat may stand before them: `Â²`.
const EXPONENTS: &[char] = &['²', '³', '¹', '·'];
/// Letters that cost as much belong to no living language's words.
const RARE_LETTER: f32 = 6.0;
/// A sign that costs as much is hardly met, so that a lost byte may well have been another one.
const RARE_SIGN: f32 = 9.0;
/// The first bytes of JPEG files, as texts show them.
const FIRST_BYTES: &str = "ÿØÿ";
/// Another original is as well possible if it costs no more than this beyond the one that was chosen.
const MAX_COST_OF_RIVAL: f32 = 4.0;

/// The least probability of a character of three bytes or more of which one is left.
const MIN_OF_FIRST_BYTE: f32 = 0.6;

/// Damage that is shown lies in no more lines, from the first to the last.
const MAX_LINES_SHOWN: u32 = 25;

/// What is known of a file before its runs are looked at one by one.
pub(super) struct FileEvidence {
    /// The places of runs that are not damaged.
    pub undamaged: Vec<usize>,
    /// Whether there are hardly any.
    pub is_throughout: bool,
    /// Whether an earlier pass found damage for sure.
    pub was_repaired: bool,
    /// Whether runs that are not damaged have Chinese, Japanese or Korean letters.
    pub has_asian: bool,
    /// The places of code, in order.
    pub code: Vec<Range<usize>>,
}

/// What the whole text says about its runs.
pub(super) struct Doubts<'t> {
    text: &'t str,
    channel: Channel,
    /// The runs that would be repaired, in order of place, and the words that they are parts of.
    accepted: &'t [RunGuess],
    words: Vec<ShownWord>,
    /// The gain of a run that is certainly damaged.
    certain: f32,
    code: Vec<Range<usize>>,
    /// Whether runs in code are repaired, where nothing else speaks against it.
    in_code: Verdict,
    names_charsets: bool,
    names_encodings: bool,
    /// Whether the text is about damaged characters.
    names_damage: bool,
    /// Whether a run leaves no doubt that the text is damaged.
    is_corroborated: bool,
    /// Whether something is certainly damaged where nothing says that damage is shown.
    has_plain_damage: bool,
    has_undamaged: bool,
    /// What the rest of the text says of damage by charsets of two bytes.
    beside: PairEvidence,
    /// Where letters begin that only one known word has in their place.
    settled: BTreeSet<usize>,
}

impl<'t> Doubts<'t> {
    /// `accepted` are the runs that would be repaired, `certain` the gain of those that are certainly damaged.
    pub(super) fn new(
        text: &'t str,
        channel: Channel,
        accepted: &'t [RunGuess],
        certain: f32,
        file: FileEvidence,
    ) -> Self {
        let sure: Vec<&RunGuess> = accepted.iter().filter(|guess| guess.gain >= certain).collect();
        let (names_charsets, names_encodings) = (has_any(text, CHARSET_NAMES), has_any(text, ENCODING_WORDS));
        let lines = sure.first().zip(sure.last()).map_or(0, |(first, last)| last.run.line - first.run.line);
        let is_corroborated = file.was_repaired || sure.iter().any(|guess| is_unmistakable(text, guess, channel));
        let mut doubts = Doubts {
            text,
            channel,
            accepted,
            words: words(text, accepted),
            beside: PairEvidence { has_asian: file.has_asian, is_corroborated },
            certain,
            in_code: Verdict::Left,
            names_charsets,
            names_encodings,
            names_damage: is_about_damage(text),
            has_plain_damage: file.was_repaired,
            is_corroborated,
            has_undamaged: !file.undamaged.is_empty(),
            settled: BTreeSet::new(),
            code: file.code,
        };
        doubts.has_plain_damage |= doubts.words.iter().any(|word| doubts.is_plainly_damaged(word));
        doubts.in_code = match doubts.has_plain_damage {
            _ if doubts.is_about_charsets() => Verdict::Left,
            true if file.is_throughout || !doubts.names_encodings => Verdict::Repaired,
            true => Verdict::Unsure,
            false if doubts.names_encodings => Verdict::Left,
            false if lines > MAX_LINES_SHOWN => Verdict::Repaired,
            false if file.undamaged.iter().any(|place| !code::contains(&doubts.code, *place)) => Verdict::Left,
            false => Verdict::Unsure,
        };
        doubts
    }

    /// The same, with the places of letters that words leave no doubt about.
    pub(super) fn settled_by_words(self, settled: BTreeSet<usize>) -> Self {
        Doubts { settled, ..self }
    }

    /// What becomes of each of the accepted runs.
    pub(super) fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts: Vec<Verdict> = self.accepted.iter().map(|guess| self.verdict(guess)).collect();
        for word in &self.words {
            if self.is_shown(word) || !self.has_plain_damage && self.may_be_shown(word) {
                verdicts
                    .get_mut(word.guesses.clone())
                    .into_iter()
                    .flatten()
                    .for_each(|verdict| *verdict = Verdict::Left);
            }
        }
        verdicts
    }

    fn verdict(&self, guess: &RunGuess) -> Verdict {
        if self.channel.charset.pairs().is_some()
            && pairs::is_left(self.text, &guess.run.range, &guess.slots, &self.beside)
        {
            return Verdict::Left;
        }
        if self.is_right_by_form(guess) {
            return Verdict::Left;
        }
        let nexts = guess.slots.iter().skip(1).map(CharSlot::best).chain([None]);
        let of_slots = guess.slots.iter().zip(nexts).map(|(slot, next)| self.of_slot(slot, next)).max();
        // `MARCHÉ…` is no word with a letter that hardly a language has.
        if guess.gain < self.certain && guess.slots.iter().filter_map(CharSlot::best).any(is_rare_letter) {
            return Verdict::Left;
        }
        let of_slots = of_slots.unwrap_or(Verdict::Left);
        let place = guess.run.range.start;
        let of_place = match code::contains(&self.code, place) {
            true if is_box_drawing(guess) => Verdict::Repaired,
            true => self.in_code,
            false if self.names_charsets && self.line_has(place, CHARSET_NAMES) => Verdict::Left,
            false if self.names_encodings && self.line_has(place, ENCODING_WORDS) => Verdict::Unsure,
            false => Verdict::Repaired,
        };
        of_slots.max(of_place).max(self.of_evidence(guess))
    }

    /// Whether a run has a form that right texts have: letters with dashes between, the first bytes of a kind of files, a sign behind a word in
    /// capitals, or a formula where nothing else is damaged.
    fn is_right_by_form(&self, guess: &RunGuess) -> bool {
        let body = self.text.get(guess.run.range.clone()).unwrap_or("");
        if is_range_of_letters(body) || are_quoted_letters(self.text, &guess.run.range) || body.starts_with(FIRST_BYTES)
        {
            return true;
        }
        if !self.is_corroborated && is_formula(self.text, &guess.run.range) {
            return true;
        }
        let becomes = guess.slots.first().and_then(CharSlot::best);
        let is_pair = body.chars().count() == 2 && body.chars().next_back().is_some_and(|c| !c.is_alphabetic());
        let is_odd = becomes.is_some_and(|c| (c.is_alphabetic() || lexicon::is_mark(c)) && !c.is_uppercase());
        let word = self.text.get(..guess.run.range.start).unwrap_or("").chars().rev().take(2);
        is_pair && is_odd && word.filter(char::is_ascii_uppercase).count() == 2
    }

    /// Whether the word is certainly damaged, in prose, and nothing says that damage is shown there.
    fn is_plainly_damaged(&self, word: &ShownWord) -> bool {
        let is_certain = self.guesses_of(word).iter().any(|guess| guess.gain >= self.certain);
        is_certain && !code::contains(&self.code, word.place.start) && !self.may_be_shown(word)
    }

    /// Whether the word may be an example of damage, where nothing else of the text is damaged: it is in a code span, what it was is near, a
    /// sign is all of a cell, or the paragraph tells of damage. Box drawing is never an example.
    fn may_be_shown(&self, word: &ShownWord) -> bool {
        if self.guesses_of(word).iter().all(is_box_drawing) {
            return false;
        }
        let paragraph = self.text.get(paragraph_around(self.text, word.place.start)).unwrap_or("");
        let is_sign = word.becomes.chars().all(|c| c.is_ascii_punctuation() || BESIDE_LETTERS.contains(&c));
        self.names_damage
            || self.is_in_span(word.place.start)
            || is_sign && word.is_enclosed(self.text)
            || !opens_block_as_picture(self.text, &word.place, &word.becomes)
                && WordKind::DamageShown.is_within(paragraph)
            || word.becomes.trim() == word.becomes
                && word.becomes.chars().any(char::is_alphabetic)
                && has_word(paragraph, &word.becomes)
    }

    /// Whether a place is in a code span, not in a block of code.
    fn is_in_span(&self, place: usize) -> bool {
        code::region_at(&self.code, place)
            .and_then(|region| self.text.get(region.clone()))
            .is_some_and(|code| !code.contains('\n'))
    }

    fn guesses_of(&self, word: &ShownWord) -> &[RunGuess] {
        self.accepted.get(word.guesses.clone()).unwrap_or(&[])
    }

    fn is_about_charsets(&self) -> bool {
        self.names_charsets || self.names_damage
    }

    fn line_has(&self, place: usize, words: &[&str]) -> bool {
        self.text.get(line_around(self.text, place)).is_some_and(|line| has_any(line, words))
    }

    /// A run that could be right text is left where nothing else is surely damaged.
    fn of_evidence(&self, guess: &RunGuess) -> Verdict {
        if self.is_corroborated || is_unmistakable(self.text, guess, self.channel) {
            return Verdict::Repaired;
        }
        let becomes: Vec<char> = guess.slots.iter().filter_map(CharSlot::best).collect();
        match self.has_undamaged {
            _ if becomes.iter().any(|c| c.is_alphanumeric()) => Verdict::Left,
            true if becomes.iter().any(|c| EXPONENTS.contains(c)) => Verdict::Left,
            true => Verdict::Unsure,
            false => Verdict::Repaired,
        }
    }

    /// `next` is what the slot behind this one becomes.
    fn of_slot(&self, slot: &CharSlot, next: Option<char>) -> Verdict {
        let form = self.text.get(slot.range.clone()).unwrap_or("");
        let Some(becomes) = slot.best() else {
            // What is kept within a damaged run is right, or it is damage that was not understood.
            return if form.is_ascii() { Verdict::Repaired } else { Verdict::Unsure };
        };
        // Only the first byte of it is left: nothing but a guess that is far better than others is worth showing.
        let is_single = self.channel.charset.pairs().is_none();
        let is_first_byte = is_single && form.chars().count() == 1 && slot.lost.any() && becomes.len_utf8() > 2;
        if is_first_byte && slot.ranking.first().is_some_and(|(_, probability)| *probability < MIN_OF_FIRST_BYTE) {
            return Verdict::Left;
        }
        // A byte order mark within a text, and a letter that no living language has: they are shown, or right text by chance.
        if becomes == '\u{feff}' {
            return Verdict::Left;
        }
        let is_doubtful = slot.lost.any() && next != Some('\u{fe0f}');
        let of_loss = if is_doubtful { self.of_loss(slot, form, becomes) } else { Verdict::Repaired };
        of_loss.max(if is_rare_letter(becomes) { Verdict::Unsure } else { Verdict::Repaired })
    }

    /// What was lost may be something else than a byte: a quote was straightened, a fixed blank became a plain one, a byte a question mark.
    fn of_loss(&self, slot: &CharSlot, form: &str, becomes: char) -> Verdict {
        let next = self.text.get(slot.range.end..).and_then(|rest| rest.chars().next());
        match next {
            // A picture at the end of a quotation: the quote that follows has its partner, so it is none of the bytes.
            Some(quote @ ('"' | '\'')) if becomes >= '\u{1f000}' && self.has_partner(slot, quote) => Verdict::Unsure,
            Some('"' | '\'') => Verdict::Left,
            Some('?') if slot.lost.undefined => Verdict::Unsure,
            _ if !becomes.is_alphanumeric() && lexicon::cost(becomes) >= RARE_SIGN && !quotes::is_settled(slot) => {
                // Damaged twice, a form has a byte left of three: the choice is too wide.
                if self.channel.times > 1 { Verdict::Left } else { Verdict::Unsure }
            }
            _ if slot.lost.nbsp && self.channel.losses.nbsp == NbspLoss::Shown => Verdict::Unsure,
            Some(' ') if !self.settled.contains(&slot.range.start) && self.may_have_lost_blank(slot, form, becomes) => {
                let before = self.text.get(..slot.range.start).and_then(|before| before.chars().next_back());
                let is_word = before.is_none_or(|c| !c.is_alphanumeric()) && form.chars().count() == 1;
                if is_word { Verdict::Left } else { Verdict::Unsure }
            }
            _ if slot.lost.nbsp || slot.lost.quote && !is_box(becomes) => Verdict::Unsure,
            _ => Verdict::Repaired,
        }
    }

    /// Whether the quote behind the slot closes one that was opened in its line.
    fn has_partner(&self, slot: &CharSlot, quote: char) -> bool {
        let line = line_around(self.text, slot.range.start);
        let before = self.text.get(line.start..slot.range.start).unwrap_or("");
        before.matches(quote).count() % 2 == 1
    }

    /// Whether the blank behind the slot may be its last byte. A picture that is followed by a blank and a word keeps it: otherwise it would touch
    /// the word.
    fn may_have_lost_blank(&self, slot: &CharSlot, form: &str, becomes: char) -> bool {
        let behind = self.text.get(slot.range.end + 1..).and_then(|rest| rest.chars().next());
        let keeps_it = becomes >= '\u{1f000}' && behind.is_some_and(|c| c.is_ascii_graphic());
        !keeps_it && self.may_end_in_blank(form, becomes)
    }

    /// Whether the form may be a whole one whose end, a fixed blank, became a plain one.
    fn may_end_in_blank(&self, form: &str, becomes: char) -> bool {
        let whole = format!("{form}\u{a0}");
        let rival = lattice::decode(&whole, 0, &self.channel, 1).filter(|(_, end)| *end == whole.len());
        rival.is_some_and(|(rival, _)| lexicon::cost(rival) <= lexicon::cost(becomes) + MAX_COST_OF_RIVAL)
    }

    /// Whether the word is shown as an example of damage: beside what it was, or between quotes in a text about charsets.
    fn is_shown(&self, word: &ShownWord) -> bool {
        let is_enclosed = word.is_enclosed(self.text);
        let is_code = code::contains(&self.code, word.place.start) && !self.has_plain_damage;
        if is_enclosed && self.is_about_charsets() || is_code && word.is_quoted(self.text) {
            return true;
        }
        let is_lone = word.becomes.chars().count() == 1 || !word.becomes.chars().any(char::is_alphanumeric);
        if is_lone && !is_enclosed {
            return false;
        }
        // Where a fixed blank was damaged, the letters beside it are none of the damage.
        let becomes = word.becomes.trim();
        if becomes.is_ascii() {
            return false;
        }
        let around = line_around(self.text, word.place.start);
        let (start, line) = (around.start, self.text.get(around).unwrap_or(""));
        // `Â°` has a `°` in itself, which stands for nothing.
        let is_apart = |at: usize| {
            let next = self.accepted.partition_point(|guess| guess.run.range.end <= start + at);
            let place = start + at..start + at + becomes.len();
            self.accepted.get(next).is_none_or(|guess| guess.run.range.start >= place.end || guess.run.range == place)
        };
        line.match_indices(becomes).any(|(at, _)| is_apart(at))
    }
}

/// The words that the runs are parts of, with what they become.
fn words(text: &str, accepted: &[RunGuess]) -> Vec<ShownWord> {
    let mut words: Vec<ShownWord> = Vec::new();
    for (at, guess) in accepted.iter().enumerate() {
        let Some((place, becomes)) = damaged_part(text, guess) else { continue };
        let between = |word: &ShownWord| text.get(word.place.end..place.start);
        match words.last_mut().map(|word| (between(word), word)) {
            Some((Some(letters), word)) if letters.chars().all(|c| c.is_ascii_alphanumeric()) => {
                word.becomes.push_str(letters);
                word.becomes.push_str(&becomes);
                (word.place.end, word.guesses.end) = (place.end, at + 1);
            }
            _ => words.push(ShownWord { place, becomes, guesses: at..at + 1 }),
        }
    }
    words.iter_mut().for_each(|word| word.take_letters_around(text));
    words
}

/// A word with damaged characters.
struct ShownWord {
    place: Range<usize>,
    becomes: String,
    guesses: Range<usize>,
}

impl ShownWord {
    fn take_letters_around(&mut self, text: &str) {
        let (before, after) = (text.get(..self.place.start).unwrap_or(""), text.get(self.place.end..).unwrap_or(""));
        let is_letter = |c: char| c.is_ascii_alphanumeric();
        let head = &before[before.trim_end_matches(is_letter).len()..];
        let tail = &after[..after.len() - after.trim_start_matches(is_letter).len()];
        self.becomes = format!("{head}{}{tail}", self.becomes);
        self.place = self.place.start - head.len()..self.place.end + tail.len();
    }

    /// The characters before and behind it; with `over_blanks` those beyond blanks.
    fn neighbours(&self, text: &str, over_blanks: bool) -> Option<(char, char)> {
        let (before, after) = (text.get(..self.place.start)?, text.get(self.place.end..)?);
        let is_blank = |c: char| over_blanks && matches!(c, ' ' | '\u{a0}');
        before.trim_end_matches(is_blank).chars().next_back().zip(after.trim_start_matches(is_blank).chars().next())
    }

    /// Whether nothing but the word stands between two quotes, ticks, brackets or the lines of a table.
    fn is_enclosed(&self, text: &str) -> bool {
        let around = self.neighbours(text, true);
        around.is_some_and(|(before, after)| OPENING.contains(&before) && CLOSING.contains(&after))
    }

    /// Whether it is all of a string of a program.
    fn is_quoted(&self, text: &str) -> bool {
        let around = self.neighbours(text, false);
        around.is_some_and(|(before, after)| before == after && QUOTES.contains(&before))
    }
}

/// Whether a place, with the quote before it, is capitals between quotes: `“Ñ”`.
fn are_quoted_letters(text: &str, place: &Range<usize>) -> bool {
    let opening = choose::around(text, place).0.filter(|c| OPENING.contains(c)).map_or(0, char::len_utf8);
    let body = text.get(place.start - opening..place.end).unwrap_or("");
    let is_quoted = |word: &str| {
        let mut chars = word.chars();
        let parts = (chars.next(), chars.next(), chars.next(), chars.next());
        let (Some(opening), Some(letter), Some(closing), None) = parts else { return false };
        OPENING.contains(&opening) && letter.is_uppercase() && CLOSING.contains(&closing)
    };
    body.split_whitespace().all(is_quoted)
}

/// Whether a text is about damaged characters, by its words.
pub(super) fn is_about_damage(text: &str) -> bool {
    WordKind::DamageSubject.words().iter().any(|word| text.contains(word))
}

/// Whether the word stands in the text with no letter before or behind it.
fn has_word(text: &str, word: &str) -> bool {
    let ends = |side: Option<char>| side.is_none_or(|c| !c.is_alphanumeric());
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            ends(text.get(..at).and_then(|before| before.chars().next_back()))
                && ends(text.get(at + word.len()..).and_then(|after| after.chars().next()))
        })
}

/// Whether single capitals stand with dashes between them: `Å–Ä–Ö`.
fn is_range_of_letters(body: &str) -> bool {
    let is_dash = |c: char| matches!(c, '–' | '—');
    let parts: Vec<&str> = body.split(is_dash).filter(|part| !part.is_empty()).collect();
    let is_capital = |part: &&str| part.chars().count() == 1 && part.chars().all(char::is_uppercase);
    // `Ã–Ã–` is the damage of a letter that stands twice.
    parts.len() >= 2 && parts.first() != parts.get(1) && parts.iter().all(is_capital)
}

/// Whether all of a place is signs of mathematics, and no word touches it: a root of a sum, or a negation.
fn is_formula(text: &str, place: &Range<usize>) -> bool {
    let body = text.get(place.clone()).unwrap_or("");
    let is_behind_word = choose::around(text, place).0.is_some_and(char::is_alphanumeric);
    !is_behind_word && body.chars().count() >= 2 && body.chars().all(plausible::is_math)
}

/// Whether no living language writes its words with the letter; phonetic ones are among them.
fn is_rare_letter(c: char) -> bool {
    lexicon::is_letter(c) && lexicon::cost(c) >= RARE_LETTER
}

/// The place of what would be changed of a run, and what it becomes.
fn damaged_part(text: &str, guess: &RunGuess) -> Option<(Range<usize>, String)> {
    let is_damaged = |slot: &CharSlot| !slot.ranking.is_empty();
    let (first, last) = (guess.slots.iter().position(is_damaged)?, guess.slots.iter().rposition(is_damaged)?);
    let slots = guess.slots.get(first..=last)?;
    Some((slots.first()?.range.start..slots.last()?.range.end, choose::filled(text, slots)))
}

/// Whether no right text looks so: a form of three characters or more, several forms side by side, or a small letter before or behind a form
/// that nobody writes there.
fn is_unmistakable(text: &str, guess: &RunGuess, channel: Channel) -> bool {
    if channel.charset.pairs().is_some() {
        return pairs::is_unmistakable(text, &guess.run.range, &guess.slots);
    }
    if is_formula(text, &guess.run.range) {
        return false;
    }
    let form = |slot: &CharSlot| text.get(slot.range.clone()).unwrap_or("").to_owned();
    let whole = guess.slots.iter().filter(|slot| !slot.ranking.is_empty() && !slot.lost.any());
    let forms: Vec<String> = whole.map(form).filter(|form| form.chars().count() >= 2).collect();
    let is_long = |slot: &CharSlot| !slot.ranking.is_empty() && form(slot).chars().count() >= 3;
    if forms.len() >= 2 || guess.slots.iter().any(is_long) {
        return true;
    }
    let Some((first, last)) = forms.first().and_then(|form| form.chars().next().zip(form.chars().next_back())) else {
        return false;
    };
    let (before, after) = choose::around(text, &guess.run.range);
    let is_before_letter = after.is_some_and(|c| c.is_ascii_alphabetic());
    let begins_word = before.is_none_or(|c| !c.is_alphanumeric());
    let is_nowhere = !last.is_alphabetic() && !BESIDE_LETTERS.contains(&last) && !BEHIND_CAPITALS.contains(&last);
    before.is_some_and(|c| c.is_ascii_lowercase())
        || is_nowhere
        || NOT_BESIDE_CAPITALS.contains(&last)
        || is_before_letter && !last.is_alphabetic() && (!BESIDE_LETTERS.contains(&last) || begins_word && first == 'Ã')
}

/// Whether a part of a drawing comes out: nobody shows a broken one.
fn is_box_drawing(guess: &RunGuess) -> bool {
    guess.slots.iter().filter_map(CharSlot::best).any(is_box)
}

fn is_box(c: char) -> bool {
    ('\u{2500}'..='\u{259f}').contains(&c)
}

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The bytes of the lines around a place up to empty ones, no more than a person would see beside it.
fn paragraph_around(text: &str, at: usize) -> Range<usize> {
    between(text, at, "\n\n", 400)
}

/// The bytes of the line, or of so much of it as a person would see beside the place.
pub(super) fn line_around(text: &str, at: usize) -> Range<usize> {
    between(text, at, "\n", 300)
}

/// The bytes from the last `end` before a place to the next one behind it, or up to `most` bytes on either side.
fn between(text: &str, at: usize, end: &str, most: usize) -> Range<usize> {
    let from = text.ceil_char_boundary(at.saturating_sub(most));
    let to = text.floor_char_boundary(at + most);
    let (before, after) = (text.get(from..at).unwrap_or(""), text.get(at..to).unwrap_or(""));
    let start = before.rfind(end).map_or(from, |found| from + found + end.len());
    start..after.find(end).map_or(to, |found| at + found)
}
