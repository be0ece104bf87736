//! `syllabus.toml`.
