//! The decision over a whole text: which channel explains its runs of characters beyond ASCII, which runs are damaged, and what they become.
//! A run is changed only where what it becomes is far less odd than what stands there; how much less depends on what the rest of the file
//! and of its line show. Never re-decodes a file as a whole.
//!
//! Gains and thresholds are in nats: differences of log probabilities. A test holds that they change no undamaged text of forty languages.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use super::channels::{Channel, Charset, Losses, NbspLoss, Undefined};
use super::choose;
use super::code;
use super::doubt::{Doubts, FileEvidence, Verdict};
use super::edit::{self, TextEdit};
#[cfg(feature = "repair-model")]
use super::emoji;
use super::geometry;
use super::guess::{ChannelReader, RunGuess};
use super::letters;
use super::lexicon;
use super::pairs;
use super::quotes;
use super::runs::{self, Run, RunJoints};
use super::screen;
use super::scripts::FileScripts;
use super::shown;

/// A run with this gain is certainly damaged, whatever stands around it: about three thousand to one.
const MIN_GAIN_ALONE: f32 = 8.0;
/// The least gain in a file that has certain damage and undamaged characters too.
const MIN_GAIN_MIXED_FILE: f32 = 3.0;
/// The least gain in a line that has certain damage and nothing undamaged, in such a file: there even what looks odd afterwards is damage.
const MIN_GAIN_DAMAGED_LINE: f32 = -4.0;
/// The least gain in a file with hardly an undamaged character beyond ASCII; what gains less counts as undamaged.
const MIN_GAIN_DAMAGED_FILE: f32 = -5.0;
/// What gains less is no remnant of a character either: right letters, read as bytes that lost others, come out far odder.
const MIN_GAIN_REMNANT: f32 = -12.0;
/// A run is left to another charset whose gain is greater by more than this.
const MIN_LEAD_OF_RIVAL: f32 = 3.0;
/// A trial explains the same runs as another if it gains so large a part of what that gains.
const LEAST_OF_EQUALS: f32 = 0.95;
/// What speaks against a charset counts so much against its words: those that lose many bytes make a word of anything.
const WEIGHT_OF_PRIOR: f32 = 10.0;
/// The words of a trial are more probable by so much if it is taken for an equal one.
const MIN_LEAD_OF_LETTERS: f32 = 2.0;
/// The most that a repair is trusted against which something speaks.
const MAX_CONFIDENCE_IN_DOUBT: f32 = 0.9;
/// So many runs of a huge text, at most, are looked at to choose the channel.
const MAX_SAMPLED_RUNS: usize = 4000;
/// Once a charset is known in which a run is certainly damaged, so many more runs are read for others; the next pass finds the rest.
const MAX_READS_FOR_RIVALS: usize = 64;
/// So many runs are enough to see which channels gain less than others.
const FEW_RUNS: usize = 64;
/// A charset that gains less than this share of the best is tried in its most probable channel only, and a channel that gains less than the
/// second on no more than those runs.
const MIN_SHARE_OF_CHARSET: f32 = 0.7;
const MIN_SHARE_OF_CHANNEL: f32 = 0.9;
/// At most so many charsets are tried in full.
const MAX_CHARSETS: usize = 6;

/// All runs of a text under one channel.
struct ChannelTrial {
    channel: Channel,
    scripts: FileScripts,
    guesses: Vec<RunGuess>,
    gain: f32,
}

/// The repairs of `text` under the charsets of `enabled`, in order; one pass. `was_repaired`: an earlier pass found damage for sure.
pub(super) fn edits(text: &str, enabled: u32, was_repaired: bool) -> Vec<TextEdit> {
    let suspects = suspects(text, enabled);
    if suspects == 0 {
        return Vec::new();
    }
    let found = runs::runs(text, RunJoints::None);
    let is_sampled = found.len() / MAX_SAMPLED_RUNS > 0;
    let sample = RunSet::new(text, sampled(&found, MAX_SAMPLED_RUNS));
    let charsets = charsets(text, &sample.apart, suspects);
    let mut trials = trials_of(&sample, &charsets);
    let Some(best) = best(&trials).filter(|best| trials.get(*best).is_some_and(|trial| trial.gain >= MIN_GAIN_ALONE))
    else {
        return Vec::new();
    };
    let best = better_by_letters(text, &trials, best);
    let mut best = trials.swap_remove(best);
    let rivals: Vec<Channel> =
        trials.into_iter().filter(|trial| trial.gain >= MIN_GAIN_ALONE).map(|trial| trial.channel).collect();
    if is_sampled {
        best = ChannelTrial::new(&RunSet::new(text, found), best.channel);
    }
    accept(text, best, &rivals, was_repaired)
}

