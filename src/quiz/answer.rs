//! Answers: what a line says about the right choices, and where the answer of a question begins and ends. In: what
//! follows the choices. Out: labels, the wrapper, what must be hidden. Never guesses: a letter counts where a word,
//! a fold or a key says that it is the answer.

use std::ops::Range;

use super::choice::{Group, Place, Tail, ends_choice, is_marked, rank};
use super::outline::{Block, Fold, Row, Shape, Wrapper, rows};
use super::stem::extent_span;
use super::words::{AND, IS, OPTION, OR, Words, bare, bids, head, lower, squeezed, truth};
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;

/// How many lines of a list are looked at for an answer.
const LIST_ROWS: usize = 64;

/// The choices as an answer may name them.
pub(super) struct Names {
    labels: Vec<String>,
    /// Whether the author wrote the labels.
    are_written: bool,
    words: Vec<String>,
    truths: Vec<Option<bool>>,
}

impl Names {
    pub fn of(group: &Group) -> Self {
        Names {
            labels: group.labels(),
            are_written: group.picks.iter().any(|pick| pick.label.is_some()),
            words: group.picks.iter().map(|pick| squeezed(&pick.words)).collect(),
            truths: group.picks.iter().map(|pick| truth(&pick.words)).collect(),
        }
    }

    /// True and false, where the choices are not written.
    pub fn truth() -> Self {
        Names {
            labels: vec![String::new(), String::new()],
            are_written: true,
            words: vec![String::new(); 2],
            truths: vec![Some(true), Some(false)],
        }
    }

    /// Whether a label could be one of these: it is of their alphabet.
    fn is_kin(&self, label: &str) -> bool {
        let own = self.labels.first().and_then(|first| rank(first));
        own.is_some_and(|own| rank(label).is_some_and(|other| other.0 == own.0))
    }

    fn letter(&self, letter: char) -> Option<usize> {
        let upper = letter.to_uppercase().to_string();
        let by_label = self.labels.iter().position(|label| *label == upper);
        // `2` where the choices have letters by their place only.
        by_label.or_else(|| {
            let place = letter.to_digit(10)? as usize;
            place.checked_sub(1).filter(|place| !self.are_written && *place < self.labels.len())
        })
    }
}

/// What an answer names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Choices that are right, by place.
    pub right: Vec<usize>,
    /// Choices that are accepted as well.
    pub also: Vec<usize>,
    /// Letters that no choice has.
    pub unknown: Vec<String>,
    /// Bytes read.
    pub length: usize,
}

/// Reads labels, truth or a choice's own words at the start of `text`.
pub(super) fn named(text: &str, names: &Names) -> Option<Named> {
    let lead = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '○' && c != '×').len();
    let inner = text.get(lead..)?;
    let mut found = by_words(inner, names).or_else(|| by_letters(inner, names)).or_else(|| by_truth(inner, names))?;
    found.length += lead;
    Some(found)
}

fn by_letters(text: &str, names: &Names) -> Option<Named> {
    let mut found = Named::default();
    let mut at = skip_word(text, OPTION);
    let mut is_other = false;
    loop {
        let rest = text.get(at..)?;
        let token = rest.find(|c: char| !c.is_alphanumeric()).map_or(rest, |end| rest.get(..end).unwrap_or(""));
        let letters = letters(token, rest, names, found.right.is_empty());
        let Some(letters) = letters else { break };
        for letter in letters {
            match letter {
                Ok(place) if is_other && !found.right.contains(&place) => found.also.push(place),
                Ok(place) if !found.right.contains(&place) => found.right.push(place),
                Ok(_) => {}
                Err(name) => found.unknown.push(name),
            }
        }
        found.length = at + token.len();
        let Some((join, other)) = join(text.get(found.length..)?) else { break };
        is_other |= other;
        at = found.length + join;
    }
    (!found.right.is_empty() || !found.unknown.is_empty()).then_some(found)
}

