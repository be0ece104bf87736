//! `syllabus check --live`: compares the published site with the one that a build would publish. Addresses that would lead nowhere are told, with
//! the rows of `[publish.redirects]` that keep them alive.

mod compare;
mod published;

use compare::{LostAddress, lost_addresses};
use published::{PublishedSite, published_site};

use super::project::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::pipeline::{SiteBuilder, Update};

/// What was found out about the published site.
pub(super) struct LiveCheck {
    /// One for each address that would lead nowhere.
    pub diagnostics: Vec<Diagnostic>,
    /// The rows that are missing, as TOML; empty where none is.
    pub rows: String,
}

/// Why the published site could not be looked at.
pub(super) enum LiveError {
    /// Nobody said where it is.
    NoAddress,
    /// It cannot be read, or is none whose pages can be told: why.
    Unreadable(String),
}

/// Compares the site at `place`, a web address or a folder, with that of `update`; the site at the course's own address where `place` is empty.
///
/// # Errors
/// The site cannot be read, or is none whose pages can be told.
pub(super) fn check_live(place: &str, project: &Project, update: &Update) -> Result<LiveCheck, LiveError> {
    let own = project.address.as_ref().map(|address| address.url.as_str());
    let place = Some(place).filter(|place| !place.is_empty()).or(own).ok_or(LiveError::NoAddress)?;
    let site = published_site(place).map_err(LiveError::Unreadable)?;
    let ours = PublishedSite::of_json(&update.course_json()).unwrap_or_default();
    let builder = SiteBuilder::new(update);
    let is_there = |page: &str| builder.output_of(&SitePath::new(page)).is_some();
    let has_id = |page: &str, id: &str| update.has_id(&SitePath::new(page), id);
    let lost = lost_addresses(&site, &ours, &is_there, &has_id);
    Ok(LiveCheck { diagnostics: lost.iter().map(diagnostic).collect(), rows: rows(&lost) })
}

fn diagnostic(lost: &LostAddress) -> Diagnostic {
    let help = match &lost.to {
        Some(to) => format!("is it `{to}` now? then add `{}` to `[publish.redirects]`", row(lost)),
        None => format!("lead it on in `[publish.redirects]`: `{} = \"…\"`", quoted(&lost.from)),
    };
    let what = if lost.from.contains('#') { "a section of a page" } else { "a page" };
    let message = format!("`{}` is {what} of the published site, and would lead nowhere", lost.from);
    Diagnostic::of_file(Code::LostAddress, message).help(help)
}

/// The rows, those without a proposal as comments.
fn rows(lost: &[LostAddress]) -> String {
    if lost.is_empty() {
        return String::new();
    }
    let lines = lost.iter().map(|lost| match lost.to {
        Some(_) => format!("{}\n", row(lost)),
        None => format!("# {} = \"\"\n", quoted(&lost.from)),
    });
    format!("[publish.redirects]\n{}", lines.collect::<String>())
}

fn row(lost: &LostAddress) -> String {
    format!("{} = {}", quoted(&lost.from), quoted(lost.to.as_deref().unwrap_or_default()))
}

/// A text as a string of TOML in one line, whatever is in it: rows are copied into a configuration. Strings of JSON are such strings, but for
/// one character.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_and_says_what_was_published() {
        for from in ["a.html", "a \"b\".html", "a\n[build]\noutput = \"x\"", "\u{1b}[2J\u{7f}\r", "\\u0041 'é'"] {
            let lost = LostAddress { from: from.to_owned(), to: Some("b.html".to_owned()) };
            let rows = rows(&[lost]);
            assert_eq!(rows.lines().count(), 2, "{rows}");
            let table: toml::Table = rows.parse().expect("TOML");
            let row = &table["publish"]["redirects"];
            assert_eq!(row[from].as_str(), Some("b.html"));
        }
    }
}
