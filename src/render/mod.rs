//! Chapters become pages. In: a chapter, what the course says of it, a theme. Out: the bytes of a page. The words of a chapter are written
//! by `html`, all else by templates. Never reads the disk.

pub mod context;
pub mod course_index;
pub mod nav;
pub mod page;
pub mod questions;
pub mod theme;
pub mod view;
pub mod whole;