/// The choices that a token names: one letter, or several run together. A letter alone may be a word (`A service …`).
fn letters(token: &str, rest: &str, names: &Names, is_first: bool) -> Option<Vec<Result<usize, String>>> {
    let count = token.chars().count();
    let after = rest.get(token.len()..)?;
    if count == 1 {
        let letter = token.chars().next()?;
        let is_word = is_first && after.starts_with(' ') && after.trim_start().starts_with(char::is_alphabetic);
        let may_be_word =
            is_word && (matches!(letter, 'A' | 'a' | 'I' | 'i' | 'e' | 'é' | 'o' | 'y') || letter.is_lowercase());
        let goes_on = is_word
            && (join(after).is_some()
                || starts_with_word(after.trim_start(), IS)
                || starts_with_word(after.trim_start(), BECAUSE));
        if may_be_word && !goes_on {
            return None;
        }
        return match names.letter(letter) {
            Some(place) => Some(vec![Ok(place)]),
            None => {
                let is_label = names.is_kin(token) && !is_word;
                is_label.then(|| vec![Err(token.to_uppercase())])
            }
        };
    }
    let is_run = (2..=6).contains(&count) && (token.chars().all(char::is_uppercase) || after.trim().is_empty());
    let places: Option<Vec<usize>> = is_run.then(|| token.chars().map(|c| names.letter(c)).collect()).flatten();
    let places = places.filter(|places| places.windows(2).all(|pair| matches!(pair, [a, b] if a < b)))?;
    Some(places.into_iter().map(Ok).collect())
}

/// Words that may follow a letter and make no word of it.
static BECAUSE: &[&str] =
    &["because", "since", "as", "porque", "weil", "parce", "ya", "pues", "pois", "denn", "car", "perché"];

/// What joins two labels: its length, and whether the second is an alternative.
fn join(text: &str) -> Option<(usize, bool)> {
    let signs =
        text.len() - text.trim_start_matches([' ', ',', '、', '，', '/', ';', '&', '+', '*', '(', '[', '.', ')']).len();
    let rest = text.get(signs..)?;
    let glue = text.get(..signs)?;
    // `B, E` before `B e C`: where a sign joins already, a letter is a label and no word.
    if glue.contains([',', '、', '，', '/', ';', '&', '+'])
        && let Some(skipped) = before_label(rest)
    {
        return Some((signs + skipped, false));
    }
    let (word, other) =
        [(AND, false), (OR, true)].into_iter().find_map(|(list, other)| Some((word_of(rest, list)?, other)))?;
    let skipped = before_label(rest.get(word..)?)?;
    Some((signs + word + skipped, other))
}

/// Bytes before a label that stands alone.
fn before_label(text: &str) -> Option<usize> {
    let bare = text.trim_start_matches([' ', '*', '(']);
    let next = bare.get(skip_word(bare, OPTION)..)?;
    let token = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
    let is_label = next.get(..token).is_some_and(|token| rank(token).is_some());
    is_label.then(|| text.len() - next.len())
}

fn word_of(text: &str, list: &[&str]) -> Option<usize> {
    let low = lower(text.get(..text.len().min(24)).unwrap_or(text));
    list.iter()
        .filter(|word| low.starts_with(**word))
        .find(|word| {
            low.get(word.len()..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || !word.is_ascii())
        })
        .map(|word| word.len())
}

fn starts_with_word(text: &str, list: &[&str]) -> bool {
    word_of(text, list).is_some()
}

/// Bytes of a word of `list` and the blanks after it, if the text begins with one.
fn skip_word(text: &str, list: &[&str]) -> usize {
    let Some(word) = word_of(text, list) else { return 0 };
    let rest = text.get(word..).unwrap_or("");
    let after = rest.trim_start_matches([' ', '*', ':', '(', '#']);
    if rest.len() == after.len() { 0 } else { text.len() - after.len() }
}

