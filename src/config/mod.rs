//! `syllabus.toml`, checked once: every key with its type and bounds, every fault with its place. In: text.
//! Out: a [`Config`] and diagnostics. Never touches the disk, and no stage ever sees the whole of it.

mod check;
mod diagnostics;
mod keys;
pub mod overrides;
mod read;
mod settings;
mod suggest;
#[cfg(test)]
mod tests;
mod value;

pub use keys::{ConfigKey, ConfigTable, KEYS, PLANNED, PlannedKey, TABLES};
pub use read::parse;
pub use settings::{Config, OverrideConfig};
pub use suggest::nearest;
