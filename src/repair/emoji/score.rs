//! How probable each candidate is at the place of a lost emoji: learned weights of what is true of the place, names of emoji that stand
//! among the words around, what courses use them for, and words whose meaning is near to that of the emoji. Looks at one place only: `mod` joins places.
//!
//! Weights were learned within a *set* (see `model`), so they are compared within sets; how often sets are used, and with which words,
//! decides between them, where a channel makes the same string of emoji of several sets. All sums are made in a fixed order.

use super::model::{EmojiModel, EmojiRecord, NamedEmoji};
use super::place::LostEmoji;
use super::vector;

/// What a word in the name of an emoji is worth, and one in its keywords, in nats.
const OF_NAME: f32 = 3.0;
const OF_KEYWORD: f32 = 1.8;
/// A word that stands beside ambiguous emoji so often is worth half.
const COMMON: f32 = 20.0;
/// Shorter words are in no names that count.
const SHORTEST: usize = 3;
/// Words before an emoji that may be in its name, and those that may mean it.
const NAMED_BEFORE: usize = 4;
const MEANT_BEFORE: usize = 5;
/// What it is worth that words mean the emoji and nothing else, in nats.
const OF_MEANING: f32 = 6.0;
/// What words count that speak for a set of emoji: they are not independent of each other, nor of what else is looked at.
const OF_SET: f32 = 0.6;
/// What it is worth that a candidate makes one emoji with what touches it, in nats: chance hardly does that.
const OF_WHOLE: f32 = 8.0;
/// The log-probability of a candidate that the model does not know: no emoji, or one that is newer.
const UNKNOWN: f32 = -12.0;

/// Features that are words.
static OF_WORDS: [&str; 6] = ["a", "a1", "a2", "p", "s", "t"];

/// A candidate at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScoredCandidate {
    pub char: char,
    /// The logarithm of its probability.
    pub log: f32,
    /// How much of that is due to words, in nats; only differences between candidates mean anything.
    pub words: f32,
}

/// Each of `candidates` at `place`, in their order.
pub(super) fn scored(model: &EmojiModel, place: &LostEmoji, candidates: &[char]) -> Vec<ScoredCandidate> {
    let mut contest = CandidateContest::by_figures(model, place, candidates);
    contest.look_for_senses(model, place);
    contest.prefer_whole(place);
    contest.of_candidates(candidates)
}

/// The logarithm of the sum of what has these logarithms; 0 for none.
pub(super) fn log_sum(logs: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = logs.clone().fold(f32::MIN, f32::max);
    if most == f32::MIN { 0.0 } else { most + logs.map(|log| (log - most).exp()).sum::<f32>().ln() }
}

/// An emoji that may stand at the place, or has a set in common with one that may.
struct ScoredEmoji {
    number: usize,
    record: EmojiRecord,
    score: f32,
    /// What words give of the score.
    words: f32,
}

impl ScoredEmoji {
    fn add_words(&mut self, nats: f32) {
        self.score += nats;
        self.words += nats;
    }
}

/// The words by which an emoji may be named, each once.
fn words_around(place: &LostEmoji) -> Vec<&String> {
    let before = place.before.iter().rev().take(NAMED_BEFORE);
    let mut words: Vec<&String> = place.label().iter().chain(before).collect();
    words.sort();
    words.dedup();
    words
}

/// All emoji of the sets of the candidates, by number.
pub(super) struct CandidateContest {
    all: Vec<ScoredEmoji>,
}

impl CandidateContest {
    fn of(model: &EmojiModel, candidates: &[char]) -> CandidateContest {
        let table = model.emoji();
        let numbers = candidates.iter().filter_map(|c| table.find(*c));
        let mut sets: Vec<u16> = numbers.filter_map(|number| Some(table.record(number)?.set)).collect();
        sets.sort_unstable();
        sets.dedup();
        let numbers = table.of_sets(&sets).into_iter();
        let scored =
            |number| table.record(number).map(|record| ScoredEmoji { number, score: record.prior, words: 0.0, record });
        CandidateContest { all: numbers.filter_map(scored).collect() }
    }

    /// Each candidate as the figures of the model have it, which were counted.
    pub(super) fn by_figures(model: &EmojiModel, place: &LostEmoji, candidates: &[char]) -> CandidateContest {
        let mut contest = CandidateContest::of(model, candidates);
        contest.weigh(model, place);
        contest.weigh_sets(model, place);
        contest.look_for_names(model, place);
        contest.compare_meanings(model, place);
        contest
    }

    /// The candidates in their order.
    pub(super) fn of_candidates(&self, candidates: &[char]) -> Vec<ScoredCandidate> {
        let known = |c: &char| self.all.iter().find(|scored| scored.record.char == *c);
        let sum = log_sum(candidates.iter().filter_map(known).map(|scored| scored.score));
        let scored = |c: &char| match known(c) {
            Some(scored) => ScoredCandidate { char: *c, log: scored.score - sum, words: scored.words },
            None => ScoredCandidate { char: *c, log: UNKNOWN, words: 0.0 },
        };
        candidates.iter().map(scored).collect()
    }