fn by_truth(text: &str, names: &Names) -> Option<Named> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '○' && c != '×' && c != '\'').unwrap_or(text.len());
    let value = truth(text.get(..end)?)?;
    let place = names.truths.iter().position(|truth| *truth == Some(value))?;
    let is_pair = names.truths.iter().flatten().count() == 2;
    is_pair.then(|| Named { right: vec![place], length: end, ..Named::default() })
}

/// The text begins with the words of a choice: of the longest that fits, if it is the only one of its words.
fn by_words(text: &str, names: &Names) -> Option<Named> {
    let squeezed = squeezed(text.get(..text.floor_char_boundary(400)).unwrap_or(text));
    let fits =
        names.words.iter().enumerate().filter(|(_, words)| !words.is_empty() && squeezed.starts_with(words.as_str()));
    let (place, words) = fits.max_by_key(|(_, words)| words.len())?;
    let is_whole = squeezed.len() == words.len();
    let is_one = names.words.iter().filter(|other| *other == words).count() == 1;
    // A short choice may be the beginning of any sentence; a single letter is a label.
    let is_sure = words.chars().count() > 1 && (is_whole || words.chars().count() >= 12);
    (is_one && is_sure).then(|| Named { right: vec![place], length: text.len(), ..Named::default() })
}

/// What was read, and from which lines.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub named: Named,
    /// The lines: the word's, and the letter's where that stands below.
    pub rows: Range<usize>,
    /// From which byte of the last line on it says more than the answer.
    pub rest: Option<usize>,
}

/// Reads an answer from lines. `naming` says that what holds them has said already that it is the answer.
pub(super) fn read(rows: &[Row], names: &Names, naming: bool) -> Option<Reading> {
    let usable = || rows.iter().enumerate().filter(|(_, row)| !row.is_code);
    let marked = usable().find_map(|(place, row)| read_marked(rows, place, row, names));
    let judged = || {
        usable().find_map(|(place, row)| {
            let named = judged(&row.text, names)?;
            Some(Reading { named, rows: place..place + 1, rest: Some(0) })
        })
    };
    let bare = || {
        let (place, row) = usable().next().filter(|_| naming)?;
        let named = named(&row.text, names)?;
        let stands_apart = !row.text.get(named.length..)?.starts_with(char::is_alphanumeric);
        stands_apart.then(|| reading(row, place..place + 1, named, 0, names))
    };
    listed(rows, names).or(marked).or_else(judged).or_else(bare)
}

/// `A - Correct`, `D - Correct`: one line for each choice.
fn listed(rows: &[Row], names: &Names) -> Option<Reading> {
    let mut found: Option<Reading> = None;
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_code && row.text.len() < 64) {
        let Some(named) = by_letters(row.text.trim_start(), names) else { continue };
        let rest = lower(row.text.trim_start().get(named.length..).unwrap_or(""));
        let word = rest.trim_matches([')', '.', ':', '*', ' ', '-', '–', '—', '!']);
        if !rest.contains(['-', '–', '—']) || !Words::Answer.is(word) {
            continue;
        }
        match &mut found {
            Some(reading) => reading.named.right.extend(named.right),
            None => found = Some(Reading { named, rows: place..place + 1, rest: Some(0) }),
        }
    }
    found
}

/// A line with an answer's word: what follows the word, or else the line below.
fn read_marked(rows: &[Row], place: usize, row: &Row, names: &Names) -> Option<Reading> {
    let after = after_answer_word(&row.text)?;
    let here = row.text.get(after..)?;
    if !here.trim().trim_matches(['*', ':', '：']).is_empty() {
        return Some(reading(row, place..place + 1, named(here, names)?, after, names));
    }
    let (below, line) = rows.iter().enumerate().skip(place + 1).find(|(_, row)| !row.is_code)?;
    Some(reading(line, place..below + 1, named(&line.text, names)?, 0, names))
}

