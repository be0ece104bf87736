//! The session of `repair --interactive`, key by key.

use super::*;
use crate::span::PositionCursor;

const TEXT: &str = "## ğŸ“ Notes\n\n- ğŸ¯ one\n- ?? two\n\nCafÃ©\n";

fn file(shown: &str) -> SessionFile {
    let place = |stands: &str, candidates: &[&str]| {
        let start = TEXT.find(stands).expect("it is in the text");
        OpenPlace {
            range: start..start + stands.len(),
            position: PositionCursor::new(TEXT).advance_to(start as u32),
            stands: stands.to_owned(),
            candidates: candidates.iter().map(|text| (*text).to_owned()).collect(),
            confidence: (!candidates.is_empty()).then_some(0.62),
            channel: "cp1254".to_owned(),
            is_withheld: false,
        }
    };
    let at = TEXT.find("Ã©").expect("it is in the text");
    SessionFile {
        shown: shown.to_owned(),
        text: TEXT.to_owned(),
        places: vec![place("ğŸ“", &["📝", "🎓", "📁"]), place("ğŸ¯", &["🎯"]), place("??", &[])],
        sure: vec![(at..at + "Ã©".len(), "é".to_owned())],
    }
}

/// A session about two files after these keys.
fn after(keys: &str) -> RepairSession {
    let mut session = RepairSession::new(vec![file("a.md"), file("b.md")]);
    keys.chars().for_each(|key| session.press(key));
    session
}

/// What is written into the first file, and what is kept in it.
fn decided(keys: &str) -> (Vec<String>, Vec<&'static str>) {
    let Decisions { edits, kept, .. } = after(keys).decisions_of(0);
    (edits.into_iter().map(|(_, new)| new).collect(), kept.into_iter().map(|place| &TEXT[place]).collect())
}

#[test]
fn each_key_decides_about_its_place() {
    assert_eq!(decided("t"), (vec!["📝".to_owned(), "é".to_owned()], vec![]));
    assert_eq!(decided("2k"), (vec!["📁".to_owned(), "é".to_owned()], vec!["ğŸ¯"]));
    assert_eq!(decided("Te🚀\nk").0, ["📝", "🚀", "é"]);
    assert_eq!(decided(" t"), (vec!["🎯".to_owned(), "é".to_owned()], vec![]));
    assert_eq!(decided("eğŸ“\n").1, ["ğŸ“"], "what is typed as it stands is kept");
}

#[test]
fn keys_without_a_meaning_change_nothing_and_say_so() {
    for keys in ["9", "x", "tt5", "ttt"] {
        let session = after(keys);
        assert_eq!((session.mode(), session.choices.iter().flatten().count()), (SessionMode::Asking, keys.len() - 1));
        assert!(session.screen().contains("no such choice"), "{keys}");
    }
}

#[test]
fn one_key_takes_the_same_for_all_alike() {
    let session = after("a");
    assert_eq!(
        session.decisions_of(0).edits.len() + session.decisions_of(1).edits.len(),
        4,
        "one in each file, and the sure ones"
    );
    assert!(session.screen().contains("a.md:3:3"));
    assert!(after("akkk").screen().contains("b.md:4:3"), "what was decided alike is not asked about again");
    assert_eq!(after("au").choices.iter().flatten().count(), 0);
    assert!(after("kka").screen().contains("no such choice"));
}

#[test]
fn a_typed_text_can_be_corrected_and_given_up() {
    assert_eq!(decided("eab\u{8}c\n").0, ["ac", "é"]);
    for keys in ["e\n", "e\u{8}\n", "eab\u{1b}", "ea\u{8}\n"] {
        let session = after(keys);
        assert!(session.mode() == SessionMode::Asking && session.choices.iter().all(Option::is_none), "{keys:?}");
    }
    assert_eq!(decided("ea\u{1b}eb\n").0, ["b", "é"], "what was given up is gone");
    assert!(after("eq\tw").screen().ends_with("Enter (empty: back): qw"), "keys are characters here");
}

#[test]
fn undo_takes_back_one_step_after_the_other() {
    assert_eq!(decided("tkuu"), decided(""));
    assert_eq!(after("tkuu").at, 0);
    assert_eq!(decided("tu2"), decided("2"));
    assert_eq!(decided("tsu"), decided("t"));
    assert!(after("u").screen().contains("nothing to undo"));
    assert_eq!(after("wu").mode(), SessionMode::Asking);
}

#[test]
fn a_skipped_file_stays_as_it_is() {
    let session = after("ts");
    assert_eq!(session.decisions_of(0), Decisions { undecided: 3, ..Decisions::default() });
    assert!(session.screen().contains("b.md:1:4"), "{}", session.screen());
    assert_eq!(after("ss").mode(), SessionMode::Confirming);
}

#[test]
fn it_asks_once_before_it_ends_with_writing() {
    assert_eq!(after("ttkttk").mode(), SessionMode::Confirming);
    let session = after("tkw");
    assert!(
        session.screen().contains("a.md: 2 places, 1 of them sure without a question, 1 kept"),
        "{}",
        session.screen()
    );
    assert!(session.screen().contains("Write into 2 files?"), "{}", session.screen());
    assert_eq!(after("tww").mode(), SessionMode::Ended(SessionEnd::Write));
    assert_eq!(after("twy").mode(), SessionMode::Ended(SessionEnd::Write));
    for keys in ["q", "twq", "tttq"] {
        assert_eq!(after(keys).mode(), SessionMode::Ended(SessionEnd::Quit), "{keys}");
    }
    let mut session = after("t");
    session.abandon();
    assert_eq!(session.mode(), SessionMode::Ended(SessionEnd::Quit));
}

#[test]
fn a_question_shows_place_line_confidence_and_choices() {
    let shown = after("").screen();
    for part in [
        "a.md:1:4",
        "1 of 6; 62 % sure, cp1254",
        "## \x1b[7mğŸ“\x1b[0m Notes",
        "## \x1b[32m📝\x1b[0m Notes",
        "t 📝   1 🎓   2 📁",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(after("tt").screen().contains("a.md:4:3"), "a place that is lost is asked about, too");
    assert!(after("e").screen().contains("then Enter"));
}

#[test]
fn an_authors_text_controls_no_terminal() {
    let mut evil = file("a\u{1b}[31m.md");
    evil.text = evil.text.replace(" Notes", " \u{1b}[2J\u{202e}");
    let shown = RepairSession::new(vec![evil]).screen();
    assert!(!shown.contains("\u{1b}[2J") && !shown.contains("\u{202e}") && !shown.contains("[31m.md\u{1b}"), "{shown}");
    assert!(!shown.contains("\u{1b}[31m"), "{shown}");
}
