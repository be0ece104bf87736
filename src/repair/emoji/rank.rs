//! The candidates at a place in their order, with honest probabilities (`calibrate`). Never adds one or drops one.

use super::model::EmojiModel;
use super::place::LostEmoji;
use super::score::{ScoredCandidate, log_sum};

/// Log-probabilities are divided by this first.
const TEMPERATURE: f32 = 1.3;
/// So much less are the odds worth, in nats, where candidates are of several sets: weights were learned within sets, and between them hardly
/// more than the frequency decides.
const ACROSS_SETS: f32 = 1.5;
/// The probability that what stands around tells anything of an emoji between quotes in code: mostly it is data.
const OF_QUOTED: f32 = 0.5;

/// The candidates at `place` with probabilities, best first.
pub(super) fn ranking(model: &EmojiModel, place: &LostEmoji, candidates: &[ScoredCandidate]) -> Vec<(char, f32)> {
    let mut order: Vec<&ScoredCandidate> = candidates.iter().collect();
    order.sort_by(|a, b| b.log.total_cmp(&a.log).then(a.char.cmp(&b.char)));
    let sum = log_sum(order.iter().map(|one| one.log / TEMPERATURE));
    let stated = |one: &ScoredCandidate| (one.log / TEMPERATURE - sum).exp();
    let (Some(best), Some(second)) = (order.first(), order.get(1)) else {
        return order.iter().map(|one| (one.char, 1.0)).collect();
    };
    let others: f32 = order.iter().skip(1).map(|one| stated(one)).sum();
    let across = if is_of_one_set(model, candidates) { 0.0 } else { ACROSS_SETS };
    let odds = best.log / TEMPERATURE - sum - others.max(1e-9).ln() - across;
    let mut right = model.calibration().probability(odds, best.words - second.words);
    if place.is_quoted {
        right *= OF_QUOTED;
    }
    let share = |one: &&ScoredCandidate| (stated(one) * (1.0 - right) / others.max(f32::MIN_POSITIVE)).min(right);
    let rest = order.iter().skip(1).map(|one| (one.char, share(one)));
    std::iter::once((best.char, right)).chain(rest).collect()
}

/// Whether windows-1254 makes the same of all candidates that the model knows.
fn is_of_one_set(model: &EmojiModel, candidates: &[ScoredCandidate]) -> bool {
    let table = model.emoji();
    let mut sets = candidates.iter().filter_map(|one| Some(table.record(table.find(one.char)?)?.set));
    sets.next().is_none_or(|first| sets.all(|set| set == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_learned_together_is_less_certain() {
        let model = EmojiModel::get().expect("a model");
        let candidate = |char, log: f32| ScoredCandidate { char, log, words: 0.0 };
        let probability =
            |second| ranking(model, &LostEmoji::default(), &[candidate('📝', -0.01), candidate(second, -5.0)])[0].1;
        assert!(probability('📁') > probability('🔍'));
    }

    #[test]
    fn the_order_stays_and_the_sum_is_one() {
        let model = EmojiModel::get().expect("a model");
        let candidate = |char, log: f32| ScoredCandidate { char, log, words: 0.0 };
        let candidates = [candidate('📁', -1.5), candidate('📝', -0.3), candidate('📐', -4.0)];
        let place = LostEmoji::default();
        let ranking = ranking(model, &place, &candidates);
        assert_eq!(ranking.iter().map(|(c, _)| *c).collect::<String>(), "📝📁📐");
        assert!((ranking.iter().map(|(_, p)| p).sum::<f32>() - 1.0).abs() < 1e-3, "{ranking:?}");
        let quoted = super::ranking(model, &LostEmoji { is_quoted: true, ..place }, &candidates);
        assert!(quoted[0].1 <= 0.5);
    }
}
