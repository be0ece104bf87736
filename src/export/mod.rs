//! The course in other formats, each in a file of its own. Uses only chapters and the course.

pub mod json;
pub mod markdown;
pub mod offline;
pub mod png;
pub mod run_json;
pub mod search;
