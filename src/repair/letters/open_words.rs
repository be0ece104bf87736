//! Words with letters that lost bytes: found in a text, and read by the words of its languages. Never looks at languages without blanks.

use std::collections::{BTreeSet, HashMap};

use super::capitals::{NeighbourCase, WordStanding, WordStart};
use super::cells::{self, LetterCell, LetterRanking, LetterReading, LetterReadings, SlotPlace};
use super::languages::FileLanguages;
use super::spelling::{AT_START, LetterContext, Spelling};
use super::unspaced::is_unspaced;
use crate::repair::guess::RunGuess;

/// Longer words are read by their first letters only as far as neighbours tell.
const MAX_LETTERS: usize = 40;
/// So many ways to read a word are followed, the most probable ones.
const BEAM: usize = 64;
/// A word may be so many others, at most, where it tells of the language.
const MAX_READINGS: usize = 64;
/// So many different words tell of the languages of a file.
const MAX_WORDS: usize = 3000;

/// A letter of a word.
#[derive(Clone, Debug, PartialEq)]
enum WordLetter {
    Decided(char),
    Open(SlotPlace),
}

/// A word with at least one letter that is not decided.
struct OpenWord {
    letters: Vec<WordLetter>,
    standing: WordStanding,
}

/// All that the words of a text tell.
#[derive(Default)]
struct FoundWords {
    open: Vec<OpenWord>,
    /// Different words beyond ASCII, in small letters.
    decided: BTreeSet<String>,
}

/// Reads all words that have letters to choose.
pub(super) fn read(text: &str, guesses: &[RunGuess]) -> LetterReadings {
    let found = FoundWords::of(text, guesses);
    let mut readings = LetterReadings::default();
    if found.open.is_empty() {
        return readings;
    }
    let languages = FileLanguages::of(&found.evidence(guesses));
    if languages.weighed().is_empty() {
        return readings;
    }
    let mut known: HashMap<(Vec<Vec<char>>, WordStanding), ReadWord> = HashMap::new();
    for word in &found.open {
        let key = (word.options(guesses), word.standing);
        let read = known.entry(key).or_insert_with_key(|(options, standing)| {
            let read = ReadWord::new(options, *standing, &languages);
            readings.score += read.score;
            read
        });
        let (is_alone, is_settled) = (word.letters.len() == 1, read.is_settled && word.letters.len() > 1);
        let places = word.letters.iter().zip(&read.rankings).filter_map(|(letter, ranking)| match letter {
            WordLetter::Open(place) => {
                Some(LetterReading { place: *place, ranking: ranking.clone(), is_alone, is_settled })
            }
            WordLetter::Decided(_) => None,
        });
        readings.places.extend(places);
    }
    readings
}

impl FoundWords {
    fn of(text: &str, guesses: &[RunGuess]) -> FoundWords {
        let mut found = FoundWords::default();
        cells::each_line(text, guesses, |cells| found.take_line(cells));
        found
    }

    fn take_line(&mut self, cells: &[LetterCell]) {
        if cells.iter().all(|cell| cell.char.is_ascii() && cell.open.is_none()) {
            return;
        }
        let is_word = |cell: &LetterCell| cells::is_part_of_word(cell.char) && !is_unspaced(cell.char);
        let mut words: Vec<(usize, &[LetterCell])> = Vec::new();
        let mut at = 0;
        for group in cells.chunk_by(|a, b| is_word(a) == is_word(b)) {
            if group.first().is_some_and(is_word) {
                words.push((at, group));
            }
            at += group.len();
        }
        let shown = |at: Option<usize>| -> String {
            let word = at.and_then(|at| words.get(at)).map_or(&[][..], |(_, word)| word);
            word.iter().filter(|cell| cell.open.is_none()).map(|cell| cell.char).collect()
        };
        for (number, (start, word)) in words.iter().enumerate() {
            if word.iter().all(|cell| cell.open.is_none()) {
                if word.iter().any(|cell| !cell.char.is_ascii()) && self.decided.len() < MAX_WORDS {
                    self.decided.insert(word.iter().map(|cell| cell.char).collect::<String>().to_lowercase());
                }
                continue;
            }
            if word.len() > MAX_LETTERS {
                continue;
            }
            let before = cells.get(..*start).unwrap_or(&[]).iter().map(|cell| cell.char);
            let neighbours = [shown(number.checked_sub(1)), shown(Some(number + 1))];
            let neighbours = NeighbourCase::of([neighbours[0].as_str(), neighbours[1].as_str()]);
            let standing = WordStanding { start: WordStart::after(before), neighbours };
            let letter = |cell: &LetterCell| cell.open.map_or(WordLetter::Decided(cell.char), WordLetter::Open);
            self.open.push(OpenWord { letters: word.iter().map(letter).collect(), standing });
        }
    }