fn reading(row: &Row, rows: Range<usize>, named: Named, before: usize, names: &Names) -> Reading {
    let at = before + named.length;
    let rest = row.text.get(at..).unwrap_or("");
    // A condition (`B, or C for …`) is worth reading whole, and so is a reason; the choice's own words are not.
    let own = named.right.first().and_then(|place| names.words.get(*place)).map_or("", String::as_str);
    let repeats = squeezed(rest).strip_prefix(own).is_some_and(|more| !own.is_empty() && more.len() < 8);
    let keeps = match (named.also.is_empty(), repeats || rest.split_whitespace().count() < 3) {
        (false, _) => Some(0),
        (true, true) => None,
        (true, false) => Some(row.text.len() - rest.trim_start_matches([')', '.', ':', '*', ' ', '-', '–', '—']).len()),
    };
    Reading { named, rows, rest: keeps }
}

/// The byte after `Answer:`, `The correct answer is`, `✅ Correct: `.
fn after_answer_word(text: &str) -> Option<usize> {
    let low = lower(text);
    let head = low.get(..low.floor_char_boundary(80)).unwrap_or(&low);
    let begin = head.len() - head.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let mut at = begin;
    for _ in 0..6 {
        let here = low.get(at..)?;
        if let Some(word) = Words::Answer.opens(here)
            && let Some(rest) = after_sign(here.get(word..)?)
        {
            return Some(low.len() - rest.len());
        }
        let step = here.find(' ').map(|blank| blank + 1)?;
        at += step;
        if at >= head.len() {
            break;
        }
    }
    None
}

/// What follows a colon, a dash or `is` after an answer's word; a label alone may follow without any.
fn after_sign(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix("(s)").unwrap_or(rest).trim_start_matches(['*', '_', ' ', '\u{a0}']);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if digits.trim_start().starts_with([':', '：']) { digits.trim_start() } else { rest };
    let rest = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((inside, after)) if inside.len() > 3 && after.trim_start().starts_with([':', '：']) => after.trim_start(),
        _ => rest,
    };
    if let Some(after) = rest.strip_prefix([':', '：', '=', '→', '-', '–', '—']) {
        return Some(after);
    }
    if let Some(word) = word_of(rest, IS) {
        return rest.get(word..);
    }
    let is_label = rest.trim().trim_matches(['(', ')', '.', '*']).chars().count() <= 1;
    is_label.then_some(rest)
}

/// `B is correct`, `Option C is the right answer`.
fn judged(text: &str, names: &Names) -> Option<Named> {
    let found = by_letters(text.trim_start(), names)?;
    let lead = text.len() - text.trim_start().len();
    let rest = lower(text.get(lead + found.length..)?);
    let rest = rest.trim_start_matches([')', '.', ':', '*', ' ']);
    let verb = word_of(rest, IS)?;
    let after = rest.get(verb..)?.trim_start();
    let after = ["the ", "la ", "a ", "die ", "der ", "das ", "l'", "il ", "el "]
        .iter()
        .find_map(|article| after.strip_prefix(article))
        .unwrap_or(after);
    Words::Answer.opens(after)?;
    Some(Named { length: text.len(), ..found })
}

/// The answer of a question.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub wrapper: Wrapper,
    pub summary: Option<Fragment>,
    /// All that must be hidden until asked for.
    pub body: Vec<Fragment>,
    /// The body without the line that names the choices.
    pub explanation: Vec<Fragment>,
    /// What stands before it, after the choices.
    pub between: Vec<Fragment>,
    pub named: Option<Named>,
    /// The place of the line that names the choices.
    pub at: Option<Span>,
    /// Signs that nobody needs to see.
    pub marks: Vec<Span>,
    /// The first block that is not part of it.
    pub end: usize,
}

/// A stretch after the choices: lines, and what they are in the document.
struct Chunk<'b> {
    rows: Vec<Row>,
    fragment: Fragment,
    shape: Option<&'b Shape>,
    /// The block after it.
    end: usize,
}

