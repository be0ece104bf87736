//! `repair --interactive` without its terminal: which place is asked about, what each key does, what is shown. In: keys. Out:
//! text for a terminal, and decisions at the end. Reads and writes nothing.

use std::fmt::Write as _;
use std::ops::Range;

use super::decisions::Decisions;
use super::review::{OpenPlace, words_around};
use crate::report::{counted, printable, printable_line};

/// A file to ask about.
#[derive(Clone, Debug)]
pub(super) struct SessionFile {
    /// Its path, as people see it.
    pub shown: String,
    pub text: String,
    /// The places to ask about, in order.
    pub places: Vec<OpenPlace>,
    /// The repairs that need no question: written with the others.
    pub sure: Vec<(Range<usize>, String)>,
}

/// What an author decides about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PlaceChoice {
    /// It stays as it stands.
    Keep,
    /// It gets this text.
    Write(String),
    /// Nothing yet.
    Later,
}

/// What the session waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionMode {
    /// A key about a place.
    Asking,
    /// The characters of a text for a place, and Enter.
    Typing,
    /// A key: whether to write.
    Confirming,
    /// Nothing: it has ended.
    Ended(SessionEnd),
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionEnd {
    Write,
    Quit,
}

/// A step that can be taken back: where it was taken, and the choices that it replaced.
#[derive(Clone, Debug)]
struct SessionStep {
    at: usize,
    replaced: Vec<(usize, Option<PlaceChoice>)>,
    skipped: Option<usize>,
}

/// The questions about all places, one after the other.
#[derive(Debug)]
pub(super) struct RepairSession {
    files: Vec<SessionFile>,
    /// File and place of each question.
    questions: Vec<(usize, usize)>,
    choices: Vec<Option<PlaceChoice>>,
    /// The files that were skipped, by index.
    skipped: Vec<bool>,
    at: usize,
    steps: Vec<SessionStep>,
    mode: SessionMode,
    /// What was typed so far.
    typed: String,
    /// What the last key did not do.
    remark: &'static str,
}

/// The keys that end, correct and give up a typed text, as characters.
pub(super) const ENTER: char = '\n';
pub(super) const BACKSPACE: char = '\u{8}';
pub(super) const ESCAPE: char = '\u{1b}';

/// What the keys do, as it is shown below each question.
const KEYS: &str =
    "t take · k keep as it stands · 1-9 another · e type · space later · u undo · s skip file · w write · q quit";

impl RepairSession {
    /// A session about these files; it asks about all their places.
    pub fn new(files: Vec<SessionFile>) -> Self {
        let questions: Vec<(usize, usize)> = files
            .iter()
            .enumerate()
            .flat_map(|(at, file)| (0..file.places.len()).map(move |place| (at, place)))
            .collect();
        let mode = if questions.is_empty() { SessionMode::Confirming } else { SessionMode::Asking };
        RepairSession {
            choices: vec![None; questions.len()],
            skipped: vec![false; files.len()],
            files,
            questions,
            at: 0,
            steps: Vec::new(),
            mode,
            typed: String::new(),
            remark: "",
        }
    }

    /// What it waits for.
    pub fn mode(&self) -> SessionMode {
        self.mode
    }

    /// Takes a key, as a character; one without a meaning changes nothing.
    pub fn press(&mut self, key: char) {
        self.remark = "";
        match self.mode {
            SessionMode::Asking => self.answer(key.to_ascii_lowercase()),
            SessionMode::Confirming => match key.to_ascii_lowercase() {
                'w' | 'y' => self.mode = SessionMode::Ended(SessionEnd::Write),
                'q' => self.mode = SessionMode::Ended(SessionEnd::Quit),
                'u' => self.undo(),
                _ => self.remark = "no such key here",
            },
            SessionMode::Typing => self.type_key(key),
            SessionMode::Ended(_) => {}
        }
    }

    /// A key while a text is typed. Enter ends it; without a text, it goes back to the question, as Escape does.
    fn type_key(&mut self, key: char) {
        match key {
            ENTER => {
                let text = std::mem::take(&mut self.typed);
                self.mode = SessionMode::Asking;
                if !text.is_empty() {
                    self.choose(PlaceChoice::Write(text));
                }
            }
            BACKSPACE => drop(self.typed.pop()),
            ESCAPE => {
                self.typed.clear();
                self.mode = SessionMode::Asking;
            }
            key if key.is_control() => {}
            key => self.typed.push(key),
        }
    }

    /// Ends without writing, as the terminal is gone.
    pub fn abandon(&mut self) {
        self.mode = SessionMode::Ended(SessionEnd::Quit);
    }