    /// The words that tell of the languages: each as all it may be.
    fn evidence(&self, guesses: &[RunGuess]) -> Vec<Vec<String>> {
        let mut evidence: Vec<Vec<String>> = self.decided.iter().map(|word| vec![word.clone()]).collect();
        let mut seen = BTreeSet::new();
        for word in &self.open {
            let options = word.options(guesses);
            if seen.len() >= MAX_WORDS {
                break;
            }
            if options.iter().map(Vec::len).try_fold(1, usize::checked_mul).is_none_or(|ways| ways > MAX_READINGS) {
                continue;
            }
            let mut all = vec![String::new()];
            for letters in &options {
                all = all.iter().flat_map(|word| letters.iter().map(move |c| format!("{word}{c}"))).collect();
            }
            let mut all: Vec<String> = all.iter().map(|word| word.to_lowercase()).collect();
            all.sort_unstable();
            all.dedup();
            if seen.insert(all.clone()) {
                evidence.push(all);
            }
        }
        evidence
    }
}

impl OpenWord {
    /// For each letter what it may be.
    fn options(&self, guesses: &[RunGuess]) -> Vec<Vec<char>> {
        let of = |letter: &WordLetter| match letter {
            WordLetter::Decided(c) => vec![*c],
            WordLetter::Open(place) => {
                let letters = cells::ranking(guesses, *place).iter().map(|(c, _)| *c);
                letters.filter(|c| cells::is_part_of_word(*c)).collect()
            }
        };
        self.letters.iter().map(of).collect()
    }
}

/// The beginning of a word, read in one way.
#[derive(Clone)]
struct Reading {
    letters: Vec<char>,
    context: LetterContext,
    score: f32,
}

/// What a word may be.
struct ReadWord {
    /// For each of its letters.
    rankings: Vec<LetterRanking>,
    /// The logarithm of the probability of all that it may be.
    score: f32,
    /// Whether only one word that a list has is probable.
    is_settled: bool,
}

/// So probable is a word beside which no other counts.
const SETTLED: f32 = 0.95;

impl ReadWord {
    fn new(options: &[Vec<char>], standing: WordStanding, languages: &FileLanguages) -> ReadWord {
        let mut readings: BTreeSet<Vec<char>> = BTreeSet::new();
        for (list, _) in languages.weighed() {
            readings.extend(best_readings(options, list.spelling()));
        }
        let weighed = |word: Vec<char>| {
            let small = word.iter().collect::<String>().to_lowercase();
            let probability = languages.probability(&small) * standing.probability(&word);
            (word, probability)
        };
        let weighed: Vec<(Vec<char>, f32)> = readings.into_iter().map(weighed).collect();
        // What is written as nobody writes may be another word that the channel does not give.
        let other: f32 = weighed.iter().filter(|(word, _)| standing.is_odd(word)).map(|(_, p)| p).sum();
        let total: f32 = other + weighed.iter().map(|(_, p)| p).sum::<f32>().max(f32::MIN_POSITIVE);
        let of_place = |(at, letters): (usize, &Vec<char>)| {
            let share = |c: &char| {
                let with = weighed.iter().filter(|(word, _)| word.get(at) == Some(c));
                with.map(|(_, p)| p / total).sum::<f32>()
            };
            letters.iter().map(|c| (*c, share(c))).collect::<LetterRanking>()
        };
        let best = weighed.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        // Accented Latin letters before a blank may be another one whose end became that blank: `Ã ` is `à`.
        let is_settled = best.is_some_and(|(word, p)| {
            let is_latin = word.iter().any(|c| *c < '\u{250}');
            p / total >= SETTLED && !is_latin && languages.list(&word.iter().collect::<String>().to_lowercase())
        });
        let rankings = options.iter().enumerate().map(of_place).collect();
        ReadWord { rankings, score: total.ln(), is_settled }
    }
}

/// The most probable ways to read a word, by how words are spelled.
fn best_readings(options: &[Vec<char>], spelling: &Spelling) -> Vec<Vec<char>> {
    let mut beam = vec![Reading { letters: Vec::new(), context: AT_START, score: 0.0 }];
    for letters in options {
        let longer = |reading: &Reading, c: char| {
            let mut next = reading.clone();
            next.letters.push(c);
            for small in c.to_lowercase() {
                let (more, context) = spelling.step(next.context, Some(small));
                (next.score, next.context) = (next.score + more, context);
            }
            next
        };
        beam = beam.iter().flat_map(|reading| letters.iter().map(move |c| longer(reading, *c))).collect();
        beam.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.letters.cmp(&b.letters)));
        beam.truncate(BEAM);
    }
    beam.into_iter().map(|reading| reading.letters).collect()
}
