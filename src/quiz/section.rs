//! Which section of its chapter teaches what a question asks. In: a document and its quiz. Out: for each question the heading of that section,
//! where one wins clearly: it stands before the question, half of the words of its title are in what is asked, and it shares far more rare words
//! with question and explanation than any other. Else none: a link to the wrong place is worse than no link.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::question::{Question, Quiz};
use crate::markdown::{Document, EventId, EventKind, Tag};
use crate::words::WordKind;

/// Shorter words say nothing of what a text is about.
const LEAST_LETTERS: usize = 4;

/// A section of fewer words teaches nothing.
const LEAST_WORDS: usize = 25;

/// With fewer sections no word is rare.
const LEAST_SECTIONS: usize = 3;

/// So many rare words must be shared.
const LEAST_SHARED: usize = 3;

/// How far the best section must be ahead of the second, as a factor.
const LEAD: f64 = 1.5;

/// The weight of a word that the heading has, too.
const HEADING_WEIGHT: f64 = 2.0;

/// The words that questions of a chapter ask for, by numbers in the order in which they are met. A chapter has far more words than these, and only
/// these are looked for in its sections.
#[derive(Default)]
struct AskedWords {
    numbers: FxHashMap<String, u32>,
    /// In how many sections each is.
    sections: Vec<u32>,
}

/// What a question asks with; numbers of words, each once, ascending.
struct QuestionWords {
    /// Of its stem and its right choices.
    stem: Vec<u32>,
    /// Of its explanation, too.
    all: Vec<u32>,
}

/// A section: its heading, and its words that are asked for, ascending.
struct SectionWords {
    heading: usize,
    event: EventId,
    title: Vec<u32>,
    /// How many words its title has, whether asked for or not.
    title_words: usize,
    words: Vec<u32>,
}

/// Finds the section of each question.
pub(super) fn assign(document: &Document, quiz: &mut Quiz) {
    if quiz.questions.is_empty() || document.headings.len() < LEAST_SECTIONS {
        return;
    }
    let mut asked = AskedWords::default();
    let of_questions: Vec<QuestionWords> =
        quiz.questions.iter().map(|question| QuestionWords::new(document, question, &mut asked)).collect();
    let sections = sections(document, quiz, &mut asked);
    if sections.len() < LEAST_SECTIONS {
        return;
    }
    let rare = (sections.len() as u32 / 4).max(1);
    let weights: Vec<Option<f64>> = asked
        .sections
        .iter()
        .map(|count| (1..=rare).contains(count).then(|| (sections.len() as f64 / f64::from(*count)).ln()))
        .collect();
    for (question, words) in quiz.questions.iter_mut().zip(&of_questions) {
        let rare: Vec<(u32, f64)> =
            words.all.iter().filter_map(|word| Some((*word, (*weights.get(*word as usize)?)?))).collect();
        let mut scores: Vec<(f64, usize, usize)> =
            (0..).zip(&sections).map(|(at, section)| section.score(&rare, at)).collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0));
        if let [(best, shared, at), (second, ..), ..] = scores.as_slice()
            && *shared >= LEAST_SHARED
            && *best >= second * LEAD
            && let Some(section) = sections.get(*at).filter(|section| section.teaches(&words.stem, question))
        {
            question.section = Some(section.heading as u32);
        }
    }
}

impl AskedWords {
    /// The numbers of the words of a text, where none has one it gets the next.
    fn number_all(&mut self, text: &str, numbers: &mut Vec<u32>) {
        each_word(text, |word| {
            let number = self.numbers.get(word).copied().unwrap_or_else(|| {
                let next = self.sections.len() as u32;
                self.numbers.insert(word.to_owned(), next);
                self.sections.push(0);
                next
            });
            numbers.push(number);
        });
    }
}

impl QuestionWords {
    fn new(document: &Document, question: &Question, asked: &mut AskedWords) -> QuestionWords {
        let mut stem = Vec::new();
        asked.number_all(&question.words, &mut stem);
        for choice in question.choices.iter().filter(|choice| choice.right) {
            asked.number_all(&choice.words(document), &mut stem);
        }
        let mut all = stem.clone();
        for part in question.explanation() {
            asked.number_all(&document.plain_fragment(part), &mut all);
        }
        QuestionWords { stem: in_order(stem), all: in_order(all) }
    }
}

impl SectionWords {
    /// How near it is to a question whose rare words are these: the weight of those that it has, how many they are, and `at` again.
    fn score(&self, rare: &[(u32, f64)], at: usize) -> (f64, usize, usize) {
        let shared = rare.iter().filter(|(word, _)| self.words.binary_search(word).is_ok());
        let weights = shared.map(|(word, weight)| {
            let is_title = self.title.binary_search(word).is_ok();
            if is_title { weight * HEADING_WEIGHT } else { *weight }
        });
        weights.fold((0.0, 0, at), |(score, count, at), weight| (score + weight, count + 1, at))
    }

    /// Whether it stands before a question, and what is asked names it: half of the words of its title.
    fn teaches(&self, stem: &[u32], question: &Question) -> bool {
        let named = self.title.iter().filter(|word| stem.binary_search(word).is_ok()).count();
        self.event < question.extent.start && named > 0 && named * 2 >= self.title_words
    }
}

