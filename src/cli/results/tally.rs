//! What many students answered, question by question. In: the questions of a course, and saved files one after another. Out: rows, those that fail
//! most first. Grades by the key of the source where there is one: where answers are withheld, a page cannot.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::saved::{SavedProgress, SavedQuestion};

/// A question of the course.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AskedQuestion {
    pub id: String,
    /// The chapter's file.
    pub source: String,
    pub line: u32,
    pub number: u32,
    pub stem: String,
    /// The labels of its choices; none of a card.
    pub labels: Vec<String>,
    /// The labels of those that are right; none where nothing says so.
    pub answer: Vec<String>,
}

/// A row of the overview.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct QuestionResult {
    /// Its id.
    pub id: String,
    /// The chapter's file; null where the course has no such question.
    pub source: Option<String>,
    /// Its line there, counted from 1.
    pub line: Option<u32>,
    /// Its number.
    pub number: Option<u32>,
    /// What is asked.
    pub stem: Option<String>,
    /// The labels of the right choices.
    pub answer: Vec<String>,
    /// How many students answered it.
    pub students: usize,
    /// How many of the first tries were right, of those that could be graded.
    pub first_right: usize,
    /// How many of the first tries could be graded.
    pub first_graded: usize,
    /// How many of the last tries were right, of those that could be graded.
    pub last_right: usize,
    /// How many of the last tries could be graded.
    pub last_graded: usize,
    /// Tries of all students.
    pub tries: u64,
    /// How often each choice was chosen last.
    pub chosen: BTreeMap<String, usize>,
}

/// Counts saved files.
#[derive(Debug)]
pub(super) struct AnswerTally {
    asked: Vec<AskedQuestion>,
    places: HashMap<String, usize>,
    /// By place in `asked`; beyond it those that the course does not have.
    rows: Vec<QuestionResult>,
    unknown: HashMap<String, usize>,
}

impl AnswerTally {
    /// For the questions of a course; of those with the same id the first counts.
    pub fn new(asked: Vec<AskedQuestion>) -> Self {
        let mut places = HashMap::new();
        for (place, question) in asked.iter().enumerate() {
            places.entry(question.id.clone()).or_insert(place);
        }
        let row = |question: &AskedQuestion| QuestionResult {
            id: question.id.clone(),
            source: Some(question.source.clone()),
            line: Some(question.line),
            number: Some(question.number),
            stem: Some(question.stem.clone()),
            answer: question.answer.clone(),
            ..QuestionResult::default()
        };
        let rows = asked.iter().map(row).collect();
        AnswerTally { asked, places, rows, unknown: HashMap::new() }
    }

    /// Counts a saved file; returns the ids that the course does not have.
    pub fn add(&mut self, saved: &SavedProgress) -> Vec<String> {
        let mut strangers = Vec::new();
        for (id, record) in &saved.questions {
            let place = match self.places.get(id) {
                Some(place) => *place,
                None => {
                    strangers.push(id.clone());
                    let rows = &mut self.rows;
                    *self.unknown.entry(id.clone()).or_insert_with(|| {
                        rows.push(QuestionResult { id: id.clone(), ..QuestionResult::default() });
                        rows.len() - 1
                    })
                }
            };
            let graded = grade(record, self.asked.get(place));
            if let Some(row) = self.rows.get_mut(place) {
                row.count(record, graded);
            }
        }
        strangers
    }

    /// The rows of questions that someone answered: those that fail most first, then those that most students answered, then in the course's
    /// order.
    pub fn finished(self) -> Vec<QuestionResult> {
        let mut rows: Vec<QuestionResult> = self.rows.into_iter().filter(|row| row.students > 0).collect();
        rows.sort_by(|a, b| a.compare(b));
        rows
    }
}

