//! Adds, changes or removes an author's override of a repair in the text of `syllabus.toml`. In: text. Out: the text with nothing else
//! changed: the edits are made at byte offsets that the parser gives. Never uses the disk.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::read::{dotted_line, parse};
use super::settings::{Config, OverrideConfig};
use crate::path::SourcePath;

/// Identifies the override of one repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverridePlace<'p> {
    /// The chapter, relative to the course.
    pub file: &'p str,
    /// The damaged characters.
    pub before: &'p str,
    /// A part of the line that distinguishes this position from others with the same damage.
    pub context: Option<&'p str>,
}

/// Why the text cannot be edited, as the end of a sentence that begins with the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverrideError(pub &'static str);

/// How many equal overrides are removed at most.
const MAX_COPIES: usize = 4;

const UNREADABLE: OverrideError = OverrideError("is not valid TOML; correct it first");
const UNSUPPORTED_FORM: OverrideError =
    OverrideError("has `repair.override` in a form that cannot be added to; write `[[repair.override]]`");

/// Returns `text` with an override that replaces the damage at `place` by `after`; with `after` `None`, without any override for it.
///
/// # Errors
/// The text is not valid TOML, or writes its overrides in a form that cannot be edited. The result is parsed again to make sure that it
/// means what it should.
pub fn choose(text: &str, place: &OverridePlace, after: Option<&str>) -> Result<String, OverrideError> {
    let mut edited = edit(text, place, after)?;
    // The author may have written the same override more than once.
    for _ in 1..MAX_COPIES {
        if after.is_none() {
            edited = edit(&edited, place, after)?;
        }
    }
    if parse(&edited).0 == expected(parse(text).0, place, after) { Ok(edited) } else { Err(UNSUPPORTED_FORM) }
}

/// The configuration that the edited text must have.
fn expected(mut config: Config, place: &OverridePlace, after: Option<&str>) -> Config {
    let overrides = &mut config.repair.overrides;
    let is_chosen =
        |entry: &OverrideConfig| place.matches(entry.file.as_deref(), Some(&entry.before), entry.context.as_deref());
    match (after, overrides.iter().position(is_chosen)) {
        (None, _) => overrides.retain(|entry| !is_chosen(entry)),
        (Some(after), Some(at)) => {
            overrides.iter_mut().skip(at).take(1).for_each(|entry| entry.after = after.to_owned())
        }
        (Some(after), None) => overrides.push(OverrideConfig {
            file: Some(place.file.to_owned()),
            before: place.before.to_owned(),
            context: place.context.map(str::to_owned),
            after: after.to_owned(),
        }),
    }
    config
}

impl OverridePlace<'_> {
    fn matches(&self, file: Option<&str>, before: Option<&str>, context: Option<&str>) -> bool {
        let same_file = file.is_some_and(|file| SourcePath::new(file) == SourcePath::new(self.file));
        same_file && before == Some(self.before) && context == self.context
    }

    /// The keys of its override, as TOML.
    fn keys(&self, after: &str) -> Vec<String> {
        let context = self.context.map(|context| ("context", context));
        let keys = [("file", self.file), ("before", self.before)].into_iter().chain(context).chain([("after", after)]);
        keys.map(|(name, value)| format!("{name} = {}", quoted(value))).collect()
    }
}

/// Makes one change to the text.
fn edit(text: &str, place: &OverridePlace, after: Option<&str>) -> Result<String, OverrideError> {
    if dotted_line(text).is_some() {
        return Err(UNREADABLE);
    }
    let root = DeTable::parse(text).map_err(|_| UNREADABLE)?;
    let repair = root.get_ref().get("repair");
    let overrides = match repair.and_then(|repair| table(repair)?.get("override")).map(Spanned::get_ref) {
        None => None,
        Some(DeValue::Array(items)) => Some(items),
        Some(_) => return Err(UNSUPPORTED_FORM),
    };
    let config_text = ConfigText { text, eol: if text.contains("\r\n") { "\r\n" } else { "\n" } };
    let index = overrides.and_then(|items| items.iter().position(|item| is_override_of(item, place)));
    match (overrides.zip(index), after) {
        (Some((items, at)), Some(after)) => config_text.change(items, at, after),
        (Some((items, at)), None) => config_text.remove(items, at),
        (None, None) => Ok(text.to_owned()),
        (None, Some(after)) => config_text.add(repair, &place.keys(after)),
    }
}