    fn answer(&mut self, key: char) {
        let candidates = self.place().map(|(_, place)| place.candidates.as_slice()).unwrap_or_default();
        let candidate = |at: usize| candidates.get(at).cloned().map(PlaceChoice::Write);
        let choice = match key {
            't' => candidate(0),
            'k' => Some(PlaceChoice::Keep),
            ' ' => Some(PlaceChoice::Later),
            '1'..='9' => key.to_digit(10).and_then(|digit| candidate(digit as usize)),
            'e' => return self.mode = SessionMode::Typing,
            'a' => return self.take_all_alike(),
            'u' => return self.undo(),
            's' => return self.skip_file(),
            'w' => return self.mode = SessionMode::Confirming,
            'q' => return self.mode = SessionMode::Ended(SessionEnd::Quit),
            _ => None,
        };
        match choice {
            Some(choice) => self.choose(choice),
            None => self.remark = "no such choice here",
        }
    }

    /// Decides about the place at hand, and goes on to the next one that is open.
    fn choose(&mut self, choice: PlaceChoice) {
        let at = self.at;
        // What is typed as it stands is kept, not written.
        let stands = self.place().map(|(_, place)| place.stands.clone());
        let choice = if matches!(&choice, PlaceChoice::Write(new) if Some(new) == stands.as_ref()) {
            PlaceChoice::Keep
        } else {
            choice
        };
        if let Some(slot) = self.choices.get_mut(at) {
            let replaced = vec![(at, slot.replace(choice))];
            self.steps.push(SessionStep { at, replaced, skipped: None });
        }
        self.go_on(at + 1);
    }

    /// Takes the first candidate here, and at all later open places where the same stands and the same is the first candidate.
    fn take_all_alike(&mut self) {
        let Some((_, here)) = self.place() else { return };
        let Some(first) = here.candidates.first().cloned() else {
            self.remark = "no such choice here";
            return;
        };
        let is_alike = |at: usize| {
            let place = self.place_at(at).map(|(_, place)| place);
            place.is_some_and(|place| place.stands == here.stands && place.candidates.first() == Some(&first))
        };
        let is_open = |at: usize| self.choices.get(at).is_some_and(Option::is_none);
        let alike: Vec<usize> =
            (self.at..self.questions.len()).filter(|at| (*at == self.at || is_open(*at)) && is_alike(*at)).collect();
        let mut replaced = Vec::with_capacity(alike.len());
        for at in alike {
            if let Some(slot) = self.choices.get_mut(at) {
                replaced.push((at, slot.replace(PlaceChoice::Write(first.clone()))));
            }
        }
        self.steps.push(SessionStep { at: self.at, replaced, skipped: None });
        self.go_on(self.at + 1);
    }

    /// Leaves the file at hand as it is, with all that was decided about it.
    fn skip_file(&mut self) {
        let Some((file, _)) = self.questions.get(self.at).copied() else { return };
        let replaced: Vec<_> =
            self.questions_of(file).filter_map(|at| Some((at, self.choices.get(at)?.clone()))).collect();
        for (at, _) in &replaced {
            self.choices.iter_mut().skip(*at).take(1).for_each(|choice| *choice = Some(PlaceChoice::Later));
        }
        self.skipped.iter_mut().skip(file).take(1).for_each(|skipped| *skipped = true);
        let next = replaced.last().map_or(self.at, |(at, _)| at + 1);
        self.steps.push(SessionStep { at: self.at, replaced, skipped: Some(file) });
        self.go_on(next);
    }

    fn undo(&mut self) {
        let Some(step) = self.steps.pop() else {
            self.remark = "there is nothing to undo";
            if self.mode == SessionMode::Confirming && !self.questions.is_empty() {
                self.mode = SessionMode::Asking;
            }
            return;
        };
        for (at, choice) in step.replaced {
            self.choices.iter_mut().skip(at).take(1).for_each(|slot| slot.clone_from(&choice));
        }
        if let Some(file) = step.skipped {
            self.skipped.iter_mut().skip(file).take(1).for_each(|skipped| *skipped = false);
        }
        self.at = step.at;
        self.mode = SessionMode::Asking;
    }

    /// Asks about the first open place from `at` on; after the last one, whether to write.
    fn go_on(&mut self, at: usize) {
        let open = self.choices.iter().skip(at).position(Option::is_none);
        match open {
            Some(open) => (self.at, self.mode) = (at + open, SessionMode::Asking),
            None => self.mode = SessionMode::Confirming,
        }
    }

    fn place(&self) -> Option<(&SessionFile, &OpenPlace)> {
        self.place_at(self.at)
    }

    fn place_at(&self, at: usize) -> Option<(&SessionFile, &OpenPlace)> {
        let (file, place) = self.questions.get(at)?;
        let file = self.files.get(*file)?;
        Some((file, file.places.get(*place)?))
    }

