//! The preview's HTTP server. In: a [`PageSource`], which makes pages, and calls of a [`Notifier`] when something changed. Out: pages with
//! the preview's script in them, events, facts. The only requests that write are the author's choice of a repair and the
//! author's wish for a fix. The server knows neither
//! how pages are made nor where they are stored: a path from a browser is never used as a path on disk.

mod address;
mod answer;
mod body;
mod connections;
mod files;
mod kinds;
mod listeners;
mod page;
mod pages;
mod qr;
mod range;
mod reply;
mod request;
mod secret;
mod state;
#[cfg(test)]
mod tests;
mod wire;

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::task::Poll;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};

pub use address::{ServeError, network_address};
pub use listeners::{Notifier, ServerEvent};
pub use pages::{ChooseError, PageSource, ServedFile};
pub use qr::qr;
pub use wire::{
    DiagnosticFact, EditedPage, FixChoice, FixOffer, PageFacts, Place, Problem, RepairChoice, RepairFact, State,
};

use address::Hosts;
use answer::answer;
use connections::{AnswerBody, Connection, Connections, WatchedStream};
use listeners::{ServerSignal, send_events};
use state::ServerState;

/// Ends a server from another thread.
#[derive(Clone, Debug)]
pub struct ServerStopper(Arc<Notify>);

impl ServerStopper {
    /// Makes [`Server::run`] return soon.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

/// The address of the preview, and its script.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// An address or a name of this machine.
    pub host: String,
    /// The port; 0 for any free one.
    pub port: u16,
    /// The content of `/.syllabus/preview.js`.
    pub script: &'static str,
}

/// How many connections are open at once; another one closes the one that is needed least. Systems allow a program 1024 open files, and macOS
/// 256.
const MAX_CONNECTIONS: usize = 160;

/// How many browsers may listen to events at once.
const MAX_LISTENERS: usize = 64;

/// The time within which the headers of a request must arrive, and their most bytes; else the connection is closed, as is an idle one.
const HEADER_TIME: Duration = Duration::from_secs(5);
const MAX_HEADERS_LEN: usize = 32 << 10;

/// How many threads make pages at once.
const MAX_PAGE_THREADS: usize = 16;

/// A server that listens and answers once [`Server::run`] is called.
#[derive(Debug)]
pub struct Server {
    settings: ServerSettings,
    listeners: Vec<TcpListener>,
    stop: Arc<Notify>,
    notifier: Notifier,
    signals: Receiver<ServerSignal>,
}

impl Server {
    /// Starts to listen; browsers that connect wait until it runs.
    ///
    /// # Errors
    /// Another program listens there, or the system refuses.
    pub fn bind(settings: ServerSettings) -> Result<Server, ServeError> {
        let listeners = address::bind(&settings.host, settings.port)?;
        let (notifier, signals) = Notifier::channel();
        Ok(Server { settings, listeners, stop: Arc::new(Notify::new()), notifier, signals })
    }

    /// The addresses on which it listens.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    /// A handle to tell the server that something changed.
    pub fn notifier(&self) -> Notifier {
        self.notifier.clone()
    }

    /// A handle to end the server from another thread.
    pub fn stopper(&self) -> ServerStopper {
        ServerStopper(self.stop.clone())
    }

    /// Answers requests for `pages` until it is stopped.
    ///
    /// # Errors
    /// The system refuses threads or sockets.
    pub fn run(self, pages: Arc<dyn PageSource>) -> Result<(), ServeError> {
        let state = ServerState {
            hosts: Hosts::new(&self.settings.host, &self.addresses()),
            pages: pages.clone(),
            script: self.settings.script,
            token: secret::random_hex(),
            notifier: self.notifier.clone(),
            listener_slots: Arc::new(Semaphore::new(MAX_LISTENERS)),
        };
        let (signals, session) = (self.signals, secret::random_hex());
        let events = std::thread::Builder::new().name("events".to_owned());
        events.spawn(move || send_events(&*pages, &session, &signals)).map_err(failed)?;
        let ended = answer_all(Arc::new(state), self.listeners, &self.stop).map_err(failed);
        self.notifier.signal(ServerSignal::Stop);
        ended
    }
}

fn failed(error: io::Error) -> ServeError {
    ServeError::Failed(format!("nothing can be served: {error}"))
}

/// Answers requests on this thread until `stop` is notified. Does not wait for pages that are being made then.
fn answer_all(state: Arc<ServerState>, listeners: Vec<TcpListener>, stop: &Notify) -> io::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(MAX_PAGE_THREADS).build()?;
    let connections = Connections::new(MAX_CONNECTIONS);
    let ended = runtime.block_on(async {
        for listener in listeners {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::spawn(accept(listener, state.clone(), connections.clone()));
        }
        stop.notified().await;
        Ok(())
    });
    runtime.shutdown_background();
    ended
}

async fn accept(listener: tokio::net::TcpListener, state: Arc<ServerState>, connections: Connections) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let (state, connection) = (state.clone(), Arc::new(connections.add()));
                tokio::spawn(async move { serve(&state, stream, peer, connection).await });
            }
            // Too many files are open, for example; it may work again soon.
            Err(_) => {
                connections.make_room();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}

/// Answers the requests of one connection, one after another. Errors of the connection concern the browser only and are ignored.
async fn serve(state: &ServerState, stream: TcpStream, peer: SocketAddr, connection: Arc<Connection>) {
    // An event is a small packet; it should be sent without delay.
    let _ = stream.set_nodelay(true);
    let service = service_fn(async |request| {
        AnswerBody::begin(&connection);
        let response = answer(state, peer, request).await;
        Ok::<_, Infallible>(response.map(|body| AnswerBody::new(body, connection.clone())))
    });
    let stream = TokioIo::new(WatchedStream { stream, of: connection.clone() });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_header_size(MAX_HEADERS_LEN)
        .serve_connection(stream, service);
    let (mut served, mut closing) = (std::pin::pin!(served), std::pin::pin!(connection.closing()));
    std::future::poll_fn(|context| {
        let is_over = closing.as_mut().poll(context).is_ready() || served.as_mut().poll(context).is_ready();
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
