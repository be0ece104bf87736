//! One file, understood alone. The neck of the hourglass: repair, markdown and questions are joined here, and their plain facts become
//! diagnostics. A pure function of one source and small settings.

mod language;
mod lead;
mod meta;
mod meta_words;
mod outline;
mod role_words;
mod roles;

pub use language::language;
pub use lead::lead;
pub use meta::{Fact, FactKey, Meta, meta};
pub use outline::{Outline, OutlineLink, Role, Section};
pub use roles::roles;
