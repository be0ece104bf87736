//! The emoji model as a whole: check values of its makers, the packed file, and what it decides.

use std::path::{Path, PathBuf};

use super::place::LostEmoji;
use super::*;

/// The figures that the model is packed from, where they are.
fn figures() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/repair-model");
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: the figures of the model are not beside the repository");
    None
}

/// A line of the check values: line number from 0, emoji, features, candidates with log-probabilities.
struct CheckValue {
    line: usize,
    emoji: char,
    features: String,
    candidates: Vec<(char, f32)>,
}

fn check_value(line: &str) -> Option<CheckValue> {
    let mut columns = line.split('\t');
    let (line, emoji, features) = (columns.next()?.parse().ok()?, columns.next()?.chars().next()?, columns.next()?);
    let candidates = columns.next()?.split(' ').filter_map(|one| {
        let c = one.chars().next()?;
        Some((c, one.get(c.len_utf8()..)?.parse().ok()?))
    });
    Some(CheckValue { line, emoji, features: features.to_owned(), candidates: candidates.collect() })
}

fn shown(lost: &LostEmoji) -> String {
    let show = |(name, value): &(String, f32)| if *value == 1.0 { name.clone() } else { format!("{name}*{value}") };
    lost.features.iter().map(show).collect::<Vec<String>>().join(" ")
}

#[test]
fn the_check_values_of_the_model_come_out() {
    let Some(path) = figures() else { return };
    let cases = std::fs::read_to_string(path.join("cases.tsv")).expect("the check values");
    let text: String = cases.lines().filter_map(|line| line.strip_prefix("#|")).flat_map(|line| [line, "\n"]).collect();
    let values: Vec<CheckValue> = cases.lines().filter_map(check_value).collect();
    assert!(values.len() > 10);
    let model = EmojiModel::get().expect("a model");
    for value in values {
        let start: usize = text.split_inclusive('\n').take(value.line).map(str::len).sum();
        let at = start + text[start..].find(value.emoji).expect("the emoji");
        let lost = place::places(&text, &[at], |c| model.emoji().find(c).is_some()).remove(0);
        assert_eq!(shown(&lost), value.features, "line {}", value.line);
        let table = model.emoji();
        let set = table.record(table.find(value.emoji).expect("known")).expect("a record").set;
        let all = table.of_sets(&[set]).into_iter().filter_map(|number| Some(table.record(number)?.char));
        let all: Vec<char> = all.collect();
        let scored = score::scored(model, &lost, &all);
        let own = |c: char| scored.iter().find(|one| one.char == c).map_or(f32::MIN, |one| one.log);
        assert!(scored.iter().all(|one| one.log <= own(value.candidates[0].0)), "line {}", value.line);
        for (c, log) in value.candidates {
            // Vectors are packed more coarsely than the check values were made with.
            assert!((log - own(c)).abs() < 0.1 + 0.1 * log.abs(), "line {}: {c} {log}, not {}", value.line, own(c));
        }
    }
}
