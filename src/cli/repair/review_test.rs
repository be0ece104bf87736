//! The table of a review: what is written is read again, and what an author or an editor does to it is understood or told.

use super::*;

fn place(text: &str, stands: &str, candidates: &[&str]) -> OpenPlace {
    let start = text.find(stands).expect("it is in the text");
    OpenPlace {
        range: start..start + stands.len(),
        position: PositionCursor::new(text).advance_to(start as u32),
        stands: stands.to_owned(),
        candidates: candidates.iter().map(|text| (*text).to_owned()).collect(),
        confidence: Some(0.62),
        channel: "cp1254".to_owned(),
        is_withheld: false,
    }
}

const TEXT: &str = "# A\n\n## ğŸ“ Notes | more\n";

fn table() -> String {
    section("c/a.md", TEXT, &[place(TEXT, "ğŸ“", &["📝", "🎓", "a|b"])])
}

/// The only row of a review.
fn row(review: &str) -> ReviewedRow {
    let files = read(review);
    assert!(files.len() == 1 && files[0].faults.is_empty(), "{files:?}");
    files[0].rows[0].clone()
}

#[test]
fn a_row_shows_place_texts_confidence_and_words_around() {
    let row = "| 3:4 | ğŸ“ | 📝 | 62 % | 🎓 · a\\|b | ## ▸ğŸ“◂ Notes \\| more |";
    assert!(table().contains(row), "{}", table());
    assert!(table().contains("\n## c/a.md\n"));
    assert_eq!(section("c/a.md", TEXT, &[]), "");
}

#[test]
fn what_was_written_is_read_again() {
    let all = head("r.md") + &table();
    let files = read(&all);
    assert_eq!((files.len(), files[0].shown.as_str()), (1, "c/a.md"));
    let row = row(&all);
    assert_eq!((row.position, row.stands.as_str()), (Position { line: 3, column: 4 }, "ğŸ“"));
    assert_eq!(row.write.as_deref(), Some("📝"));
    assert_eq!(row.around, Some(letters(&around_cell(TEXT, &(8..15)))));
}

#[test]
fn invisible_signs_blanks_and_bars_survive_the_table() {
    for text in
        ["a\u{a0}", "\u{9d}", " b ", "|", "\\|", "\\", "x\\u{41}", "👩\u{200d}💻", "❤\u{fe0f}", "", "\u{ad}\u{feff}"]
    {
        let clean = !cell(text).contains(is_invisible);
        assert!(clean && unescaped(&cell(text)) == text, "{text:?}: {}", cell(text));
        assert_eq!(cells(&format!("| {} | x |", cell(text))), [cell(text).as_str(), "x"]);
    }
}

#[test]
fn an_edited_table_is_understood() {
    let set_anew = "## c/a.md\r\n\r\n|place|write  |stands|\r\n|:---|---|---:|\r\n|  3:4 |   | ğŸ“ |\r\n";
    assert_eq!(row(set_anew).write, None);
    assert_eq!(row(&set_anew.replace("|   |", "| \"\" |")).write.as_deref(), Some(""));
    assert_eq!(row(&set_anew.replace("|   |", "| 1\\_\\|C:\\new |")).write.as_deref(), Some("1_|C:\\new"));
    assert_eq!(row(&format!("\u{feff}{set_anew}")).around, None);
    assert_eq!(row(&table().replace("📝", "📁")).write.as_deref(), Some("📁"));
}

#[test]
fn what_is_no_row_is_told_with_its_line() {
    let faults = |review: &str| read(review).iter().flat_map(|file| file.faults.clone()).collect::<Vec<_>>();
    let bad = |from: &str, to: &str| faults(&table().replacen(from, to, 1));
    assert!(bad("📝", "a | b")[0].1.contains("not as many cells"));
    assert!(bad("3:4", "three")[0].1.contains("not a line and a column"));
    assert!(bad("📝", "a\\u{a}b")[0].1.contains("line end"));
    assert!(bad("place", "where")[0].1.contains("head of the table"));
    assert_eq!(bad("3:4", "three")[0].0, 6);
    assert_eq!(faults("| 1:1 | x |\n"), []);
}

#[test]
fn words_around_are_cut_at_the_line_and_in_long_ones() {
    let text = format!("one\n{}X{}\r\nthree", "ab ".repeat(40), "é".repeat(90));
    let at = text.find('X').expect("it is there");
    let (before, after) = words_around(&text, &(at..at + 1));
    assert_eq!((before.chars().count(), after.chars().count()), (41, 41));
    assert!(before.starts_with('…') && after.ends_with('…'));
    assert_eq!(words_around("a\nXb\r\n", &(2..3)), (String::new(), "b".to_owned()));
}

#[test]
fn any_text_can_be_read_as_a_review() {
    crate::properties::hold(300, |u| {
        let text: String = u.arbitrary()?;
        let _ = read(&text);
        let _ = read(&format!("{}| {text} |", table()));
        let escaped = cell(&text);
        if !text.is_empty() && text != NOTHING {
            assert_eq!(unescaped(&escaped), text);
        }
        Ok(())
    });
}