/// The charsets of `enabled` in which some run may be certainly damaged, whatever the rest of the text says: none in nearly all right texts,
/// which have cost little then. Runs that are equal between equal neighbours are read once.
fn suspects(text: &str, enabled: u32) -> u32 {
    let mut found = 0;
    let mut reads = 0;
    let mut seen: HashSet<(Charset, &str)> = HashSet::new();
    runs::each_suspect(text, enabled, |run| {
        let body = text.get(run.range.clone()).unwrap_or("");
        for charset in Charset::of_bits(run.suspects & !found) {
            if screen::may_be_damage(body, charset) && seen.insert((charset, with_neighbours(text, &run.range))) {
                reads += usize::from(found != 0);
                if may_be_certain(text, &run, charset) {
                    found |= charset.bit();
                }
            }
        }
        reads < MAX_READS_FOR_RIVALS
    });
    found
}

/// The place with the characters before and behind it.
fn with_neighbours<'t>(text: &'t str, place: &Range<usize>) -> &'t str {
    let start = text.floor_char_boundary(place.start.saturating_sub(1));
    let end = text.ceil_char_boundary((place.end + 1).min(text.len()));
    text.get(start..end).unwrap_or("")
}

/// Whether a run is certainly damaged under some channel of `charset`, if all that is not known yet speaks for it.
fn may_be_certain(text: &str, run: &Run, charset: Charset) -> bool {
    let runs = RunSet::new(text, vec![run.clone()]);
    channels(&runs, charset).into_iter().any(|channel| {
        let reader = ChannelReader::of(channel);
        runs.under(channel).iter().any(|run| RunGuess::most_gain(text, run, &reader) >= MIN_GAIN_ALONE)
    })
}

/// The trials of all charsets: each in its most probable channel first, then those that gain much in their others. Where there are many runs,
/// some of them tell which channels are tried on all.
fn trials_of(runs: &RunSet, charsets: &[Charset]) -> Vec<ChannelTrial> {
    let some = RunSet::new(runs.text, sampled(&runs.apart, FEW_RUNS));
    let tried = |channel: &Channel| trials(&some, *channel);
    let channels: Vec<Vec<Channel>> = charsets.iter().map(|charset| channels(runs, *charset)).collect();
    let mut all: Vec<Vec<ChannelTrial>> =
        channels.iter().map(|channels| channels.first().map(tried).unwrap_or_default()).collect();
    let most = most_gain(all.iter().flatten());
    for (trials, channels) in all.iter_mut().zip(&channels) {
        if most_gain(trials.iter()) >= most * MIN_SHARE_OF_CHARSET {
            trials.extend(channels.iter().skip(1).flat_map(tried));
        }
    }
    let mut all: Vec<ChannelTrial> = all.into_iter().flatten().collect();
    if some.apart.len() < runs.apart.len() {
        let least = most_gain(all.iter()) * MIN_SHARE_OF_CHANNEL;
        for trial in all.iter_mut().filter(|trial| trial.gain >= least) {
            *trial = ChannelTrial::new(runs, trial.channel);
        }
    }
    all
}

fn most_gain<'c>(trials: impl Iterator<Item = &'c ChannelTrial>) -> f32 {
    trials.map(|trial| trial.gain).fold(0.0, f32::max)
}

/// The first of the trials that gain most.
fn best(trials: &[ChannelTrial]) -> Option<usize> {
    let mut gains = trials.iter().map(|trial| trial.gain).enumerate();
    let first = gains.next()?;
    Some(gains.fold(first, |best, next| if next.1 > best.1 + 0.01 { next } else { best }).0)
}

