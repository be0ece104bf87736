//! The preview's HTTP server. In: what makes pages ([`Pages`]), and a [`Bell`] that rings when something changed. Out: pages with the
//! preview's script in them, events, facts; the one request that writes is the author's choice of a repair. Knows neither how pages
//! are made nor where they lie: a path from a browser never reaches the disk.

mod wire;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use tokio::sync::Notify;

pub use wire::{CheckFact, Choice, EditedPage, Facts, Finding, Problem, QuestionFact, RepairFact, State};

use crate::path::SitePath;
use crate::source::Hash;

/// What is served; implemented by who makes the pages. Any of it may take long: it is never called on the thread that answers.
pub trait Pages: Send + Sync + 'static {
    /// A file of the site as it stands now.
    fn file(&self, path: &SitePath) -> Served;
    /// How a page stands now.
    fn state(&self, page: &SitePath) -> State;
    /// What stops the site from being made.
    fn problems(&self) -> Vec<Problem>;
    /// What the preview shows beside a page; none where it has no source.
    fn facts(&self, page: &SitePath) -> Option<Facts>;
    /// Remembers the author's choice.
    fn choose(&self, choice: &Choice) -> Result<(), ChooseError>;
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Served {
    /// These bytes.
    File {
        /// As built.
        bytes: Arc<[u8]>,
        /// Of the bytes.
        hash: Hash,
    },
    /// The bytes of this file.
    CopyOf(PathBuf),
    /// The course cannot be made at present; this page says why.
    Broken {
        /// A whole page.
        html: String,
    },
    /// There is none.
    Missing,
}

/// Why a choice was not remembered, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChooseError {
    /// It does not fit the course as it is now.
    Refused(String),
    /// It could not be written.
    Failed(String),
}

/// What changed. Which pages are other than before, the server asks itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Pages whose sources the author just edited.
    pub edited: Vec<EditedPage>,
}

/// Rings when something changed.
#[derive(Clone, Debug)]
pub struct Bell(Sender<Signal>);

impl Bell {
    /// Has every open page looked at again; never waits.
    pub fn ring(&self, news: News) {
        // A server that has stopped needs no news.
        let _ = self.0.send(Signal::News(news));
    }
}

/// Ends a server from another thread.
#[derive(Clone, Debug)]
pub struct Stopper(Arc<Notify>);

impl Stopper {
    /// `run` returns soon.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

#[derive(Debug)]
#[allow(dead_code)]
enum Signal {
    News(News),
    Stop,
}

/// How it is served.
#[derive(Clone, Debug)]
pub struct Settings {
    /// An address or a name of this machine.
    pub host: String,
    /// 0: any that is free.
    pub port: u16,
    /// What `/.syllabus/preview.js` holds.
    pub script: &'static str,
}

/// Why nothing is served.
#[derive(Debug)]
pub enum ServeError {
    /// Something else listens there.
    Taken {
        /// Where.
        port: u16,
        /// The next port that is free.
        free: Option<u16>,
    },
    /// The system refuses, in words.
    Failed(String),
}

/// A server that has its addresses already.
#[derive(Debug)]
pub struct Server {
    stop: Arc<Notify>,
    bell: Bell,
}

impl Server {
    /// Takes the addresses; nothing is answered yet.
    pub fn bind(_settings: Settings) -> Result<Server, ServeError> {
        Err(ServeError::Failed("nothing is served yet".to_owned()))
    }

    /// Where it listens.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        Vec::new()
    }

    /// What rings when something changed.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// What ends it.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Answers until it is stopped.
    pub fn run(self, _pages: Arc<dyn Pages>) -> Result<(), ServeError> {
        Ok(())
    }
}