/// Looks for the answer between `from` and block `limit`.
pub(super) fn find(
    document: &Document,
    blocks: &[Block],
    names: Option<&Names>,
    tails: &[Tail],
    from: Place,
    limit: usize,
) -> Option<Answer> {
    let chunks = chunks(document, blocks, tails, from, limit);
    let mut between = Vec::new();
    for (number, chunk) in chunks.iter().enumerate() {
        match role(chunk, names, number, chunks.get(number + 1)) {
            Role::Aside => between.push(chunk.fragment.clone()),
            Role::Skip => {}
            Role::Folded(fold) => return Some(folded(document, chunk, fold, names, between, chunks.get(number + 1))),
            Role::Opens => return Some(opened(&chunks, number, names, between, limit, blocks)),
            Role::Stranger => return None,
        }
    }
    None
}

fn chunks<'b>(document: &Document, blocks: &'b [Block], tails: &[Tail], from: Place, limit: usize) -> Vec<Chunk<'b>> {
    let mut chunks: Vec<Chunk<'b>> = Vec::new();
    for tail in tails {
        let fragment = Fragment { events: tail.events.clone(), span: tail.span };
        chunks.push(Chunk { rows: tail.rows.clone(), fragment, shape: None, end: from.block });
    }
    for at in from.block..limit.min(blocks.len()) {
        let Some(block) = blocks.get(at) else { break };
        let skip = if at == from.block { from.row } else { 0 };
        let rows = match &block.shape {
            Shape::List(_) => rows(document, block.events.clone(), LIST_ROWS),
            _ => block.rows().get(skip..).unwrap_or(&[]).to_vec(),
        };
        if skip > 0 && rows.is_empty() {
            continue;
        }
        let mut span = extent_span(document, block);
        if skip > 0 {
            span.start = rows.first().map_or(span.start, Row::start);
        }
        let shape = (skip == 0).then_some(&block.shape);
        chunks.push(Chunk { rows, fragment: Fragment { events: block.events.clone(), span }, shape, end: at + 1 });
    }
    chunks
}

/// What follows the choices of a question that has told its answer already, up to the next boundary: it explains.
pub(super) fn rest(document: &Document, blocks: &[Block], from: Place, limit: usize) -> Option<Answer> {
    let chunks = chunks(document, blocks, &[], from, limit);
    let is_end = |chunk: &Chunk| matches!(chunk.shape, Some(Shape::Rule | Shape::Heading(..) | Shape::Fold(_)));
    let count = chunks.iter().take_while(|chunk| !is_end(chunk)).count();
    let body: Vec<Fragment> = chunks.iter().take(count).map(|chunk| chunk.fragment.clone()).collect();
    let end = chunks.get(count.checked_sub(1)?)?.end;
    (count <= 8).then_some(Answer {
        wrapper: Wrapper::Open,
        summary: None,
        explanation: body.clone(),
        body,
        between: Vec::new(),
        named: None,
        at: None,
        marks: Vec::new(),
        end,
    })
}

/// Whether an answer could begin with a block, looked at alone.
pub(super) fn may_begin(document: &Document, blocks: &[Block], names: Option<&Names>, at: usize) -> bool {
    let chunks = chunks(document, blocks, &[], Place { block: at, row: 0 }, at + 1);
    chunks.first().is_some_and(|chunk| matches!(role(chunk, names, 0, None), Role::Folded(_) | Role::Opens))
}

enum Role<'b> {
    /// Belongs to the question, gives nothing away.
    Aside,
    /// A rule before the answer.
    Skip,
    Folded(&'b Fold),
    /// The answer begins in the open.
    Opens,
    /// Something else.
    Stranger,
}

fn role<'b>(chunk: &Chunk<'b>, names: Option<&Names>, number: usize, next: Option<&Chunk>) -> Role<'b> {
    match chunk.shape {
        Some(Shape::Fold(fold)) => fold_role(fold, names),
        Some(Shape::Rule) => match next.map(|next| role(next, names, number, None)) {
            Some(Role::Folded(_) | Role::Opens) if number < 2 => Role::Skip,
            _ => Role::Stranger,
        },
        Some(Shape::List(_) | Shape::Exhibit | Shape::Other) => Role::Stranger,
        _ => {
            let Some(first) = chunk.rows.first().filter(|row| !row.is_code) else { return Role::Stranger };
            let low = head(first.trimmed().trim_start_matches(|c: char| !c.is_alphanumeric()));
            let is_hint = Words::Hint.opens(&low).is_some();
            if is_hint && number < 3 && !matches!(chunk.shape, Some(Shape::Heading(..))) {
                return Role::Aside;
            }
            let reads = names
                .is_some_and(|names| read(&chunk.rows, names, false).is_some_and(|reading| reading.rows.start < 2));
            if reads || ends_choice(&first.text) || opens_answer(&low) { Role::Opens } else { Role::Stranger }
        }
    }
}