/// The trial that explains the same runs as the best one and whose words are more probable, or else the best one: charsets that differ in few
/// bytes read nearly everything alike, and only words tell what was lost.
fn better_by_letters(text: &str, trials: &[ChannelTrial], best: usize) -> usize {
    let Some(first) = trials.get(best) else { return best };
    let least = first.gain_of_runs() * LEAST_OF_EQUALS;
    let is_equal = |trial: &ChannelTrial| {
        let (own, other) = (first.channel, trial.channel);
        let is_of_other_charset = own.charset != other.charset && own.losses == other.losses;
        // Where bytes became question marks, dropped ones are not explained, and no word tells of them.
        let is_dropped = own.losses.undefined == Undefined::Question && other.losses.undefined == Undefined::Dropped;
        own.times == other.times && (is_of_other_charset || is_dropped) && trial.gain_of_runs() >= least
    };
    let mut likelihood: Option<f32> = None;
    let (mut found, mut most) = (best, 0.0);
    for (at, trial) in trials.iter().enumerate().filter(|(_, trial)| is_equal(trial)) {
        let own = *likelihood.get_or_insert_with(|| likelihood_of(text, first));
        let lead = likelihood_of(text, trial) - own;
        let prior = trial.channel.charset.prior_cost() - first.channel.charset.prior_cost();
        let lead = lead - WEIGHT_OF_PRIOR * prior.max(0.0);
        if lead > MIN_LEAD_OF_LETTERS.max(most) {
            (found, most) = (at, lead);
        }
    }
    found
}

/// How probable what was lost is under a trial, as a logarithm.
fn likelihood_of(text: &str, trial: &ChannelTrial) -> f32 {
    letters::likelihood(text, &trial.guesses) + quotes::likelihood(text, &trial.guesses)
}

/// The runs of a text, in the ways in which channels cut them.
struct RunSet<'t> {
    text: &'t str,
    apart: Vec<Run>,
    /// The runs with the blanks and question marks that may be part of them, those with quotes, and those with question marks only; made when a
    /// channel first needs them.
    joined: OnceCell<Vec<Run>>,
    quoted: OnceCell<Vec<Run>>,
    marked: OnceCell<Vec<Run>>,
}

impl<'t> RunSet<'t> {
    fn new(text: &'t str, apart: Vec<Run>) -> Self {
        RunSet { text, apart, joined: OnceCell::new(), quoted: OnceCell::new(), marked: OnceCell::new() }
    }

    fn under(&self, channel: Channel) -> &[Run] {
        match channel.joints() {
            RunJoints::None => &self.apart,
            joints @ RunJoints::BlanksAndMarks => self.joined.get_or_init(|| self.join(joints)),
            joints @ RunJoints::Quotes => self.quoted.get_or_init(|| self.join(joints)),
            joints @ RunJoints::Marks => self.marked.get_or_init(|| self.join(joints)),
        }
    }

    /// The runs with what joins them to the next ones.
    fn join(&self, joints: RunJoints) -> Vec<Run> {
        let mut joined: Vec<Run> = Vec::new();
        for run in &self.apart {
            if joined.last().is_none_or(|last| last.range.end <= run.range.start) {
                joined.push(runs::run_at(self.text, run.range.start, run.line, joints));
            }
        }
        joined
    }
}

/// The runs, or some more than half of `most` or all of them in equal steps.
fn sampled(runs: &[Run], most: usize) -> Vec<Run> {
    runs.iter().step_by(runs.len() / most + 1).cloned().collect()
}

/// The charsets worth a full trial: those that read most characters of the runs without loss, best first in order of trust.
fn charsets(text: &str, runs: &[Run], suspects: u32) -> Vec<Charset> {
    let mut scored: Vec<(usize, Charset)> = Charset::all()
        .into_iter()
        .filter(|charset| suspects & charset.bit() != 0)
        .map(|charset| (runs.iter().map(|run| explained(text, run, charset)).sum(), charset))
        .collect();
    let most = scored.iter().map(|(score, _)| *score).max().unwrap_or(0);
    scored.retain(|(score, _)| *score * 8 >= most);
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(MAX_CHARSETS);
    scored.sort_by_key(|(_, charset)| *charset);
    scored.into_iter().map(|(_, charset)| charset).collect()
}

/// How many bytes of a run are sequences in `charset`; those that lost their end count half.
fn explained(text: &str, run: &Run, charset: Charset) -> usize {
    if run.suspects & charset.bit() == 0 {
        return 0;
    }
    let found = screen::explained(text.get(run.range.clone()).unwrap_or(""), charset);
    found.whole + found.begun / 2
}

