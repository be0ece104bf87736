//! The preview's HTTP server. In: what makes pages ([`PageSource`]), and a [`Notifier`] that is called when something changed. Out: pages with the
//! preview's script in them, events, facts; the one request that writes is the author's choice of a repair. Knows neither how pages
//! are made nor where they lie: a path from a browser never reaches the disk.

mod address;
mod answer;
mod body;
mod files;
mod kinds;
mod listeners;
mod page;
mod qr;
mod range;
mod request;
mod secret;
#[cfg(test)]
mod tests;
mod wire;

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};

pub use address::network_address;
pub use qr::qr;
pub use wire::{
    CheckFact, DiagnosticFact, EditedPage, PageFacts, Place, Problem, QuestionFact, RepairChoice, RepairFact, State,
};

use address::Hosts;
use answer::{ServerState, answer};
use listeners::{Listener, tell};

use crate::path::SitePath;
use crate::source::Hash;

/// What is served; implemented by who makes the pages. Any of it may take long: it is never called on the thread that answers.
pub trait PageSource: Send + Sync + 'static {
    /// A file of the site as it stands now.
    fn file(&self, path: &SitePath) -> ServedFile;
    /// How a page stands now.
    fn state(&self, page: &SitePath) -> State;
    /// What stops the site, or a page, from being made as it should be.
    fn problems(&self, page: &SitePath) -> Vec<Problem>;
    /// What the preview shows beside a page; none where it has no source.
    fn facts(&self, page: &SitePath) -> Option<PageFacts>;
    /// Remembers the author's choice.
    fn choose(&self, choice: &RepairChoice) -> Result<(), ChooseError>;
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServedFile {
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
pub struct ServerEvent {
    /// Pages whose sources the author just edited.
    pub edited: Vec<EditedPage>,
}

/// Rings when something changed.
#[derive(Clone, Debug)]
pub struct Notifier(Sender<ServerSignal>);

impl Notifier {
    /// Has every open page looked at again; never waits.
    pub fn notify(&self, news: ServerEvent) {
        // A server that has stopped needs no news.
        let _ = self.0.send(ServerSignal::News(news));
    }
}

/// Ends a server from another thread.
#[derive(Clone, Debug)]
pub struct ServerStopper(Arc<Notify>);

impl ServerStopper {
    /// `run` returns soon.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

#[derive(Debug)]
enum ServerSignal {
    Joined(Listener),
    News(ServerEvent),
    Stop,
}

/// How it is served.
#[derive(Clone, Debug)]
pub struct ServerSettings {
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

/// So many connections at once; more wait.
const MAX_CONNECTIONS: usize = 256;

/// So many pages may be open.
const MAX_LISTENERS: usize = 64;

/// Headers arrive within this time and are no longer than this, or the connection is closed; an idle one is, too.
const HEADER_TIME: Duration = Duration::from_secs(5);
const MAX_HEADERS_LEN: usize = 32 << 10;

/// So many pages are made at once, at most.
const MAX_MAKERS: usize = 16;

/// A server that has its addresses already.
#[derive(Debug)]
pub struct Server {
    settings: ServerSettings,
    listeners: Vec<TcpListener>,
    stop: Arc<Notify>,
    bell: Notifier,
    signals: Receiver<ServerSignal>,
}

impl Server {
    /// Takes the addresses; who connects from now on waits until it runs.
    pub fn bind(settings: ServerSettings) -> Result<Server, ServeError> {
        let listeners = address::bind(&settings.host, settings.port)?;
        let (sender, signals) = channel();
        Ok(Server { settings, listeners, stop: Arc::new(Notify::new()), bell: Notifier(sender), signals })
    }

    /// Where it listens.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    /// What rings when something changed.
    pub fn notifier(&self) -> Notifier {
        self.bell.clone()
    }

    /// What ends it.
    pub fn stopper(&self) -> ServerStopper {
        ServerStopper(self.stop.clone())
    }

    /// Answers until it is stopped.
    pub fn run(self, pages: Arc<dyn PageSource>) -> Result<(), ServeError> {
        let desk = ServerState {
            hosts: Hosts::new(&self.settings.host, &self.addresses()),
            pages: pages.clone(),
            script: self.settings.script,
            token: secret::draw(),
            signals: self.bell.0.clone(),
            seats: Arc::new(Semaphore::new(MAX_LISTENERS)),
        };
        let (signals, session) = (self.signals, secret::draw());
        let telling = std::thread::Builder::new().name("events".to_owned());
        telling.spawn(move || tell(&*pages, &session, &signals)).map_err(failed)?;
        let ended = answer_all(Arc::new(desk), self.listeners, &self.stop).map_err(failed);
        let _ = self.bell.0.send(ServerSignal::Stop);
        ended
    }
}

fn failed(error: io::Error) -> ServeError {
    ServeError::Failed(format!("nothing can be served: {error}"))
}

/// Answers on this thread until `stop` is told. What is being made then is not waited for.
fn answer_all(desk: Arc<ServerState>, listeners: Vec<TcpListener>, stop: &Notify) -> io::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(MAX_MAKERS).build()?;
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let ended = runtime.block_on(async {
        for listener in listeners {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::spawn(accept(listener, desk.clone(), places.clone()));
        }
        stop.notified().await;
        Ok(())
    });
    runtime.shutdown_background();
    ended
}

async fn accept(listener: tokio::net::TcpListener, desk: Arc<ServerState>, places: Arc<Semaphore>) {
    while let Ok(place) = places.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let desk = desk.clone();
                tokio::spawn(async move {
                    connection(&desk, stream, peer).await;
                    drop(place);
                });
            }
            // Too many files are open, say: it passes.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// One browser's requests, one after another. How it ends is the browser's affair.
async fn connection(desk: &ServerState, stream: TcpStream, peer: SocketAddr) {
    // An event is a small packet that should not wait for a larger one.
    let _ = stream.set_nodelay(true);
    let service = service_fn(async |request| Ok::<_, Infallible>(answer(desk, peer, request).await));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_header_size(MAX_HEADERS_LEN)
        .serve_connection(TokioIo::new(stream), service);
    let _ = connection.await;
}