/// Whether a line announces an answer whose letter comes later, or that has none: `Sample strong answer:`, `Respuesta modelo:`.
fn opens_answer(low: &str) -> bool {
    let Some((head, _)) = low.split_once([':', '：']) else { return is_title(low) };
    head.split_whitespace().count() <= 4 && Words::Answer.within(head) && !low.starts_with("answer the")
}

/// Whether a line is a title of answers: `Suggested answers`; not `Choose the answer`.
fn is_title(low: &str) -> bool {
    let bare = bare(low);
    bare.split_whitespace().count() <= 3 && Words::Answer.ends(&bare) && !bids(&bare)
}

fn fold_role<'b>(fold: &'b Fold, names: Option<&Names>) -> Role<'b> {
    let title = fold.title();
    if Words::Hint.within(&title) {
        return Role::Aside;
    }
    let named = names.and_then(|names| read(&fold.rows, names, false));
    let names_it = fold.names_answer() || Words::Explanation.within(&title);
    let reveals = Words::Reveal.within(&title) || title.is_empty();
    match (named, names_it, reveals) {
        (Some(_), ..) | (_, true, _) => Role::Folded(fold),
        (None, false, true) if names.is_some_and(|names| read(&fold.rows, names, true).is_some()) => Role::Folded(fold),
        _ => Role::Stranger,
    }
}

fn folded(
    document: &Document,
    chunk: &Chunk,
    fold: &Fold,
    names: Option<&Names>,
    between: Vec<Fragment>,
    next: Option<&Chunk>,
) -> Answer {
    let mut marks = Vec::new();
    let all = chunk.fragment.span;
    let first = document.event(fold.body.start).map_or(all, |event| event.span);
    let last = document.event(fold.body.end.saturating_sub(1)).map_or(all, |event| event.span);
    let mut span = Span { start: first.start.max(fold.from), end: last.end.max(first.end).max(fold.from) };
    if fold.wrapper == Wrapper::Admonition {
        // The fence that ends it is in its last line.
        let text = span.of(&document.text).trim_end();
        if let Some(inner) = text.strip_suffix(":::") {
            marks.push(Span { start: span.start + inner.len() as u32, end: span.end });
            span.end = span.start + inner.len() as u32;
        }
    }
    let summary = fold.summary.as_ref().map(|(row, at)| {
        let start = row.source(*at).min(row.end());
        if row.start() < start {
            marks.push(Span { start: row.start(), end: start });
        }
        Fragment { events: row.events.clone(), span: Span { start, end: row.end() } }
    });
    let mut body = vec![Fragment { events: fold.body.clone(), span }];
    let from_title = fold
        .summary
        .as_ref()
        .and_then(|(row, _)| names.and_then(|names| read(std::slice::from_ref(row), names, false)));
    let reading =
        names.and_then(|names| read(&fold.rows, names, fold.names_answer() || Words::Reveal.within(&fold.title())));
    let lines = reading.as_ref().and_then(|reading| Some((fold.rows.get(reading.rows.clone())?, reading.rest)));
    let mut explanation = without(&body, lines);
    let mut end = chunk.end;
    // The explanation may have a fold of its own.
    if let Some(Shape::Fold(second)) = next.and_then(|next| next.shape)
        && Words::Explanation.within(&second.title())
        && let Some(next) = next
    {
        body.push(next.fragment.clone());
        explanation.push(next.fragment.clone());
        end = next.end;
    }
    Answer {
        wrapper: fold.wrapper,
        summary,
        at: lines.and_then(|(rows, _)| Some(rows.last()?.span())),
        named: reading.or(from_title).map(|reading| reading.named),
        body,
        explanation,
        between,
        marks,
        end,
    }
}

