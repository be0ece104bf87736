//! The state of the parser between two lines, and the parsing of one. In: a line. Out: its spans with their classes.
//!
//! A state has an id by what it is made of: from two states with one id, the same line gives the same spans. syntect's states must not
//! pass between threads, so ids do; each thread keeps the states whose ids it computed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference};

use super::classes::{HighlightClass, NO_CLASS, ScopeClasses};
use super::grammars::SYNTAXES;

/// A hash of all that a state is made of; the same on every thread.
pub type StateId = [u8; 16];

/// How many states a thread keeps, about a kilobyte each; then it forgets them all. No course looked at has a tenth of them.
const MAX_STATES: usize = 4096;

/// A part of a line, from the end of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColouredSpan {
    /// Where it ends, in bytes of the line.
    pub end: u16,
    /// Its class; none for blanks, which may stand in any `<span>`.
    pub class: Option<HighlightClass>,
}

/// The state of the parser between two lines.
#[derive(Clone, Debug)]
pub struct ParserState {
    state: ParseState,
    scopes: ScopeStack,
    /// The class in force within each of the scopes; it follows from them.
    classes: Vec<HighlightClass>,
}

impl PartialEq for ParserState {
    fn eq(&self, other: &ParserState) -> bool {
        self.scopes == other.scopes && self.state == other.state
    }
}

impl ParserState {
    /// The state before the first line.
    pub fn start(syntax: &SyntaxReference) -> Self {
        ParserState { state: ParseState::new(syntax), scopes: ScopeStack::new(), classes: Vec::new() }
    }

    /// The state with this id, if this thread keeps it.
    pub fn by_id(id: &StateId) -> Option<ParserState> {
        STATES.with_borrow(|states| states.by_id.get(id).map(|state| ParserState::clone(state)))
    }

    /// Its id; none while the grammar waits for a text of the author's (the end of a heredoc): syntect compares such texts by their address
    /// in memory, so that the state does not even equal its own copy.
    pub fn id(&self) -> Option<StateId> {
        STATES.with_borrow_mut(|states| states.id(self))
    }

    /// Parses one line of at most 65,535 bytes into `spans`; none where the grammar fails.
    pub fn parse_line(&mut self, line: &str, spans: &mut Vec<ColouredSpan>) -> Option<()> {
        spans.clear();
        let operations = self.state.parse_line(line, &SYNTAXES).ok()?;
        STATES.with_borrow_mut(|states| {
            let mut at = 0;
            for (offset, operation) in &operations {
                self.push_span(line, at..*offset, spans)?;
                at = *offset;
                self.apply(operation, &mut states.classes)?;
            }
            self.push_span(line, at..line.len(), spans)
        })
    }

    fn apply(&mut self, operation: &ScopeStackOp, classes: &mut ScopeClasses) -> Option<()> {
        match operation {
            ScopeStackOp::Push(scope) => {
                self.scopes.push(*scope);
                self.classes.push(classes.class_within(self.class(), *scope));
            }
            ScopeStackOp::Pop(count) => {
                let left = self.classes.len().saturating_sub(*count);
                self.scopes.scopes.truncate(left);
                self.classes.truncate(left);
            }
            // Rare ones, by syntect itself.
            operation => {
                let open = &mut self.classes;
                let update_classes = |basic, _: &[Scope]| match basic {
                    BasicScopeStackOp::Push(scope) => {
                        let around = open.last().copied().unwrap_or(NO_CLASS);
                        open.push(classes.class_within(around, scope));
                    }
                    BasicScopeStackOp::Pop => drop(open.pop()),
                };
                self.scopes.apply_with_hook(operation, update_classes).ok()?;
            }
        }
        Some(())
    }

    /// The class in force.
    fn class(&self) -> HighlightClass {
        self.classes.last().copied().unwrap_or(NO_CLASS)
    }

    /// Adds a part of the line, or makes the one before it longer where that looks the same.
    fn push_span(&self, line: &str, range: std::ops::Range<usize>, spans: &mut Vec<ColouredSpan>) -> Option<()> {
        let text = line.get(range.clone())?;
        if text.is_empty() {
            return Some(());
        }
        let end = u16::try_from(range.end).ok()?;
        let class = (!text.trim().is_empty()).then(|| self.class());
        match spans.last_mut() {
            Some(last) if class.is_none() || last.class == class => last.end = end,
            _ => spans.push(ColouredSpan { end, class }),
        }
        Some(())
    }
}

thread_local! {
    static STATES: RefCell<ParserStates> = RefCell::default();
}

/// The states of a thread. Which it keeps changes how long a line takes, never what comes of it.
#[derive(Debug, Default)]
struct ParserStates {
    by_id: HashMap<StateId, Rc<ParserState>>,
    /// The same by their scopes, which are quick to compare and differ for most states.
    by_scopes: HashMap<Vec<Scope>, Vec<(StateId, Rc<ParserState>)>>,
    classes: ScopeClasses,
}

impl ParserStates {
    fn id(&mut self, state: &ParserState) -> Option<StateId> {
        let candidates = self.by_scopes.get(state.scopes.as_slice()).map_or(&[][..], Vec::as_slice);
        if let Some((id, _)) = candidates.iter().find(|(_, kept)| **kept == *state) {
            return Some(*id);
        }
        let copy = state.clone();
        if copy != *state {
            return None;
        }
        if self.by_id.len() >= MAX_STATES {
            (self.by_id, self.by_scopes) = Default::default();
        }
        let hash = blake3::hash(format!("{:?} {:?}", state.state, state.scopes).as_bytes());
        let id: StateId = *hash.as_bytes().first_chunk()?;
        let copy = Rc::new(copy);
        self.by_scopes.entry(state.scopes.scopes.clone()).or_default().push((id, Rc::clone(&copy)));
        self.by_id.insert(id, copy);
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::highlight::grammars::grammar;

    fn after(language: &str, code: &str) -> ParserState {
        let mut state = ParserState::start(grammar(language).unwrap());
        for line in code.split_inclusive('\n') {
            state.parse_line(line, &mut Vec::new()).unwrap();
        }
        state
    }

    #[test]
    fn states_that_go_on_alike_have_one_id() {
        let id = |language, code| after(language, code).id();
        assert!(id("py", "").is_some());
        assert_eq!(id("py", "x = 1\n"), id("py", "def f():\n    pass\n"));
        assert_ne!(id("py", "x = 1\n"), id("py", "x = \"\"\"\n"));
        assert_ne!(id("py", ""), id("js", ""));
        let elsewhere = std::thread::spawn(move || after("py", "x = \"\"\"\n").id()).join().unwrap();
        assert_eq!(elsewhere, id("py", "x = \"\"\"\n"));
    }

    // The grammars that run without C lack some, and have others in a simpler form.
    #[cfg(feature = "cli")]
    #[test]
    fn a_state_that_waits_for_a_text_of_the_author_has_no_id() {
        let heredoc = after("sh", "cat <<END\n");
        assert!(heredoc.id().is_none());
        assert!(after("sh", "cat <<END\nx\nEND\n").id().is_some());
    }

    #[test]
    fn a_thread_finds_its_states_by_id() {
        let state = after("js", "/*\n");
        let id = state.id().unwrap();
        assert!(ParserState::by_id(&id).is_some_and(|found| found == state));
        assert!(std::thread::spawn(move || ParserState::by_id(&id).is_none()).join().unwrap());
    }
}
