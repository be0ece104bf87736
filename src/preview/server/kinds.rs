//! The media type of a file, by the extension of its name, and whether a browser may run such a file. Never reads the file.

/// The media type of the file at `path`.
pub(super) fn kind(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    KINDS.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, kind)| kind)
}

static KINDS: &[(&str, &str)] = &[
    ("html", HTML),
    ("htm", HTML),
    ("xhtml", XHTML),
    ("xht", XHTML),
    ("css", "text/css; charset=utf-8"),
    ("js", SCRIPT),
    ("mjs", SCRIPT),
    ("json", JSON),
    ("map", JSON),
    ("webmanifest", "application/manifest+json; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("bmp", "image/bmp"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("wasm", "application/wasm"),
];

/// Beginnings of the media types that browsers show or play and never run. An SVG picture is a document with scripts, and whatever is not
/// known may be one. Browsers refuse to show a PDF document in a sandbox; what it runs, runs in the viewer.
static INERT: &[&str] = &[
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/json",
    "application/pdf",
    "text/css",
    "text/csv",
    "text/plain",
    "text/vtt",
];

/// Whether a file of this media type may run scripts where it is opened, or be run as one.
pub(super) fn can_run(kind: &str) -> bool {
    kind.contains("svg") || !INERT.iter().any(|inert| kind.starts_with(inert))
}

pub(super) const HTML: &str = "text/html; charset=utf-8";
const XHTML: &str = "application/xhtml+xml; charset=utf-8";
pub(super) const JSON: &str = "application/json; charset=utf-8";
pub(super) const SCRIPT: &str = "text/javascript; charset=utf-8";

#[cfg(test)]
mod tests {
    use super::{can_run, kind};

    #[test]
    fn what_is_not_known_to_be_inert_may_run() {
        for name in [
            "a.html", "a.HTM", "a.xhtml", "a.xht", "a.svg", "a.svgz", "a.xml", "a.xsl", "a.js", "a.mjs", "a.wasm",
            "a.mht", "a",
        ] {
            assert!(can_run(kind(name)), "{name}");
        }
        for name in
            ["a.png", "a.jpeg", "a.avif", "a.mp4", "a.ogg", "a.woff2", "a.pdf", "a.css", "a.txt", "a.json", "a.vtt"]
        {
            assert!(!can_run(kind(name)), "{name}");
        }
    }

    #[test]
    fn endings_decide_and_case_does_not_matter() {
        assert_eq!(kind("a/b.HTML"), "text/html; charset=utf-8");
        assert_eq!(kind("a.b/c"), "application/octet-stream");
        assert_eq!(kind(".nojekyll"), "application/octet-stream");
        assert_eq!(kind("film.webm"), "video/webm");
    }
}
