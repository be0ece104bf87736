//! Who listens, and what each was told last. In: signals. Out: events. A thread of its own, as asking for a page may mean making it;
//! each page is asked about once, and told at once to all who show it.

use std::collections::BTreeSet;
use std::sync::mpsc::Receiver;

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::page::short;
use super::{EditedPage, PageSource, Problem, ServerEvent, ServerSignal, State};
use crate::path::SitePath;
use crate::source::quiz_page;

/// So many events may wait for a browser. One that does not take them is let go: it comes back, and is told how things are then.
pub(super) const MAX_WAITING: usize = 16;

/// A browser that shows a page.
#[derive(Debug)]
pub(super) struct Listener {
    page: SitePath,
    state: Option<State>,
    problems: Option<Vec<Problem>>,
    events: Option<mpsc::Sender<Bytes>>,
    /// Whether it runs on this machine: others are not told where the course lies.
    is_local: bool,
}

/// Tells until there is nothing more to tell.
pub(super) fn tell(pages: &dyn PageSource, session: &str, signals: &Receiver<ServerSignal>) {
    let mut listeners: Vec<Listener> = Vec::new();
    while let Ok(first) = signals.recv() {
        let mut news: Option<ServerEvent> = None;
        for signal in std::iter::once(first).chain(signals.try_iter()) {
            match signal {
                ServerSignal::Joined(listener) => listeners.push(listener),
                ServerSignal::News(more) => news.get_or_insert_default().edited.extend(more.edited),
                ServerSignal::Stop => return,
            }
        }
        listeners.retain(|listener| listener.events.as_ref().is_some_and(|events| !events.is_closed()));
        round(pages, session, &mut listeners, news.as_ref());
    }
}

/// Without news only those are told who were told nothing yet.
fn round(pages: &dyn PageSource, session: &str, listeners: &mut [Listener], news: Option<&ServerEvent>) {
    let due = |listener: &Listener| news.is_some() || listener.state.is_none();
    let shown: BTreeSet<SitePath> = listeners.iter().filter(|it| due(it)).map(|it| it.page.clone()).collect();
    if shown.is_empty() {
        return;
    }
    for page in shown {
        let state = pages.state(&page);
        listeners.iter_mut().filter(|listener| listener.page == page).for_each(|it| it.tell_state(&state, session));
        let problems = pages.problems(&page);
        listeners.iter_mut().filter(|listener| listener.page == page).for_each(|it| it.tell_problems(&problems));
    }
    let edited = news.map_or(&[][..], |news| &news.edited);
    listeners.iter_mut().for_each(|listener| listener.tell_edited(edited));
}

impl Listener {
    pub(super) fn new(page: SitePath, events: mpsc::Sender<Bytes>, is_local: bool) -> Listener {
        Listener { page, state: None, problems: None, events: Some(events), is_local }
    }

    fn tell_state(&mut self, state: &State, session: &str) {
        if self.state.as_ref() == Some(state) {
            return;
        }
        self.state = Some(state.clone());
        self.send("state", &StateEvent::new(session, state));
    }

    fn tell_problems(&mut self, problems: &[Problem]) {
        if self.problems.as_deref() == Some(problems) {
            return;
        }
        self.problems = Some(problems.to_vec());
        match self.is_local {
            true => self.send("problems", &ProblemsEvent { problems }),
            false => self
                .send("problems", &ProblemsEvent { problems: &problems.iter().map(without_path).collect::<Vec<_>>() }),
        }
    }

    /// The quiz of a chapter is made from the same source.
    fn tell_edited(&mut self, edited: &[EditedPage]) {
        let is_own = |url: &str| {
            let page = SitePath::new(url);
            page == self.page || quiz_page(&page) == self.page
        };
        let pages: Vec<&EditedPage> = edited.iter().filter(|page| !is_own(&page.url)).collect();
        if !pages.is_empty() {
            self.send("elsewhere", &ElsewhereEvent { pages });
        }
    }

    fn send(&mut self, name: &str, data: &impl Serialize) {
        let Ok(data) = serde_json::to_string(data) else { return };
        let event = Bytes::from(format!("event: {name}\ndata: {data}\n\n"));
        if self.events.as_ref().is_some_and(|events| events.try_send(event).is_err()) {
            self.events = None;
        }
    }
}

fn without_path(problem: &Problem) -> Problem {
    Problem { path: problem.source.clone(), open: None, ..problem.clone() }
}

#[derive(Serialize)]
struct StateEvent<'a> {
    session: &'a str,
    hash: Option<String>,
    pictures: Option<String>,
    warnings: usize,
}

impl<'a> StateEvent<'a> {
    fn new(session: &'a str, state: &State) -> Self {
        let &State { hash, pictures, warnings } = state;
        StateEvent { session, hash: hash.map(short), pictures: pictures.map(short), warnings }
    }
}

#[derive(Serialize)]
struct ProblemsEvent<'a> {
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct ElsewhereEvent<'a> {
    pages: Vec<&'a EditedPage>,
}