    /// The learned part: priors and weights of features, as log-probabilities.
    fn weigh(&mut self, model: &EmojiModel, place: &LostEmoji) {
        for (feature, value) in &place.features {
            let is_word = feature.split_once('=').is_some_and(|(kind, _)| OF_WORDS.contains(&kind));
            for (number, weight) in model.weights(feature) {
                if let Some(scored) = self.find(number).filter(|scored| scored.record.is_learned) {
                    if is_word { scored.add_words(value * weight) } else { scored.score += value * weight }
                }
            }
        }
        let mut sets: Vec<u16> = self.all.iter().map(|scored| scored.record.set).collect();
        sets.sort_unstable();
        sets.dedup();
        for set in sets {
            let of_set = self.all.iter().filter(|scored| scored.record.set == set);
            // Where nothing was learned, the priors are all there is.
            let is_learned = of_set.clone().any(|scored| scored.record.is_learned);
            let is_counted = |scored: &&ScoredEmoji| scored.record.is_learned == is_learned;
            let sum = log_sum(of_set.clone().filter(is_counted).map(|scored| scored.score));
            let uses: f32 = of_set.map(|scored| f32::from(scored.record.uses)).sum();
            for scored in self.all.iter_mut().filter(|scored| scored.record.set == set) {
                if scored.record.is_learned == is_learned {
                    scored.score -= sum;
                }
                scored.score += (uses + 1.0).ln();
            }
        }
    }

    /// Where candidates are of several sets: which of these the words behind the place go with.
    fn weigh_sets(&mut self, model: &EmojiModel, place: &LostEmoji) {
        let is_one = self
            .all
            .windows(2)
            .all(|pair| pair.first().map(|one| one.record.set) == pair.last().map(|one| one.record.set));
        let words = place.features.iter().filter_map(|(feature, value)| Some((feature.strip_prefix("a=")?, value)));
        for (word, value) in words.filter(|_| !is_one) {
            for (set, lift) in model.sets(word) {
                let of_set = self.all.iter_mut().filter(|scored| scored.record.set == set);
                of_set.for_each(|scored| scored.add_words(OF_SET * value * lift));
            }
        }
    }

    fn find(&mut self, number: usize) -> Option<&mut ScoredEmoji> {
        let at = self.all.binary_search_by_key(&number, |scored| scored.number).ok()?;
        self.all.get_mut(at)
    }

    /// Words around that are in the name of an emoji or in its keywords, in any of the languages of the model.
    fn look_for_names(&mut self, model: &EmojiModel, place: &LostEmoji) {
        let words = words_around(place).into_iter().filter(|word| word.chars().count() >= SHORTEST);
        words.filter_map(|word| model.named(word)).for_each(|named| self.add_named(&named));
    }

    /// Words around that tell what courses use an emoji for.
    fn look_for_senses(&mut self, model: &EmojiModel, place: &LostEmoji) {
        words_around(place).into_iter().filter_map(|word| model.meant(word)).for_each(|meant| self.add_named(&meant));
    }

    fn add_named(&mut self, named: &NamedEmoji) {
        let worth = 1.0 / (1.0 + f32::from(named.beside) / COMMON);
        for (number, is_name) in named.emoji() {
            if let Some(scored) = self.find(number) {
                scored.add_words(worth * if is_name { OF_NAME } else { OF_KEYWORD });
            }
        }
    }

    /// Candidates that make one emoji with what touches them.
    fn prefer_whole(&mut self, place: &LostEmoji) {
        let whole = self.all.iter_mut().filter(|scored| place.sequence.is_whole_with(scored.record.char));
        whole.for_each(|scored| scored.add_words(OF_WHOLE));
    }

    /// How near the meaning of the words around is to that of each emoji, beside the others.
    fn compare_meanings(&mut self, model: &EmojiModel, place: &LostEmoji) {
        let before = place.before.iter().skip(place.before.len().saturating_sub(MEANT_BEFORE));
        let around: Vec<&String> = place.label().iter().chain(before).collect();
        let words = if around.is_empty() { place.rest.iter().collect() } else { around };
        let mut meaning: Vec<f32> = Vec::new();
        for (weight, vector) in words.into_iter().filter_map(|word| model.word(word)) {
            let scale = weight / vector::length(vector);
            meaning.resize(vector::count(vector), 0.0);
            meaning.iter_mut().zip(vector::numbers(vector)).for_each(|(sum, number)| *sum += scale * number);
        }
        let norm = meaning.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm <= f32::EPSILON {
            return;
        }
        let near = |vector: &[u8]| {
            let product: f32 = meaning.iter().zip(vector::numbers(vector)).map(|(x, number)| x * number).sum();
            product / (norm * vector::length(vector))
        };
        let all: Vec<f32> = self.all.iter().map(|scored| near(scored.record.vector)).collect();
        let mean = all.iter().sum::<f32>() / all.len().max(1) as f32;
        self.all.iter_mut().zip(all).for_each(|(scored, near)| scored.add_words(OF_MEANING * (near - mean)));
    }
}
