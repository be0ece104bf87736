//! One run under one channel: all ways to read it as damaged forms of characters, and the cheapest of them.
//! Candidates of a lossy form are exactly those characters that the channel turns into it. Never looks beyond the run.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex};

use super::channels::{Channel, LostBytes, NbspLoss, Undefined, is_c1, straightened};
use super::lexicon;
use super::roles::ByteRoleTable;

/// A character that can stand behind a form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Original {
    pub char: char,
    pub cost: f32,
    pub lost: LostBytes,
}

/// What one stretch of a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum PartReading {
    /// Stays as it stands.
    Left,
    /// Lost nothing: only this character gives it.
    Exact(char),
    /// Lost something: the candidates of the form with this number give it.
    Lossy(usize),
}

/// One stretch of a run and how it is read; bytes within the run.
#[derive(Clone, Debug)]
pub(super) struct RunPart {
    pub range: Range<usize>,
    pub reading: PartReading,
}

/// The cost of leaving a character within a run: damage rarely stands side by side with what is right.
const LEAVE: f32 = 12.0;
/// A whole form never costs more.
const EXACT: f32 = 5.0;
/// The cost of believing that a byte was lost.
const SEARCH_COST_OF_LOSS: f32 = 1.0;
/// The cost of believing that a blank was a byte; before another blank it is likely, and in a text that has such places everywhere.
const BLANK: f32 = 2.0;
const BLANK_WHERE_SHOWN: f32 = -2.0;

/// The lossy forms of a channel.
pub(super) struct LossyForms {
    pub channel: Channel,
    numbers: HashMap<Box<str>, usize>,
    forms: Vec<LossyForm>,
    longest: usize,
    /// The characters that lossy forms begin with, sorted.
    firsts: Vec<char>,
}

#[derive(Default)]
struct LossyForm {
    candidates: Vec<Original>,
    cost: f32,
    /// Whether its originals are characters of thousands: alone they prove nothing, as hardly a form has no such original.
    is_of_many: bool,
}

impl LossyForms {
    /// The table of `channel`. It is the same for every text and takes long to compute, so it is computed once in a run of the program.
    pub(super) fn of(channel: Channel) -> Arc<LossyForms> {
        static TABLES: LazyLock<Mutex<HashMap<Channel, Arc<LossyForms>>>> = LazyLock::new(Mutex::default);
        let known = TABLES.lock().ok().and_then(|made| made.get(&channel).cloned());
        known.unwrap_or_else(|| {
            let forms = Arc::new(LossyForms::new(channel));
            if let Ok(mut made) = TABLES.lock() {
                made.insert(channel, Arc::clone(&forms));
            }
            forms
        })
    }

    /// Makes the table: some thousand characters are damaged on trial.
    fn new(channel: Channel) -> LossyForms {
        let mut made =
            LossyForms { channel, numbers: HashMap::new(), forms: Vec::new(), longest: 0, firsts: Vec::new() };
        let risky = LossyBytes::new(&channel);
        for (char, cost) in lexicon::universe().iter().copied().filter(|(c, _)| risky.loses(*c)) {
            for (form, lost) in channel.forms(char) {
                if lost.any() && !form.is_ascii() {
                    made.add(form, Original { char, cost, lost });
                }
            }
        }
        if let Some((form, original)) = apostrophe_typed_over(&channel) {
            made.add(form, original);
        }
        made.forms.iter_mut().for_each(LossyForm::rank_candidates);
        made.firsts = made.numbers.keys().filter_map(|form| form.chars().next()).collect();
        made.firsts.sort_unstable();
        made.firsts.dedup();
        made
    }

    /// Whether a damaged form can begin with `c`. With most characters of right text none can.
    fn begin_with(&self, c: char) -> bool {
        ByteRoleTable::get().of(c).lead() & self.channel.charset.bit() != 0 || self.lose_first(c)
    }

    fn lose_first(&self, c: char) -> bool {
        self.firsts.binary_search(&c).is_ok()
    }

    fn add(&mut self, form: String, candidate: Original) {
        self.longest = self.longest.max(form.len());
        let number = *self.numbers.entry(form.into()).or_insert_with(|| {
            self.forms.push(LossyForm::default());
            self.forms.len() - 1
        });
        if let Some(form) = self.forms.get_mut(number) {
            form.candidates.push(candidate);
        }
    }

    fn find(&self, form: &str) -> Option<(usize, &LossyForm)> {
        let number = *self.numbers.get(form)?;
        Some((number, self.forms.get(number)?))
    }

    /// The candidates of the form with this number, most frequent first.
    pub(super) fn candidates(&self, number: usize) -> &[Original] {
        self.forms.get(number).map_or(&[], |form| &form.candidates)
    }
}

