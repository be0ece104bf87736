//! What an author says of single choices: why this one is right, why that one is wrong. In: the parts of an explanation, the choices' labels and
//! words. Out: for each choice the pieces of the explanation that are about it and about no other. Never moves or drops a word: the
//! explanation stays whole, and a piece of it may be shown a second time, beside the choice that a student took.
//!
//! Only what is certain counts: a list, a table or the lines of a paragraph of which each names one choice that exists, and sentences that
//! begin with a word such as `Option` and a letter. Where a part names a choice that does not exist, nothing in it is believed.

use std::ops::Range;

use super::blocks::task_of;
use super::line::{TextLine, lines, whole};
use super::question::Choice;
use super::words::{is_sign, normalised};
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::span::Span;
use crate::words::WordKind;

/// A way to write a reason: where its label may stand, and what it needs.
pub(super) struct ReasonForm {
    /// Its name, for tests and for those who read the table.
    pub name: &'static str,
    /// An explanation of a question with the choices A to C, of which it tells the reasons for A and C: its first test.
    pub example: &'static str,
}

/// The forms.
pub(super) static REASONS: &[ReasonForm] = &[
    ReasonForm { name: "list", example: "- A: nests are for the young\n- C: caves are for bats\n" },
    ReasonForm {
        name: "list with words before the letter",
        example: "- **Incorrect A**: nests are for the young\n- **Why not C**: caves are for bats\n",
    },
    ReasonForm {
        name: "list with marks", example: "- ❌ A nests are for the young\n- ❌ **C**: caves are for bats\n"
    },
    ReasonForm { name: "lines", example: "A) is wrong because nests are small\nC) is wrong because caves are cold\n" },
    ReasonForm {
        name: "lines with marks", example: "❌ **A** – nests are too small\n❌ **C** – caves are too cold\n"
    },
    ReasonForm {
        name: "sentences",
        example: "Owls like trees. Option A is wrong because nests are small. Choice C is for bats, not owls.\n",
    },
    ReasonForm {
        name: "sentences without a word",
        example: "Owls like trees. A is wrong because nests are small. C is incorrect, as caves are cold.\n",
    },
    ReasonForm { name: "clauses", example: "Option A is for the young, and Option C is what bats like, not owls.\n" },
    ReasonForm { name: "sentences about several", example: "Options A and C do not keep an owl dry.\n" },
    ReasonForm {
        name: "table",
        example: "| Option | Why |\n|---|---|\n| A | for the young |\n| C | for bats, not owls |\n",
    },
    ReasonForm {
        name: "list with the words of choices",
        example: "- **In nests**: these are for the young\n- **In caves**: these are for bats\n",
    },
];

// Each row has a name and an example: without them it does not compile.
const _: () = {
    let mut row = 0;
    while row < REASONS.len() {
        assert!(!REASONS[row].name.is_empty() && !REASONS[row].example.is_empty());
        row += 1;
    }
};

/// Words before a letter that are none of the lists of words: `Why not B`.
const NEGATIONS: &[&str] = &["why not", "not", "why is not", "why isn't"];

/// Words behind a letter that say it is wrong or right: then the letter is a choice's though no word stands before it.
const VERDICTS: &[&str] = &[
    "is wrong",
    "is incorrect",
    "is not correct",
    "is false",
    "is correct",
    "is right",
    "is the correct",
    "are wrong",
    "are incorrect",
    "es incorrecta",
    "es incorrecto",
    "es correcta",
    "está incorreta",
    "é incorreta",
    "está errada",
    "est faux",
    "est incorrecte",
    "ist falsch",
    "è sbagliata",
    "è errata",
];

/// What may stand between two letters: `A and C`, `A, B, and D`.
const JOINTS: &[&str] = &[", and ", ", or ", " and ", " or ", " & ", ", ", "/", " y ", " e ", " et ", " und "];

/// Fewer words say nothing of a choice: they are the choice itself, or a label of something else.
const LEAST_WORDS: usize = 3;

/// So many lines of a paragraph, and so many items of a list, are looked at.
const MOST_UNITS: usize = 64;

