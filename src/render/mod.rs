//! Chapters become pages. In: a chapter, what the course says of it, a theme. Out: the bytes of a page. The only place where
//! HTML is made. Never reads the disk.

pub mod body;
pub mod context;
pub mod escape;
pub mod highlight;
pub mod nav;
pub mod page;
pub mod questions;
mod table;
pub mod theme;
pub mod view;
pub mod whole;
