//! Capitals: how probable the capitals of a word are, given where the word stands and how its neighbours are written.

/// What stands before a word in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum WordStart {
    /// Nothing but marks of markdown.
    Line,
    /// The end of a sentence, or the beginning of a cell.
    Sentence,
    /// Signs with which labels and quotations begin.
    Label,
    /// Other words.
    Within,
}

/// How the words beside a word are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NeighbourCase {
    /// All letters of one of them are capitals.
    Loud,
    /// One of them at least begins with a capital.
    Title,
    /// None has capitals, or there is none.
    Small,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct WordStanding {
    pub start: WordStart,
    pub neighbours: NeighbourCase,
}

/// A capital within a small word, or a small letter within a loud one.
const MIXED: f32 = 0.001;

impl WordStart {
    /// What the characters before a word in its line say, from the first to the one beside it.
    pub(super) fn after(before: impl DoubleEndedIterator<Item = char>) -> WordStart {
        let mut before = before.rev().skip_while(|c| c.is_whitespace()).peekable();
        match before.peek().copied() {
            Some('.' | '!' | '?' | '|' | '…' | '¿' | '¡') => WordStart::Sentence,
            Some('*' | '_' | '"' | '(' | '[' | '“' | '«' | '‘' | '>' | ':') => {
                if before.all(|c| !c.is_alphanumeric()) { WordStart::Line } else { WordStart::Label }
            }
            _ if before.all(|c| !c.is_alphabetic()) => WordStart::Line,
            _ => WordStart::Within,
        }
    }
}

impl NeighbourCase {
    /// What the words beside a word say.
    pub(super) fn of(words: [&str; 2]) -> NeighbourCase {
        let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
        let is_loud = |word: &&str| letters(word) > 1 && !word.chars().any(char::is_lowercase);
        let has_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        match words {
            _ if words.iter().any(|word| is_loud(word) && word.chars().any(char::is_uppercase)) => NeighbourCase::Loud,
            _ if words.iter().any(has_capital) => NeighbourCase::Title,
            _ => NeighbourCase::Small,
        }
    }
}

impl WordStanding {
    /// Whether no place makes it probable that `word` has its capitals as it has.
    pub(super) fn is_odd(self, word: &[char]) -> bool {
        self.probability(word) <= MIXED
    }

    /// The probability that a word that stands here has its capitals as `word` has them.
    pub(super) fn probability(self, word: &[char]) -> f32 {
        let loud = if self.neighbours == NeighbourCase::Loud { 0.5 } else { 0.01 };
        let begun = match (self.start, self.neighbours) {
            (WordStart::Line | WordStart::Sentence, _) => 0.9,
            (WordStart::Label, _) => 0.5,
            (WordStart::Within, NeighbourCase::Title) => 0.2,
            (WordStart::Within, _) => 0.05,
        } * (1.0 - loud);
        let first = word.first().is_some_and(|c| c.is_uppercase());
        let rest = word.get(1..).unwrap_or(&[]);
        let (capital, small) = (rest.iter().any(|c| c.is_uppercase()), rest.iter().any(|c| c.is_lowercase()));
        match (first, capital, small) {
            (false, false, _) => 1.0 - loud - begun,
            (true, false, true) => begun,
            (true, true, false) => loud,
            (true, false, false) => begun + loud,
            _ => MIXED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(before: &str) -> WordStart {
        WordStart::after(before.chars())
    }

    #[test]
    fn words_begin_lines_sentences_and_labels() {
        assert_eq!([start(""), start("## "), start("- **")], [WordStart::Line; 3]);
        assert_eq!([start("Fin. "), start("| a | "), start("1. ")], [WordStart::Sentence; 3]);
        assert_eq!([start("see **"), start("Nota: ")], [WordStart::Label; 2]);
        assert_eq!(start("see the "), WordStart::Within);
    }

    #[test]
    fn capitals_stand_where_they_are_met() {
        let of = |word: &str, start, neighbours| {
            WordStanding { start, neighbours }.probability(&word.chars().collect::<Vec<_>>())
        };
        use {NeighbourCase as N, WordStart as S};
        assert!(of("Ítem", S::Line, N::Small) > of("ítem", S::Line, N::Small));
        assert!(of("Ítem", S::Within, N::Small) < of("ítem", S::Within, N::Small));
        assert!(of("SÍ", S::Within, N::Loud) > of("Sí", S::Within, N::Loud));
        assert!(of("SÍ", S::Line, N::Small) < of("Sí", S::Line, N::Small));
        assert!(of("sÍ", S::Line, N::Small) < of("sí", S::Line, N::Small));
    }
}