/// What is said of single choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reasons {
    /// For each choice, in order, the pieces about it.
    pub of_choices: Vec<Vec<Fragment>>,
    /// Labels that the explanation names with a word such as `Option`, and that no choice has, each with its place.
    pub missing: Vec<(String, Span)>,
}

/// Reads the parts of an explanation.
pub(super) fn find(document: &Document, parts: &[&Fragment], choices: &[Choice]) -> Reasons {
    let names = Names::of(document, choices);
    let mut found = Reasons { of_choices: vec![Vec::new(); choices.len()], missing: Vec::new() };
    if choices.len() < 2 || !names.are_letters {
        return found;
    }
    for part in parts {
        let mut reader = ReasonReader { document, names: &names, part, units: Vec::new(), missing: Vec::new() };
        reader.read(part.events.clone());
        let ReasonReader { units, missing, .. } = reader;
        let is_certain = missing.is_empty();
        found.missing.extend(missing);
        if !is_certain {
            continue;
        }
        for unit in units {
            for place in unit.places {
                if let Some(reasons) = found.of_choices.get_mut(place) {
                    reasons.extend(unit.pieces.iter().cloned());
                }
            }
        }
    }
    // Said twice, in a list and in a sentence: the first says it.
    found.of_choices.iter_mut().for_each(|reasons| {
        let mut seen: Vec<Span> = Vec::new();
        reasons.retain(|reason| {
            let is_new = !seen.iter().any(|span| span.start < reason.span.end && reason.span.start < span.end);
            seen.push(reason.span);
            is_new
        });
    });
    found
}

/// How the choices may be named.
struct Names {
    labels: Vec<String>,
    words: Vec<String>,
    /// Whether each label is one capital letter of the Latin alphabet.
    are_letters: bool,
}

impl Names {
    fn of(document: &Document, choices: &[Choice]) -> Self {
        let labels: Vec<String> = choices.iter().map(|choice| choice.label.clone()).collect();
        let is_letter = |label: &String| label.len() == 1 && label.starts_with(|c: char| c.is_ascii_uppercase());
        Names {
            words: choices.iter().map(|choice| normalised(&choice.words(document))).collect(),
            are_letters: labels.iter().all(is_letter),
            labels,
        }
    }

    fn place(&self, letter: char) -> Option<usize> {
        let mut buffer = [0; 4];
        let label: &str = letter.to_ascii_uppercase().encode_utf8(&mut buffer);
        self.labels.iter().position(|own| own == label)
    }

    /// The only choice with these words.
    fn by_words(&self, text: &str) -> Option<usize> {
        let text = normalised(text);
        let mut same = self.words.iter().enumerate().filter(|(_, words)| text.len() > 2 && **words == text);
        let (place, _) = same.next()?;
        same.next().is_none().then_some(place)
    }
}

/// A piece of an explanation that is about some choices.
struct Unit {
    places: Vec<usize>,
    pieces: Vec<Fragment>,
    /// Whether it is certain alone: a word, a mark or a verdict says that the letter is a choice's.
    is_certain: bool,
}

/// What the beginning of a text names.
struct Naming {
    places: Vec<usize>,
    /// A letter that no choice has.
    unknown: Option<char>,
    /// Where the text goes on.
    rest: usize,
    is_certain: bool,
    /// Whether a word such as `Option` stands before the letter.
    has_word: bool,
}

/// Reads one part of an explanation.
struct ReasonReader<'d, 'n> {
    document: &'d Document,
    names: &'n Names,
    part: &'n Fragment,
    units: Vec<Unit>,
    missing: Vec<(String, Span)>,
}