/// The runs under a channel, and under it taken several times as long as what they become looks damaged again.
fn trials(runs: &RunSet, channel: Channel) -> Vec<ChannelTrial> {
    let mut trials = Vec::new();
    for times in 1..=most_times(channel.charset) {
        let trial = ChannelTrial::new(runs, Channel { times, ..channel });
        let deeper = trial.still_suspect(runs.text);
        trials.push(trial);
        if !deeper {
            break;
        }
    }
    trials
}

/// The channels of `charset` that the runs hint at, each taken once.
fn channels(runs: &RunSet, charset: Charset) -> Vec<Channel> {
    let losses = match charset.pairs() {
        // One reading has all losses.
        Some(_) => vec![LossHints::default().plain()],
        None => LossHints::of(runs.text, &runs.apart, charset).losses(),
    };
    losses.into_iter().map(|losses| Channel { charset, times: 1, losses }).collect()
}

/// How often a text may have been misread in `charset`, as far as one pass undoes it; the next pass goes on.
fn most_times(charset: Charset) -> u8 {
    if charset.pairs().is_some() { 1 } else { 3 }
}

/// Which losses the runs give a reason to try.
#[derive(Default)]
struct LossHints {
    control: bool,
    replaced: bool,
    soft_hyphen: bool,
    nbsp: bool,
    private: bool,
    blank: bool,
    shown_blank: bool,
    question: bool,
    quote: bool,
}

/// A letter or sign no rarer than this is what a form was whose last byte became a blank.
const MAX_COST_BEFORE_BLANK: f32 = 4.0;

/// Whether the blank behind `run` can hardly be anything but its last byte: another blank or the end of a sentence follows.
fn shows_blank(text: &str, run: &Run, charset: Charset) -> bool {
    let rest = text.get(run.range.end..).unwrap_or("").strip_prefix(' ').unwrap_or("");
    if !rest.starts_with([' ', ',', '.', ';', ':', '!', '?', ')', '\n']) {
        return false;
    }
    let body = text.get(run.range.clone()).unwrap_or("");
    let tail = body.char_indices().rev().take(2).map(|(start, _)| format!("{}\u{a0}", body.get(start..).unwrap_or("")));
    tail.into_iter()
        .any(|form| screen::whole(&form, charset).is_some_and(|was| lexicon::cost(was) <= MAX_COST_BEFORE_BLANK))
}

impl LossHints {
    fn of(text: &str, runs: &[Run], charset: Charset) -> LossHints {
        let mut hints = LossHints::default();
        for run in runs {
            let body = text.get(run.range.clone()).unwrap_or("");
            let next = text.as_bytes().get(run.range.end).copied();
            let is_open = || explained(text, run, charset) < run.range.len();
            hints.blank |= !hints.blank && next == Some(b' ') && is_open();
            hints.shown_blank |= !hints.shown_blank && next == Some(b' ') && shows_blank(text, run, charset);
            hints.question |= next == Some(b'?');
            if run.suspects & charset.bit() == 0 {
                continue;
            }
            let is_quoted = || matches!(next, Some(b'"' | b'\'')) || body.contains(['"', '\'']);
            hints.quote |= !hints.quote && is_quoted() && is_open();
            for c in body.chars() {
                hints.control |= runs::is_kept(c);
                hints.replaced |= c == '\u{fffd}';
                hints.soft_hyphen |= c == '\u{ad}';
                hints.nbsp |= c == '\u{a0}';
                hints.private |= c == '\u{f8ff}';
            }
        }
        hints
    }

    /// The most probable losses.
    fn plain(&self) -> Losses {
        let undefined = match (self.control, self.replaced) {
            (true, _) => Undefined::Kept,
            (_, true) => Undefined::Replaced,
            _ => Undefined::Dropped,
        };
        Losses { soft_hyphen: !self.soft_hyphen, private: !self.private, ..Losses::none(undefined) }
    }

    /// The losses to try, the most probable first.
    fn losses(&self) -> Vec<Losses> {
        let plain = self.plain();
        let mut all = vec![plain];
        // A control or a replacement character may have stood in the text before.
        if plain.undefined != Undefined::Dropped {
            all.push(Losses { undefined: Undefined::Dropped, ..plain });
        }
        if self.question && plain.undefined == Undefined::Dropped {
            all.push(Losses { undefined: Undefined::Question, ..plain });
        }
        let with = |nbsp| all.clone().into_iter().map(move |losses| Losses { nbsp, ..losses });
        match self.nbsp {
            false if self.shown_blank => all = with(NbspLoss::Shown).collect(),
            false if self.blank => {
                let possible: Vec<Losses> = with(NbspLoss::Possible).collect();
                all.extend(possible);
            }
            _ => {}
        }
        // A text with this loss and another one is repaired in two passes.
        if self.quote {
            all.push(Losses { quotes: true, ..plain });
        }
        all
    }
}