    /// What is shown now, up to the cursor: a question, a prompt or the end. It has escape sequences for colours.
    pub fn screen(&self) -> String {
        let remark = if self.remark.is_empty() { String::new() } else { format!("\x1b[33m{}\x1b[0m\n", self.remark) };
        let shown = match self.mode {
            SessionMode::Asking => self.place().map_or_else(String::new, |(file, place)| self.question(file, place)),
            SessionMode::Typing => format!("the text, then Enter (empty: back): {}", printable_line(&self.typed)),
            SessionMode::Confirming => self.confirmation(),
            SessionMode::Ended(_) => String::new(),
        };
        format!("{remark}{shown}")
    }

    fn question(&self, file: &SessionFile, place: &OpenPlace) -> String {
        let mut out = String::new();
        let name = printable(&file.shown);
        let count = format!("{} of {}", self.at + 1, self.questions.len());
        let (line, column) = (place.position.line, place.position.column);
        let (before, after) = words_around(&file.text, &place.range);
        let [before, stands, after] = [&before, &place.stands, &after].map(|text| printable_line(text));
        let sure = place.confidence.map_or_else(String::new, |sure| format!("{:.0} % sure, ", sure * 100.0));
        let withheld = if place.is_withheld { ", less than `min_confidence` asks" } else { "" };
        // Writing into a string cannot fail.
        let _ = writeln!(out, "\n\x1b[1m{name}:{line}:{column}\x1b[0m  ({count}; {sure}{}{withheld})", place.channel);
        let _ = writeln!(out, "\n    {before}\x1b[7m{stands}\x1b[0m{after}");
        if let Some(first) = place.candidates.first() {
            let _ = writeln!(out, "    {before}\x1b[32m{}\x1b[0m{after}\n", printable_line(first));
            let others = place.candidates.iter().enumerate().skip(1);
            let others: Vec<String> = others.map(|(key, other)| format!("{key} {}", printable_line(other))).collect();
            let _ = writeln!(out, "  t {}   {}", printable_line(first), others.join("   "));
        }
        let _ = write!(out, "  \x1b[2m{KEYS}\x1b[0m\n> ");
        out
    }

    fn confirmation(&self) -> String {
        let mut out = "\n".to_owned();
        let mut files = 0;
        for (at, file) in self.files.iter().enumerate() {
            let Decisions { edits, kept, .. } = self.decisions_of(at);
            if edits.is_empty() && kept.is_empty() {
                continue;
            }
            files += usize::from(!edits.is_empty());
            let sure = if self.is_skipped(at) { 0 } else { file.sure.len() };
            let kept = if kept.is_empty() { String::new() } else { format!(", {} kept as they stand", kept.len()) };
            let _ = writeln!(
                out,
                "  {}: {}, {sure} of them sure without a question{kept}",
                printable(&file.shown),
                counted(edits.len(), "place")
            );
        }
        let open = self.choices.iter().filter(|choice| matches!(choice, None | Some(PlaceChoice::Later))).count();
        let _ = write!(
            out,
            "\x1b[1mWrite into {}?\x1b[0m {} left as they are.\n  \x1b[2mw write · u back · q quit without writing\x1b[0m\n> ",
            counted(files, "file"),
            counted(open, "open place"),
        );
        out
    }

    /// The questions about a file, by its index: they stand in the order of the files and of their places.
    fn questions_of(&self, file: usize) -> Range<usize> {
        let begins = |file: usize| self.questions.partition_point(|(of, _)| *of < file);
        begins(file)..begins(file + 1)
    }

    fn is_skipped(&self, file: usize) -> bool {
        self.skipped.get(file).copied().unwrap_or(false)
    }

    /// What is decided about a file, by its index; nothing about one that was skipped.
    pub fn decisions_of(&self, file: usize) -> Decisions {
        let mut decisions = Decisions::default();
        let Some(asked) = self.files.get(file) else { return decisions };
        let choices = self.choices.get(self.questions_of(file)).unwrap_or(&[]);
        for (place, choice) in asked.places.iter().zip(choices) {
            match choice {
                Some(PlaceChoice::Write(new)) => decisions.edits.push((place.range.clone(), new.clone())),
                Some(PlaceChoice::Keep) => decisions.kept.push(place.range.clone()),
                Some(PlaceChoice::Later) | None => decisions.undecided += 1,
            }
        }
        if !self.is_skipped(file) {
            decisions.edits.extend(asked.sure.iter().cloned());
        }
        decisions.edits.sort_by_key(|(place, _)| place.start);
        decisions
    }
}

#[cfg(test)]
#[path = "session_unit_test.rs"]
mod tests;