impl ReasonReader<'_, '_> {
    /// Reads the blocks of a range; what is no block is read as a paragraph.
    fn read(&mut self, range: Range<EventId>) {
        let document = self.document;
        let mut inline: Option<Range<EventId>> = None;
        for id in document.children(range.clone()) {
            let Some(event) = document.event(id) else { break };
            let end = event.partner.max(id) + 1;
            match event.kind {
                EventKind::Open(tag) if tag.is_block() => {
                    self.paragraph(inline.take());
                    match tag {
                        Tag::Paragraph => self.paragraph(Some(document.inside(id))),
                        Tag::Bullets | Tag::Numbers => self.list(id),
                        Tag::Table => self.table(id),
                        Tag::Fence | Tag::Indented => {}
                        _ => self.read(document.inside(id)),
                    }
                }
                _ => inline = Some(inline.map_or(id, |range| range.start)..end),
            }
        }
        self.paragraph(inline);
    }

    fn is_within(&self, span: Span) -> bool {
        self.part.span.start <= span.start && span.end <= self.part.span.end
    }

    fn list(&mut self, list: EventId) {
        let document = self.document;
        let items: Vec<EventId> = document.children(document.inside(list)).take(MOST_UNITS).collect();
        let mut units = Vec::new();
        for item in &items {
            let inside = document.inside(*item);
            let first = lines(document, inside.clone(), 1).into_iter().next();
            let Some(line) = first.filter(|line| self.is_within(line.span()) && task_of(document, *item).is_none())
            else {
                continue;
            };
            let span = Span { start: line.start(), end: document.span(*item).end };
            let piece = Fragment { events: inside, span };
            units.extend(self.unit(&line, &self.text_of(&piece), piece));
        }
        let is_all = units.len() == items.len();
        match self.take(units, is_all) {
            true => {}
            // What is no list of reasons may hold one.
            false => items.iter().for_each(|item| self.read(document.inside(*item))),
        }
    }

    fn text_of(&self, piece: &Fragment) -> String {
        self.document.plain_fragment(piece)
    }

    fn table(&mut self, table: EventId) {
        let document = self.document;
        let rows = document
            .children(document.inside(table))
            .filter(|row| document.event(*row).is_some_and(|event| event.kind == EventKind::Open(Tag::TableRow)));
        let rows: Vec<EventId> = rows.take(MOST_UNITS).collect();
        let mut units = Vec::new();
        for row in &rows {
            let cells: Vec<EventId> = document.children(document.inside(*row)).collect();
            let Some((first, others)) = cells.split_first() else { continue };
            let line = whole(document, document.inside(*first));
            if !self.is_within(document.span(*row)) {
                continue;
            }
            let naming = self.naming(&line.text).filter(|naming| {
                let rest = line.text.get(naming.rest..).unwrap_or("");
                let is_own =
                    naming.places.first().is_some_and(|place| self.names.words.get(*place) == Some(&normalised(rest)));
                rest.trim_matches(is_sign).is_empty() || is_own
            });
            let places = match naming {
                Some(naming) if naming.unknown.is_none() => naming.places,
                _ => self.names.by_words(&line.text).into_iter().collect(),
            };
            let pieces: Vec<Fragment> = others
                .iter()
                .map(|cell| Fragment { events: document.inside(*cell), span: document.span(*cell) })
                .filter(|piece| self.text_of(piece).split_whitespace().count() >= LEAST_WORDS)
                .collect();
            if places.len() == 1 && !pieces.is_empty() {
                units.push(Unit { places, pieces, is_certain: false });
            }
        }
        let is_all = units.len() == rows.len();
        if is_all {
            self.take(units, true);
        }
    }

    /// The lines of a paragraph, else its sentences.
    fn paragraph(&mut self, range: Option<Range<EventId>>) {
        let Some(range) = range else { return };
        let document = self.document;
        let own: Vec<TextLine> = lines(document, range.clone(), MOST_UNITS);
        let units: Vec<Unit> = own
            .iter()
            .filter(|line| !line.is_code && self.is_within(line.span()))
            .filter_map(|line| self.unit(line, line.trimmed(), Fragment { events: range.clone(), span: line.span() }))
            .collect();
        let is_all = own.len() > 1 && units.len() == own.len();
        let are_lines = own.len() > 1 && units.len() > 1 && !self.goes_on(&own);
        if (is_all || are_lines) && self.take(units, is_all) {
            return;
        }
        self.sentences(range);
    }

