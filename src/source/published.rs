//! Which files of a course are published as they are, at their own paths, and which never are, whatever links to them: tables of names. Never
//! opens a file.

use super::kind::FileKind;
use crate::path::SourcePath;

/// Folders at the course's root whose files are published in place: for files without a page, and for what
/// [RFC 8615](https://www.rfc-editor.org/rfc/rfc8615) puts at a fixed address.
const FOLDERS: &[&str] = &["static", ".well-known"];

/// Files at the course's root that hosts, browsers or search engines look for there.
const ROOT_FILES: &[&str] =
    &["CNAME", "robots.txt", "ads.txt", "humans.txt", "favicon.ico", "apple-touch-icon.png", "_headers", "_redirects"];

/// Names of files that hold passwords, keys or tokens, in lower case.
const PRIVATE_NAMES: &[&str] = &[
    ".env",
    ".envrc",
    ".npmrc",
    ".pypirc",
    ".netrc",
    "_netrc",
    ".htpasswd",
    ".pgpass",
    ".my.cnf",
    ".git-credentials",
    ".gitconfig",
    ".dockercfg",
    ".dockerconfigjson",
    ".bash_history",
    ".zsh_history",
    ".python_history",
    ".psql_history",
    ".mysql_history",
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "secring.gpg",
];

/// Endings of files that hold private keys or passwords, in lower case.
const PRIVATE_ENDINGS: &[&str] = &["pem", "ppk", "pfx", "p12", "jks", "keystore", "kdbx", "tfstate"];

/// What follows `.env.` in files that show what such a file looks like.
const EXAMPLES: &[&str] = &["example", "sample", "template", "dist", "defaults", "tpl"];

/// A file called `….key` that is larger is a presentation; the longest private keys take some kilobytes.
const MAX_KEY_BYTES: u64 = 16 << 10;

/// Whether a file of this name and size is never published, because of what it holds.
pub(super) fn is_private(name: &str, size: u64) -> bool {
    let name = name.to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_environment = name.strip_prefix(".env.").is_some_and(|kind| !EXAMPLES.contains(&kind));
    PRIVATE_NAMES.contains(&name.as_str())
        || is_environment
        || PRIVATE_ENDINGS.contains(&ending)
        || ending == "key" && size < MAX_KEY_BYTES
}

/// Whether a file that is no chapter is published at its own path though nothing links to it.
pub fn is_published_in_place(path: &SourcePath, kind: FileKind) -> bool {
    if kind == FileKind::Private {
        return false;
    }
    match path.as_str().split_once('/') {
        // Hosts and tools leave out what begins with a dot, and authors hide it so.
        Some((folder, rest)) => FOLDERS.contains(&folder) && !rest.split('/').any(|name| name.starts_with('.')),
        None => ROOT_FILES.contains(&path.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hosts_and_browsers_look_for_is_published_in_place() {
        for (path, expected) in [
            ("CNAME", true),
            ("robots.txt", true),
            ("static/x.pdf", true),
            ("static/deep/y.txt", true),
            (".well-known/security.txt", true),
            ("a/CNAME", false),
            ("a/static/x.pdf", false),
            ("static/.env", false),
            ("static/.git/config", false),
            (".well-known/.x", false),
            ("notes.pdf", false),
            (".github/x.png", false),
        ] {
            assert_eq!(is_published_in_place(&SourcePath::new(path), FileKind::Other), expected, "{path}");
        }
        assert!(!is_published_in_place(&SourcePath::new("static/deploy.pem"), FileKind::Private));
    }

    #[test]
    fn what_holds_keys_is_private_and_what_only_looks_like_it_is_not() {
        for path in [".env", ".ENV", ".env.production", "id_rsa", "deploy.PEM", "server.key", "x.tfstate", ".npmrc"] {
            assert!(is_private(path, 1_700), "{path}");
        }
        for path in [".env.example", "env.md", "id_rsa.pub", "keys.md", "cert.crt", "monkey.png"] {
            assert!(!is_private(path, 1_700), "{path}");
        }
        assert!(!is_private("talk.key", 3 << 20), "a presentation");
    }
}
