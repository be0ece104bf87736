//! The meta fields that authors write under a chapter's title (`**Study Time:** ~4 hours`), and its learning objectives. In: a document.
//! Out: labels, values and objectives as parts of it. Never changes or hides anything: how the lines are shown is `render`'s work.

use std::ops::Range;

use crate::markdown::{Document, EventId, EventKind, Fragment, ParagraphLine, Tag};
use crate::span::Span;
use crate::words::WordKind;

/// How many blocks are searched for meta fields.
const MAX_BLOCKS: usize = 40;
/// Below how many headings objectives are looked for.
const MAX_HEADINGS: usize = 6;
/// Characters of a label.
const MAX_LABEL_CHARS: usize = 40;

/// The keys that have labels of their own, and the words that are these labels.
const LABELS: [(MetaKey, WordKind); 10] = [
    (MetaKey::StudyTime, WordKind::StudyTime),
    (MetaKey::Difficulty, WordKind::Difficulty),
    (MetaKey::Importance, WordKind::Importance),
    (MetaKey::Prerequisites, WordKind::Prerequisites),
    (MetaKey::Level, WordKind::Level),
    (MetaKey::Author, WordKind::Author),
    (MetaKey::Updated, WordKind::Updated),
    (MetaKey::Version, WordKind::Version),
    (MetaKey::Audience, WordKind::Audience),
    (MetaKey::Tools, WordKind::Tools),
];

/// The meta fields and the learning objectives of a chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// In the order of the text.
    pub fields: Vec<MetaField>,
    /// Blocks (paragraph, list, quote, table) that hold nothing but meta fields: the event that opens each. A page that shows the
    /// fields elsewhere may leave these blocks out.
    pub blocks: Vec<EventId>,
    /// The learning objectives: an entry for each item of their list.
    pub objectives: Vec<Fragment>,
}

impl Meta {
    /// The first field with this key.
    pub fn field(&self, key: MetaKey) -> Option<&MetaField> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaField {
    /// What it is about.
    pub key: MetaKey,
    /// As written, without punctuation and emoji around it.
    pub label: String,
    /// What follows the label.
    pub value: Fragment,
    /// The value without markup.
    pub text: String,
    /// How many stars the value shows (`⭐⭐⭐`, `3/5`).
    pub stars: Option<u8>,
    /// The line, label included.
    pub events: Range<EventId>,
    /// Bytes of label and value.
    pub span: Span,
}

/// What a meta field is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetaKey {
    /// How long it takes.
    StudyTime,
    /// How hard it is.
    Difficulty,
    /// How much it matters.
    Importance,
    /// What one should know before.
    Prerequisites,
    /// Whom it suits by skill.
    Level,
    /// Who wrote or teaches it.
    Author,
    /// When it was changed or takes place.
    Updated,
    /// Which version it is.
    Version,
    /// Whom it is for.
    Audience,
    /// What one needs at hand.
    Tools,
    /// Any other bold label, in a block that has a known one.
    Other,
}

/// The meta fields and objectives of a chapter.
pub fn meta(document: &Document) -> Meta {
    let mut meta = Meta::default();
    for block in first_blocks(document) {
        let (mut fields, is_whole) = block_fields(document, block);
        if is_whole && !fields.is_empty() {
            meta.blocks.push(block);
        }
        meta.fields.append(&mut fields);
    }
    meta.objectives = objectives(document);
    meta
}

/// The key of a label; punctuation and emoji around it do not matter.
pub(super) fn key_of(label: &str) -> Option<MetaKey> {
    let lower = label.to_lowercase();
    let bare = trim_marks(&lower);
    LABELS.iter().find(|(_, kind)| kind.words().contains(&bare)).map(|(key, _)| *key)
}

fn trim_marks(text: &str) -> &str {
    text.trim_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, ')' | '\u{300}'..='\u{36f}' | '\u{900}'..='\u{e7f}')
    })
}