    /// Whether lines are those of one text, broken where the editor's window ended: then a letter at the start of one is there by chance.
    fn goes_on(&self, lines: &[TextLine]) -> bool {
        let ends = |line: &TextLine| line.text.trim_end().ends_with(['.', '!', '?', ':', '。', ')', '`', '*']);
        let before = lines.split_last().map_or(&[][..], |(_, before)| before);
        before.iter().any(|line| !ends(line))
    }

    /// A line, an item or a row as a unit, if it names choices and says something of them.
    fn unit(&self, line: &TextLine, text: &str, piece: Fragment) -> Option<Unit> {
        let shown = line.trimmed();
        let Some(naming) = self.naming(shown) else {
            // The words of a choice, and a colon or a dash behind them.
            let end =
                shown.find([':', '：']).or_else(|| [" – ", " — ", " - "].iter().find_map(|dash| shown.find(dash)))?;
            let place = self.names.by_words(shown.get(..end)?.trim_matches(is_sign))?;
            let says = text.get(end..)?.split_whitespace().count() > LEAST_WORDS;
            return says.then(|| Unit { places: vec![place], pieces: vec![piece], is_certain: false });
        };
        let rest = shown.get(naming.rest..).unwrap_or("").trim_start_matches(is_sign);
        let place = *naming.places.first()?;
        let is_choice = self.names.words.get(place) == Some(&normalised(rest));
        let says = text.split_whitespace().count() > LEAST_WORDS && rest.split_whitespace().count() + 1 >= LEAST_WORDS;
        let is_one = naming.places.len() == 1 && naming.unknown.is_none();
        (is_one && says && !is_choice).then_some(Unit {
            places: naming.places,
            pieces: vec![piece],
            is_certain: naming.is_certain,
        })
    }

    /// Takes the units of a block if they are certain together: each names another choice. Whether they were taken.
    fn take(&mut self, units: Vec<Unit>, is_all: bool) -> bool {
        let mut places: Vec<usize> = units.iter().flat_map(|unit| unit.places.iter().copied()).collect();
        let count = places.len();
        places.sort_unstable();
        places.dedup();
        let is_certain = units.iter().any(|unit| unit.is_certain);
        let fits = places.len() == count && ((is_all && count > 1) || (is_certain && count > 0));
        if fits {
            self.units.extend(units);
        }
        fits
    }

    /// The sentences and clauses of a paragraph that begin with the name of a choice.
    fn sentences(&mut self, range: Range<EventId>) {
        let line = whole(self.document, range.clone());
        let text: &str = &line.text;
        let starts = beginnings(text);
        let mut ends = starts.iter().copied().skip(1).chain([Beginning { at: text.len(), is_sentence: true }]);
        for start in &starts {
            let Some(end) = ends.next() else { break };
            let Some(naming) = text.get(start.at..).and_then(|text| self.naming(text)) else { continue };
            let spot = |from: usize, to: usize| Span { start: line.source(from), end: line.source_end(to) };
            let clause = text.get(start.at..end.at).unwrap_or("");
            let clause = clause.trim_end_matches([' ', '\n', ',', ';']);
            let clause = clause.strip_suffix(" and").or(clause.strip_suffix(" while")).unwrap_or(clause);
            let clause = clause.trim_end_matches([' ', '\n', ',', ';']);
            let span = spot(start.at, start.at + clause.len());
            if !self.is_within(span) {
                continue;
            }
            if let Some(unknown) = naming.unknown.filter(|_| naming.has_word) {
                self.missing.push((unknown.to_string(), spot(start.at, start.at + naming.rest)));
                continue;
            }
            let rest = clause.get(naming.rest..).unwrap_or("").trim_start();
            // `Option B is like Option A`: about one choice, and in the words of another; a student may read both.
            let goes_on = rest.starts_with(|c: char| c.is_lowercase() || "('`".contains(c));
            let is_verdict = VERDICTS.iter().any(|verdict| rest.starts_with(verdict));
            let is_about = goes_on && (naming.has_word || is_verdict) && naming.unknown.is_none();
            // A clause in the middle of a sentence is one only where a word names it.
            let is_whole = start.is_sentence || naming.has_word;
            if is_about && is_whole && rest.split_whitespace().count() >= LEAST_WORDS && !joins(rest) {
                let piece = Fragment { events: range.clone(), span };
                self.units.push(Unit { places: naming.places, pieces: vec![piece], is_certain: true });
            }
        }
    }

