//! A student's saved progress (docs/reference/progress.md, *Save my progress*), as this command reads it. In: bytes. Out: the course's key and what was
//! answered, or a sentence that says what is wrong. What is of no use here is not looked at.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A saved file.
#[derive(Debug, PartialEq)]
pub(super) struct SavedProgress {
    /// The key of its course.
    pub course: String,
    /// What was answered, by the id of the question.
    pub questions: BTreeMap<String, SavedQuestion>,
    /// Ids of records that cannot be read.
    pub unreadable: Vec<String>,
}

/// What a student's browser keeps of a question.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct SavedQuestion {
    /// Whether the first try was right, where the page could tell.
    #[serde(default)]
    pub first: Option<bool>,
    /// Whether the last one was.
    #[serde(default)]
    pub last: Option<bool>,
    /// The labels chosen last, with a blank between; what was typed into a blank; empty for a card.
    #[serde(default)]
    pub chosen: String,
    /// How many tries there were.
    #[serde(default = "one")]
    pub tries: u32,
}

fn one() -> u32 {
    1
}

/// The version of the form of saved files.
const FORM: u64 = 1;

/// Reads a saved file.
///
/// # Errors
/// It is no JSON, no saved progress, or of a later form: the rest of a sentence that begins with the file's name.
pub(super) fn parse(bytes: &[u8]) -> Result<SavedProgress, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| format!("is no JSON: {error}"))?;
    let form = value.get("syllabus").and_then(Value::as_u64);
    let Some(form) = form else { return Err("is no saved progress: it has no `syllabus`".to_owned()) };
    if form != FORM {
        return Err(format!("was saved by another version of syllabus (form {form}, this one reads form {FORM})"));
    }
    let Some(course) = value.get("course").and_then(Value::as_str) else {
        return Err("does not say of which course it is".to_owned());
    };
    let mut saved = SavedProgress { course: course.to_owned(), questions: BTreeMap::new(), unreadable: Vec::new() };
    match value.get("questions") {
        None | Some(Value::Null) => {}
        Some(Value::Object(questions)) => {
            // What a student reset is null, or says so.
            let kept = questions
                .iter()
                .filter(|(_, record)| !record.is_null() && record.get("reset") != Some(&Value::Bool(true)));
            for (id, record) in kept {
                match serde_json::from_value::<SavedQuestion>(record.clone()) {
                    Ok(record) => drop(saved.questions.insert(id.clone(), record)),
                    Err(_) => saved.unreadable.push(id.clone()),
                }
            }
        }
        Some(_) => return Err("has no list of questions that could be read".to_owned()),
    }
    Ok(saved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_is_read_and_what_was_reset_counts_for_nothing() {
        let text = r#"{"syllabus": 1, "course": "c", "questions": {"a": {"first": false, "last": true, "chosen": "B", "tries": 2, "due": "x"},
            "b": null, "c": {"v": 2, "reset": true}, "d": {"tries": "many"}}, "checks": 3}"#;
        let saved = parse(text.as_bytes()).expect("it is read");
        let one = SavedQuestion { first: Some(false), last: Some(true), chosen: "B".to_owned(), tries: 2 };
        assert_eq!(saved.questions, BTreeMap::from([("a".to_owned(), one)]));
        assert_eq!((saved.course.as_str(), saved.unreadable), ("c", vec!["d".to_owned()]));
    }

    #[test]
    fn what_is_no_saved_file_is_said_in_a_sentence() {
        for (text, why) in [
            ("{", "is no JSON"),
            ("[]", "is no saved progress"),
            (r#"{"syllabus": 2}"#, "another version"),
            (r#"{"syllabus": 1}"#, "of which course"),
            (r#"{"syllabus": 1, "course": "c", "questions": []}"#, "no list of questions"),
        ] {
            assert!(parse(text.as_bytes()).is_err_and(|told| told.contains(why)), "{text}");
        }
    }
}
