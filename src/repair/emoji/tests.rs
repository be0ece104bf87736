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
        let scored = score::CandidateContest::by_figures(model, &lost, &all).of_candidates(&all);
        let own = |c: char| scored.iter().find(|one| one.char == c).map_or(f32::MIN, |one| one.log);
        assert!(scored.iter().all(|one| one.log <= own(value.candidates[0].0)), "line {}", value.line);
        for (c, log) in value.candidates {
            // Vectors are packed more coarsely than the check values were made with.
            assert!((log - own(c)).abs() < 0.1 + 0.1 * log.abs(), "line {}: {c} {log}, not {}", value.line, own(c));
        }
    }
}

fn fixed(text: &str) -> String {
    let settings = crate::repair::RepairSettings::default();
    crate::repair::repair(text, &settings).text.into_owned()
}

#[test]
fn words_and_blocks_around_decide() {
    assert_eq!(fixed("## ğŸ” Encryption and keys\n\n## ğŸ” Search\n"), "## 🔐 Encryption and keys\n\n## 🔍 Search\n");
    assert_eq!(fixed("- ğŸ“ Folder of files\n- ğŸ“ Notes\n"), "- 📁 Folder of files\n- 📝 Notes\n");
    assert_eq!(fixed("## ğŸ“ Certificado del curso\n"), "## 🎓 Certificado del curso\n");
}

#[test]
fn what_courses_use_emoji_for_decides() {
    assert_eq!(
        fixed("# ğŸ¯ Plan\n\n[ğŸ” Retour au sommaire](#plan)\n"),
        "# 🎯 Plan\n\n[🔝 Retour au sommaire](#plan)\n"
    );
    assert_eq!(fixed("# ğŸ¯ Plan\n\n- ğŸ¹ Golang\n- ğŸŒ Lento\n"), "# 🎯 Plan\n\n- 🐹 Golang\n- 🐌 Lento\n");
}

#[test]
fn a_picture_at_the_end_of_a_quotation_is_repaired() {
    let text = "# ğŸ¯ Goals\n\ncafÃ© â€” naÃ¯ve\n\nAnswer with \"yes ğŸ‘\" now.\n";
    let found = crate::repair::repair(text, &crate::repair::RepairSettings::default());
    assert!(found.text.contains("\"yes 👍\" now"), "{}", found.text);
    assert!(found.repairs.iter().all(|one| !one.before.starts_with("ğŸ‘") || !one.sure));
}

#[test]
fn the_selector_that_survived_decides() {
    assert_eq!(fixed("## ğŸ›ï¸ Pillars\n\n## ğŸ› Known bugs\n"), "## 🏛️ Pillars\n\n## 🐛 Known bugs\n");
}

#[test]
fn the_entry_of_a_table_of_contents_has_the_emoji_of_its_heading() {
    let text = "# ğŸ¯ Guide\n\n- [ğŸ“ Overview of it](#-overview-of-it)\n\ntext\n\n## ğŸ“ Overview of it\n";
    let found = fixed(text);
    let emoji: Vec<char> = found.chars().filter(|c| *c >= FIRST).collect();
    assert_eq!((emoji.len(), emoji[1]), (3, emoji[2]), "{found}");
}

#[test]
fn emoji_that_are_data_are_never_sure() {
    let text = "# ğŸ¯ Goals\n\nSee â€œitâ€ hereâ€¦ cafÃ©\n\n```js\nconst all = ['ğŸ“ '];\n```\n";
    let settings = crate::repair::RepairSettings::default();
    let found = crate::repair::repair(text, &settings);
    let in_code = found.repairs.iter().filter(|one| one.before.starts_with("ğŸ“"));
    assert!(in_code.into_iter().all(|one| !one.sure && one.confidence <= 0.5), "{:?}", found.repairs);
}

#[test]
fn a_hostile_number_of_emoji_takes_no_hostile_time() {
    let text = "ğŸ“ ".repeat(MAX_OPEN + 100);
    assert_eq!(fixed(&text).chars().filter(|c| *c >= FIRST).count(), MAX_OPEN + 100);
}
