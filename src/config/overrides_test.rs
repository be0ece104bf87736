//! The text of `syllabus.toml` after an author chooses repairs in the preview.

use super::*;

const PLACE: OverridePlace = OverridePlace { file: "a/b.md", before: "ğŸ“", context: None };

/// Choosing `📝` for `PLACE` in `before` gives `after`; the choice can be changed, and removing it gives `before`.
#[track_caller]
fn added(before: &str, after: &str) {
    changed(before, after);
    assert_eq!(choose(after, &PLACE, None).as_deref(), Ok(before), "taken back");
}

#[track_caller]
fn changed(before: &str, after: &str) {
    assert_eq!(choose(before, &PLACE, Some("📝")).as_deref(), Ok(after));
    assert_eq!(choose(after, &PLACE, Some("📝")).as_deref(), Ok(after), "once more");
    let other = after.replace("📝", "🎓");
    assert_eq!(choose(after, &PLACE, Some("🎓")), Ok(other), "another");
}

const KEYS: &str = "file = \"a/b.md\"\nbefore = \"ğŸ“\"\nafter = \"📝\"";
const INLINE: &str = r#"{ file = "a/b.md", before = "ğŸ“", after = "📝" }"#;

#[test]
fn the_first_choice_makes_the_file() {
    added("", &format!("[[repair.override]]\n{KEYS}\n"));
}

#[test]
fn a_choice_stands_at_the_end_after_an_empty_line() {
    let block = format!("\n[[repair.override]]\n{KEYS}\n");
    for text in [
        "[course]\ntitle = 'x' # x\n",
        "# only a remark\n\n\n",
        "\n",
        "[repair]\nenabled = true\n",
        "repair.enabled = true\n",
    ] {
        added(text, &format!("{text}{block}"));
    }
    added("[course]\n\ttitle='x'", &format!("[course]\n\ttitle='x'\n{}", block.trim_end()));
}

#[test]
fn choices_stand_together() {
    let one = "[[repair.override]] # mine\nbefore = 'x'\nafter = '''\ny''' # z\n";
    let rest = "\n# about the theme\n[theme]\nhue = 2\n";
    added(&format!("{one}{rest}"), &format!("{one}\n[[repair.override]]\n{KEYS}\n{rest}"));
    let empty = "[[repair.override]]\n";
    added(empty, &format!("{empty}\n[[repair.override]]\n{KEYS}\n"));
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let text = "\u{feff}[course]\r\ntitle = 'x'\r\n";
    let block = format!("\r\n[[repair.override]]\r\n{}\r\n", KEYS.replace('\n', "\r\n"));
    added(text, &format!("{text}{block}"));
    added(text.trim_end(), &format!("{}\r\n{}", text.trim_end(), block.trim_end()));
    added("\u{feff}", &format!("\u{feff}[[repair.override]]\n{KEYS}\n"));
}

#[test]
fn lists_are_added_to_as_they_are_written() {
    let other = "{ before = \"x, # }\", after = 'y' }";
    added("[repair]\noverride = [] # none\n", &format!("[repair]\noverride = [{INLINE}] # none\n"));
    added(&format!("repair.override = [ {other} ]\n"), &format!("repair.override = [ {other}, {INLINE} ]\n"));
    added(&format!("repair.override = [{other},]\n"), &format!("repair.override = [{other}, {INLINE},]\n"));
    added(
        &format!("[repair]\noverride = [\n  {other}, # a, b\n]\n"),
        &format!("[repair]\noverride = [\n  {other}, # a, b\n  {INLINE},\n]\n"),
    );
    added(
        &format!("[repair]\r\noverride = [\r\n\t{other} # a, b\r\n\t# c\r\n]\r\n"),
        &format!("[repair]\r\noverride = [\r\n\t{other}, # a, b\r\n\t{INLINE}\r\n\t# c\r\n]\r\n"),
    );
    added(&format!("[repair]\noverride = [\n  {other}]\n"), &format!("[repair]\noverride = [\n  {other}, {INLINE}]\n"));
}

