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
    /// Of each word the sections that have it, ascending.
    sections: Vec<Vec<WordPlace>>,
}

/// A word in a section.
struct WordPlace {
    section: usize,
    is_title: bool,
}

/// What a question asks with; numbers of words, each once, ascending.
struct QuestionWords {
    /// Of its stem and its right choices.
    stem: Vec<u32>,
    /// Of its explanation, too.
    all: Vec<u32>,
}

/// A section that teaches.
struct TeachingSection {
    heading: usize,
    event: EventId,
    /// The words of its title that are asked for, ascending.
    title: Vec<u32>,
    /// How many words its title has, whether asked for or not.
    title_words: usize,
}

/// How near a section is to a question: the weight of the rare words that both have, and how many they are.
#[derive(Clone, Copy, Default)]
struct Nearness {
    weight: f64,
    shared: usize,
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
    for (question, words) in quiz.questions.iter_mut().zip(&of_questions) {
        let near = asked.nearness(words, sections.len());
        let Some(best) = (0..near.len()).rev().max_by(|a, b| near[*a].weight.total_cmp(&near[*b].weight)) else {
            continue;
        };
        let others = near.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, other)| other.weight);
        let second = others.fold(0.0, f64::max);
        if near[best].shared >= LEAST_SHARED
            && near[best].weight >= second * LEAD
            && let Some(section) = sections.get(best).filter(|section| section.teaches(&words.stem, question))
        {
            question.section = Some(section.heading as u32);
        }
    }
}

impl AskedWords {
    /// Adds the numbers of the words of a text; a word that has none yet gets the next.
    fn number_all(&mut self, text: &str, numbers: &mut Vec<u32>) {
        each_word(text, |word| {
            let number = self.numbers.get(word).copied().unwrap_or_else(|| {
                let next = self.sections.len() as u32;
                self.numbers.insert(word.to_owned(), next);
                self.sections.push(Vec::new());
                next
            });
            numbers.push(number);
        });
    }

    /// How near each of `count` sections is to a question.
    fn nearness(&self, question: &QuestionWords, count: usize) -> Vec<Nearness> {
        let mut near = vec![Nearness::default(); count];
        let rare = (count / 4).max(1);
        let places = question.all.iter().filter_map(|word| self.sections.get(*word as usize));
        for places in places.filter(|places| places.len() <= rare) {
            let weight = (count as f64 / places.len() as f64).ln();
            for place in places {
                if let Some(near) = near.get_mut(place.section) {
                    near.weight += if place.is_title { weight * HEADING_WEIGHT } else { weight };
                    near.shared += 1;
                }
            }
        }
        near
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

impl TeachingSection {
    /// Whether it stands before a question, and what is asked names it: half of the words of its title.
    fn teaches(&self, stem: &[u32], question: &Question) -> bool {
        let named = self.title.iter().filter(|word| stem.binary_search(word).is_ok()).count();
        self.event < question.extent.start && named > 0 && named * 2 >= self.title_words
    }
}

/// The sections that teach: with enough words of their own beside questions, keys and lists of links; titles of quizzes and answers are none.
fn sections(document: &Document, quiz: &Quiz, asked: &mut AskedWords) -> Vec<TeachingSection> {
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
            let mut all_of_title = Vec::new();
            each_word(&title, |word| all_of_title.push(word.to_owned()));
            all_of_title.sort_unstable();
            all_of_title.dedup();
            let title = in_order(all_of_title.iter().filter_map(|word| asked.numbers.get(word).copied()).collect());
            for word in in_order(words) {
                if let Some(places) = asked.sections.get_mut(word as usize) {
                    places.push(WordPlace { section: found.len(), is_title: title.binary_search(&word).is_ok() });
                }
            }
            let title_words = all_of_title.len();
            found.push(TeachingSection { heading: *at, event: heading.event, title, title_words });
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
    let mut rest = text;
    while !rest.is_empty() {
        let between = rest.bytes().take_while(|byte| byte.is_ascii() && !is_of_ascii_word(byte)).count();
        rest = rest.get(between..).unwrap_or("");
        let mut length = rest.bytes().take_while(is_of_ascii_word).count();
        let is_ascii = rest.as_bytes().get(length).is_none_or(u8::is_ascii);
        if !is_ascii {
            length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        }
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        // A sign beyond ASCII begins no word and ends the run before it.
        rest = if word.is_empty() {
            after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or("")
        } else {
            after
        };
        // Letters take one to four bytes.
        if word.len() < LEAST_LETTERS || !is_ascii && word.chars().count() < LEAST_LETTERS {
            continue;
        }
        lower.clear();
        if is_ascii {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&word.to_lowercase());
        }
        let singular = lower.strip_suffix('s').filter(|singular| !singular.ends_with('s'));
        found(singular.unwrap_or(&lower));
    }
}

fn is_of_ascii_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
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
