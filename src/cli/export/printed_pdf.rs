//! Lets a Chromium print a page into a PDF, in a folder of its own that is removed afterwards.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::dates::{epoch, number_nodes, set_dates, single_titles};

/// How long Chromium may take: a book of three thousand pages takes some minutes.
const MAX_MINUTES: u64 = 20;

/// Why there is no PDF.
#[derive(Debug)]
pub(super) enum PdfError {
    /// It cannot be started.
    Start(io::Error),
    /// It took more than so many minutes.
    Late(u64),
    /// It ended without a PDF; what it said last.
    NoFile(String),
}

/// A temporary folder, which is removed when this value is dropped.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// A new folder that only this user can read.
    pub(super) fn new() -> io::Result<Self> {
        let base = std::env::temp_dir();
        let mut last = io::Error::other("too many folders are there already");
        for number in 0..100 {
            let folder = base.join(format!("syllabus-export-{}-{number}", std::process::id()));
            match create_private(&folder) {
                Ok(()) => return Ok(Scratch(folder.canonicalize().unwrap_or(folder))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Whether root runs this: what root makes is root's.
    #[cfg(unix)]
    pub(super) fn is_of_root(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(&self.0).is_ok_and(|folder| folder.uid() == 0)
    }

    /// Other systems have no such user.
    #[cfg(not(unix))]
    pub(super) fn is_of_root(&self) -> bool {
        false
    }

    /// Where the site is.
    pub(super) fn site(&self) -> PathBuf {
        self.0.join("site")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which empties its temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

/// The PDF of a page of the site in `scratch`, with its dates set; `titles` are those of its parts.
///
/// # Errors
/// There is no PDF, and why.
pub(super) fn print_pdf(
    browser: &Path,
    scratch: &Scratch,
    page: &str,
    titles: &[&str],
    no_sandbox: bool,
) -> Result<Vec<u8>, PdfError> {
    let file = scratch.0.join("course.pdf");
    let output = |name: &str, path: &Path| {
        let mut option = std::ffi::OsString::from(format!("--{name}="));
        option.push(path);
        option
    };
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-extensions",
    ]);
    command.args(["--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf"]);
    // A profile of its own: that of the user may be in use.
    command.arg(output("user-data-dir", &scratch.0.join("profile")));
    command.arg(output("print-to-pdf", &file));
    if no_sandbox {
        command.arg("--no-sandbox");
    }
    command.arg(scratch.site().join(page));
    // Into a file, as its helpers hold a pipe open when it has ended already.
    let log = scratch.0.join("log");
    let log_file = fs::File::create(&log).map_err(PdfError::Start)?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log_file);
    let mut child = command.spawn().map_err(PdfError::Start)?;
    let Some(status) = wait(&mut child).map_err(PdfError::Start)? else {
        let _ = child.kill().and_then(|()| child.wait());
        return Err(PdfError::Late(MAX_MINUTES));
    };
    match fs::read(&file) {
        Ok(mut pdf) if status.success() && pdf.starts_with(b"%PDF-") => {
            let date = std::env::var("SOURCE_DATE_EPOCH").ok();
            set_dates(&mut pdf, epoch(date.as_deref()));
            number_nodes(&mut pdf);
            single_titles(&mut pdf, titles.iter().copied());
            Ok(pdf)
        }
        _ => {
            let said = fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
            let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
            Err(PdfError::NoFile(format!("{} ({status})", last.trim())))
        }
    }
}

/// Waits until a program has ended; none where it takes too long.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(MAX_MINUTES * 60) {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(None)
}
