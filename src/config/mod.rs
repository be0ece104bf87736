//! Reads `syllabus.toml` and checks the type and the range of every value. In: text. Out: a [`Config`], and diagnostics with spans of the
//! text. Never uses the disk. The stages get only the settings they need, never the whole configuration.

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
mod written;

pub use check::base_url;
pub use diagnostics::allow_fault;
pub use keys::{ConfigKey, ConfigTable, KEYS, TABLES};
pub use read::parse;
pub use settings::{AllowConfig, Config, OverrideConfig, PublishConfig, RedirectConfig};
pub use suggest::nearest;
pub use written::{WrittenKey, written_keys};
