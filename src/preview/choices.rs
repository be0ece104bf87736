//! An author's choice of a repair, put into the text of `syllabus.toml`. In: the choice as a page sent it, the chapter as it is now, the
//! configuration's text. Out: the new text. A choice is taken only for a place that the repair reported. Reads and writes no file.

use super::facts;
use super::server::RepairChoice;
use crate::chapter::Chapter;
use crate::config::overrides::{self, OverridePlace};
use crate::config::{self, OverrideConfig};
use crate::export::json::repairs_json;
use crate::path::SourcePath;
use crate::pipeline::Update;

/// The line of a chapter that a choice is about, and a part of it that no other line with the same damage has, if there are others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoicePlace<'t> {
    line: &'t str,
    context: Option<&'t str>,
}

/// The place of a choice in the chapter as it is now.
///
/// # Errors
/// A message for the author: the repair reported nothing there.
pub fn place_of<'c>(
    update: &Update,
    chapter: &'c Chapter,
    choice: &RepairChoice,
) -> Result<ChoicePlace<'c>, &'static str> {
    let place = place_in(&chapter.text, choice).ok_or("the line has changed; look at the page again")?;
    let reported = repairs_json(&chapter.text, &facts::decided(update, chapter), |_| true);
    let is_chosen = |at: (u32, u32), before: &str| at == (choice.line, choice.column) && before == choice.before;
    if !reported.iter().any(|repair| is_chosen((repair.line, repair.column), &repair.before)) {
        return Err("no repair is reported at this place; look at the page again");
    }
    Ok(place)
}

/// The place of a choice in a text, reported or not; none where other characters stand there.
pub fn place_in<'t>(text: &'t str, choice: &RepairChoice) -> Option<ChoicePlace<'t>> {
    let line = line_of(text, choice)?;
    Some(ChoicePlace { line, context: context(text, line, choice) })
}

/// The text of the configuration with the choice in it or, if it is to be taken back, without. `place` is none where the chapter is gone:
/// then a choice can only be taken back.
///
/// # Errors
/// A message for the author, as the end of a sentence that begins with the configuration's name.
pub fn edited(text: &str, choice: &RepairChoice, place: Option<ChoicePlace<'_>>) -> Result<String, &'static str> {
    let config = config::parse(text).0;
    let contexts = contexts_of(&config.repair.overrides, choice, place.map(|place| place.line));
    let context = match (place, &choice.after, contexts.as_slice()) {
        // The one of this line goes before the one of the whole file.
        (Some(place), Some(_), contexts) => contexts.iter().copied().flatten().next().or(place.context),
        (Some(_), None, [.., context]) | (None, None, [context]) => *context,
        (_, None, [])
            if config.repair.overrides.iter().any(|one| one.file.is_none() && one.before == choice.before) =>
        {
            return Err("decides this for all chapters; change it there");
        }
        (_, None, []) => return Ok(text.to_owned()),
        (None, None, _) => {
            return Err("has more than one choice for these characters of a chapter that is gone; remove them there");
        }
        (None, Some(_), _) => return Err("was not changed: there is no such chapter"),
    };
    let place = OverridePlace { file: choice.source.as_str(), before: &choice.before, context };
    overrides::choose(text, &place, choice.after.as_deref()).map_err(|error| error.0)
}

/// The contexts of the overrides for the chapter that apply to the damage of this choice in `line` (in any line, if it is none); the one
/// without a context, which is for all lines, comes first.
fn contexts_of<'c>(all: &'c [OverrideConfig], choice: &RepairChoice, line: Option<&str>) -> Vec<Option<&'c str>> {
    let is_of_chapter = |one: &&OverrideConfig| {
        one.file.as_deref().is_some_and(|file| SourcePath::new(file) == choice.source) && one.before == choice.before
    };
    let applies = |context: &Option<&str>| context.is_none_or(|context| line.is_none_or(|line| line.contains(context)));
    let mut contexts: Vec<Option<&str>> =
        all.iter().filter(is_of_chapter).map(|one| one.context.as_deref()).filter(applies).collect();
    contexts.sort();
    contexts.dedup();
    contexts
}

/// The line that the choice is about, if it still has the damaged characters where the browser showed them.
fn line_of<'t>(text: &'t str, choice: &RepairChoice) -> Option<&'t str> {
    let line = text.split('\n').nth(choice.line.checked_sub(1)? as usize)?.trim_end_matches('\r');
    let (at, _) = line.char_indices().nth(choice.column.checked_sub(1)? as usize)?;
    line.get(at..)?.starts_with(&choice.before).then_some(line).filter(|_| !choice.before.is_empty())
}

