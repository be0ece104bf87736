//! `syllabus theme new DIR`: makes a small theme that works, with copies of files of the built-in one that the author wants to change. Never
//! touches a file that exists.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{names, originals};
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::files::Places;
use crate::cli::show;
use crate::export::json::JSON_VERSION;
use crate::render::theme::{built_in_file, built_in_paths};
use crate::report::{printable, printable_json};

/// Make a theme that works, to be changed: a manifest, tokens, words
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus theme new my-theme --copy chapter.html,question.css")]
pub(super) struct NewThemeArgs {
    /// The folder of the theme; files that are there stay as they are
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Copy these files of the default theme too, to be changed
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    copy: Vec<String>,
    /// Copy all templates of the default theme
    #[arg(long)]
    full: bool,
}

/// The files that every new theme begins with.
static BEGINNINGS: [(&str, &str); 3] = [
    ("theme.toml", include_str!("new/theme.toml")),
    ("css/tokens.css", include_str!("new/tokens.css")),
    ("i18n/en.toml", include_str!("new/en.toml")),
];

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum MadeFile {
    /// It was written.
    Made,
    /// It was written, with the bytes of the built-in theme's file.
    Copied,
    /// There is one already.
    Kept,
}

/// A file of a new theme.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MadeFileRow<'p> {
    /// Its path in the theme.
    path: &'p str,
    /// What became of it.
    status: MadeFile,
}

/// A theme that was made.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct MadeTheme<'p> {
    /// The version of this form.
    version: u32,
    /// Its folder.
    theme: String,
    /// Its files.
    files: Vec<MadeFileRow<'p>>,
}

pub(super) fn run(args: &NewThemeArgs, shared: &SharedArgs) -> ExitStatus {
    let mut copies: Vec<&str> = Vec::new();
    for typed in &args.copy {
        match names::find(typed) {
            Ok(path) => copies.push(path),
            Err(help) => {
                let message = format!("the default theme has no file `{typed}`");
                return show::refuse(ExitStatus::Usage, &message, &help, shared);
            }
        }
    }
    if args.full {
        copies.extend(built_in_paths().filter(|path| path.starts_with("templates/")));
    }
    copies.sort_unstable();
    copies.dedup();
    match make(&args.folder, &copies) {
        Ok(files) => show::result(&told(&args.folder, files, shared)),
        Err(message) => {
            let help = "name another folder: `syllabus theme new DIR`; what was written stays";
            show::refuse(ExitStatus::Failed, &message, help, shared)
        }
    }
}

fn make<'p>(folder: &Path, copies: &[&'p str]) -> Result<Vec<MadeFileRow<'p>>, String> {
    let mut rows = Vec::new();
    for path in copies {
        let bytes = built_in_file(path).unwrap_or_default();
        let is_made = write_new(folder, &folder.join(path), bytes)?;
        // The original is kept for `theme diff`; where the author has deleted it, it is that of today.
        write_new(folder, &originals::place(folder, path), bytes)?;
        rows.push(MadeFileRow { path, status: if is_made { MadeFile::Copied } else { MadeFile::Kept } });
    }
    for (path, text) in BEGINNINGS.iter().filter(|(path, _)| !copies.contains(path)) {
        let is_made = write_new(folder, &folder.join(path), text.as_bytes())?;
        rows.push(MadeFileRow { path, status: if is_made { MadeFile::Made } else { MadeFile::Kept } });
    }
    rows.sort_by_key(|row| row.path);
    Ok(rows)
}

/// Writes a file of the theme, with the folders that it needs. Returns whether it was written: nothing that is there is touched.
fn write_new(theme: &Path, path: &Path, bytes: &[u8]) -> Result<bool, String> {
    let failed = |error: std::io::Error| format!("`{}` cannot be written: {error}", path.display());
    fs::create_dir_all(theme).map_err(failed)?;
    if !Places::new([theme]).hold(path) {
        return Err(format!("`{}` leads out of the theme", path.display()));
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

fn told(folder: &Path, files: Vec<MadeFileRow<'_>>, shared: &SharedArgs) -> String {
    let theme = folder.display().to_string();
    if shared.format == FormatArg::Json {
        return printable_json(format!(
            "{}\n",
            serde_json::to_string(&MadeTheme { version: JSON_VERSION, theme, files }).unwrap_or_default()
        ));
    }
    let word = |status: MadeFile| match status {
        MadeFile::Made => "made",
        MadeFile::Copied => "copied from the default theme",
        MadeFile::Kept => "was there, and stays as it is",
    };
    let theme = printable(&theme);
    let line = |row: &MadeFileRow<'_>| format!("{:<44} {}\n", format!("{theme}/{}", row.path), word(row.status));
    format!(
        "{}\nuse it with `syllabus build --theme {theme}`, or in syllabus.toml:\n\n    [build]\n    theme = \"{theme}\"\n\n\
         `syllabus theme new {theme} --copy chapter.html` copies a template to be changed; docs/reference/theme.md tells what a theme may rely on\n",
        files.iter().map(line).collect::<String>()
    )
}
