//! Two types of path, so that they cannot be confused: of files of the course, and of files of the site.
//! Both are relative, `/`-separated and without `.` and `..`. Never reads the disk.
//!
//! ```
//! use syllabus::path::{SitePath, relative};
//!
//! let (from, to) = (SitePath::new("iam/roles.html"), SitePath::new("s3/index.html"));
//! assert_eq!(relative(&from, &to), "../s3/index.html");
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

/// A file of the course, relative to the course's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(String);

/// A file of the site, relative to the site's root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SitePath(String);

/// The methods of both types of path.
macro_rules! path_type {
    ($name:ident) => {
        impl $name {
            /// A path from a `/`-separated relative one; `.` and empty parts are dropped, `..` removes the part before it, if there is one.
            pub fn new(path: impl AsRef<str>) -> Self {
                let mut parts: Vec<&str> = Vec::new();
                for part in path.as_ref().split('/') {
                    match part {
                        "" | "." => {}
                        ".." => drop(parts.pop()),
                        part => parts.push(part),
                    }
                }
                $name(parts.join("/"))
            }

            /// The path as text, `/` between its parts, no `/` at either end.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The folder that contains it; empty for the root.
            pub fn folder(&self) -> &str {
                folder_of(&self.0)
            }

            /// The last part of the path.
            pub fn name(&self) -> &str {
                name_of(&self.0)
            }

            /// The last part without its extension.
            pub fn stem(&self) -> &str {
                let name = self.name();
                match name.rsplit_once('.') {
                    Some((stem, _)) if !stem.is_empty() => stem,
                    _ => name,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

path_type!(SourcePath);
path_type!(SitePath);

/// The folder that contains the file or folder at `path`; empty for the root.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of `path`.
pub(crate) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// All folders from the outermost down to `folder`, without the root: `a`, `a/b`, `a/b/c` for `a/b/c`.
pub(crate) fn folders_down_to(folder: &str) -> impl Iterator<Item = &str> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.filter_map(|end| folder.get(..end)).filter(|folder| !folder.is_empty())
}

/// `path` as seen from `folder`, relative to the course; a leading `/` means the course's root. None where it leads out of the course.
pub(crate) fn join(folder: &str, path: &str) -> Option<String> {
    let mut joined = if path.starts_with('/') { String::new() } else { folder.to_owned() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

/// The relative URL (percent-encoded) of the file at `to`, seen from the page at `from`. It always names a file, never a folder, so that it
/// works without a server.
///
/// ```
/// use syllabus::path::{relative, SitePath};
/// assert_eq!(relative(&SitePath::new("a/b.html"), &SitePath::new("c d.html")), "../c%20d.html");
/// ```
pub fn relative(from: &SitePath, to: &SitePath) -> String {
    let up: Vec<&str> = from.0.split('/').collect();
    let down: Vec<&str> = to.0.split('/').collect();
    let most = up.len().min(down.len()) - 1;
    let shared = (0..most).take_while(|i| up[*i] == down[*i]).count();
    let mut url = "../".repeat(up.len() - 1 - shared);
    for (i, part) in down[shared..].iter().enumerate() {
        if i > 0 {
            url.push('/');
        }
        // A first part with a colon would read as a scheme.
        if url.is_empty() && part.contains(':') {
            url.push_str("./");
        }
        encode_into(&mut url, part);
    }
    url
}

/// Percent-encodes one part of a path or a fragment: all bytes but the `pchar` of RFC 3986 without `&` and `'`, which mean something in HTML.
pub fn encode(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    encode_into(&mut out, part);
    out
}

fn encode_into(out: &mut String, part: &str) {
    for byte in part.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@' => out.push(char::from(byte)),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

/// Percent-decodes; a text that does not decode to UTF-8 is returned as it is.
pub fn decode(part: &str) -> String {
    if !part.contains('%') {
        return part.to_owned();
    }
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_urls_name_files_and_are_encoded() {
        let url = |from: &str, to: &str| relative(&SitePath::new(from), &SitePath::new(to));
        assert_eq!(url("index.html", "index.html"), "index.html");
        assert_eq!(url("a/b.html", "a/index.html"), "index.html");
        assert_eq!(url("a/b/c.html", "a/d/e.html"), "../d/e.html");
        assert_eq!(url("a/b.html", "ü & x.png"), "../%C3%BC%20%26%20x.png");
        assert_eq!(url("index.html", "a:b.html"), "./a:b.html");
    }

    #[test]
    fn decoding_leaves_what_is_not_utf8() {
        assert_eq!(decode("a%20b%C3%BC"), "a bü");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%FF"), "%FF");
    }

    #[test]
    fn dots_are_resolved_but_never_above_the_root() {
        assert_eq!(SourcePath::new("./a/../../b//c.md").as_str(), "b/c.md");
    }
}
