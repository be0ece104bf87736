//! How probable it is that the best candidate is right. The model's own probabilities promise too much where only habits speak for a candidate,
//! and no words: so the words that speak for it count once more. A logistic function of both, then a curve (isotonic: what is called surer is
//! right more often), fitted on courses that the model never saw, each judged by what was fitted on the others. Other things were tried and
//! tell no more: how many owners use a label so, how many candidates there are, how often owners agree on an emoji, how many of the words the
//! model knows. Knows no emoji: `rank` asks it.

/// Words speak for or against a candidate by at most so much, in nats.
const MOST: f32 = 3.0;

/// The fitted numbers.
pub(super) struct Calibration {
    /// What is always added, and what the odds of the model and the words count.
    pub weights: [f32; 3],
    /// The curve: probabilities before and after, ascending; straight between them.
    pub knots: Vec<(f32, f32)>,
}

impl Calibration {
    /// The probability that the best candidate is right: from its log-odds, and the nats by which words speak for it.
    pub(super) fn probability(&self, odds: f32, words: f32) -> f32 {
        let [always, of_odds, of_words] = self.weights;
        let sum = always + of_odds * odds + of_words * words.clamp(-MOST, MOST);
        self.on_curve(1.0 / (1.0 + (-sum).exp()))
    }

    fn on_curve(&self, before: f32) -> f32 {
        let mut last = (0.0, 0.0);
        for knot in &self.knots {
            if before <= knot.0 {
                let part = (before - last.0) / (knot.0 - last.0).max(f32::EPSILON);
                return last.1 + part * (knot.1 - last.1);
            }
            last = *knot;
        }
        last.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calibration() -> Calibration {
        let knots = vec![(0.0, 0.0), (0.5, 0.3), (0.9, 0.9), (1.0, 0.99)];
        Calibration { weights: [-0.5, 0.8, 0.5], knots }
    }

    #[test]
    fn the_curve_never_falls() {
        let calibration = calibration();
        let curve: Vec<f32> = (0..=1000).map(|at| calibration.on_curve(at as f32 / 1000.0)).collect();
        assert!(curve.is_sorted() && curve[0] >= 0.0 && curve[1000] < 1.0, "{curve:?}");
    }

    #[test]
    fn what_words_speak_for_is_more_probable() {
        let calibration = calibration();
        let of_words = |words: f32| calibration.probability(3.0, words);
        assert!(of_words(2.0) > of_words(0.0) && of_words(0.0) > of_words(-2.0));
    }
}
