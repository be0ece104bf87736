//! The live preview: watches the disk for changes, makes pages and serves them to the author's browser. Writes nothing but the author's
//! choice of a repair.

#![allow(clippy::disallowed_methods, reason = "a preview watches, serves and waits")]

pub mod choices;
pub mod client;
pub mod facts;
pub mod live;
mod poll;
pub mod server;
pub mod visible_text;
pub mod watch;
