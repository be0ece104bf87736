//! Text without blanks between words, where characters lost bytes: each line is read as the most probable sequence of characters, in the
//! language that fits the line and the file best. A run that cannot be read with confidence is left as a whole.

use std::collections::BTreeMap;

use super::cells::{self, LetterCell, LetterRanking, LetterReading, LetterReadings, SlotPlace};
use super::sequences::{CharSequences, class};
use crate::repair::guess::RunGuess;

/// So many ways to read the beginning of a line are followed, the most probable ones.
const BEAM: usize = 160;
/// A way that is less probable than the best by this, as a logarithm, is followed no further.
const HOPELESS: f32 = 12.0;
/// Stands for a character that is in no list.
const OTHER: char = '\u{fffc}';
/// The probability of such a character, for the few that share a damaged form.
const UNLISTED: f32 = 1e-6;
/// A run is left if one of its characters is less probable.
const LEAST_OF_ONE: f32 = 0.2;
/// A run is left if its characters are less probable on the average.
const LEAST_ON_AVERAGE: f32 = 0.85;

/// Whether `c` is written without blanks between words, or stands among such characters.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A line with places to decide.
struct OpenLine {
    cells: Vec<(Option<SlotPlace>, Vec<char>)>,
}

/// Reads all lines that have characters to choose.
pub(super) fn read(text: &str, guesses: &[RunGuess]) -> LetterReadings {
    let mut lines = Vec::new();
    cells::each_line(text, guesses, |cells| lines.extend(OpenLine::of(cells, guesses)));
    let languages = weights(&lines);
    let mut readings = LetterReadings::default();
    for line in &lines {
        let (score, rankings) = line.best_readings(&languages);
        readings.score += score;
        let reading = |(place, ranking)| LetterReading { place, ranking, is_alone: true, is_settled: false };
        readings.places.extend(rankings.into_iter().map(reading));
    }
    readings
}

/// Takes back the runs that cannot be read with confidence.
pub(super) fn leave_unreadable(guesses: &mut [RunGuess]) {
    guesses.iter_mut().filter(|guess| !is_readable(guess)).for_each(|guess| guess.slots.clear());
}

