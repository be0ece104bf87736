//! The decision over a whole text: which channel explains its runs of characters beyond ASCII, which runs are damaged, and what they become.
//! A run is changed only where what it becomes is far less odd than what stands there; how much less depends on what the rest of the file
//! and of its line show. Never re-decodes a file as a whole.
//!
//! Gains and thresholds are in nats: differences of log probabilities. A test holds that they change no undamaged text of forty languages.

use std::cell::OnceCell;

use super::channels::{ByteRoleTable, Channel, Charset, Losses, Undefined};
use super::choose;
use super::doubt::{Doubts, FileEvidence, Verdict};
use super::edit::{self, TextEdit};
use super::geometry;
use super::guess::RunGuess;
use super::lattice::{self, LossyForms};
use super::letters;
use super::runs::{self, Run};
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
pub(super) fn edits(text: &str, enabled: u16, was_repaired: bool) -> Vec<TextEdit> {
    let suspects = runs::suspects(text, enabled);
    if suspects == 0 {
        return Vec::new();
    }
    let found = runs::runs(text, false);
    let is_sampled = found.len() / MAX_SAMPLED_RUNS > 0;
    let sample = RunSet::new(text, sampled(&found));
    let charsets = charsets(text, &sample.apart, suspects).into_iter();
    let mut trials: Vec<ChannelTrial> = charsets.flat_map(|charset| trials(&sample, charset)).collect();
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
        let own = *likelihood.get_or_insert_with(|| letters::likelihood(text, &first.guesses));
        let lead = letters::likelihood(text, &trial.guesses) - own;
        let prior = trial.channel.charset.prior_cost() - first.channel.charset.prior_cost();
        let lead = lead - WEIGHT_OF_PRIOR * prior.max(0.0);
        if lead > MIN_LEAD_OF_LETTERS.max(most) {
            (found, most) = (at, lead);
        }
    }
    found
}

/// The runs of a text, in the two ways in which channels cut them.
struct RunSet<'t> {
    text: &'t str,
    apart: Vec<Run>,
    /// The runs with the blanks and question marks that may be part of them; made when a channel first needs them.
    joined: OnceCell<Vec<Run>>,
}

impl<'t> RunSet<'t> {
    fn new(text: &'t str, apart: Vec<Run>) -> Self {
        RunSet { text, apart, joined: OnceCell::new() }
    }

    fn under(&self, channel: Channel) -> &[Run] {
        if channel.joins() { self.joined.get_or_init(|| self.join()) } else { &self.apart }
    }

    /// Of joined runs those that begin where one of the others does.
    fn join(&self) -> Vec<Run> {
        let mut joined = runs::runs(self.text, true);
        joined.retain(|run| self.apart.binary_search_by_key(&run.range.start, |other| other.range.start).is_ok());
        joined
    }
}

/// All runs of an ordinary text; of a huge one, enough of them to know the channel by.
fn sampled(runs: &[Run]) -> Vec<Run> {
    runs.iter().step_by(runs.len() / MAX_SAMPLED_RUNS + 1).cloned().collect()
}

/// The charsets worth a full trial: those that read most characters of the runs without loss, best first in order of trust.
fn charsets(text: &str, runs: &[Run], suspects: u16) -> Vec<Charset> {
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
    let losses = Losses { undefined: Undefined::Kept, soft_hyphen: false, nbsp: false, private: false };
    let channel = Channel { charset, times: 1, losses };
    let body = text.get(run.range.clone()).unwrap_or("");
    let (mut at, mut sum) = (0, 0);
    while let Some(c) = body.get(at..).and_then(|rest| rest.chars().next()) {
        at = match lattice::decode(body, at, &channel, 1) {
            Some((_, next)) => {
                sum += next - at;
                next
            }
            None => {
                sum += begun(body, at, charset) / 2;
                at + c.len_utf8()
            }
        };
    }
    sum
}

/// How many bytes at `at` are the first two characters of a sequence in `charset`; 0 where they are none.
fn begun(body: &str, at: usize, charset: Charset) -> usize {
    let roles = ByteRoleTable::get();
    let mut chars = body.get(at..).unwrap_or("").chars();
    let Some((lead, next)) = chars.next().zip(chars.next()) else { return 0 };
    let is_begun = roles.of(lead).lead & roles.of(next).next & charset.bit() != 0;
    if is_begun { lead.len_utf8() + next.len_utf8() } else { 0 }
}

/// The runs under each channel of `charset` that the text hints at.
fn trials(runs: &RunSet, charset: Charset) -> Vec<ChannelTrial> {
    let hints = LossHints::of(runs.text, &runs.apart, charset);
    let mut trials = Vec::new();
    for losses in hints.losses() {
        for times in 1..=3 {
            let trial = ChannelTrial::new(runs, Channel { charset, times, losses });
            let deeper = trial.still_suspect(runs.text);
            trials.push(trial);
            if !deeper {
                break;
            }
        }
    }
    trials
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
    question: bool,
}