/// The apostrophe whose last sign was replaced by hand: `itâ€'s`. It is met in texts with straightened quotes.
fn apostrophe_typed_over(channel: &Channel) -> Option<(String, Original)> {
    let form = channel
        .forms('’')
        .into_iter()
        .map(|(form, _)| form)
        .find(|form| channel.losses.quotes && form.ends_with('™'))?;
    let lost = LostBytes { quote: true, ..LostBytes::default() };
    Some((format!("{}'", form.trim_end_matches('™')), Original { char: '’', cost: lexicon::cost('’'), lost }))
}

impl LossyForm {
    /// Puts the candidates in order, most frequent first, and computes the cost of the form from theirs.
    fn rank_candidates(&mut self) {
        self.candidates.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.char.cmp(&b.char)));
        let best = self.candidates.first().map_or(0.0, |best| best.cost);
        let sum: f32 = self.candidates.iter().map(|candidate| (best - candidate.cost).exp()).sum();
        self.cost = best - sum.ln();
        self.is_of_many = self.candidates.first().is_some_and(|best| is_of_many(best.char));
    }
}

/// Which bytes lose something on their way through the channel: most characters have none of them.
struct LossyBytes {
    bytes: [bool; 256],
}

impl LossyBytes {
    fn new(channel: &Channel) -> LossyBytes {
        let mut risky = LossyBytes { bytes: [false; 256] };
        for _ in 0..channel.times {
            risky = risky.once(channel);
        }
        risky
    }

    fn once(&self, channel: &Channel) -> LossyBytes {
        let losses = channel.losses;
        let lost = |byte: u8| match channel.charset.table().char(byte) {
            None => losses.undefined != Undefined::Kept || self.loses(char::from(byte)),
            Some('\u{ad}') if losses.soft_hyphen => true,
            Some('\u{a0}') if losses.nbsp != NbspLoss::None => true,
            Some('\u{f8ff}') if losses.private => true,
            Some(c) if losses.quotes && straightened(c).is_some() => true,
            Some(c) => self.loses(c),
        };
        let mut bytes = [false; 256];
        for byte in 0x80..=0xff {
            bytes[usize::from(byte)] = lost(byte);
        }
        LossyBytes { bytes }
    }

    fn loses(&self, c: char) -> bool {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer).bytes().any(|byte| self.bytes[usize::from(byte)])
    }
}

/// The character that the bytes at `at` were, damaged `times` times without loss, and where the next begins.
pub(super) fn decode(text: &str, at: usize, channel: &Channel, times: u8) -> Option<(char, usize)> {
    if times == 0 {
        let c = text.get(at..)?.chars().next()?;
        return Some((c, at + c.len_utf8()));
    }
    let table = channel.charset.table();
    let read = |at: usize| -> Option<(u8, usize)> {
        let (c, next) = decode(text, at, channel, times - 1)?;
        Some((table.byte(c).filter(|_| channel.keeps(c))?, next))
    };
    let (lead, mut next) = read(at)?;
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for slot in bytes.get_mut(1..length)? {
        let (byte, after) = read(next).filter(|(byte, _)| (0x80..=0xbf).contains(byte))?;
        (*slot, next) = (byte, after);
    }
    let c = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    Some((c, next))
}

impl Channel {
    /// Whether the channel leaves `c`: where undefined bytes are lost there are no controls.
    fn keeps(&self, c: char) -> bool {
        !is_c1(c) || self.losses.undefined == Undefined::Kept
    }
}

#[derive(Clone, Copy)]
struct LatticeStep {
    cost: f32,
    from: usize,
    reading: PartReading,
}

/// The cheapest reading of `run`, or nothing where no part of it is damaged.
pub(super) fn read(run: &str, after: Option<char>, forms: &LossyForms) -> Option<Vec<RunPart>> {
    if !run.chars().any(|c| forms.begin_with(c)) {
        return None;
    }
    let mut steps: Vec<Option<LatticeStep>> = vec![None; run.len() + 1];
    steps[0] = Some(LatticeStep { cost: 0.0, from: 0, reading: PartReading::Left });
    for (at, c) in run.char_indices() {
        let Some(LatticeStep { cost, reading: before, .. }) = steps.get(at).copied().flatten() else { continue };
        let mut offer = |to: usize, more: f32, reading: PartReading| {
            let slot = &mut steps[to];
            if slot.as_ref().is_none_or(|step| cost + more < step.cost) {
                *slot = Some(LatticeStep { cost: cost + more, from: at, reading });
            }
        };
        let leave = if c.is_ascii() { 0.0 } else { lexicon::cost(c) + LEAVE };
        offer(at + c.len_utf8(), leave, PartReading::Left);
        if let Some((char, to)) = decode(run, at, &forms.channel, forms.channel.times) {
            offer(to, cost_of_whole_form(char), PartReading::Exact(char));
        }
        let is_led = at > 0 && is_asian(before, forms);
        offer_lossy_forms(run, at, (after, is_led), forms, &mut offer);
    }
    let pieces = cheapest_path(&steps, run.len());
    pieces.iter().any(|piece| !matches!(piece.reading, PartReading::Left)).then_some(pieces)
}

