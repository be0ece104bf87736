//! Damage by charsets of two bytes: UTF-8 that was read as GBK, Shift_JIS, Big5 or EUC-KR. Pairs of bytes became Chinese characters, kana
//! or hangul, so that a character of the damaged text may have bytes of two of the original, or a letter that stood behind it: `itâ€™s` is
//! `it鈥檚`. A run is read as a whole or left as a whole. In: runs. Out: what they were, with the gain, in the same terms as for charsets of
//! single bytes; `decide` goes on with both alike.

mod candidates;
mod hints;
mod inverse;
mod table;
mod weigh;
mod whole;

use std::ops::Range;

use super::channels::{Charset, LostBytes};
use super::choose::{self, CharSlot, DOUBT_PER_LOSS};
use super::plausible::oddness;
pub(super) use hints::PairHints;
pub(super) use table::PairTable;
pub(super) use weigh::cost as oddness_with_asian;

/// A letter that costs less is frequent.
const FREQUENT: f32 = 7.0;
/// Words of languages have letters that cost less in the mean, damage has none such.
const RARE_WORD: f32 = 9.0;
/// A sign that costs more is hardly ever written.
const MAX_COST_OF_SIGN: f32 = 11.0;
/// What speaks for damage where an Asian character stands within a word of Latin letters, in a text that has no right Asian ones.
pub(super) const WITHIN_WORD: f32 = 6.0;

/// How much the candidates of a part are trusted where more than their lost byte is open.
const TRUST_IN_DOUBT: f32 = 0.9;
/// What is rarer than the most frequent candidate by more than this is none.
const MOST_ABOVE_BEST: f32 = 9.0;
/// The same of Asian letters and points: there are many rare ones, and together they would outweigh a frequent one.
const MOST_OF_EASTERN: f32 = 6.0;
/// Points and brackets that end no line, and the cost of believing that one does.
const NEVER_LAST: [char; 8] = ['、', '，', '：', '「', '『', '《', '【', '（'];
const AT_END: f32 = 5.0;
/// A sign that costs as much is hardly met.
const RARE_SIGN: f32 = 10.0;
/// A run whose repair is less probable stays as it stands: a wrong character is worse than one that is seen to be damaged.
pub(super) const LEAST_CONFIDENCE: f32 = 0.45;
/// A lost letter beyond Latin is never sure: many are likely in any place.
const TRUST_IN_LETTER: f32 = 0.985;
/// A lost Asian letter less probable than this leaves its run as it stands.
const LEAST_CERTAINTY_OF_LETTER: f32 = 0.6;

/// The charsets of `enabled` as which the run that begins `text` may have been misread: a quick test.
#[inline]
pub(super) fn suspects(text: &str, first: char, enabled: u32) -> u32 {
    let begun = table::begin(first) & enabled;
    if begun == 0 { 0 } else { suspects_of_run(text, begun) }
}

fn suspects_of_run(text: &str, begun: u32) -> u32 {
    let tables = Charset::of_bits(begun).filter_map(PairTable::of);
    let whole = tables.filter(|table| whole::may_be_whole(run_chars(text), table));
    whole.fold(0, |bits, table| bits | table.charset.bit())
}

/// The characters of the run that begins `text`.
fn run_chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().take_while(|c| joins(*c) || !c.is_ascii())
}

/// What decoders write where they find no character.
const MARKS: [char; 3] = ['?', '\u{fffd}', '・'];

/// Whether an ASCII character is part of runs: a decoder writes it where it finds no character.
pub(super) fn joins(c: char) -> bool {
    c == '?'
}

/// How many bytes of `run` may be damage of the charset: all or none.
pub(super) fn explained(run: &str, table: &PairTable) -> usize {
    if whole::may_be_whole(run.chars(), table) { run.len() } else { 0 }
}

/// Where the misread byte order mark at the start of `text` ends, and the character that was read with its last byte.
pub(super) fn order_mark(text: &str, table: &PairTable) -> Option<(usize, String)> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    let bytes = |c: char| table.bytes(c);
    if bytes(first)?.as_slice() != [0xef, 0xbb] {
        return None;
    }
    let end = first.len_utf8() + second.len_utf8();
    if table.marks.contains(&second) {
        return chars.next().is_some_and(|c| c.is_ascii()).then(|| (end, String::new()));
    }
    match bytes(second)?.as_slice() {
        [0xbf, ascii @ 0x21..=0x7e] => Some((end, char::from(*ascii).to_string())),
        _ => None,
    }
}

/// A run as it was read.
pub(super) struct RunReading {
    /// What each character was; empty where the charset does not explain the run.
    pub slots: Vec<CharSlot>,
    /// How much less odd that is than what stands there, in nats.
    pub gain: f32,
    /// How probable it is that the run has these slots.
    pub certainty: f32,
}