/// The blocks at the top level up to the second heading below the title, at most [`MAX_BLOCKS`].
fn first_blocks(document: &Document) -> Vec<EventId> {
    let mut blocks = Vec::new();
    let mut headings = 0;
    for block in document.children(document.all()) {
        let Some(event) = document.event(block) else { break };
        if event.kind == EventKind::Open(Tag::Heading) {
            let level = document.headings.get(event.data as usize).map_or(1, |heading| heading.level);
            headings += usize::from(level > 1 || headings > 0);
        }
        if headings > 1 || blocks.len() >= MAX_BLOCKS {
            break;
        }
        blocks.push(block);
    }
    blocks
}

/// The fields of a block, and whether it holds nothing else.
fn block_fields(document: &Document, block: EventId) -> (Vec<MetaField>, bool) {
    let inside = document.inside(block);
    match document.event(block).map(|event| event.kind) {
        Some(EventKind::Open(Tag::Paragraph)) => known_or_whole(fields_by_line(document, inside)),
        Some(EventKind::Open(Tag::Bullets | Tag::Numbers)) => known_or_whole(fields_by_item(document, inside)),
        Some(EventKind::Open(Tag::Table)) => known_or_whole(fields_of_table(document, inside)),
        Some(EventKind::Open(Tag::Quote | Tag::Alert(_) | Tag::Element)) => {
            let mut fields = Vec::new();
            let mut is_whole = true;
            for child in document.children(inside).take(MAX_BLOCKS) {
                let is_blank = document.event(child).is_some_and(|event| document.leaf_text(&event).trim().is_empty())
                    && document.inside(child).is_empty();
                let (mut found, whole) = block_fields(document, child);
                is_whole &= is_blank || (whole && !found.is_empty());
                fields.append(&mut found);
            }
            (fields, is_whole)
        }
        _ => (Vec::new(), false),
    }
}

/// The fields of a block from those of its lines, and whether it holds nothing else. There are none without a known label; fields with
/// other labels count only where every line is one of fields.
fn known_or_whole(lines: Vec<Vec<MetaField>>) -> (Vec<MetaField>, bool) {
    let is_whole = !lines.is_empty() && lines.iter().all(|fields| !fields.is_empty());
    let known = lines.iter().flatten().filter(|field| field.key != MetaKey::Other).count();
    let fields = lines.into_iter().flatten();
    let fields: Vec<MetaField> = match (known, is_whole) {
        (0, _) => Vec::new(),
        (_, true) => fields.collect(),
        (_, false) => fields.filter(|field| field.key != MetaKey::Other).collect(),
    };
    (fields, is_whole && known > 0)
}

fn fields_by_line(document: &Document, range: Range<EventId>) -> Vec<Vec<MetaField>> {
    let mut lines: Vec<ParagraphLine> = Vec::new();
    for line in document.lines(range) {
        // A list of links often goes on in the next line.
        let goes_on = |before: &&mut ParagraphLine| before.span.of(&document.text).ends_with([',', '、', '，', '،']);
        let is_field = label_at(document, &line, line.span.start).is_some();
        match lines.last_mut().filter(goes_on).filter(|_| !is_field) {
            Some(before) => {
                *before =
                    ParagraphLine { events: before.events.start..line.events.end, span: before.span.join(line.span) };
            }
            None => lines.push(line),
        }
    }
    lines.iter().map(|line| fields_of_line(document, line)).collect()
}

/// The fields of each item's first line; an empty entry for an item that holds more than that line.
fn fields_by_item(document: &Document, list: Range<EventId>) -> Vec<Vec<MetaField>> {
    let first = |item: EventId| {
        let inside = document.inside(item);
        let end = document.children(inside.clone()).find(|child| is_block(document, *child));
        let inline = match end {
            Some(block) if block == inside.start => document.inside(block),
            Some(block) => inside.start..block,
            None => inside,
        };
        let lines = document.lines(inline.clone());
        let has_more = lines.len() > 1 || document.inside(item).end > inline.end + 1;
        let fields = lines.first().map(|line| fields_of_line(document, line)).unwrap_or_default();
        std::iter::once(fields).chain(has_more.then(Vec::new))
    };
    document.children(list).flat_map(first).collect()
}

fn is_block(document: &Document, id: EventId) -> bool {
    document.event(id).is_some_and(|event| matches!(event.kind, EventKind::Open(tag) if tag.is_block()))
}

