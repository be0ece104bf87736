//! Chapters become pages. The only place where HTML is made.

pub mod body;
pub mod escape;
pub mod highlight;
//! Pages. In: a chapter, what the course says of it, a theme. Out: the bytes of a page. Never reads the disk.

pub mod context;
pub mod theme;
