//! Which section of its chapter teaches what a question asks. In: a document and its quiz. Out: for each question the heading of that section,
//! where one wins clearly: it stands before the question, half of the words of its title are in what is asked, and it shares far more rare words
//! with question and explanation than any other. Else none: a link to the wrong place is worse than no link.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

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

/// A section: its heading, and its words.
struct SectionWords {
    heading: usize,
    event: EventId,
    title: HashSet<String>,
    words: HashSet<String>,
}

/// Finds the section of each question.
pub(super) fn assign(document: &Document, quiz: &mut Quiz) {
    if quiz.questions.is_empty() || document.headings.len() < LEAST_SECTIONS {
        return;
    }
    let sections = sections(document, quiz);
    if sections.len() < LEAST_SECTIONS {
        return;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in sections.iter().flat_map(|section| &section.words) {
        *counts.entry(word).or_default() += 1;
    }
    let rare = (sections.len() / 4).max(1);
    for question in &mut quiz.questions {
        let stem = asked_words(document, question);
        let asked = &stem | &explained_words(document, question);
        let mut scores: Vec<(f64, usize, usize)> = sections
            .iter()
            .map(|section| {
                let shared = asked.iter().filter(|word| section.words.contains(*word));
                let weighed = shared.filter_map(|word| {
                    let count = counts.get(word.as_str()).copied().unwrap_or(1);
                    let weight = (sections.len() as f64 / count as f64).ln();
                    let is_title = section.title.contains(word);
                    (count <= rare).then_some(if is_title { weight * HEADING_WEIGHT } else { weight })
                });
                let (score, shared) = weighed.fold((0.0, 0), |(score, shared), weight| (score + weight, shared + 1));
                (score, shared, section.heading)
            })
            .collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0));
        if let [(best, shared, heading), (second, ..), ..] = scores.as_slice()
            && *shared >= LEAST_SHARED
            && *best >= second * LEAD
            && sections.iter().any(|section| section.heading == *heading && teaches(section, &stem, question))
        {
            question.section = Some(*heading as u32);
        }
    }
}

/// Whether a section stands before a question, and what is asked names it: half of the words of its title.
fn teaches(section: &SectionWords, stem: &HashSet<String>, question: &Question) -> bool {
    let named = section.title.iter().filter(|word| stem.contains(*word)).count();
    section.event < question.extent.start && named > 0 && named * 2 >= section.title.len()
}

/// The sections that teach: with enough words of their own beside questions, keys and lists of links; titles of quizzes and answers are none.
fn sections(document: &Document, quiz: &Quiz) -> Vec<SectionWords> {
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
        let mut words = HashSet::new();
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
            for word in words_in(document.leaf_text(&event)) {
                count += 1;
                words.insert(word);
            }
            id += 1;
        }
        if count >= LEAST_WORDS && links * 5 < count {
            found.push(SectionWords { heading: *at, event: heading.event, title: words_in(&title).collect(), words });
        }
    }
    found
}

/// What a question asks, and its right choices.
fn asked_words(document: &Document, question: &Question) -> HashSet<String> {
    let right = question.choices.iter().filter(|choice| choice.right).map(|choice| choice.words(document));
    right.chain([question.words.clone()]).flat_map(|text| words_in(&text).collect::<Vec<_>>()).collect()
}

/// The words of its explanation.
fn explained_words(document: &Document, question: &Question) -> HashSet<String> {
    let explained = question.explanation().iter().map(|part| document.plain_fragment(part));
    explained.flat_map(|text| words_in(&text).collect::<Vec<_>>()).collect()
}

/// The words of a text in lower case, without those that say little; of a plural the singular.
fn words_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| word.chars().count() >= LEAST_LETTERS).map(|word| {
        let word = word.to_lowercase();
        match word.strip_suffix('s') {
            Some(singular) if !singular.ends_with('s') => singular.to_owned(),
            _ => word,
        }
    })
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