impl LossHints {
    fn of(text: &str, runs: &[Run], charset: Charset) -> LossHints {
        let mut hints = LossHints::default();
        for run in runs.iter().filter(|run| run.suspects & charset.bit() != 0) {
            for c in text.get(run.range.clone()).unwrap_or("").chars() {
                hints.control |= runs::is_kept(c);
                hints.replaced |= c == '\u{fffd}';
                hints.soft_hyphen |= c == '\u{ad}';
                hints.nbsp |= c == '\u{a0}';
                hints.private |= c == '\u{f8ff}';
            }
        }
        for run in runs {
            let next = text.as_bytes().get(run.range.end);
            hints.blank |= next == Some(&b' ') && explained(text, run, charset) < run.range.len();
            hints.question |= next == Some(&b'?');
        }
        hints
    }

    /// The losses to try, the most probable first.
    fn losses(&self) -> Vec<Losses> {
        let undefined = match (self.control, self.replaced) {
            (true, _) => Undefined::Kept,
            (_, true) => Undefined::Replaced,
            _ => Undefined::Dropped,
        };
        let plain = Losses { undefined, soft_hyphen: !self.soft_hyphen, nbsp: false, private: !self.private };
        let mut all = vec![plain];
        // A control or a replacement character may have stood in the text before.
        if undefined != Undefined::Dropped {
            all.push(Losses { undefined: Undefined::Dropped, ..plain });
        }
        if self.question && undefined == Undefined::Dropped {
            all.push(Losses { undefined: Undefined::Question, ..plain });
        }
        if self.blank && !self.nbsp {
            all.extend(all.clone().into_iter().map(|losses| Losses { nbsp: true, ..losses }));
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
        let forms = LossyForms::of(channel);
        let scripts = FileScripts::of(runs.text, &runs.apart, channel.charset);
        let guess = |run: &Run| RunGuess::new(runs.text, run.clone(), &forms, &scripts);
        let guesses: Vec<RunGuess> = runs.under(channel).iter().map(guess).collect();
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

/// Decides which runs are damaged. Out: the edits that repair them.
fn accept(text: &str, trial: ChannelTrial, rivals: &[Channel], was_repaired: bool) -> Vec<TextEdit> {
    let evidence = Evidence::of(&trial.guesses);
    if evidence.certain == 0 || shown::is_only_shown(text, &trial.guesses, MIN_GAIN_ALONE) {
        return Vec::new();
    }
    let lines = LineEvidence::of(&trial.guesses);
    let channel = trial.channel;
    let undamaged = trial.guesses.iter().filter(|guess| is_undamaged(guess));
    let undamaged = undamaged.map(|guess| guess.run.range.start).collect();
    let file = FileEvidence { undamaged, is_throughout: evidence.is_damaged_throughout(), was_repaired };
    let judged = trial.guesses.into_iter().filter(|guess| !guess.slots.is_empty());
    let judged = judged.map(|guess| (guess.gain - evidence.threshold(&lines, &guess), guess));
    let judged = judged.filter(|(margin, guess)| {
        *margin >= 0.0
            && (evidence.is_damaged_throughout() || !explained_better(text, guess, channel, rivals, &trial.scripts))
    });
    let (margins, mut accepted): (Vec<f32>, Vec<RunGuess>) = judged.unzip();
    geometry::refine(text, &mut accepted);
    let settled = letters::refine(text, &mut accepted);
    let doubts = Doubts::new(text, channel, &accepted, MIN_GAIN_ALONE, &file).settled_by_words(settled);
    let verdicts = doubts.verdicts(&accepted);
    let judged = margins.iter().zip(&accepted).zip(verdicts).filter(|(_, verdict)| *verdict != Verdict::Left);
    let edits = judged.flat_map(|((margin, guess), verdict)| {
        let limit = if verdict == Verdict::Unsure { MAX_CONFIDENCE_IN_DOUBT } else { 1.0 };
        edit::of_guess(text, guess, &channel, *margin).into_iter().map(move |edit| edit.at_most(limit))
    });
    edits.collect()
}

/// Whether a run makes much more sense in another charset: it is left to the pass in which that charset is the best.
fn explained_better(text: &str, own: &RunGuess, channel: Channel, rivals: &[Channel], scripts: &FileScripts) -> bool {
    let others = rivals.iter().filter(|rival| rival.charset != channel.charset && rival.joins() == channel.joins());
    others.into_iter().any(|rival| {
        RunGuess::new(text, own.run.clone(), &LossyForms::of(*rival), scripts).gain > own.gain + MIN_LEAD_OF_RIVAL
    })
}

impl Channel {
    /// Whether blanks and question marks can be part of a run.
    fn joins(&self) -> bool {
        self.losses.nbsp || self.losses.undefined == Undefined::Question
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
        let undamaged = guesses.iter().filter(|guess| is_undamaged(guess)).count();
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