/// Reads `run` as damage of the charset of `table`, in a text of which `hints` tell.
pub(super) fn read(text: &str, run: &Range<usize>, table: &PairTable, hints: &PairHints) -> RunReading {
    let body = text.get(run.clone()).unwrap_or("");
    let (before, after) = choose::around(text, run);
    let Some(inverse::RunParts { parts, mut certainty }) = inverse::read(body, after, table, hints) else {
        return RunReading { slots: Vec::new(), gain: f32::MIN, certainty: 0.0 };
    };
    let whole = parts.iter().filter(|part| part.lost == 0).filter_map(first_candidate);
    let language = weigh::language(whole).or(hints.language);
    let language = language.or_else(|| weigh::language(parts.iter().filter_map(first_candidate))).unwrap_or(0);
    let mut slots: Vec<CharSlot> = Vec::with_capacity(parts.len());
    let mut last = before;
    for (at, part) in parts.iter().enumerate() {
        let next = parts.get(at + 1).map_or(after, first_candidate);
        let ranking = ranked(part, last, next, language);
        last = ranking.first().map(|(c, _)| *c);
        certainty *= trust(&parts, at, body, after, hints);
        if part.lost > 0 && last.is_some_and(|c| c >= '\u{250}' && c.is_alphabetic()) {
            certainty *= TRUST_IN_LETTER;
        }
        let lost = LostBytes { undefined: part.lost > 0, ..LostBytes::default() };
        let range = run.start + part.range.start..run.start + part.range.end;
        slots.push(CharSlot { range, ranking, lost });
    }
    let becomes = choose::filled(text, &slots);
    let lost = slots.iter().filter(|slot| slot.lost.any()).count() as f32;
    let doubts = lost * DOUBT_PER_LOSS + table.charset.prior_cost();
    let gain = weigh::cost(before, body, after) - weigh::cost(before, &becomes, after) - doubts;
    RunReading { slots, gain, certainty }
}

/// How much a part is trusted where more than its lost byte is open: two were lost, a byte behind it was eaten or may have been, or bytes were
/// dropped around a byte that is a character by itself, of which a sign came out that nobody writes.
fn trust(parts: &[inverse::PairPart], at: usize, run: &str, after: Option<char>, hints: &PairHints) -> f32 {
    let Some(part) = parts.get(at) else { return 0.0 };
    let has_eaten = parts.get(at + 1).is_some_and(|next| next.range.is_empty());
    let is_open = match part.lost {
        0 => part.ends_single && first_candidate(part).is_some_and(|c| super::lexicon::cost(c) >= RARE_SIGN),
        1 => has_eaten || may_have_eaten(run, part.range.end, after, hints) || part.lost_first && !hints.keeps_pairs,
        _ => true,
    };
    if is_open { TRUST_IN_DOUBT } else { 1.0 }
}

/// Whether it is not known what stood behind a part: a mark ends it that is not `U+FFFD`, whose decoders keep what stands there, and a blank
/// follows, or the text does not tell that bytes behind marks were kept.
fn may_have_eaten(run: &str, end: usize, after: Option<char>, hints: &PairHints) -> bool {
    let next = run.get(end..).and_then(|rest| rest.chars().next()).or(after);
    let mark = run.get(..end).and_then(|part| part.chars().next_back()).filter(|c| MARKS.contains(c));
    mark.is_some_and(|mark| mark != '\u{fffd}' && (hints.keeps <= 0.0 || next.is_none_or(|c| c == ' ')))
}

fn first_candidate(part: &inverse::PairPart) -> Option<char> {
    part.candidates.first().map(|(c, _)| *c)
}

/// The candidates of a part between its neighbours, in a text of `language`, with probabilities.
fn ranked(part: &inverse::PairPart, last: Option<char>, next: Option<char>, language: usize) -> Vec<(char, f32)> {
    let mut buffer = [0; 4];
    let counted = |c: char| super::lexicon::cost(c);
    let mut order: Vec<(char, f32)> = part
        .candidates
        .iter()
        .map(|(c, cost)| {
            let doubt = weigh::possible_cost(*c).map_or(0.0, |possible| cost - possible);
            let own = weigh::cost_in(language, *c) - counted(*c) + doubt;
            let place = if next.is_none() && NEVER_LAST.contains(c) { AT_END } else { 0.0 };
            (*c, oddness(last, c.encode_utf8(&mut buffer), next) + own + place)
        })
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let best = order.first().map_or(0.0, |(_, cost)| *cost);
    let is_east = |c: char| weigh::is_asian(c) || ('\u{3000}'..='\u{303f}').contains(&c);
    order.retain(|(c, cost)| cost - best <= if is_east(*c) { MOST_OF_EASTERN } else { MOST_ABOVE_BEST });
    let sum: f32 = order.iter().map(|(_, cost)| (best - cost).exp()).sum();
    order.into_iter().map(|(c, cost)| (c, (best - cost).exp() / sum)).collect()
}

