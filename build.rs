//! The build script: checks the words of `words/*.toml` and writes them as Rust tables. Makes cargo rebuild the crate if a file of the
//! built-in theme has changed, as the theme is part of the binary.

#![allow(clippy::disallowed_methods, reason = "a build script reads files and writes source")]

use std::path::Path;
use std::{env, fs, io};

#[path = "build/words.rs"]
mod words;

fn main() {
    for path in ["themes", "words", "build", "src/words/kinds.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    // Such a line makes the build fail, with this message.
    match write_words() {
        Ok(mistakes) => mistakes.iter().for_each(|mistake| println!("cargo::error={mistake}")),
        Err(error) => println!("cargo::error=words: {error}"),
    }
}

/// Writes the source that `src/words` includes into `OUT_DIR`; or returns the mistakes in the files.
///
/// # Errors
/// A file cannot be read or written.
fn write_words() -> io::Result<Vec<words::Mistake>> {
    let generated = match words::generate(&files(Path::new("words"))?) {
        Ok(generated) => generated,
        Err(mistakes) => return Ok(mistakes),
    };
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&folder).join("words.rs"), generated.tables)?;
    fs::write(Path::new(&folder).join("examples.rs"), generated.examples)?;
    Ok(Vec::new())
}

/// Path and text of each TOML file of a folder, sorted.
///
/// # Errors
/// The folder or a file cannot be read.
fn files(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push((path.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
