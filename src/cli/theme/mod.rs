//! `syllabus theme`: makes a theme (`new`), lists themes and the files of the one in use (`list`), and shows what a theme changes, and what
//! changed beneath it since its files were copied (`diff`). A copy's original is remembered in the theme, below `.base/`.

mod diff;
mod line_diff;
mod list;
mod make;
mod names;
mod originals;

use clap::Subcommand;

#[cfg(test)]
pub(super) use self::{diff::ThemeDifference, list::ThemeList, make::MadeTheme};
use super::args::{ExitStatus, SharedArgs};

/// Make a theme, list themes, or show what a theme changes
///
/// A theme is a folder with just what differs from the default one; docs/reference/theme.md says what it may rely on.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus theme new my-theme\nExample: syllabus theme list")]
pub(super) struct ThemeArgs {
    #[command(subcommand)]
    command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    New(make::NewThemeArgs),
    List(list::ListThemesArgs),
    Diff(diff::DiffThemeArgs),
}

pub(super) fn run(args: &ThemeArgs, shared: &SharedArgs) -> ExitStatus {
    match &args.command {
        ThemeCommand::New(args) => make::run(args, shared),
        ThemeCommand::List(args) => list::run(args, shared),
        ThemeCommand::Diff(args) => diff::run(args, shared),
    }
}