    /// What a text names at its beginning: marks, words such as `Incorrect` or `Option`, and letters.
    fn naming(&self, text: &str) -> Option<Naming> {
        let mut at = text.len() - text.trim_start_matches(is_lead).len();
        let is_marked = text.get(..at)?.contains(['❌', '✅', '✗', '✘', '✔', '✓', '✖']);
        let (mut has_word, mut has_verdict) = (false, false);
        for _ in 0..3 {
            let rest = text.get(at..)?;
            let lengths = [WordKind::Label, WordKind::Option].map(|kind| kind.longest_prefix_len(rest).unwrap_or(0));
            let label = lengths.into_iter().max().unwrap_or(0);
            let verdict =
                [WordKind::Explanation, WordKind::Answer].map(|kind| kind.longest_prefix_len(rest).unwrap_or(0));
            let negation = NEGATIONS
                .iter()
                .filter(|word| crate::words::starts_with_ignore_case(rest, word))
                .map(|word| word.len());
            let verdict = verdict.into_iter().chain(negation).max().unwrap_or(0);
            let length = label.max(verdict);
            let behind = rest.get(length..)?;
            if length == 0 || !behind.starts_with([' ', '\u{a0}']) {
                break;
            }
            has_word |= label >= verdict;
            has_verdict |= verdict > label;
            at += length + behind.len() - behind.trim_start_matches(is_lead).len();
        }
        let mut places = Vec::new();
        let mut unknown = None;
        loop {
            let rest = text.get(at..)?;
            let letter = rest.chars().next().filter(char::is_ascii_uppercase)?;
            let behind = rest.get(1..)?;
            if behind.starts_with(|c: char| c.is_alphanumeric() || "-'’_+#".contains(c)) {
                return None;
            }
            match self.names.place(letter) {
                Some(place) if !places.contains(&place) => places.push(place),
                Some(_) => return None,
                None => unknown = Some(letter),
            }
            at += 1;
            let joint = JOINTS.iter().find(|joint| {
                let next = behind.strip_prefix(**joint).unwrap_or("");
                let mut chars = next.chars();
                chars.next().is_some_and(|c| c.is_ascii_uppercase()) && !chars.next().is_some_and(char::is_alphanumeric)
            });
            match joint {
                Some(joint) if has_word => at += joint.len(),
                Some(_) => return None,
                None => break,
            }
        }
        let rest = text.get(at..)?;
        let bare = rest.trim_start_matches(['*', '_', ' ', '\u{a0}']);
        let separates = bare.starts_with([':', '：', '–', '—', '→', ')', '）', '.'])
            || rest.starts_with(" - ")
            || (bare.is_empty() && !is_marked);
        let is_judged = VERDICTS.iter().any(|verdict| bare.starts_with(verdict));
        (separates || has_word || is_marked || is_judged || bare.is_empty()).then_some(Naming {
            places,
            unknown,
            rest: at,
            is_certain: has_word || has_verdict || is_marked || is_judged,
            has_word,
        })
    }
}

/// Whether a clause goes on as if the letter were one of several things: `and B are …`.
fn joins(rest: &str) -> bool {
    ["and ", "or ", "through ", "to ", "plus ", "vs", "versus "].iter().any(|word| rest.starts_with(word))
}

/// What may stand before the first word of a reason.
fn is_lead(c: char) -> bool {
    is_sign(c) || c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“')
}

/// Where a sentence or a clause may begin.
#[derive(Clone, Copy)]
struct Beginning {
    at: usize,
    is_sentence: bool,
}

