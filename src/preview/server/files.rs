//! Responses with files of the site: pages in memory, or parts of files on disk. Only files that [`PageSource`] names are opened.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use hyper::body::Bytes;
use hyper::header;
use hyper::{Response, StatusCode};
use tokio::task::spawn_blocking;

use super::body::{Body, Pieces};
use super::kinds;
use super::page::{short, with_script};
use super::pages::{PageSource, ServedFile};
use super::range::{Part, part};
use super::reply::{NOT_FOUND, RequestResult, response, set, typed};
use super::request::{RequestInfo, RequestTarget};
use super::state::ServerState;
use crate::path::{SitePath, encode};
use crate::source::{Hash, index_page};

/// What is at the path of a request.
enum FileLookup {
    File(ServedFile),
    /// A folder with a page, requested without the `/` that its relative links need.
    Folder,
    /// Nothing; with the site's `404.html`.
    Nothing(ServedFile),
}

pub(super) async fn answer(state: &ServerState, request: &RequestInfo<'_>, target: RequestTarget) -> RequestResult {
    let (path, is_file) = match target {
        RequestTarget::File(path) => (path, true),
        RequestTarget::Folder(folder) => (index_page(folder.as_str()), false),
        RequestTarget::Own(_) => return Err(NOT_FOUND),
    };
    let wanted = path.clone();
    match state.blocking(move |pages| find(pages, &wanted, is_file)).await? {
        FileLookup::File(ServedFile::File { bytes, hash }) => {
            Ok(made_file(request, &path, Bytes::from_owner(bytes), hash))
        }
        FileLookup::File(ServedFile::CopyOf(file)) => copy(request, &path, &file).await,
        FileLookup::File(ServedFile::Broken { html }) => {
            let hash = Hash::of(html.as_bytes());
            Ok(page(StatusCode::INTERNAL_SERVER_ERROR, html.into(), &path, hash))
        }
        FileLookup::Folder => Ok(to_folder(&path)),
        FileLookup::Nothing(ServedFile::File { bytes, hash }) => {
            Ok(page(StatusCode::NOT_FOUND, Bytes::from_owner(bytes), &path, hash))
        }
        FileLookup::File(ServedFile::Missing) | FileLookup::Nothing(_) => Err(NOT_FOUND),
    }
}

fn find(pages: &dyn PageSource, path: &SitePath, is_file: bool) -> FileLookup {
    match pages.file(path) {
        ServedFile::Missing if is_file && !matches!(pages.file(&index_page(path.as_str())), ServedFile::Missing) => {
            FileLookup::Folder
        }
        ServedFile::Missing => FileLookup::Nothing(pages.file(&SitePath::new("404.html"))),
        served => FileLookup::File(served),
    }
}

fn made_file(request: &RequestInfo, path: &SitePath, bytes: Bytes, hash: Hash) -> Response<Body> {
    match kinds::kind(path.as_str()) {
        kinds::HTML => in_memory(request, kinds::HTML, hash, || Body::Parts(with_script(&bytes, path.as_str(), hash))),
        kind => sandboxed(in_memory(request, kind, hash, || Body::Whole(bytes.clone())), kind),
    }
}

/// A file that is no page that was made here, so that it has no part in the preview's origin: what it runs, runs nowhere, and neither reads
/// the token nor asks for anything as a page of the preview. Also where the browser has the file already.
fn sandboxed(mut response: Response<Body>, kind: &str) -> Response<Body> {
    if kinds::can_run(kind) {
        set(&mut response, header::CONTENT_SECURITY_POLICY, "sandbox");
    }
    response
}

/// A response with these bytes, or one that says that the browser has them already. `hash` is that of the bytes as built.
pub(super) fn in_memory(request: &RequestInfo, kind: &str, hash: Hash, body: impl FnOnce() -> Body) -> Response<Body> {
    let tag = format!("\"{}\"", short(hash));
    let mut response = if browser_has(request, &tag) { unchanged() } else { typed(StatusCode::OK, kind, body()) };
    set(&mut response, header::ETAG, &tag);
    response
}

fn unchanged() -> Response<Body> {
    response(StatusCode::NOT_MODIFIED, Body::Whole(Bytes::new()))
}

/// Whether the browser says (`if-none-match`) that it has the version with this `etag`.
fn browser_has(request: &RequestInfo, tag: &str) -> bool {
    let known = request.header(header::IF_NONE_MATCH).unwrap_or_default();
    known.split(',').map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// A page that is not the one that was requested: without an `etag`, so that browsers do not cache it.
fn page(status: StatusCode, html: Bytes, path: &SitePath, hash: Hash) -> Response<Body> {
    typed(status, kinds::HTML, Body::Parts(with_script(&html, path.as_str(), hash)))
}

fn to_folder(path: &SitePath) -> Response<Body> {
    let parts: Vec<String> = path.as_str().split('/').map(encode).collect();
    let mut response = response(StatusCode::PERMANENT_REDIRECT, Body::Whole(Bytes::new()));
    set(&mut response, header::LOCATION, &format!("/{}/", parts.join("/")));
    response
}

/// A response with a file of the course, or with the part of it that is requested.
async fn copy(request: &RequestInfo<'_>, path: &SitePath, file: &Path) -> RequestResult {
    let file = file.to_owned();
    let opened = spawn_blocking(move || open(&file)).await.ok().flatten();
    let Some(OpenFile { mut file, length, tag }) = opened else { return Err(NOT_FOUND) };
    let (status, range) = match wanted(request, &tag, length) {
        _ if browser_has(request, &tag) => (StatusCode::NOT_MODIFIED, 0..0),
        Part::Whole => (StatusCode::OK, 0..length),
        Part::Of(range) if file.seek(SeekFrom::Start(range.start)).is_ok() => (StatusCode::PARTIAL_CONTENT, range),
        Part::Of(_) | Part::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let kind = kinds::kind(path.as_str());
    let mut response = sandboxed(typed(status, kind, Body::Whole(Bytes::new())), kind);
    match status {
        StatusCode::PARTIAL_CONTENT => {
            let last = range.end.saturating_sub(1);
            set(&mut response, header::CONTENT_RANGE, &format!("bytes {}-{last}/{length}", range.start));
        }
        StatusCode::RANGE_NOT_SATISFIABLE => set(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}")),
        _ => {}
    }
    if range.start < range.end {
        *response.body_mut() = Body::File(Pieces::new(file, range.end - range.start));
    }
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    set(&mut response, header::ETAG, &tag);
    Ok(response)
}

/// The part of the file that is requested; the whole of it if it changed since the browser got another part (`if-range`).
fn wanted(request: &RequestInfo, tag: &str, length: u64) -> Part {
    match request.header(header::IF_RANGE) {
        Some(known) if known != tag => Part::Whole,
        _ => part(request.header(header::RANGE), length),
    }
}

struct OpenFile {
    file: File,
    length: u64,
    /// The `etag`, made of length and modification time, so that a large file need not be read for it.
    tag: String,
}

/// Opens a regular file; none if it is none. This is checked first, as opening a named pipe would block for ever.
fn open(path: &Path) -> Option<OpenFile> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let file = File::open(path).ok()?;
    let metadata = file.metadata().ok()?;
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let tag = format!("\"{:x}-{:x}\"", metadata.len(), changed.as_nanos());
    Some(OpenFile { file, length: metadata.len(), tag })
}