impl ChannelTrial {
    /// The gain without what speaks against the charset itself.
    fn gain_of_runs(&self) -> f32 {
        let prior = self.channel.charset.prior_cost();
        self.guesses.iter().map(|guess| (guess.gain + prior).max(0.0)).sum()
    }

    fn new(runs: &RunSet, channel: Channel) -> ChannelTrial {
        let reader = ChannelReader::of_runs(channel, runs.text, runs.under(channel));
        let scripts = FileScripts::of(runs.text, &runs.apart, channel.charset);
        let guess = |run: &Run| RunGuess::new(runs.text, run.clone(), &reader, &scripts);
        let mut guesses: Vec<RunGuess> = runs.under(channel).iter().map(guess).collect();
        if matches!(reader, ChannelReader::Pairs(..)) {
            support_pairs(runs.text, &mut guesses);
        }
        let gain = guesses.iter().map(|guess| guess.gain.max(0.0)).sum();
        ChannelTrial { channel, scripts, guesses, gain }
    }

    /// Whether what the runs become looks damaged again.
    fn still_suspect(&self, text: &str) -> bool {
        let certain = self.guesses.iter().filter(|guess| guess.gain > 0.0);
        certain.into_iter().any(|guess| {
            let after = choose::filled(text, &guess.slots);
            runs::suspects(&after, self.channel.charset.bit()) != 0
        })
    }
}

/// Adds to the gain of each run what the whole text says for it.
fn support_pairs(text: &str, guesses: &mut [RunGuess]) {
    let is_asian = guesses.iter().any(|guess| guess.slots.is_empty() && pairs::has_asian(text, &guess.run.range));
    for guess in guesses.iter_mut().filter(|guess| !guess.slots.is_empty()) {
        guess.gain += pairs::support(text, &guess.run.range, is_asian);
    }
}

/// Decides which runs are damaged. Out: the edits that repair them.
fn accept(text: &str, trial: ChannelTrial, rivals: &[Channel], was_repaired: bool) -> Vec<TextEdit> {
    let evidence = Evidence::of(&trial.guesses);
    if evidence.certain == 0 {
        return Vec::new();
    }
    let code = code::regions(text);
    if shown::is_only_shown(text, &trial.guesses, MIN_GAIN_ALONE, &code) {
        return Vec::new();
    }
    let lines = LineEvidence::of(&trial.guesses);
    let channel = trial.channel;
    let undamaged: Vec<&RunGuess> = trial.guesses.iter().filter(|guess| is_undamaged(guess)).collect();
    let file = FileEvidence {
        has_asian: undamaged.iter().any(|guess| pairs::has_asian(text, &guess.run.range)),
        undamaged: undamaged.into_iter().map(|guess| guess.run.range.start).collect(),
        is_throughout: evidence.is_damaged_throughout(),
        was_repaired,
        code,
    };
    let judged = trial.guesses.into_iter().filter(|guess| !guess.slots.is_empty());
    let judged = judged.map(|guess| (guess.gain - evidence.threshold(&lines, &guess), guess));
    let judged = judged.filter(|(margin, guess)| {
        *margin >= 0.0
            && (evidence.is_damaged_throughout() || !explained_better(text, guess, channel, rivals, &trial.scripts))
    });
    let (margins, mut accepted): (Vec<f32>, Vec<RunGuess>) = judged.unzip();
    geometry::refine(text, &mut accepted);
    quotes::refine(text, &mut accepted);
    #[cfg(feature = "repair-model")]
    emoji::refine(text, &mut accepted);
    let settled = letters::refine(text, &mut accepted);
    let verdicts = Doubts::new(text, channel, &accepted, MIN_GAIN_ALONE, file).settled_by_words(settled).verdicts();
    let judged = margins.iter().zip(&accepted).zip(verdicts).filter(|(_, verdict)| *verdict != Verdict::Left);
    let edits = judged.flat_map(|((margin, guess), verdict)| {
        let limit = if verdict == Verdict::Unsure { MAX_CONFIDENCE_IN_DOUBT } else { 1.0 };
        edit::of_guess(text, guess, &channel, *margin).into_iter().map(move |edit| edit.at_most(limit))
    });
    let least = channel.charset.pairs().map_or(0.0, |_| pairs::LEAST_CONFIDENCE);
    edits.filter(|edit| edit.confidence >= least).collect()
}

