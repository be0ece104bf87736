//! Renders chapters to pages. In: a chapter, its view (all that its page shows of the rest of the course), a theme. Out: the text of a
//! page. The chapter's own content is written by the room `html`, all else by templates. Never reads the disk.

pub mod addresses;
pub mod book;
pub mod book_context;
pub mod context;
pub mod course_index;
pub mod nav;
pub mod page;
pub mod questions;
pub mod structured;
pub mod theme;
pub mod view;
pub mod whole;
pub mod whole_context;
