//! The browsers that listen to events, and what each was sent last. In: signals. Out: events. Runs on a thread of its own, because the
//! state of a page may require making it; each page is made once for all browsers that show it.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, channel};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::page::short;
use super::pages::PageSource;
use super::wire::{EditedPage, Problem, State};
use crate::path::SitePath;
use crate::source::quiz_page;

/// Something changed. The server finds out itself which pages changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerEvent {
    /// Pages whose sources the author just edited.
    pub edited: Vec<EditedPage>,
}

/// Tells the server that something changed.
#[derive(Clone, Debug)]
pub struct Notifier(Sender<ServerSignal>);

impl Notifier {
    /// A notifier and the receiver of its signals.
    pub(super) fn channel() -> (Notifier, Receiver<ServerSignal>) {
        let (sender, signals) = channel();
        (Notifier(sender), signals)
    }

    /// Makes the server compare every open page with what its browser shows. Never waits.
    pub fn notify(&self, event: ServerEvent) {
        self.signal(ServerSignal::Changed(event));
    }

    pub(super) fn signal(&self, signal: ServerSignal) {
        // If the server has stopped, nothing receives the signal.
        let _ = self.0.send(signal);
    }
}

/// A signal to the thread that sends events.
#[derive(Debug)]
pub(super) enum ServerSignal {
    /// A browser shows a page from now on.
    Joined(Listener),
    /// Something changed.
    Changed(ServerEvent),
    /// The server ends.
    Stop,
}

/// How many events may wait for a browser. One that does not receive them is disconnected; it connects again and is sent the current state.
pub(super) const MAX_WAITING: usize = 16;

/// A browser that shows a page.
#[derive(Debug)]
pub(super) struct Listener {
    page: SitePath,
    state: Option<State>,
    problems: Option<Vec<Problem>>,
    events: Option<mpsc::Sender<Bytes>>,
    /// Whether it runs on this machine: others are not sent paths of this machine.
    is_local: bool,
}

/// Sends events until the server ends. `session` identifies this run of the server.
pub(super) fn send_events(pages: &dyn PageSource, session: &str, signals: &Receiver<ServerSignal>) {
    let mut listeners: Vec<Listener> = Vec::new();
    while let Ok(first) = signals.recv() {
        let mut changed: Option<ServerEvent> = None;
        for signal in std::iter::once(first).chain(signals.try_iter()) {
            match signal {
                ServerSignal::Joined(listener) => listeners.push(listener),
                ServerSignal::Changed(more) => changed.get_or_insert_default().edited.extend(more.edited),
                ServerSignal::Stop => return,
            }
        }
        listeners.retain(|listener| listener.events.as_ref().is_some_and(|events| !events.is_closed()));
        update_listeners(pages, session, &mut listeners, changed.as_ref());
    }
}

/// Sends each listener what is new to it. Only new listeners are updated if `changed` is none.
fn update_listeners(pages: &dyn PageSource, session: &str, listeners: &mut [Listener], changed: Option<&ServerEvent>) {
    let due = |listener: &Listener| changed.is_some() || listener.state.is_none();
    let shown: BTreeSet<SitePath> =
        listeners.iter().filter(|listener| due(listener)).map(|listener| listener.page.clone()).collect();
    if shown.is_empty() {
        return;
    }
    for page in shown {
        let state = pages.state(&page);
        listeners
            .iter_mut()
            .filter(|listener| listener.page == page)
            .for_each(|listener| listener.send_state(&state, session));
        let problems = pages.problems(&page);
        listeners
            .iter_mut()
            .filter(|listener| listener.page == page)
            .for_each(|listener| listener.send_problems(&problems));
    }
    let edited = changed.map_or(&[][..], |event| &event.edited);
    listeners.iter_mut().for_each(|listener| listener.send_edited(edited));
}

impl Listener {
    pub(super) fn new(page: SitePath, events: mpsc::Sender<Bytes>, is_local: bool) -> Listener {
        Listener { page, state: None, problems: None, events: Some(events), is_local }
    }

    fn send_state(&mut self, state: &State, session: &str) {
        if self.state.as_ref() == Some(state) {
            return;
        }
        self.state = Some(state.clone());
        self.send("state", &StateEvent::new(session, state));
    }

    fn send_problems(&mut self, problems: &[Problem]) {
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

    /// Sends the edited pages other than this one. The quiz page of a chapter counts as the same one: it has the same source.
    fn send_edited(&mut self, edited: &[EditedPage]) {
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
    Problem { path: problem.diagnostic.source.clone(), open: None, ..problem.clone() }
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