/// Whether a run makes much more sense in another charset: it is left to the pass in which that charset is the best.
fn explained_better(text: &str, own: &RunGuess, channel: Channel, rivals: &[Channel], scripts: &FileScripts) -> bool {
    let others = rivals.iter().filter(|rival| rival.charset != channel.charset && rival.joints() == channel.joints());
    others.into_iter().any(|rival| {
        let gain = RunGuess::new(text, own.run.clone(), &ChannelReader::of(*rival), scripts).gain;
        gain > own.gain + MIN_LEAD_OF_RIVAL
    })
}

impl Channel {
    /// What of ASCII can be part of a run.
    fn joints(&self) -> RunJoints {
        match self.losses {
            _ if self.charset.pairs().is_some() => RunJoints::Marks,
            losses if losses.nbsp != NbspLoss::None => RunJoints::BlanksAndMarks,
            losses if losses.undefined == Undefined::Question => RunJoints::Marks,
            losses if losses.quotes => RunJoints::Quotes,
            _ => RunJoints::None,
        }
    }
}

/// How many runs of a text are certainly damaged, and how many are undamaged.
struct Evidence {
    certain: usize,
    undamaged: usize,
}

impl Evidence {
    fn of(guesses: &[RunGuess]) -> Evidence {
        let certain = guesses.iter().filter(|guess| guess.gain >= MIN_GAIN_ALONE).count();
        let undamaged = guesses.iter().filter(|guess| is_undamaged(guess) && !is_remnant(guess)).count();
        Evidence { certain, undamaged }
    }

    /// Whether hardly a run of the file is undamaged: less than one for thirty that are certainly damaged.
    fn is_damaged_throughout(&self) -> bool {
        self.undamaged * 30 < self.certain
    }

    /// What a run must gain to be changed, given its line.
    fn threshold(&self, lines: &LineEvidence, guess: &RunGuess) -> f32 {
        match lines.get(guess.run.line) {
            _ if self.is_damaged_throughout() => MIN_GAIN_DAMAGED_FILE,
            (true, false) => MIN_GAIN_DAMAGED_LINE,
            _ => MIN_GAIN_MIXED_FILE,
        }
    }
}

/// Whether a run cannot be damage of the channel, or makes no sense as such.
fn is_undamaged(guess: &RunGuess) -> bool {
    guess.slots.is_empty() || guess.gain < MIN_GAIN_DAMAGED_FILE
}

/// Whether a run may be what is left of characters that lost most of their bytes. It makes little sense then, and says nothing of the file.
fn is_remnant(guess: &RunGuess) -> bool {
    let mut changed = guess.slots.iter().filter(|slot| !slot.ranking.is_empty()).peekable();
    guess.gain >= MIN_GAIN_REMNANT && changed.peek().is_some() && changed.all(|slot| slot.lost.any())
}

/// For each line that has runs whether one is certainly damaged, and whether one is undamaged.
struct LineEvidence {
    lines: Vec<(u32, bool, bool)>,
}

impl LineEvidence {
    fn of(guesses: &[RunGuess]) -> LineEvidence {
        let mut lines: Vec<(u32, bool, bool)> = Vec::new();
        for guess in guesses {
            let (certain, undamaged) = (guess.gain >= MIN_GAIN_ALONE, is_undamaged(guess));
            match lines.last_mut() {
                Some((line, c, u)) if *line == guess.run.line => (*c, *u) = (*c || certain, *u || undamaged),
                _ => lines.push((guess.run.line, certain, undamaged)),
            }
        }
        LineEvidence { lines }
    }

    fn get(&self, line: u32) -> (bool, bool) {
        let found = self.lines.binary_search_by_key(&line, |(line, ..)| *line);
        found
            .ok()
            .and_then(|at| self.lines.get(at))
            .map_or((false, false), |(_, certain, undamaged)| (*certain, *undamaged))
    }
}
