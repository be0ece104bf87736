//! The body of a response: bytes in memory, a part of a file, or events for as long as the browser listens. A file is read in pieces and
//! never on the thread that answers.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, Interval, interval_at};

/// Bytes of a file that are read at once.
const PIECE_LEN: u64 = 64 << 10;

#[derive(Debug)]
pub(super) enum Body {
    Whole(Bytes),
    /// Bytes that are sent one after another.
    Parts([Bytes; 3]),
    File(Pieces),
    Events(Events),
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let next = match &mut *self {
            Body::Whole(bytes) => Poll::Ready((!bytes.is_empty()).then(|| Ok(std::mem::take(bytes)))),
            Body::Parts(parts) => {
                let next = parts.iter_mut().find(|part| !part.is_empty());
                Poll::Ready(next.map(|part| Ok(std::mem::take(part))))
            }
            Body::File(pieces) => pieces.poll(context),
            Body::Events(events) => events.poll(context).map(|event| event.map(Ok)),
        };
        next.map_ok(Frame::data)
    }

    fn is_end_stream(&self) -> bool {
        self.size_hint().exact() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Body::Parts(parts) => SizeHint::with_exact(parts.iter().map(|part| part.len() as u64).sum()),
            Body::File(pieces) => SizeHint::with_exact(pieces.left),
            Body::Events(_) => SizeHint::default(),
        }
    }
}

/// The part of a file that is still to be sent.
#[derive(Debug)]
pub(super) struct Pieces {
    file: Option<File>,
    left: u64,
    reading: Option<JoinHandle<io::Result<(File, Bytes)>>>,
}

impl Pieces {
    /// `count` bytes from the current position of `file`.
    pub(super) fn new(file: File, count: u64) -> Pieces {
        Pieces { file: Some(file), left: count, reading: None }
    }

    fn poll(&mut self, context: &mut Context) -> Poll<Option<io::Result<Bytes>>> {
        if self.reading.is_none() {
            let Some(file) = self.file.take().filter(|_| self.left > 0) else { return Poll::Ready(None) };
            let count = self.left.min(PIECE_LEN);
            self.reading = Some(spawn_blocking(move || read(file, count)));
        }
        let Some(reading) = &mut self.reading else { return Poll::Ready(None) };
        let read = ready!(Pin::new(reading).poll(context)).unwrap_or_else(|error| Err(io::Error::other(error)));
        self.reading = None;
        Poll::Ready(Some(read.map(|(file, piece)| {
            self.file = Some(file);
            self.left -= piece.len() as u64;
            piece
        })))
    }
}

/// The next piece, which is not empty.
///
/// # Errors
/// The file cannot be read, or became shorter meanwhile: then the response breaks off, so that the browser does not take it for complete.
fn read(file: File, count: u64) -> io::Result<(File, Bytes)> {
    let mut piece = Vec::with_capacity(count as usize);
    let mut file = file.take(count);
    match file.read_to_end(&mut piece)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok((file.into_inner(), piece.into())),
    }
}

/// Events of one listener, with comments between them, so that both sides notice a broken connection.
#[derive(Debug)]
pub(super) struct Events {
    events: mpsc::Receiver<Bytes>,
    beat: Interval,
    _slot: OwnedSemaphorePermit,
}

impl Events {
    pub(super) fn new(events: mpsc::Receiver<Bytes>, beat: Duration, slot: OwnedSemaphorePermit) -> Events {
        Events { events, beat: interval_at(Instant::now() + beat, beat), _slot: slot }
    }

    fn poll(&mut self, context: &mut Context) -> Poll<Option<Bytes>> {
        match self.events.poll_recv(context) {
            Poll::Pending => self.beat.poll_tick(context).map(|_| Some(Bytes::from_static(b":\n\n"))),
            event => event,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::Arc;

    use hyper::body::Body as _;
    use tokio::sync::Semaphore;

    use super::*;

    fn run<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(future)
    }

    async fn all(mut body: Body) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            bytes.extend_from_slice(frame?.data_ref().expect("data"));
        }
        Ok(bytes)
    }

    #[test]
    fn a_file_comes_in_pieces_and_a_shorter_one_breaks_off() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("film");
        let bytes: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
        std::fs::write(&path, &bytes).expect("a file");
        let open = || File::open(&path).expect("the file");
        assert_eq!(run(all(Body::File(Pieces::new(open(), 200_000)))).expect("all"), bytes);
        assert_eq!(run(all(Body::File(Pieces::new(open(), 3)))).expect("a part"), bytes[..3]);
        assert!(run(all(Body::File(Pieces::new(open(), 200_001)))).is_err());
    }

    #[test]
    fn idle_events_get_comments_and_a_slot_is_released() {
        run(async {
            let slots = Arc::new(Semaphore::new(1));
            let (sender, receiver) = mpsc::channel(1);
            let slot = slots.clone().acquire_owned().await.expect("a slot");
            let mut events = Events::new(receiver, Duration::from_millis(1), slot);
            assert_eq!(poll_fn(|context| events.poll(context)).await.as_deref(), Some(&b":\n\n"[..]));
            sender.send(Bytes::from_static(b"x")).await.expect("room");
            assert_eq!(poll_fn(|context| events.poll(context)).await.as_deref(), Some(&b"x"[..]));
            assert_eq!(slots.available_permits(), 0);
            drop(events);
            assert_eq!((slots.available_permits(), sender.is_closed()), (1, true));
        });
    }
}
