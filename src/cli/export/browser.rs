//! Finds a Chromium on this machine: the one that `CHROMIUM` names, else the first of the usual names on the path, else where installers put it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Names of programs, in the order of trust.
const NAMES: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where installers put it that add nothing to the path.
const PLACES: [&str; 7] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// Why there is no browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoBrowser {
    /// None was found.
    Missing,
    /// `CHROMIUM` names none.
    Named(OsString),
}

impl NoBrowser {
    pub(super) fn message(&self) -> String {
        match self {
            NoBrowser::Missing => "no Chromium was found on this machine, which prints the PDF".to_owned(),
            NoBrowser::Named(name) => format!("`CHROMIUM` names `{}`, which is not there", name.display()),
        }
    }

    pub(super) fn help(&self) -> &'static str {
        match self {
            NoBrowser::Missing => {
                "install Chromium, Chrome or Edge (on Debian: `apt-get install chromium`), or name it: `CHROMIUM=/path/to/chromium`; \
                 or open `print.html` of the built site in any browser and print it from there"
            }
            NoBrowser::Named(_) => "correct the path, or unset `CHROMIUM`",
        }
    }
}

/// The browser of this machine.
///
/// # Errors
/// There is none.
pub(super) fn find() -> Result<PathBuf, NoBrowser> {
    let named = std::env::var_os("CHROMIUM").filter(|name| !name.is_empty());
    let path = std::env::var_os("PATH").unwrap_or_default();
    choose(named.as_deref(), &path, &|file| file.is_file())
}

/// The browser among what `is_there`: that which is `named`, be it by a path or by a name on the search path; else the first that is known.
fn choose(named: Option<&OsStr>, path: &OsStr, is_there: &dyn Fn(&Path) -> bool) -> Result<PathBuf, NoBrowser> {
    let on_path = |name: &OsStr| {
        let mut files = std::env::split_paths(path)
            .flat_map(|folder| [folder.join(name), folder.join(name).with_extension(std::env::consts::EXE_EXTENSION)]);
        files.find(|file| is_there(file))
    };
    if let Some(named) = named {
        let file = Path::new(named);
        let is_path = file.components().count() > 1;
        let found = if is_path { Some(file.to_owned()).filter(|file| is_there(file)) } else { on_path(named) };
        return found.ok_or_else(|| NoBrowser::Named(named.to_owned()));
    }
    let known = NAMES.iter().find_map(|name| on_path(OsStr::new(name)));
    known.or_else(|| PLACES.iter().map(PathBuf::from).find(|file| is_there(file))).ok_or(NoBrowser::Missing)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn chosen(named: Option<&str>, there: &[&str]) -> Result<PathBuf, NoBrowser> {
        let is_there = |file: &Path| there.iter().any(|known| Path::new(known) == file);
        choose(named.map(OsStr::new), OsStr::new("/usr/bin:/opt/bin"), &is_there)
    }

    #[test]
    fn the_browser_that_is_named_goes_before_those_that_are_found() {
        let there = ["/usr/bin/chromium", "/opt/bin/google-chrome", "/my/chrome"];
        assert_eq!(chosen(None, &there), Ok("/usr/bin/chromium".into()));
        assert_eq!(chosen(Some("/my/chrome"), &there), Ok("/my/chrome".into()));
        assert_eq!(chosen(Some("google-chrome"), &there), Ok("/opt/bin/google-chrome".into()));
        assert_eq!(chosen(Some("/no/chrome"), &there), Err(NoBrowser::Named("/no/chrome".into())));
    }

    #[test]
    fn any_known_browser_will_do() {
        assert_eq!(chosen(None, &["/opt/bin/msedge"]), Ok("/opt/bin/msedge".into()));
        assert_eq!(
            chosen(None, &["/opt/bin/google-chrome", "/usr/bin/chromium-browser"]),
            Ok("/usr/bin/chromium-browser".into())
        );
        let mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        assert_eq!(chosen(None, &[mac]), Ok(mac.into()));
        assert_eq!(chosen(None, &[]), Err(NoBrowser::Missing));
    }
}