/// What the whole text says for a run: `is_asian` where it has right Asian characters.
pub(super) fn support(text: &str, run: &Range<usize>, is_asian: bool) -> f32 {
    if !is_asian && is_within_word(text, run) { WITHIN_WORD } else { 0.0 }
}

/// Whether `run` has letters of an Asian script that are frequent in a language; damage has them rarely.
pub(super) fn has_asian(text: &str, run: &Range<usize>) -> bool {
    text.get(run.clone())
        .unwrap_or("")
        .chars()
        .any(|c| weigh::is_asian(c) && weigh::possible_cost(c).is_some_and(|cost| cost < FREQUENT))
}

/// Whether a small Latin letter stands directly before the run.
fn is_within_word(text: &str, run: &Range<usize>) -> bool {
    choose::around(text, run).0.is_some_and(|c| c.is_ascii_lowercase())
}

/// Whether no right text looks so: signs or pictures came out whole, or several Asian letters, or a letter within a Latin word.
pub(super) fn is_unmistakable(text: &str, run: &Range<usize>, slots: &[CharSlot]) -> bool {
    if !is_marked(text, run, slots) || may_be_word(text, run, false) {
        return false;
    }
    let whole = slots.iter().filter(|slot| !slot.lost.any()).filter_map(CharSlot::best);
    let (mut letters, mut signs) = (0, 0);
    for c in whole {
        letters += usize::from(weigh::is_asian(c));
        signs += usize::from(is_sign(c) && super::lexicon::cost(c) <= MAX_COST_OF_SIGN);
    }
    signs > 0 || letters >= 2 || is_within_word(text, run)
}

/// Signs and pictures that texts are full of, of three bytes or more.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{fe0f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f000}'..='\u{1faff}')
}

/// What the rest of a text says of its runs.
pub(super) struct PairEvidence {
    /// Whether it has right Asian letters.
    pub has_asian: bool,
    /// Whether another run is damaged beyond mistake.
    pub is_corroborated: bool,
}

/// Whether a run is left although its gain is great: nothing in it or in the rest of the text is beyond mistake, or which Asian letter was
/// lost is not known.
pub(super) fn is_left(text: &str, run: &Range<usize>, slots: &[CharSlot], rest: &PairEvidence) -> bool {
    let is_open = |slot: &CharSlot| {
        let best = slot.ranking.first();
        slot.lost.any() && best.is_some_and(|(c, p)| weigh::is_asian(*c) && *p < LEAST_CERTAINTY_OF_LETTER)
    };
    if slots.iter().any(is_open) || may_be_word(text, run, rest.has_asian) {
        return true;
    }
    let is_out_of_place = !rest.has_asian && (rest.is_corroborated || was_never_written(text, run, slots));
    !is_out_of_place && !is_unmistakable(text, run, slots)
}

/// Whether a run has frequent letters, as words have: several of them apart from Latin words, or one in a text that has others.
fn may_be_word(text: &str, run: &Range<usize>, has_asian: bool) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let (before, after) = choose::around(text, run);
    let is_apart = !is_latin(before) && !is_latin(after);
    let letters = text.get(run.clone()).unwrap_or("").chars().filter(|c| weigh::is_asian(*c)).count();
    (has_asian || is_apart && letters >= 2) && mean_cost(text, run) < RARE_WORD
}

/// The mean cost of the Asian letters of a run.
fn mean_cost(text: &str, run: &Range<usize>) -> f32 {
    let costs =
        text.get(run.clone()).unwrap_or("").chars().filter(|c| weigh::is_asian(*c)).filter_map(weigh::possible_cost);
    let (sum, count) = costs.fold((0.0, 0.0), |(sum, count), cost| (sum + cost, count + 1.0));
    if count > 0.0 { sum / count } else { f32::MAX }
}

/// Whether a run in a text without Asian letters has only rare ones, and was signs: `鉁?` and `ﾂｰ` are no words.
fn was_never_written(text: &str, run: &Range<usize>, slots: &[CharSlot]) -> bool {
    let is_rare = |c: char| !weigh::is_asian(c) || weigh::possible_cost(c).is_none_or(|cost| cost >= weigh::UNCOMMON);
    is_marked(text, run, slots)
        && text.get(run.clone()).unwrap_or("").chars().all(is_rare)
        && slots.iter().filter_map(CharSlot::best).all(|c| c.is_ascii() || is_sign(c) || is_latin_sign(c))
}

/// Whether a mark stands where bytes were lost. Without one a character may be what it is: `鉁` alone.
fn is_marked(text: &str, run: &Range<usize>, slots: &[CharSlot]) -> bool {
    text.get(run.clone()).unwrap_or("").contains(MARKS) || !slots.iter().any(|slot| slot.lost.any())
}

/// Signs of two bytes.
fn is_latin_sign(c: char) -> bool {
    matches!(c, '\u{a0}'..='¿' | '×' | '÷')
}
