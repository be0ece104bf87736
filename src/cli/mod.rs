//! The command line: a file per command. Arguments in, facts gathered, the library called, results out.

pub mod repair;
mod unified;