/// The beginnings in a text, in order: its own, those behind the end of a sentence, and those of clauses that a word such as `Option` opens.
fn beginnings(text: &str) -> Vec<Beginning> {
    let mut found = vec![Beginning { at: text.len() - text.trim_start().len(), is_sentence: true }];
    let bytes = text.as_bytes();
    for (at, sign) in text.match_indices(['.', '!', '?', ',', ';', ':']) {
        let behind = text.get(at + sign.len()..).unwrap_or("");
        let rest = behind.trim_start_matches([' ', '\n', '*', '_', '"', '”', ')']);
        let begins = behind.starts_with([' ', '\n'])
            || (behind.starts_with(['*', '_', ')', '"']) && rest.len() + 1 < behind.len());
        if !begins {
            continue;
        }
        let start = text.len() - rest.len();
        if matches!(sign, "." | "!" | "?") {
            // `e.g. A`, `vs. B`: a short word before the dot is an abbreviation.
            let before = text.get(..at).unwrap_or("").rsplit([' ', '\n', '(']).next().unwrap_or("");
            let is_short = before.contains('.') || ["vs", "etc", "cf", "no", "fig"].contains(&before);
            if !is_short && !rest.starts_with(char::is_lowercase) && bytes.get(start).is_some() {
                found.push(Beginning { at: start, is_sentence: true });
            }
            continue;
        }
        let clause =
            ["and ", "while ", "whereas ", "but "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let length = WordKind::Label.longest_prefix_len(clause).unwrap_or(0);
        let names = clause.get(length..).is_some_and(|behind| {
            let mut chars = behind.trim_start_matches('s').chars();
            length > 0 && chars.next() == Some(' ') && chars.next().is_some_and(|c| c.is_ascii_uppercase())
        });
        if names {
            found.push(Beginning { at: text.len() - clause.len(), is_sentence: false });
        }
    }
    found.sort_by_key(|beginning| beginning.at);
    found
}

#[cfg(test)]
mod tests {
    use crate::markdown::parse;
    use crate::quiz::{Quiz, find};

    use super::*;

    /// The reasons of the choices of a question with this explanation, as text.
    fn reasons(explanation: &str) -> Vec<String> {
        let text = format!(
            "## Question 1\n\nWhere do owls sleep?\n\n- A) In nests\n- B) In hollow trees\n- C) In caves\n\n<details>\n<summary>Answer</summary>\n\n**Correct answer: B**\n\n{explanation}\n</details>\n"
        );
        let document = parse(text.into(), 0);
        let Quiz { questions, .. } = find(&document);
        let choices = &questions.first().expect("a question").choices;
        let words = |choice: &Choice| {
            choice.why.iter().map(|piece| document.plain_fragment(piece)).collect::<Vec<_>>().join(" | ")
        };
        choices.iter().map(words).collect()
    }

    #[test]
    fn each_example_gives_reasons_for_the_first_and_the_last_choice() {
        for form in REASONS {
            let [a, b, c] = &reasons(form.example)[..] else { panic!("{}", form.name) };
            assert!(!a.is_empty() && b.is_empty() && !c.is_empty(), "{}: {a:?} {b:?} {c:?}", form.name);
        }
    }

    #[test]
    fn a_reason_is_about_its_own_choice_only() {
        let told = reasons("Option A is wrong because nests are small, and Option C is for bats. Owls like trees.\n");
        assert_eq!(told, ["Option A is wrong because nests are small", "", "Option C is for bats."]);
    }

    #[test]
    fn what_is_not_certain_is_no_reason() {
        for text in [
            "A tree is where owls sleep. C is a language that owls do not speak.\n",
            "Option E is wrong because there is none. Option A is too small for it.\n",
            "- A: nests\n- C: caves\n",
            "- Owls sleep by day\n- A: nests are for the young\n- They hunt by night\n",
            "- A: nests are for the young\n- A: nests are small, too\n",
            "It is better than Option A or Option C in any case.\n",
        ] {
            assert_eq!(reasons(text), ["", "", ""], "{text}");
        }
    }
}
