//! `syllabus man DIR`: the manual pages, one for the program and one for each command. Made from the table of commands; no date is in them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{ExitStatus, SharedArgs};
use super::show;

/// Write the manual pages into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus man share/man/man1")]
pub(super) struct ManArgs {
    /// The folder; it is made if there is none, and pages of the same name are replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// A manual page: the name of its file, and its text for `man`.
struct ManualPage {
    name: String,
    text: Vec<u8>,
}

/// Writes a page for each of the commands in `table`.
pub(super) fn run(args: &ManArgs, table: Command, shared: &SharedArgs) -> ExitStatus {
    let mut table = table.disable_help_subcommand(true);
    table.build();
    let mut pages = Vec::new();
    match push_pages(&table, &mut pages).and_then(|()| write(&args.folder, &pages)) {
        Ok(()) => {
            show::notice(&format!("{} pages are in {}", pages.len(), args.folder.display()), shared);
            ExitStatus::Done
        }
        Err(error) => {
            let message = format!("the pages cannot be written into {}: {error}", args.folder.display());
            show::refuse(ExitStatus::Failed, &message, "name a folder of yours", shared)
        }
    }
}

/// Adds the page of a command, and those of the commands in it.
///
/// # Errors
/// None in practice: the text goes into memory.
fn push_pages(command: &Command, pages: &mut Vec<ManualPage>) -> io::Result<()> {
    let man = Man::new(command.clone()).source(format!("syllabus {}", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    endings(command).to_writer(&mut text)?;
    pages.push(ManualPage { name: man.get_filename(), text });
    command.get_subcommands().try_for_each(|inner| push_pages(inner, pages))
}

/// What ends the command's help, as sections of their own: `Example: syllabus build` stands below EXAMPLE, and so on.
fn endings(command: &Command) -> Roff {
    let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let mut text = Roff::new();
    let mut section = "";
    for (heading, line) in help.lines().filter_map(|line| line.split_once(": ")) {
        if heading != section {
            text.control("SH", [heading.to_uppercase().as_str()]);
            section = heading;
        }
        text.control("PP", []);
        text.text([if heading == "Example" { bold(line) } else { roman(line) }]);
    }
    text
}

fn write(folder: &Path, pages: &[ManualPage]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    pages.iter().try_for_each(|page| fs::write(folder.join(&page.name), &page.text))
}
