//! The live preview: changes on disk are noticed, and pages are made and served to the author's browser. Writes nothing but the author's choice
//! of a repair.

#![allow(clippy::disallowed_methods, reason = "a preview watches, serves and waits")]

pub mod client;
pub mod facts;
pub mod live;
pub mod server;
pub mod watch;
pub mod words;