/// Rows of label and value; or a row of labels above a row of values.
fn fields_of_table(document: &Document, table: Range<EventId>) -> Vec<Vec<MetaField>> {
    let rows: Vec<Vec<EventId>> = document
        .children(table)
        .take(MAX_BLOCKS)
        .map(|row| document.children(document.inside(row)).collect())
        .collect();
    let text = |cell: &EventId| document.plain(document.inside(*cell));
    let pairs: Vec<(EventId, EventId)> = match rows.as_slice() {
        [heads, values] if heads.len() > 1 && heads.iter().all(|head| key_of(&text(head)).is_some()) => {
            heads.iter().copied().zip(values.iter().copied()).collect()
        }
        rows if rows.iter().all(|row| row.len() == 2) => {
            rows.iter().filter_map(|row| Some((*row.first()?, *row.last()?))).collect()
        }
        _ => return Vec::new(),
    };
    let fields =
        pairs.iter().map(|(label, value)| cell_field(document, *label, *value).into_iter().collect::<Vec<MetaField>>());
    let mut fields: Vec<Vec<MetaField>> = fields.collect();
    // A head such as `| Item | Value |` is no field and is allowed, but its text keeps the table on the page.
    let head = (fields.len() > 1 && fields.first().is_some_and(Vec::is_empty)).then(|| fields.remove(0));
    if fields.iter().any(Vec::is_empty) {
        // Tables hold much that is not about the chapter: all labels must be known.
        return Vec::new();
    }
    let is_blank = rows.first().is_none_or(|head| head.iter().all(|cell| text(cell).trim().is_empty()));
    fields.extend(head.filter(|_| !is_blank));
    fields
}

fn cell_field(document: &Document, label: EventId, value: EventId) -> Option<MetaField> {
    let label_text = document.plain(document.inside(label));
    let key = key_of(&label_text)?;
    let events = document.inside(value);
    let span = span_of(document, events.clone())?;
    let whole = document.event(label)?.span.join(document.event(value)?.span);
    let name = trim_marks(&label_text).to_owned();
    let events_of_row = label..document.event(value)?.partner + 1;
    let field = new_field(document, key, name, Fragment { events, span }, events_of_row, whole);
    (!field.text.is_empty()).then_some(field)
}

/// From the first to the last byte of the leaves in `range`.
fn span_of(document: &Document, range: Range<EventId>) -> Option<Span> {
    let leaves = range
        .filter_map(|id| document.event(id))
        .filter(|event| !matches!(event.kind, EventKind::Open(_) | EventKind::Close(_)));
    leaves.map(|event| event.span).reduce(Span::join)
}

fn new_field(
    document: &Document,
    key: MetaKey,
    label: String,
    value: Fragment,
    events: Range<EventId>,
    span: Span,
) -> MetaField {
    let text = document.plain_fragment(&value);
    let stars = stars(key, &text);
    MetaField { key, label, value, text, stars, events, span }
}

/// How many stars a value shows, as signs or written `4/5`.
fn stars(key: MetaKey, text: &str) -> Option<u8> {
    let shown = text.chars().filter(|c| matches!(c, '⭐' | '★' | '🌟')).count();
    let written = || {
        let (count, rest) = text.trim().split_once('/')?;
        let count: u8 = count.trim().parse().ok()?;
        (rest.trim_start().starts_with('5') && count <= 5).then_some(count)
    };
    match (shown, key) {
        (0, MetaKey::Importance | MetaKey::Difficulty) => written(),
        (0, _) => None,
        (shown, _) => u8::try_from(shown).ok(),
    }
}

/// A label found in a line.
struct MetaLabel {
    key: MetaKey,
    text: String,
    /// Where the label begins, in bytes of the text.
    start: u32,
    /// Where its value begins.
    value: u32,
    /// Whether its colon is bold, too.
    has_colon: bool,
}

/// `**Duration:** 2h | **Level:** easy`: the fields of a line that begins with a label; empty where it does not.
fn fields_of_line(document: &Document, line: &ParagraphLine) -> Vec<MetaField> {
    let Some(first) = label_at(document, line, line.span.start) else { return Vec::new() };
    let mut labels = vec![first];
    for start in label_starts(document, line) {
        if labels.last().is_some_and(|label| start > label.value)
            && let Some(label) = label_at(document, line, start)
            && (label.key != MetaKey::Other || label.has_colon || is_after_sign(document, line, start))
        {
            labels.push(label);
        }
    }
    let ends = labels.iter().skip(1).map(|label| label.start).chain([line.span.end]).collect::<Vec<u32>>();
    // A label without a value is followed by something that belongs to it: then the line counts as prose.
    let fields: Option<Vec<MetaField>> =
        labels.into_iter().zip(ends).map(|(label, end)| field_of_label(document, line, label, end)).collect();
    fields.unwrap_or_default()
}