/// The cost of a form that lost nothing: that it is whole says more than that it is rare.
fn cost_of_whole_form(c: char) -> f32 {
    let cost = lexicon::cost(c);
    if cost < lexicon::IMPOSSIBLE { cost.min(EXACT) } else { cost }
}

/// Whether `c` is a Chinese character or a Korean syllable.
fn is_of_many(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether a part is read as what stands beside Chinese characters and Korean syllables.
fn is_asian(reading: PartReading, forms: &LossyForms) -> bool {
    let c = match reading {
        PartReading::Left => None,
        PartReading::Exact(c) => Some(c),
        PartReading::Lossy(number) => forms.candidates(number).first().map(|best| best.char),
    };
    c.is_some_and(|c| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ff5e}') || is_of_many(c))
}

/// Whether a sequence for an Asian character may begin with `c`.
fn leads_asian(c: Option<char>, forms: &LossyForms) -> bool {
    c.and_then(|c| forms.channel.charset.table().byte(c)).is_some_and(|byte| (0xe3..=0xef).contains(&byte))
}

/// Offers each lossy form that stands at byte `at` of the run. `after` is the character that follows the run; `is_led` tells that an Asian
/// character goes before.
fn offer_lossy_forms(
    run: &str,
    at: usize,
    (after, is_led): (Option<char>, bool),
    forms: &LossyForms,
    offer: &mut impl FnMut(usize, f32, PartReading),
) {
    let rest = run.get(at..).unwrap_or("");
    if !rest.starts_with(|c| forms.lose_first(c)) {
        return;
    }
    for (start, c) in rest.char_indices().take_while(|(start, _)| *start < forms.longest) {
        let end = start + c.len_utf8();
        let Some((number, form)) = rest.get(..end).and_then(|form| forms.find(form)) else { continue };
        let behind = rest.get(end..).and_then(|rest| rest.chars().next());
        if form.is_of_many && !is_led && (start == 0 || !leads_asian(behind, forms)) {
            continue;
        }
        let next = behind.or(after);
        let blank = match forms.channel.losses.nbsp {
            // Letters such as `à` have one byte before it; of pictures and signs too many share what stands before it.
            NbspLoss::Shown if c == ' ' && form_begins_letter(rest) => BLANK_WHERE_SHOWN,
            _ if c == ' ' && next != Some(' ') => BLANK,
            _ => 0.0,
        };
        offer(at + end, form.cost + SEARCH_COST_OF_LOSS + blank, PartReading::Lossy(number));
    }
}

/// Whether the second character of a form is its last, as in those of Latin letters.
fn form_begins_letter(rest: &str) -> bool {
    rest.chars().nth(1) == Some(' ')
}

/// The parts of the cheapest reading, followed back from the end of the run.
fn cheapest_path(steps: &[Option<LatticeStep>], end: usize) -> Vec<RunPart> {
    let mut pieces = Vec::new();
    let mut at = end;
    while let Some(step) = steps.get(at).and_then(|step| step.as_ref()).filter(|_| at > 0) {
        pieces.push(RunPart { range: step.from..at, reading: step.reading });
        at = step.from;
    }
    pieces.reverse();
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::channels::{Charset, Losses};

    fn first(run: &str, charset: Charset, times: u8) -> String {
        let forms = LossyForms::new(Channel { charset, times, losses: Losses::dropped() });
        let pieces = read(run, None, &forms).unwrap_or_default();
        pieces.iter().map(|piece| best(run, piece, &forms)).collect()
    }

    fn best(run: &str, piece: &RunPart, forms: &LossyForms) -> String {
        match piece.reading {
            PartReading::Left => run[piece.range.clone()].to_owned(),
            PartReading::Exact(c) => c.to_string(),
            PartReading::Lossy(number) => forms.candidates(number)[0].char.to_string(),
        }
    }

    #[test]
    fn whole_and_lossy_forms_are_read() {
        assert_eq!(first("â€™", Charset::Cp1252, 1), "’");
        assert_eq!(first("ğŸ”", Charset::Cp1254, 1), "🔍");
        assert_eq!(first("ï¸", Charset::Cp1254, 1), "\u{fe0f}");
        assert_eq!(first("âââ", Charset::Cp1254, 1), "⭐⭐⭐");
        assert_eq!(first("üîç", Charset::MacRoman, 1), "🔍");
    }

    #[test]
    fn right_neighbours_are_left() {
        assert_eq!(first("é–Ã©", Charset::Cp1252, 1), "é–é");
    }
}