/// A short part of the line that no other line of the chapter contains, else the whole line; none if no other line has the same damage.
fn context<'t>(text: &str, line: &'t str, choice: &RepairChoice) -> Option<&'t str> {
    let is_only = |piece: &str| text.split('\n').filter(|other| other.contains(piece)).count() < 2;
    if is_only(&choice.before) {
        return None;
    }
    let start = line.char_indices().nth((choice.column as usize).saturating_sub(1)).map_or(0, |(at, _)| at);
    let end = start + choice.before.len();
    let with_neighbours = |count: usize, is_wanted: fn(&char) -> bool| {
        let before = line.get(..start)?.chars().rev().take(count).take_while(is_wanted);
        let after = line.get(end..)?.chars().take(count).take_while(is_wanted);
        let (from, to) =
            (start - before.map(char::len_utf8).sum::<usize>(), end + after.map(char::len_utf8).sum::<usize>());
        line.get(from..to)
    };
    // Other damage in the line may be repaired one day, and the choice must hold then, too.
    let plain = [12, 40].map(|count| with_neighbours(count, char::is_ascii));
    let any = [12, 40].map(|count| with_neighbours(count, |_| true));
    plain.into_iter().chain(any).flatten().find(|piece| is_only(piece)).or(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(after: Option<&str>) -> RepairChoice {
        let (source, before) = (SourcePath::new("a.md"), "ğŸ“".to_owned());
        RepairChoice { source, line: 1, column: 1, before, after: after.map(str::to_owned) }
    }

    fn block(context: &str, after: &str) -> String {
        let context = if context.is_empty() { String::new() } else { format!("context = \"{context}\"\n") };
        format!("[[repair.override]]\nfile = \"a.md\"\nbefore = \"ğŸ“\"\n{context}after = \"{after}\"\n")
    }

    const HERE: ChoicePlace<'_> = ChoicePlace { line: "old ğŸ“ books", context: Some("old ğŸ“") };

    #[test]
    fn a_choice_replaces_the_one_that_was_made_for_its_line() {
        let before = format!("{}\n{}", block("", "📓"), block("ğŸ“ books", "📔"));
        assert_eq!(edited(&before, &choice(Some("🎓")), Some(HERE)), Ok(before.replace('📔', "🎓")));
        let for_all = block("", "📓");
        assert_eq!(
            edited(&for_all, &choice(Some("🎓")), Some(HERE)),
            Ok(format!("{for_all}\n{}", block("old ğŸ“", "🎓")))
        );
    }

    #[test]
    fn a_choice_is_taken_back_though_the_lines_around_are_others_now() {
        assert_eq!(edited(&block("ğŸ“ books", "📔"), &choice(None), Some(HERE)).as_deref(), Ok(""));
        assert_eq!(edited(&block("", "📔"), &choice(None), Some(HERE)).as_deref(), Ok(""));
        // The one of another line stays.
        let other = block("new ğŸ“", "📔");
        assert_eq!(edited(&other, &choice(None), Some(HERE)), Ok(other));
    }

    #[test]
    fn a_context_holds_when_other_damage_of_its_line_is_repaired() {
        let text = "ğŸ“ one\nsee ğŸ“ two ğŸ¯ three\n";
        let at = |line, column| RepairChoice { line, column, ..choice(Some("🎓")) };
        assert_eq!(place_in(text, &at(2, 5)).and_then(|place| place.context), Some("see ğŸ“ two "));
        assert_eq!(place_in(text, &at(1, 1)).and_then(|place| place.context), Some("ğŸ“ one"));
        assert_eq!(place_in(text, &at(1, 2)), None);
    }

    #[test]
    fn what_is_decided_for_all_chapters_is_not_taken_back_for_one() {
        let text = block("", "📔").replace("file = \"a.md\"\n", "");
        assert!(edited(&text, &choice(None), Some(HERE)).is_err_and(|why| why.contains("all chapters")));
    }

    #[test]
    fn a_choice_is_taken_back_when_its_chapter_is_gone() {
        let others = block("", "🎓").replace("a.md", "b.md");
        let text = format!("{others}\n{}", block("ğŸ“ books", "📔"));
        assert_eq!(edited(&text, &choice(None), None), Ok(others));
        assert_eq!(edited("", &choice(None), None).as_deref(), Ok(""));
        let two = format!("{}\n{}", block("", "📓"), block("x", "📔"));
        assert!(edited(&two, &choice(None), None).is_err());
        assert!(edited("", &choice(Some("🎓")), None).is_err());
    }
}