#[test]
fn a_table_in_braces_is_added_to() {
    changed("repair = {}\n", &format!("repair = {{ override = [{INLINE}]}}\n"));
    changed("repair = { enabled = true }\n", &format!("repair = {{ enabled = true, override = [{INLINE}] }}\n"));
    changed("[repair]\n'override'=[]", &format!("[repair]\n'override'=[{INLINE}]"));
}

#[test]
fn an_override_in_the_middle_is_changed_and_removed_where_it_stands() {
    let around = |middle: &str| {
        format!(
            "# one\n[[repair.override]]\nbefore = 'x'\nafter = 'y'\n{middle}\n# two\n[[repair.override]]\nbefore = 'z'\nafter = ''\n"
        )
    };
    let own = "\n# why\n[[repair.override]]\nafter = '🎓' # cap\nbefore = \"ğŸ“\"\nfile = './a/b.md'\n";
    let text = around(own);
    assert_eq!(choose(&text, &PLACE, Some("📝")), Ok(around(&own.replace("'🎓'", "\"📝\""))));
    assert_eq!(choose(&text, &PLACE, None), Ok(around("\n# why\n")));

    let list = |own: &str| {
        format!("repair.override = [{{ before = 'x', after = 'y' }}, {own}{{ before = 'z', after = '' }}]\n")
    };
    assert_eq!(choose(&list(&format!("{INLINE}, ")), &PLACE, None), Ok(list("")));
    let lines = |own: &str| format!("[repair]\noverride = [\n{own}  {{ before = 'z', after = '' }}, # z\n]\n");
    assert_eq!(choose(&lines(&format!("  {INLINE},\n")), &PLACE, None), Ok(lines("")));
}

#[test]
fn only_the_very_place_is_meant() {
    let text = "[[repair.override]]\nbefore = \"ğŸ“\"\nafter = 'all files'\n";
    assert_eq!(choose(text, &PLACE, None).as_deref(), Ok(text));
    let here = OverridePlace { context: Some("ğŸ“ \"Notes\""), ..PLACE };
    let both = choose(&choose(text, &PLACE, Some("1")).expect("one"), &here, Some("2")).expect("two");
    assert!(both.ends_with("context = \"ğŸ“ \\\"Notes\\\"\"\nafter = \"2\"\n"), "{both}");
    assert_eq!(parse(&both).0.repair.overrides.len(), 3);
    assert_eq!(choose(&both, &here, None), choose(text, &PLACE, Some("1")));
}

#[test]
fn one_written_twice_is_taken_back_whole() {
    let twice = format!("[[repair.override]]\n{KEYS}\n\n[[repair.override]]\n{KEYS}\n");
    assert_eq!(choose(&twice, &PLACE, None).as_deref(), Ok(""));
}

#[test]
fn what_cannot_be_edited_is_left_alone() {
    for text in ["[course\n", "a = 1\na = 2\n", "x", &format!("{}=1", "a.".repeat(100_000))] {
        assert_eq!(choose(text, &PLACE, Some("x")), Err(UNREADABLE), "{text:.40}");
    }
    for text in [
        "repair = 3\n",
        "repair.override = 3\n",
        "[repair.override]\nbefore = 'x'\nafter = 'y'\n",
        "repair.override = [3]\n",
    ] {
        assert_eq!(choose(text, &PLACE, Some("x")), Err(UNSUPPORTED_FORM), "{text}");
    }
}

#[test]
fn any_characters_are_read_back_as_they_were() {
    for text in ["", "\"\\", "Â\u{a0}\u{ad}\u{81}\u{7f}\u{0}\r\n\t'''\"\"\"", "\u{200d}\u{fe0f}👩‍🚀", "\u{2028}\u{feff}"]
    {
        let before = format!("{text}x");
        let place = OverridePlace { file: "ü \"x\".md", before: &before, context: Some(&before) };
        let edited = choose("[course]\n", &place, Some(text)).expect("a text");
        assert!(edited.chars().all(|c| c == '\n' || !c.is_control()), "{edited:?}");
        let read = parse(&edited).0.repair.overrides.remove(0);
        assert_eq!(
            (read.before.as_str(), read.after.as_str(), read.context.as_deref()),
            (place.before, text, place.context)
        );
        assert_eq!(choose(&edited, &place, None).as_deref(), Ok("[course]\n"));
    }
}