/// The sections that teach: with enough words of their own beside questions, keys and lists of links; titles of quizzes and answers are none.
fn sections(document: &Document, quiz: &Quiz, asked: &mut AskedWords) -> Vec<SectionWords> {
    let mut left_out: Vec<Range<EventId>> = quiz.questions.iter().map(|question| question.extent.clone()).collect();
    left_out.extend(quiz.keys.iter().map(|key| key.extent.clone()));
    left_out.sort_by_key(|range| range.start);
    let is_left_out = |event: EventId| {
        let next = left_out.partition_point(|range| range.end <= event);
        left_out.get(next).is_some_and(|range| range.start <= event)
    };
    let mut found = Vec::new();
    let own: Vec<usize> = (0..document.headings.len())
        .filter(|at| document.headings.get(*at).is_some_and(|one| !is_left_out(one.event)))
        .collect();
    for (place, at) in own.iter().enumerate() {
        let Some(heading) = document.headings.get(*at) else { continue };
        let title = heading.text.to_lowercase();
        let is_of_quiz =
            [WordKind::Quiz, WordKind::Key, WordKind::ObjectivesHeading].iter().any(|kind| kind.is_within(&title));
        if is_of_quiz || heading.level == 1 {
            continue;
        }
        let next = own.get(place + 1).and_then(|next| document.headings.get(*next));
        let end = next.map_or(document.all().end, |next| next.event);
        let mut words = Vec::new();
        let (mut count, mut links) = (0, 0);
        let mut id = heading.event;
        while let Some(event) = document.event(id).filter(|_| id < end) {
            if is_left_out(id) {
                id += 1;
                continue;
            }
            if event.kind == EventKind::Open(Tag::Link) {
                links += 1;
            }
            each_word(document.leaf_text(&event), |word| {
                count += 1;
                words.extend(asked.numbers.get(word));
            });
            id += 1;
        }
        if count >= LEAST_WORDS && links * 5 < count {
            let words = in_order(words);
            for word in &words {
                asked.sections.get_mut(*word as usize).into_iter().for_each(|sections| *sections += 1);
            }
            let mut all_of_title = Vec::new();
            each_word(&title, |word| all_of_title.push(word.to_owned()));
            all_of_title.sort_unstable();
            all_of_title.dedup();
            let asked_of_title = all_of_title.iter().filter_map(|word| asked.numbers.get(word).copied()).collect();
            found.push(SectionWords {
                heading: *at,
                event: heading.event,
                title: in_order(asked_of_title),
                title_words: all_of_title.len(),
                words,
            });
        }
    }
    found
}

/// Each number once, ascending.
fn in_order(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The words of a text in lower case, without those that say little; of a plural the singular.
fn each_word(text: &str, mut found: impl FnMut(&str)) {
    let mut lower = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
        // Letters take one to four bytes.
        if word.len() < LEAST_LETTERS || !word.is_ascii() && word.chars().count() < LEAST_LETTERS {
            continue;
        }
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&word.to_lowercase());
        }
        let singular = lower.strip_suffix('s').filter(|singular| !singular.ends_with('s'));
        found(singular.unwrap_or(&lower));
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::parse;
    use crate::quiz::find;

    const CHAPTER: &str = "# Birds\n\n## Owls\n\nOwls hunt at night, silently, because soft feathers break the sound of their wings. They turn their heads, sleep within hollow trees during each day, hear some mouse beneath deep snow, swallow their victims entirely, spit pellets with bones, bury nothing, build hardly anything.\n\n## Penguins\n\nPenguins swim rather than fly: their wings are flippers. A layer of fat keeps them warm on antarctic ice, where each couple breeds one single egg upon their feet through winter, while others gather fish from cold currents, return after weeks, recognise their partner among thousands.\n\n## Swallows\n\nSwallows travel to Africa every autumn, navigating by stars and magnetism. They build cups of mud below roofs, catch insects throughout whole summers over meadows, raise several broods, gather along wires before leaving, cross deserts without resting, come back to their former nests.\n\n## Quiz\n\n### Question 1\n\n";

    fn section(question: &str) -> Option<String> {
        let document = parse(format!("{CHAPTER}{question}").into(), 0);
        let quiz = find(&document);
        let at = quiz.questions.first().expect("a question").section?;
        Some(document.headings[at as usize].text.to_string())
    }

    #[test]
    fn the_section_that_shares_rare_words_teaches_it() {
        let asked = "Why are hunting owls silent?\n\n- A) Small wings\n- B) Soft feathers\n\n**Answer: B**\n\n**Explanation:** Soft feathers break the sound of the wings at night.\n";
        assert_eq!(section(asked).as_deref(), Some("Owls"));
        let vague = "Which bird is the largest?\n\n- A) Ostrich\n- B) Wren\n\n**Answer: A**\n";
        assert_eq!(section(vague), None, "nothing of it is taught");
        let both = "What do owls hear beneath deep snow, and what keeps penguins warm on antarctic ice, a layer of fat?\n\n- A) Mouse and egg\n- B) Song\n\n**Answer: A**\n";
        assert_eq!(section(both), None, "two sections teach it");
    }
}