/// An answer in the open: how far it reaches.
fn opened(
    chunks: &[Chunk],
    first: usize,
    names: Option<&Names>,
    between: Vec<Fragment>,
    limit: usize,
    blocks: &[Block],
) -> Answer {
    let mut end = first + 1;
    let mut marked = end;
    while let Some(chunk) = chunks.get(end) {
        let is_marked = chunk.rows.first().is_some_and(|row| ends_choice(&row.text));
        match chunk.shape {
            Some(Shape::Rule | Shape::Other) => break,
            Some(Shape::Heading(..)) if !is_marked => break,
            Some(Shape::Fold(fold)) if !fold.names_answer() && !Words::Explanation.within(&fold.title()) => break,
            _ => {}
        }
        end += 1;
        if is_marked {
            marked = end;
        }
    }
    // Where nothing marks the end, only what is marked as explanation surely belongs, and a short rest.
    let is_bounded = chunks.get(end).is_some() || limit < blocks.len();
    if !is_bounded && end - marked > 2 {
        end = marked;
    }
    let taken = chunks.get(first..end).unwrap_or(&[]);
    let rows: Vec<Row> = taken.iter().flat_map(|chunk| chunk.rows.iter().cloned()).collect();
    let reading = names.and_then(|names| read(&rows, names, true));
    let body: Vec<Fragment> = taken.iter().map(|chunk| chunk.fragment.clone()).collect();
    let lines = reading.as_ref().and_then(|reading| Some((rows.get(reading.rows.clone())?, reading.rest)));
    Answer {
        wrapper: Wrapper::Open,
        summary: None,
        explanation: without(&body, lines),
        at: lines.and_then(|(rows, _)| Some(rows.last()?.span())),
        named: reading.map(|reading| reading.named),
        body,
        between,
        marks: Vec::new(),
        end: taken.last().map_or(limit, |chunk| chunk.end),
    }
}

/// Fragments without the lines that name the choices. What the last of them says from byte `rest` on stays.
fn without(body: &[Fragment], lines: Option<(&[Row], Option<usize>)>) -> Vec<Fragment> {
    let Some(((first, last), rest)) = lines.and_then(|(rows, rest)| Some((rows.first().zip(rows.last())?, rest)))
    else {
        return body.to_vec();
    };
    let gone = Span { start: first.start(), end: rest.map_or(last.end(), |rest| last.source(rest)) };
    let mut parts = Vec::new();
    for fragment in body {
        let span = fragment.span;
        let pieces =
            [span.start..gone.start.clamp(span.start, span.end), gone.end.clamp(span.start, span.end)..span.end];
        let left = pieces.into_iter().filter(|piece| piece.start < piece.end);
        parts.extend(left.map(|piece| Fragment {
            events: fragment.events.clone(),
            span: Span { start: piece.start, end: piece.end },
        }));
    }
    parts
}

/// The events of a range of blocks.
pub(super) fn events(blocks: &[Block], range: Range<usize>) -> Range<EventId> {
    let first = blocks.get(range.start).map_or(0, |block| block.events.start);
    let last = range.end.checked_sub(1).and_then(|at| blocks.get(at)).map_or(first, |block| block.events.end);
    first..last.max(first)
}

/// Whether a line begins with the mark of an answer or an explanation, or is a title of answers.
pub(super) fn is_answer_line(text: &str) -> bool {
    let low = head(text.trim().trim_start_matches(|c: char| !c.is_alphanumeric()));
    let is_marked = |words: Words| words.opens(&low).is_some_and(|length| is_marked(low.get(length..).unwrap_or("")));
    is_marked(Words::Answer) || is_marked(Words::Explanation) || is_title(&low)
}
