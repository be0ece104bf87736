//! What happens while an author works: changes on disk are noticed. Never builds and never writes.

pub mod watch;
