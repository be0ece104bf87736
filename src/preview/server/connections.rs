//! The connections that are open, so that a new one always finds room: when there are too many, the one that is needed least is closed. In:
//! what happens on each connection. Out: which one is to be closed. Without it some hundred connections that send nothing, or read nothing,
//! would keep everybody else waiting.

use std::collections::BTreeMap;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::body::Body;

/// What a connection does. Of too many the first kind is closed first, and of one kind the one on which nothing has moved for longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ConnectionUse {
    /// It waits for a request: the first one, or the next.
    Waits,
    /// A request is answered. If the browser reads nothing, nothing moves.
    Answers,
    /// It sends events to an open page, where nothing moves for long.
    Listens,
}

/// All open connections.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    open: Arc<Mutex<OpenConnections>>,
    most: usize,
}

#[derive(Debug, Default)]
struct OpenConnections {
    /// By number, in the order in which they were opened.
    all: BTreeMap<u64, OpenConnection>,
    /// Counts connections, and everything that moves on them: a clock that needs no time.
    steps: u64,
}

#[derive(Debug)]
struct OpenConnection {
    is_used_for: ConnectionUse,
    /// The step at which something moved on it last.
    moved: u64,
    close: Arc<Notify>,
}

impl Connections {
    /// No connections yet, and at most `most` of them at once.
    pub(super) fn new(most: usize) -> Connections {
        Connections { open: Arc::default(), most }
    }

    fn open(&self) -> MutexGuard<'_, OpenConnections> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a connection. If there are too many then, tells the one that is needed least to close.
    pub(super) fn add(&self) -> Connection {
        let mut open = self.open();
        while open.all.len() >= self.most && open.close_one() {}
        open.steps += 1;
        let (number, close) = (open.steps, Arc::new(Notify::new()));
        let connection = OpenConnection { is_used_for: ConnectionUse::Waits, moved: number, close: close.clone() };
        open.all.insert(number, connection);
        Connection { number, close, all: self.clone() }
    }

    /// Tells the connection that is needed least to close, as the system has no room for another one.
    pub(super) fn make_room(&self) {
        self.open().close_one();
    }
}

impl OpenConnections {
    /// Whether there was one to close.
    fn close_one(&mut self) -> bool {
        let least = self.all.iter().min_by_key(|(_, open)| (open.is_used_for, open.moved)).map(|(number, _)| *number);
        let closed = least.and_then(|number| self.all.remove(&number));
        closed.inspect(|closed| closed.close.notify_one()).is_some()
    }
}

/// One connection. It leaves the others when it is dropped.
#[derive(Debug)]
pub(super) struct Connection {
    number: u64,
    close: Arc<Notify>,
    all: Connections,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.open().all.remove(&self.number);
    }
}

impl Connection {
    /// Waits until the connection has to close.
    pub(super) async fn closing(&self) {
        self.close.notified().await;
    }

    fn moved(&self) {
        let mut open = self.all.open();
        open.steps += 1;
        let step = open.steps;
        if let Some(own) = open.all.get_mut(&self.number) {
            own.moved = step;
        }
    }

    fn is_used_for(&self, what: ConnectionUse) {
        if let Some(own) = self.all.open().all.get_mut(&self.number) {
            own.is_used_for = what;
        }
    }
}

/// The body of a response, which tells what its connection does until it is sent.
#[derive(Debug)]
pub(super) struct AnswerBody {
    body: Body,
    of: Arc<Connection>,
}

impl AnswerBody {
    /// The connection answers from now on.
    pub(super) fn begin(of: &Connection) {
        of.is_used_for(ConnectionUse::Answers);
    }

    /// The body that it answers with.
    pub(super) fn new(body: Body, of: Arc<Connection>) -> AnswerBody {
        if matches!(body, Body::Events(_)) {
            of.is_used_for(ConnectionUse::Listens);
        }
        AnswerBody { body, of }
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.of.is_used_for(ConnectionUse::Waits);
    }
}

impl hyper::body::Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The stream of a connection, which notices whenever bytes move on it.
#[derive(Debug)]
pub(super) struct WatchedStream {
    pub(super) stream: TcpStream,
    pub(super) of: Arc<Connection>,
}

impl AsyncRead for WatchedStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if read.is_ready() {
            self.of.moved();
        }
        read
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if written.is_ready() {
            self.of.moved();
        }
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        pieces: &[IoSlice],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        if written.is_ready() {
            self.of.moved();
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_open(connection: &Connection) -> bool {
        connection.all.open().all.contains_key(&connection.number)
    }

    #[test]
    fn the_one_that_is_needed_least_makes_room() {
        let all = Connections::new(3);
        let (listens, answers, waits) = (all.add(), all.add(), all.add());
        listens.is_used_for(ConnectionUse::Listens);
        answers.is_used_for(ConnectionUse::Answers);
        let fourth = all.add();
        assert_eq!([&listens, &answers, &waits, &fourth].map(is_open), [true, true, false, true]);
        fourth.is_used_for(ConnectionUse::Answers);
        // Both answer, and one of them has moved since.
        answers.moved();
        let fifth = all.add();
        assert_eq!([&listens, &answers, &fourth, &fifth].map(is_open), [true, true, false, true]);
    }

    #[test]
    fn one_that_ends_makes_room_itself() {
        let all = Connections::new(2);
        let first = all.add();
        drop(all.add());
        let third = all.add();
        assert!(is_open(&first) && is_open(&third));
        all.make_room();
        assert!(!is_open(&first) && is_open(&third));
    }
}
