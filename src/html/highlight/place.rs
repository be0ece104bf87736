//! Where a grammar stands between two lines, and the walk over one. In: a line. Out: which stretch of it has which class.
//!
//! Two places of one name go on alike. syntect's states may not pass between threads, so names do: each thread knows the places
//! that it named itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference};

use super::classes::{HighlightClass, NONE, ScopeClasses};
use super::grammars::SYNTAXES;

/// What a place is called, on every thread: a hash of all that it is made of.
pub type StateId = [u8; 16];

/// A thread knows so many places, about a kilobyte each; then it begins anew. No course looked at has a tenth of them.
const MAX_PLACES: usize = 4096;

/// A stretch of a line up to `end`. Its class; none where there is nothing to be seen, as it is no matter in which span that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColouredSpan {
    /// In bytes of the line.
    pub end: u16,
    /// Its class.
    pub class: Option<HighlightClass>,
}

/// Where a grammar stands between two lines.
#[derive(Clone, Debug)]
pub struct ParserState {
    state: ParseState,
    scopes: ScopeStack,
    /// The class in force within each of the scopes; follows from them.
    classes: Vec<HighlightClass>,
}

impl PartialEq for ParserState {
    fn eq(&self, other: &ParserState) -> bool {
        self.scopes == other.scopes && self.state == other.state
    }
}

impl ParserState {
    /// Before the first line.
    pub fn start(syntax: &SyntaxReference) -> Self {
        ParserState { state: ParseState::new(syntax), scopes: ScopeStack::new(), classes: Vec::new() }
    }

    /// The place of this name, if this thread knows it.
    pub fn named(name: &StateId) -> Option<ParserState> {
        KNOWN.with_borrow(|known| known.by_name.get(name).map(|place| ParserState::clone(place)))
    }

    /// What this place is called; none where that cannot be told: what a grammar carries from line to line (the end of a heredoc)
    /// is compared by where it lies in memory.
    pub fn name(&self) -> Option<StateId> {
        KNOWN.with_borrow_mut(|known| known.name(self))
    }

    /// Goes over one line of at most 65,535 bytes and says what it consists of; none where the grammar fails.
    pub fn pass(&mut self, line: &str, stretches: &mut Vec<ColouredSpan>) -> Option<()> {
        stretches.clear();
        let steps = self.state.parse_line(line, &SYNTAXES).ok()?;
        KNOWN.with_borrow_mut(|known| {
            let mut at = 0;
            for (offset, step) in &steps {
                self.stretch(line, at..*offset, stretches)?;
                at = *offset;
                self.step(step, &mut known.classes)?;
            }
            self.stretch(line, at..line.len(), stretches)
        })
    }

    fn step(&mut self, step: &ScopeStackOp, classes: &mut ScopeClasses) -> Option<()> {
        match step {
            ScopeStackOp::Push(scope) => {
                self.scopes.push(*scope);
                self.classes.push(classes.within(self.class(), *scope));
            }
            ScopeStackOp::Pop(count) => {
                let left = self.classes.len().saturating_sub(*count);
                self.scopes.scopes.truncate(left);
                self.classes.truncate(left);
            }
            rare => {
                let open = &mut self.classes;
                let follow = |basic, _: &[Scope]| match basic {
                    BasicScopeStackOp::Push(scope) => {
                        let around = open.last().copied().unwrap_or(NONE);
                        open.push(classes.within(around, scope));
                    }
                    BasicScopeStackOp::Pop => drop(open.pop()),
                };
                self.scopes.apply_with_hook(rare, follow).ok()?;
            }
        }
        Some(())
    }

    fn class(&self) -> HighlightClass {
        self.classes.last().copied().unwrap_or(NONE)
    }

    /// Adds a stretch, or makes the one before it longer where that looks the same.
    fn stretch(&self, line: &str, range: std::ops::Range<usize>, stretches: &mut Vec<ColouredSpan>) -> Option<()> {
        let text = line.get(range.clone())?;
        if text.is_empty() {
            return Some(());
        }
        let end = u16::try_from(range.end).ok()?;
        let class = (!text.trim().is_empty()).then(|| self.class());
        match stretches.last_mut() {
            Some(last) if class.is_none() || last.class == class => last.end = end,
            _ => stretches.push(ColouredSpan { end, class }),
        }
        Some(())
    }
}

thread_local! {
    static KNOWN: RefCell<ParserStates> = RefCell::default();
}

/// The places that a thread named. What it knows changes how long a line takes, never what comes of it.
#[derive(Debug, Default)]
struct ParserStates {
    by_name: HashMap<StateId, Rc<ParserState>>,
    /// The same by their scopes, which most places are told apart by already.
    alike: HashMap<Vec<Scope>, Vec<(StateId, Rc<ParserState>)>>,
    classes: ScopeClasses,
}

impl ParserStates {
    fn name(&mut self, place: &ParserState) -> Option<StateId> {
        let alike = self.alike.get(place.scopes.as_slice()).map_or(&[][..], Vec::as_slice);
        if let Some((name, _)) = alike.iter().find(|(_, known)| **known == *place) {
            return Some(*name);
        }
        let same = place.clone();
        if same != *place {
            return None;
        }
        if self.by_name.len() >= MAX_PLACES {
            (self.by_name, self.alike) = Default::default();
        }
        let whole = blake3::hash(format!("{:?} {:?}", place.state, place.scopes).as_bytes());
        let name: StateId = *whole.as_bytes().first_chunk()?;
        let same = Rc::new(same);
        self.alike.entry(place.scopes.scopes.clone()).or_default().push((name, Rc::clone(&same)));
        self.by_name.insert(name, same);
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::highlight::grammars::grammar;

    fn after(language: &str, code: &str) -> ParserState {
        let mut place = ParserState::start(grammar(language).unwrap());
        for line in code.split_inclusive('\n') {
            place.pass(line, &mut Vec::new()).unwrap();
        }
        place
    }

    #[test]
    fn places_that_go_on_alike_have_one_name() {
        let name = |language, code| after(language, code).name();
        assert!(name("py", "").is_some());
        assert_eq!(name("py", "x = 1\n"), name("py", "def f():\n    pass\n"));
        assert_ne!(name("py", "x = 1\n"), name("py", "x = \"\"\"\n"));
        assert_ne!(name("py", ""), name("js", ""));
        let elsewhere = std::thread::spawn(move || after("py", "x = \"\"\"\n").name()).join().unwrap();
        assert_eq!(elsewhere, name("py", "x = \"\"\"\n"));
    }

    #[test]
    fn a_place_that_waits_for_the_authors_own_word_has_no_name() {
        let heredoc = after("sh", "cat <<END\n");
        assert!(heredoc.name().is_none());
        assert!(after("sh", "cat <<END\nx\nEND\n").name().is_some());
    }

    #[test]
    fn a_name_leads_back_to_its_place() {
        let place = after("js", "/*\n");
        let name = place.name().unwrap();
        assert!(ParserState::named(&name).is_some_and(|found| found == place));
        assert!(std::thread::spawn(move || ParserState::named(&name).is_none()).join().unwrap());
    }
}
