//! What happens while an author works: changes on disk are noticed, and pages are served to the author's browser. Never builds and
//! never writes.

pub mod server;
pub mod client;
pub mod watch;