/// Languages with what their characters say of a file, as a cost for each line.
type FileWeights = Vec<(&'static CharSequences, f32)>;

/// How well the decided characters of all lines go with each language.
fn weights(lines: &[OpenLine]) -> FileWeights {
    let decided = |line: &OpenLine| -> Vec<char> {
        let decided = line.cells.iter().filter(|(place, _)| place.is_none());
        decided.filter_map(|(_, options)| options.first().copied()).filter(|c| is_unspaced(*c)).collect()
    };
    let mut uses: BTreeMap<char, f32> = BTreeMap::new();
    lines.iter().flat_map(decided).for_each(|c| *uses.entry(c).or_default() += 1.0);
    let total: f32 = uses.values().sum::<f32>().max(1.0);
    let known = |list: &CharSequences| {
        let sum: f32 = uses.iter().filter(|(c, _)| list.uses(**c) > 0.0).map(|(_, uses)| uses).sum();
        (sum / total).max(0.001)
    };
    CharSequences::all().iter().map(|list| (list, known(list).ln())).collect()
}

/// Whether the characters of a run that were chosen by their neighbours are probable enough.
fn is_readable(guess: &RunGuess) -> bool {
    let open = guess.slots.iter().filter(|slot| slot.lost.any() && slot.best().is_some_and(is_unspaced));
    let chosen: Vec<f32> = open.filter_map(|slot| slot.ranking.first()).map(|(_, p)| *p).collect();
    let least = chosen.iter().copied().fold(1.0, f32::min);
    let average = chosen.iter().sum::<f32>() / chosen.len().max(1) as f32;
    chosen.is_empty() || least >= LEAST_OF_ONE && average >= LEAST_ON_AVERAGE
}

/// Readings of a line that end in the same two characters.
struct LineState {
    last: [char; 2],
    /// The logarithm of the probability of all that leads here, and of all that follows.
    forward: f32,
    backward: f32,
    /// States of the column before that lead here, with the logarithm of the probability of the step.
    from: Vec<(usize, f32)>,
}

impl OpenLine {
    fn of(line: &[LetterCell], guesses: &[RunGuess]) -> Option<OpenLine> {
        let is_here = |cell: &LetterCell| cell.open.is_some() && is_unspaced(cell.char);
        if !line.iter().any(is_here) {
            return None;
        }
        let options = |cell: &LetterCell| match cell.open.filter(|_| is_here(cell)) {
            Some(place) => {
                let all = cells::ranking(guesses, place).iter().map(|(c, _)| *c);
                (Some(place), all.chain([OTHER]).collect())
            }
            None => (None, vec![class(cell.char)]),
        };
        Some(OpenLine { cells: line.iter().map(options).collect() })
    }

    /// The rankings of the open places, in the language in which the line is most probable, and the logarithm of that probability.
    fn best_readings(&self, languages: &FileWeights) -> (f32, Vec<(SlotPlace, LetterRanking)>) {
        let read = languages.iter().map(|(list, weight)| {
            let columns = self.columns(list);
            let score = columns.last().map_or(0.0, |last| log_sum(last.iter().map(|state| state.forward)));
            (score + weight * self.cells.len() as f32, columns)
        });
        let best = read.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let (score, columns) = best.unwrap_or_default();
        let open = self.cells.iter().zip(columns.iter().skip(1));
        (score, open.filter_map(|((place, options), column)| Some(((*place)?, shares(options, column)))).collect())
    }

    /// For each place, and for the start before them, the states with both their probabilities.
    fn columns(&self, list: &CharSequences) -> Vec<Vec<LineState>> {
        let start = LineState { last: ['_', '_'], forward: 0.0, backward: 0.0, from: Vec::new() };
        let mut columns = vec![vec![start]];
        for (_, options) in &self.cells {
            let column = columns.last().map_or(&[][..], |column| column);
            let next = following(column, options, list);
            columns.push(next);
        }
        for at in (1..columns.len()).rev() {
            let (before, after) = columns.split_at_mut(at);
            let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
            let mut sums: Vec<Vec<f32>> = vec![Vec::new(); before.len()];
            for state in after {
                for (from, step) in &state.from {
                    sums.get_mut(*from).into_iter().for_each(|sums| sums.push(step + state.backward));
                }
            }
            for (state, sums) in before.iter_mut().zip(sums) {
                state.backward = log_sum(sums.into_iter());
            }
        }
        columns
    }
}

/// The states behind `column` for what may follow.
fn following(column: &[LineState], options: &[char], list: &CharSequences) -> Vec<LineState> {
    let mut states: BTreeMap<[char; 2], Vec<(usize, f32)>> = BTreeMap::new();
    for (from, state) in column.iter().enumerate() {
        for c in options.iter().copied() {
            let [_, last] = state.last;
            let (next, step) = match c {
                OTHER => ([last, c], UNLISTED.ln()),
                _ if c.is_ascii() && c == last => (state.last, 0.0),
                _ => ([last, c], list.probability(state.last, c).ln()),
            };
            states.entry(next).or_default().push((from, step));
        }
    }
    let forward = |(from, step): &(usize, f32)| column.get(*from).map_or(f32::MIN, |state| state.forward + step);
    let mut next: Vec<LineState> = states
        .into_iter()
        .map(|(last, from)| LineState { last, forward: log_sum(from.iter().map(forward)), backward: 0.0, from })
        .collect();
    next.sort_by(|a, b| b.forward.total_cmp(&a.forward).then(a.last.cmp(&b.last)));
    next.truncate(BEAM);
    let most = next.first().map_or(0.0, |state| state.forward);
    next.retain(|state| most - state.forward < HOPELESS);
    next
}

/// The probabilities of `options` in a column; what is in no list takes its share and is not named.
fn shares(options: &[char], column: &[LineState]) -> LetterRanking {
    let total = log_sum(column.iter().map(|state| state.forward + state.backward));
    let share = |c: char| {
        let with = column.iter().filter(|state| state.last[1] == c);
        with.map(|state| (state.forward + state.backward - total).exp()).sum::<f32>()
    };
    options.iter().copied().filter(|c| *c != OTHER).map(|c| (c, share(c))).collect()
}

/// The logarithm of the sum of numbers given by their logarithms.
fn log_sum(logs: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = logs.clone().fold(f32::MIN, f32::max);
    most + logs.map(|log| (log - most).exp()).sum::<f32>().max(f32::MIN_POSITIVE).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_logarithms_are_logarithms_of_sums() {
        let sum = log_sum([0.5f32.ln(), 0.25f32.ln()].into_iter());
        assert!((sum - 0.75f32.ln()).abs() < 1e-6);
    }
}