fn table<'t>(value: &'t Spanned<DeValue<'t>>) -> Option<&'t DeTable<'t>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn is_override_of(item: &Spanned<DeValue>, place: &OverridePlace) -> bool {
    let text = |name: &str| match table(item)?.get(name)?.get_ref() {
        DeValue::String(text) => Some(text.as_ref()),
        _ => None,
    };
    place.matches(text("file"), text("before"), text("context"))
}

/// The text of a configuration, with its line end.
struct ConfigText<'t> {
    text: &'t str,
    eol: &'static str,
}

impl ConfigText<'_> {
    fn change(&self, items: &DeArray, at: usize, after: &str) -> Result<String, OverrideError> {
        let value = items.get(at).and_then(|item| table(item)?.get("after")).ok_or(UNSUPPORTED_FORM)?;
        Ok(self.splice(&[(value.span(), quoted(after))]))
    }

    fn add(&self, repair: Option<&Spanned<DeValue>>, keys: &[String]) -> Result<String, OverrideError> {
        let inline = format!("{{ {} }}", keys.join(", "));
        let overrides = repair.and_then(|repair| table(repair)?.get("override"));
        match (overrides.map(|value| (value, value.get_ref())), repair) {
            (Some((array, DeValue::Array(items))), _) => match items.iter().last() {
                None => Ok(self.splice(&[(insertion_at(array.span().start + 1), inline)])),
                Some(last) if self.is_inline(last) => Ok(self.add_item(last, &array.span(), &inline)),
                Some(last) => Ok(self.add_block(self.line_end(end(last)), keys)),
            },
            (None, Some(repair)) if self.is_inline(repair) => {
                let last = table(repair).and_then(|keys| keys.iter().map(|(_, value)| end(value)).max());
                let (offset, comma) = last.map_or((repair.span().start + 1, " "), |end| (end, ", "));
                Ok(self.splice(&[(insertion_at(offset), format!("{comma}override = [{inline}]"))]))
            }
            _ => Ok(self.add_block(self.text.len(), keys)),
        }
    }

    /// `[[repair.override]]` and its keys, after an empty line, at the end of a line. A last line without an end stays one.
    fn add_block(&self, offset: usize, keys: &[String]) -> String {
        let eol = self.eol;
        let block = format!("[[repair.override]]{eol}{}", keys.join(eol));
        let before = self.get(0..offset);
        let block = match before.trim_start_matches('\u{feff}') {
            "" => format!("{block}{eol}"),
            before if before.ends_with('\n') => format!("{eol}{block}{eol}"),
            _ => format!("{eol}{eol}{block}"),
        };
        self.splice(&[(insertion_at(offset), block)])
    }

    /// Adds an item to a list, after the last one, and on a line of its own if that has one. A comment after the last item stays with it.
    fn add_item(&self, last: &Spanned<DeValue>, array: &Range<usize>, inline: &str) -> String {
        let Range { start, end } = last.span();
        let indent = self.indent(start);
        let line = self.get(end..self.line_end(end)).trim_end_matches(['\n', '\r']);
        match (indent, self.comma(end..array.end)) {
            (Some(indent), comma) if end + line.len() < array.end => {
                let item = format!("{}{indent}{inline}{}", self.eol, if comma.is_some() { "," } else { "" });
                let comma = if comma.is_some() { "" } else { "," };
                self.splice(&[(insertion_at(end), comma.to_owned()), (insertion_at(end + line.len()), item)])
            }
            _ => self.splice(&[(insertion_at(end), format!(", {inline}"))]),
        }
    }

    fn remove(&self, items: &DeArray, index: usize) -> Result<String, OverrideError> {
        let item = items.get(index).ok_or(UNSUPPORTED_FORM)?;
        if !self.is_inline(item) {
            return Ok(self.remove_block(item));
        }
        let Range { start, end } = item.span();
        let next = items.get(index + 1).map(|next| next.span().start);
        let previous = index.checked_sub(1).and_then(|index| items.get(index)).map(|previous| previous.span().end);
        let rest = self.get(end..self.text.len());
        let (own_line, is_followed) = (self.indent(start).is_some(), rest.starts_with(','));
        let (comma, item) = match (next, previous) {
            (_, _) if own_line && is_followed => (None, self.end_of_previous_line(start)..end + 1),
            (Some(next), _) => (None, start..next),
            (None, Some(previous)) if own_line => (self.comma(previous..start), self.end_of_previous_line(start)..end),
            (None, Some(previous)) => (None, previous..end),
            (None, None) => (None, start..end),
        };
        let removed = comma.map(|comma| comma..comma + 1).into_iter().chain([item]);
        Ok(self.splice(&removed.map(|range| (range, String::new())).collect::<Vec<_>>()))
    }

    /// Removes `[[repair.override]]` with its keys and the empty line before it.
    fn remove_block(&self, item: &Spanned<DeValue>) -> String {
        let before = self.get(0..item.span().start);
        let start = before
            .rfind('\n')
            .map_or(before.len() - before.trim_start_matches('\u{feff}').len(), |newline| newline + 1);
        let last = self.line_end(end(item));
        let mut first = start;
        if self.get(0..first).strip_suffix(self.eol).is_some_and(|before| before.is_empty() || before.ends_with('\n')) {
            first -= self.eol.len();
        }
        if !self.get(start..last).ends_with('\n') && self.get(0..first).ends_with(self.eol) {
            first -= self.eol.len();
        }
        self.splice(&[(first..last, String::new())])
    }

    /// Whether a table is written inline, between braces.
    fn is_inline(&self, value: &Spanned<DeValue>) -> bool {
        self.get(value.span()).starts_with('{')
    }

    /// The indentation before `start`; `None` if anything else precedes it on its line.
    fn indent(&self, start: usize) -> Option<&str> {
        let line = self.get(0..start).rsplit_once('\n')?.1;
        line.trim_matches([' ', '\t']).is_empty().then_some(line)
    }

    /// The offset at which the line before the one at `offset` ends.
    fn end_of_previous_line(&self, offset: usize) -> usize {
        let before = self.get(0..offset).rsplit_once('\n').map_or("", |(before, _)| before);
        before.strip_suffix('\r').unwrap_or(before).len()
    }

    /// The offset after the line at `offset`, its line end included.
    fn line_end(&self, offset: usize) -> usize {
        self.get(offset..self.text.len()).find('\n').map_or(self.text.len(), |newline| offset + newline + 1)
    }

    /// The first comma in a range between values, outside of comments.
    fn comma(&self, range: Range<usize>) -> Option<usize> {
        let mut in_comment = false;
        let mut bytes = self.get(range.clone()).bytes().zip(range);
        bytes.find_map(|(byte, offset)| {
            in_comment = byte == b'#' || in_comment && byte != b'\n';
            (byte == b',' && !in_comment).then_some(offset)
        })
    }

    fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The text with these ranges replaced; they must be in order.
    fn splice(&self, changes: &[(Range<usize>, String)]) -> String {
        let mut out = String::new();
        let mut done = 0;
        for (range, new) in changes {
            out.push_str(self.get(done..range.start));
            out.push_str(new);
            done = range.end;
        }
        out.push_str(self.get(done..self.text.len()));
        out
    }
}

fn insertion_at(offset: usize) -> Range<usize> {
    offset..offset
}

/// The end of a value, or of the last value in a table.
fn end(value: &Spanned<DeValue>) -> usize {
    let inner = table(value).into_iter().flat_map(|table| table.iter().map(|(_, value)| end(value)));
    inner.fold(value.span().end, usize::max)
}

/// A TOML string. Invisible characters, which are frequent in damaged text, are escaped by number.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{feff}' => {
                push_escaped(&mut out, char)
            }
            char if char.is_control() => push_escaped(&mut out, char),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

fn push_escaped(out: &mut String, char: char) {
    out.push_str(&format!("\\u{:04X}", u32::from(char)));
}

#[cfg(test)]
#[path = "overrides_test.rs"]
mod tests;
