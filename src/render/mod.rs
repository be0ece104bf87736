//! Chapters become pages. The only place where HTML is made.

pub mod body;
pub mod escape;
pub mod highlight;
