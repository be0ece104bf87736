//! One file, understood alone. The neck of the hourglass: repair, markdown and questions are joined here, and their plain facts become
//! diagnostics. A pure function of one source and small settings.

mod outline;
mod roles;

pub use outline::{Outline, OutlineLink, Role, Section};
pub use roles::roles;
