//! Which languages a file is written in, as far as its words tell. In: words, each as all it may be. Out: languages with weights.

use super::word_list::LanguageWords;

/// The probability of an unlisted word whose letters the language has, for this purpose, and of one whose letters it has not.
const UNLISTED: f32 = 1e-6;
const FOREIGN: f32 = 1e-9;
/// Rounds of weighing.
const ROUNDS: usize = 8;
/// A language with less weight is none of the file.
const LEAST_WEIGHT: f32 = 0.01;
/// A language must have all letters of at least so large a part of the words.
const LEAST_SPELLED: f32 = 0.2;

/// The languages of a file, with weights that sum up to one.
pub(super) struct FileLanguages {
    weighed: Vec<(&'static LanguageWords, f32)>,
}

impl FileLanguages {
    /// Weighs the languages by `words`, in small letters: what each word may be.
    pub(super) fn of(words: &[Vec<String>]) -> FileLanguages {
        let is_spelled = |list: &LanguageWords, word: &str| word.chars().all(|c| list.has_letter(c));
        let spelled =
            |list: &LanguageWords| words.iter().filter(|all| all.iter().any(|word| is_spelled(list, word))).count();
        let least = words.len() as f32 * LEAST_SPELLED;
        let lists = LanguageWords::all().iter().filter(|list| spelled(list) as f32 >= least.max(1.0));
        let mut weighed: Vec<(&LanguageWords, f32)> = lists.map(|list| (list, 1.0)).collect();
        let fit = |list: &LanguageWords, all: &[String]| -> f32 {
            let one = |word: &String| list.share(word) + if is_spelled(list, word) { UNLISTED } else { FOREIGN };
            all.iter().map(one).sum()
        };
        let fits: Vec<Vec<f32>> =
            words.iter().map(|all| weighed.iter().map(|(list, _)| fit(list, all)).collect()).collect();
        for _ in 0..ROUNDS {
            let mut sums = vec![LEAST_WEIGHT; weighed.len()];
            for fits in &fits {
                let all: f32 = fits.iter().zip(&weighed).map(|(fit, (_, weight))| fit * weight).sum();
                let parts = fits.iter().zip(&weighed).map(|(fit, (_, weight))| fit * weight / all);
                sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            }
            let total: f32 = sums.iter().sum();
            weighed.iter_mut().zip(sums).for_each(|((_, weight), sum)| *weight = sum / total);
        }
        weighed.retain(|(_, weight)| *weight >= LEAST_WEIGHT);
        FileLanguages { weighed }
    }

    /// The languages and their weights.
    pub(super) fn weighed(&self) -> &[(&'static LanguageWords, f32)] {
        &self.weighed
    }

    /// Whether one of the languages lists `word`, in small letters.
    pub(super) fn list(&self, word: &str) -> bool {
        self.weighed.iter().any(|(list, _)| list.share(word) > 0.0)
    }

    /// The probability of `word`, in small letters.
    pub(super) fn probability(&self, word: &str) -> f32 {
        self.weighed.iter().map(|(list, weight)| weight * list.probability(word)).sum()
    }
}

#[cfg(test)]
#[cfg(feature = "repair-model")]
mod tests {
    use super::*;

    fn first(words: &[&str]) -> f32 {
        let words: Vec<Vec<String>> = words.iter().map(|word| vec![(*word).to_owned()]).collect();
        let languages = FileLanguages::of(&words);
        let spanish =
            languages.weighed().iter().filter(|(list, _)| list.has_letter('ñ') && list.share("también") > 0.0);
        spanish.map(|(_, weight)| weight).sum()
    }

    #[test]
    fn words_tell_the_language() {
        assert!(first(&["también", "más", "configuración", "página", "está"]) > 0.5);
        assert!(first(&["também", "não", "configuração", "página", "está"]) < 0.1);
        assert!(first(&["для", "или"]) == 0.0);
    }
}