/// Whether a sign that separates fields stands before byte `start`.
fn is_after_sign(document: &Document, line: &ParagraphLine, start: u32) -> bool {
    let before = document.text.get(line.span.start as usize..start as usize).unwrap_or("");
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_separator(c) && !matches!(c, ')' | ']'));
    before.ends_with(is_separator)
}

fn is_separator(c: char) -> bool {
    matches!(c, '|' | '·' | '•' | '/' | '-' | '–' | '—')
}

fn field_of_label(document: &Document, line: &ParagraphLine, label: MetaLabel, end: u32) -> Option<MetaField> {
    let written = document.text.get(label.value as usize..end as usize)?;
    let shown =
        written.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '\\' | '/' | ','));
    let dash = [" -", " –", " —"].iter().find_map(|dash| shown.strip_suffix(dash));
    let shown = dash.unwrap_or(shown).trim_end();
    let span = Span { start: label.value, end: label.value + shown.len() as u32 };
    let value = Fragment { events: line.events.clone(), span };
    let whole = Span { start: label.start, end: span.end };
    let field = new_field(document, label.key, label.text, value, line.events.clone(), whole);
    (!field.text.is_empty()).then_some(field)
}

/// Where a further label may begin: at bold text, and after a sign that separates.
fn label_starts(document: &Document, line: &ParagraphLine) -> Vec<u32> {
    let mut starts = Vec::new();
    for id in document.children(line.events.clone()) {
        let Some(event) = document.event(id) else { continue };
        match event.kind {
            EventKind::Open(Tag::Strong) => starts.push(event.span.start),
            EventKind::Text => {
                let text = event.span.of(&document.text);
                starts.extend(
                    text.match_indices(['|', '·', '•']).map(|(at, sign)| event.span.start + (at + sign.len()) as u32),
                );
            }
            _ => {}
        }
    }
    starts
}

/// The label that begins at byte `start` and ends at a colon. One that is not bold must be known.
fn label_at(document: &Document, line: &ParagraphLine, start: u32) -> Option<MetaLabel> {
    let mut text = String::new();
    let (mut is_bold, mut is_closed) = (false, false);
    for id in line.events.clone() {
        let event = document.event(id)?;
        if event.span.end <= start {
            continue;
        }
        match event.kind {
            EventKind::Open(Tag::Strong) if text.trim().is_empty() => is_bold = true,
            // What is linked is a value. Only at the line's beginning it may be a label.
            EventKind::Open(Tag::Link | Tag::Image) if start != line.span.start => return None,
            EventKind::Close(Tag::Strong) => is_closed = true,
            EventKind::Open(_) | EventKind::Close(_) | EventKind::Void => {}
            EventKind::Text => {
                let from = event.span.start.max(start);
                let part = document.text.get(from as usize..event.span.end as usize)?;
                if let Some((at, colon)) = part.char_indices().find(|(_, c)| matches!(c, ':' | '：')) {
                    text.push_str(part.get(..at)?);
                    let label = label(&text, is_bold, start, from + (at + colon.len_utf8()) as u32, document)?;
                    return Some(MetaLabel { has_colon: is_bold && !is_closed, ..label });
                }
                text.push_str(part);
            }
            EventKind::Decoded => text.push_str(document.leaf_text(&event)),
            _ => return None,
        }
        if text.chars().count() > MAX_LABEL_CHARS {
            return None;
        }
    }
    None
}