/// Whether the first and the last try were right, as far as that can be told.
fn grade(record: &SavedQuestion, asked: Option<&AskedQuestion>) -> (Option<bool>, Option<bool>) {
    let of_key = asked.and_then(|asked| {
        let chosen: Vec<&str> = record.chosen.split_whitespace().collect();
        // What was typed into a blank, and a label that is gone, are no choices.
        let are_labels = !chosen.is_empty() && chosen.iter().all(|label| asked.labels.iter().any(|own| own == label));
        let is_right = chosen.len() == asked.answer.len()
            && chosen.iter().all(|label| asked.answer.iter().any(|own| own == label));
        (are_labels && !asked.answer.is_empty()).then_some(is_right)
    });
    let last = of_key.or(record.last);
    let first = match (of_key, record.tries) {
        (Some(_), 0 | 1) => of_key,
        // The page graded otherwise than the key does, or not at all: then it did not know of the first try either.
        (Some(_), _) if record.last != of_key => None,
        _ => record.first,
    };
    (first, last)
}

impl QuestionResult {
    fn count(&mut self, record: &SavedQuestion, (first, last): (Option<bool>, Option<bool>)) {
        self.students += 1;
        self.first_graded += usize::from(first.is_some());
        self.first_right += usize::from(first == Some(true));
        self.last_graded += usize::from(last.is_some());
        self.last_right += usize::from(last == Some(true));
        self.tries += u64::from(record.tries.max(1));
        for label in record.chosen.split_whitespace() {
            *self.chosen.entry(label.to_owned()).or_default() += 1;
        }
    }

    /// How many in a thousand got it right at first, else at last; none where nothing could be graded.
    fn share(&self) -> Option<usize> {
        let of = |right: usize, graded: usize| (right * 1000).checked_div(graded);
        of(self.first_right, self.first_graded).or_else(|| of(self.last_right, self.last_graded))
    }

    fn compare(&self, other: &Self) -> Ordering {
        let key = |row: &Self| row.share().unwrap_or(usize::MAX);
        key(self).cmp(&key(other)).then(other.students.cmp(&self.students))
    }

    /// The wrong choice that was taken most; none where none was, or nothing says what is right.
    pub fn most_wrong(&self) -> Option<&str> {
        let wrong = self.chosen.iter().filter(|(label, _)| !self.answer.is_empty() && !self.answer.contains(label));
        wrong.max_by_key(|(_, count)| **count).map(|(label, _)| label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::saved::parse;
    use super::*;

    fn question(id: &str, answer: &str) -> AskedQuestion {
        AskedQuestion {
            id: id.to_owned(),
            labels: ["A", "B", "C"].map(str::to_owned).to_vec(),
            answer: answer.split_whitespace().map(str::to_owned).collect(),
            ..AskedQuestion::default()
        }
    }

    fn saved(questions: &str) -> SavedProgress {
        parse(format!(r#"{{"syllabus": 1, "course": "c", "questions": {{{questions}}}}}"#).as_bytes())
            .expect("it is read")
    }

    #[test]
    fn what_fails_most_comes_first_and_unknown_ids_are_kept() {
        let mut tally = AnswerTally::new(vec![question("easy", "A"), question("hard", "B C"), question("unseen", "A")]);
        let one = saved(
            r#""easy": {"first": true, "last": true, "chosen": "A", "tries": 1}, "hard": {"first": false, "last": true, "chosen": "C B", "tries": 3}"#,
        );
        let two = saved(
            r#""hard": {"first": false, "last": false, "chosen": "A", "tries": 1}, "gone": {"first": true, "last": true, "chosen": "A", "tries": 1}"#,
        );
        assert_eq!(tally.add(&one), [""; 0]);
        assert_eq!(tally.add(&two), ["gone"]);
        let rows = tally.finished();
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["hard", "easy", "gone"]);
        let hard = &rows[0];
        assert_eq!(
            (hard.first_right, hard.first_graded, hard.last_right, hard.last_graded, hard.tries),
            (0, 2, 1, 2, 4)
        );
        assert_eq!(hard.most_wrong(), Some("A"));
    }

    #[test]
    fn the_key_of_the_source_grades_what_a_page_could_not() {
        let mut tally = AnswerTally::new(vec![question("q", "B")]);
        for record in [
            r#""q": {"first": false, "last": false, "chosen": "B", "tries": 1}"#,
            r#""q": {"chosen": "A", "tries": 1}"#,
            r#""q": {"first": false, "last": false, "chosen": "B", "tries": 2}"#,
        ] {
            tally.add(&saved(record));
        }
        let row = &tally.finished()[0];
        assert_eq!((row.first_right, row.first_graded, row.last_right, row.last_graded), (1, 2, 2, 3));
    }
}
