//! The course in other formats, a file each. Reads chapters and the course only.

pub mod json;