fn label(text: &str, is_bold: bool, start: u32, after: u32, document: &Document) -> Option<MetaLabel> {
    let name = trim_marks(text);
    let known = key_of(name);
    let key = known.or_else(|| (is_bold && !name.is_empty()).then_some(MetaKey::Other))?;
    let rest = document.text.get(after as usize..).unwrap_or("");
    // `**Label:** value`: the bold type's end is no part of the value.
    let skipped = rest.len() - rest.trim_start_matches(['*', '_', ' ', '\t', '\u{a0}']).len();
    let is_closing = rest.starts_with(['*', '_', ' ', '\t', '\u{a0}']);
    let value = if is_closing { after + skipped.min(4) as u32 } else { after };
    (text.chars().count() <= MAX_LABEL_CHARS).then(|| MetaLabel {
        key,
        text: name.to_owned(),
        start,
        value,
        has_colon: false,
    })
}

/// The items of the list below the first heading or sentence that announces objectives.
fn objectives(document: &Document) -> Vec<Fragment> {
    let blocks = flat_blocks(document);
    let mut headings = 0;
    for (at, block) in blocks.iter().enumerate() {
        let is_heading = document.event(*block).is_some_and(|event| event.kind == EventKind::Open(Tag::Heading));
        headings += usize::from(is_heading);
        if headings > MAX_HEADINGS {
            break;
        }
        if !announces_objectives(document, *block, is_heading) {
            continue;
        }
        let below = blocks.get(at + 1..).unwrap_or(&[]);
        let found = objectives_below(document, below, is_heading);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The blocks of the document; in place of a quote or an HTML element, the blocks in it.
fn flat_blocks(document: &Document) -> Vec<EventId> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(event) = document.event(at).filter(|_| blocks.len() < 400) {
        at = match event.kind {
            EventKind::Open(Tag::Quote | Tag::Alert(_) | Tag::Element) | EventKind::Close(_) => at + 1,
            EventKind::Open(_) => {
                blocks.push(at);
                event.partner.max(at) + 1
            }
            _ => at + 1,
        };
    }
    blocks
}

fn announces_objectives(document: &Document, block: EventId, is_heading: bool) -> bool {
    let is_paragraph = document.event(block).is_some_and(|event| event.kind == EventKind::Open(Tag::Paragraph));
    if !is_heading && !is_paragraph {
        return false;
    }
    let text = document.plain(document.inside(block)).to_lowercase();
    let bare = trim_marks(&text);
    let opens_list = || WordKind::ObjectivesSentence.words().iter().any(|opening| bare.starts_with(opening));
    WordKind::ObjectivesHeading.words().contains(&bare) || (bare.len() < 300 && opens_list())
}

/// The items of the first list in `blocks`, which one sentence may precede; a paragraph alone below a heading is the only objective.
fn objectives_below(document: &Document, blocks: &[EventId], is_heading: bool) -> Vec<Fragment> {
    let mut sentence = None;
    for block in blocks.iter().take(if is_heading { 3 } else { 1 }) {
        match document.event(*block).map(|event| event.kind) {
            Some(EventKind::Open(Tag::Bullets | Tag::Numbers)) => {
                let items = document.children(document.inside(*block));
                return items.filter_map(|item| fragment(document, item)).collect();
            }
            Some(EventKind::Open(Tag::Paragraph)) if sentence.is_none() => sentence = Some(*block),
            _ => break,
        }
    }
    let lone = sentence
        .filter(|_| is_heading)
        .filter(|block| !document.plain(document.inside(*block)).trim_end().ends_with(':'));
    lone.and_then(|block| fragment(document, block)).into_iter().collect()
}

/// The content of a block, without the box of a task item.
fn fragment(document: &Document, block: EventId) -> Option<Fragment> {
    let inside = document.inside(block);
    let is_task = document.event(inside.start).is_some_and(|event| matches!(event.kind, EventKind::Task(_)));
    let events = inside.start + u32::from(is_task)..inside.end;
    Some(Fragment { span: span_of(document, events.clone())?, events })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn fields(text: &str) -> Vec<(MetaKey, String, String)> {
        meta(&parse(text.into(), 0)).fields.into_iter().map(|field| (field.key, field.label, field.text)).collect()
    }

    fn short(text: &str) -> String {
        let fields = fields(text).into_iter().map(|(key, label, text)| format!("{key:?} {label}={text}"));
        fields.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn bold_lines_of_a_paragraph_are_fields() {
        let text = "# T\n\n> quote\n\n## Overview\n\n**Study Time:** ~4 hours  \n**Difficulty:** Beginner  \n\
                    **Importance:** ⭐⭐⭐⭐⭐ (Absolutely critical!)\n\nThe model is.\n\n## Contents\n\n**Duration:** no";
        let document = parse(text.into(), 0);
        let meta = meta(&document);
        assert_eq!(
            short(text),
            "StudyTime Study Time=~4 hours; Difficulty Difficulty=Beginner; Importance Importance=⭐⭐⭐⭐⭐ (Absolutely critical!)"
        );
        assert_eq!(meta.field(MetaKey::Importance).and_then(|field| field.stars), Some(5));
        assert_eq!(meta.blocks.len(), 1);
    }

    #[test]
    fn a_fact_with_links_and_bold_words_stays_one() {
        for (text, want) in [
            ("> **Prerequisites**: **[A](a.md)**, **[Level: B](b.md)**", "Prerequisites Prerequisites=A, Level: B"),
            ("> **Prerequisites**: [A](a.md) · [Time: x](b.md)", "Prerequisites Prerequisites=A · Time: x"),
            ("> **Prerequisites**: [**A**: a](a.md) • [**B**: b](b.md)", "Prerequisites Prerequisites=A: a • B: b"),
            ("> **Prerequisites**: know **Rust**: the basics", "Prerequisites Prerequisites=know Rust: the basics"),
            ("**Prerequisites**: [A](a.md),\n[B](b.md)", "Prerequisites Prerequisites=A, B"),
            ("**Needs:** [A](a.md) - **Time:** 5 min", "Other Needs=A; StudyTime Time=5 min"),
            ("**Time:** 5 min **Format:** Lab", "StudyTime Time=5 min; Other Format=Lab"),
            ("**Time**: 5 min | **Format**: Lab", "StudyTime Time=5 min; Other Format=Lab"),
        ] {
            assert_eq!(short(&format!("# T\n\n{text}")), want, "{text}");
        }
    }

    #[test]
    fn stars_are_shown_or_said_out_of_five() {
        for (value, stars) in [
            ("⭐⭐⭐ (of five)", Some(3)),
            ("4/5", Some(4)),
            ("5 / 5", Some(5)),
            ("7/5", None),
            ("3/10", None),
            ("high", None),
        ] {
            let meta = meta(&parse(format!("# T\n\n**Importance:** {value}").as_str().into(), 0));
            assert_eq!(meta.field(MetaKey::Importance).map(|field| field.stars), Some(stars), "{value}");
        }
    }

    #[test]
    fn fields_have_many_forms() {
        for (text, want) in [
            (
                "# T\n\n- **Duration**: 2h\n- **Level**: Easy\n- **Format**: Lab",
                "StudyTime Duration=2h; Level Level=Easy; Other Format=Lab",
            ),
            ("# T\n\n> **Duración:** 2 horas\n> **Nivel:** Medio", "StudyTime Duración=2 horas; Level Nivel=Medio"),
            ("# T\n\n> ⏱️ **Tempo:** 2h | 📊 **Nível:** `x` *y*", "StudyTime Tempo=2h; Level Nível=x y"),
            (
                "# T\n\nDauer: 2 Stunden · Voraussetzungen: [A](a.md)",
                "StudyTime Dauer=2 Stunden; Prerequisites Voraussetzungen=A",
            ),
            ("# T\n\n| Duration | 2h |\n|-|-|\n| Author | Ann |", "StudyTime Duration=2h; Author Author=Ann"),
            ("# T\n\n| | |\n|-|-|\n| **Durée** | 2h |", "StudyTime Durée=2h"),
            ("# T\n\n| Level | Time |\n|-|-|\n| Easy | 2h |", "Level Level=Easy; StudyTime Time=2h"),
            ("# T\n\n**学習時間**：2時間  \n**難易度**：初級", "StudyTime 学習時間=2時間; Difficulty 難易度=初級"),
            ("# T\n\n**अवधि:** 2 घंटे", "StudyTime अवधि=2 घंटे"),
            (
                "# T\n\n- 课程难度：🌟🌟🌟\n- 预计学时：100 小时\n- 先修要求：[A](a.md)、[B](b.md)",
                "Difficulty 课程难度=🌟🌟🌟; StudyTime 预计学时=100 小时; Prerequisites 先修要求=A、B",
            ),
            ("# T\n\n**مدة الدراسة:** ساعتان", "StudyTime مدة الدراسة=ساعتان"),
            (
                "# T\n\n> **예상 소요 시간**: 30분 | **난이도**: 중",
                "StudyTime 예상 소요 시간=30분; Difficulty 난이도=중",
            ),
            ("# T\n\n**Tahmini Süre:** 2 saat", "StudyTime Tahmini Süre=2 saat"),
            ("# T\n\nПримерное время: 2 часа", "StudyTime Примерное время=2 часа"),
            ("# T\n\n**Duration: 2 hours**", "StudyTime Duration=2 hours"),
            (
                "# T\n\n**Last Updated:** 2026-01-05\\\n**Version:** 1.2",
                "Updated Last Updated=2026-01-05; Version Version=1.2",
            ),
        ] {
            assert_eq!(short(text), want, "{text}");
        }
    }

    #[test]
    fn a_block_that_holds_more_than_fields_stays_on_the_page() {
        for (text, count) in [
            ("# T\n\n- **Duration**: 2h\n- **Level**: Easy", 1),
            ("# T\n\n- **Duration**: 2h\n- **Level**: Easy\n  - or not", 0),
            ("# T\n\n**Duration**: 2h\nSome words.", 0),
            ("# T\n\n**Duration**: 2h\n**Prerequisites**:", 0),
            ("# T\n\n| Item | Value |\n|-|-|\n| Duration | 2h |", 0),
            ("# T\n\n> **Duration**: 2h\n\n> **Level**: x\n>\n> Words", 1),
        ] {
            let meta = meta(&parse(text.into(), 0));
            assert_eq!(meta.blocks.len(), count, "{text}");
            assert!(!meta.fields.is_empty(), "{text}");
        }
    }

    #[test]
    fn prose_and_quizzes_are_no_fields() {
        for text in [
            "# T\n\n**Scenario**: A team needs",
            "# T\n\nNote: x. Time flies: y",
            "# T\n\n- **Users**: a\n- **Groups**: b",
            "# T\n\n| Term | Level |\n|-|-|\n| a | b |\n| c | d |",
            "# T\n\n## A\n\nx\n\n## B\n\n**Duration:** 2h",
        ] {
            assert_eq!(short(text), "", "{text}");
        }
    }

    #[test]
    fn every_label_is_read_as_its_field() {
        for (key, kind) in LABELS {
            for label in kind.words() {
                let read = fields(&format!("# T\n\n**{label}:** x"));
                assert_eq!(read.first().map(|(key, ..)| *key), Some(key), "{label}");
            }
        }
    }

    #[test]
    fn every_heading_and_sentence_of_objectives_leads_to_them() {
        let headings = WordKind::ObjectivesHeading.words().iter().map(|heading| format!("# T\n\n## {heading}\n\n- a"));
        let sentences =
            WordKind::ObjectivesSentence.words().iter().map(|opening| format!("# T\n\n{opening} x:\n\n- a"));
        for text in headings.chain(sentences) {
            assert_eq!(meta(&parse(text.as_str().into(), 0)).objectives.len(), 1, "{text}");
        }
    }

    #[test]
    fn objectives_are_the_list_under_their_heading_or_sentence() {
        let items = |text: &str| {
            let document = parse(text.into(), 0);
            let objectives = meta(&document).objectives;
            objectives.iter().map(|objective| document.plain_fragment(objective)).collect::<Vec<_>>().join("|")
        };
        assert_eq!(items("# T\n\n## 🎯 Learning Objectives\n\nYou will:\n\n- [ ] do *a*\n- do b"), "do a|do b");
        assert_eq!(items("# T\n\n## Objetivos de Aprendizaje\n\n1. uno\n2. dos"), "uno|dos");
        assert_eq!(items("# T\n\nBy the end of this chapter, you'll be able to:\n\n- a\n\n- b"), "a|b");
        assert_eq!(items("# T\n\n> **What you'll learn**\n>\n> - a\n> - b"), "a|b");
        assert_eq!(items("# T\n\n## Objective\n\nBuild a page.\n\n## More"), "Build a page.");
        assert_eq!(items("# T\n\n## Setup\n\n- a"), "");
    }
}
