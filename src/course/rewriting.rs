//! How a link should be written that was healed, where no doubt is left. In: the address as written, and the file or the id that it means. Out: the
//! part of the address that changes; none rather than one that could be wrong. The shape of the address stays: `./`, `..`, its `?` and `#`.

use unicode_normalization::is_nfc;

use crate::path::{decode, encode, join, name_of};
use crate::span::Span;

/// A part of a link's address and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HrefEdit {
    /// Bytes of the address as the outline has it.
    pub place: Span,
    /// Percent signs in it stand for themselves only where they are encoded.
    pub text: String,
}

impl HrefEdit {
    /// The address after it.
    pub fn applied(&self, href: &str) -> String {
        crate::span::replaced(href, [(self.place.range(), self.text.as_str())])
    }
}

/// A path that was healed: where it was written, and what it means.
#[derive(Clone, Copy)]
pub(super) struct HealedPath<'l> {
    /// The folder of the file with the link.
    pub folder: &'l str,
    /// The whole address.
    pub href: &'l str,
    /// Its path, as written.
    pub path: &'l str,
    /// The path of the file or folder in the course.
    pub real: &'l str,
}

/// The id `id` in place of what stands behind `#`.
pub(super) fn of_anchor(href: &str, id: &str) -> Option<HrefEdit> {
    let start = href.find('#')? + 1;
    let place = Span::new(start, href.trim_end().len());
    let is_visible = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let text = match place.of(href).contains('%') {
        true => encode(id),
        // What cannot be seen is written so that it can.
        false => {
            id.chars().map(|c| if is_visible(c) { c.to_string() } else { encode(c.encode_utf8(&mut [0; 4])) }).collect()
        }
    };
    Some(HrefEdit { place, text })
}

impl HealedPath<'_> {
    /// The names of the file and its folders, which differ in letter case or in the form of their letters.
    pub fn with_names(&self) -> Option<HrefEdit> {
        // Some systems decompose the names that they list, and git composes them again: the real name is then another one on GitHub.
        if !is_nfc(self.real) || self.path.to_ascii_lowercase().contains("%2f") {
            return None;
        }
        let mut parts: Vec<String> = self.path.split('/').map(str::to_owned).collect();
        let is_absolute = self.path.starts_with('/');
        let mut named: Vec<Option<usize>> = Vec::new();
        if !is_absolute {
            named.extend(self.folder.split('/').filter(|part| !part.is_empty()).map(|_| None));
        }
        for (at, part) in parts.iter().enumerate() {
            match decode(part).as_str() {
                "" | "." => {}
                ".." => drop(named.pop()?),
                _ => named.push(Some(at)),
            }
        }
        let real: Vec<&str> = self.real.split('/').collect();
        if real.len() != named.len() {
            return None;
        }
        for (name, at) in real.into_iter().zip(named) {
            if let Some(part) = at.and_then(|at| parts.get_mut(at)).filter(|part| decode(part) != name) {
                *part = self.encoded(name);
            }
        }
        self.edit(&parts.join("/"))
    }

    /// Slashes in place of backslashes.
    pub fn with_slashes(&self) -> Option<HrefEdit> {
        if self.path.starts_with(['/', '\\', '%']) {
            return None;
        }
        self.edit(&self.path.replace('\\', "/").replace("%5C", "/").replace("%5c", "/"))
    }

    /// The file of a chapter in place of the page that other tools make of it, `setup.html`. Other addresses of such tools (`setup`, `/setup.html`)
    /// work there and nowhere else, so they stay.
    pub fn with_chapter(&self) -> Option<HrefEdit> {
        if self.path.starts_with('/') || self.href.contains('?') {
            return None;
        }
        let name = name_of(self.path);
        let stem = name.strip_suffix(".html").or_else(|| name.strip_suffix(".htm"))?;
        let real = name_of(self.real);
        let is_same = real.rsplit_once('.').is_some_and(|(real, _)| real == decode(stem));
        if !(is_same || stem == "index" && real == "README.md") {
            return None;
        }
        let folder = self.path.strip_suffix(name)?;
        self.edit(&format!("{folder}{}", self.encoded(real)))
    }

    /// A name with percent signs for what has a meaning in an address; for all that is not ASCII, if the author wrote the path so.
    fn encoded(&self, name: &str) -> String {
        match self.path.contains('%') {
            true => encode(name),
            false => name.replace('%', "%25").replace('#', "%23").replace('?', "%3F"),
        }
    }

    /// The edit that makes the path `path`, if that names the file.
    fn edit(&self, path: &str) -> Option<HrefEdit> {
        let start = self.href.len() - self.href.trim_start().len();
        let is_found = join(self.folder, &decode(path)).as_deref() == Some(self.real) && path != self.path;
        is_found.then(|| HrefEdit { place: Span::new(start, start + self.path.len()), text: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn healed<'l>(folder: &'l str, href: &'l str, real: &'l str) -> HealedPath<'l> {
        let path = href.trim().split(['#', '?']).next().unwrap_or_default();
        HealedPath { folder, href, path, real }
    }

    #[test]
    fn an_anchor_is_written_as_its_author_writes_them_and_what_is_unseen_is_shown() {
        let new = |href: &str, id: &str| of_anchor(href, id).map(|edit| edit.applied(href));
        for (href, id, expected) in [
            ("#Setup", "-setup", "#-setup"),
            ("a.md?x#Größe", "größe-1", "a.md?x#größe-1"),
            ("a.md#Gr%C3%B6%C3%9Fe", "größe", "a.md#gr%C3%B6%C3%9Fe"),
            ("#parts", "\u{fe0f}-parts", "#%EF%B8%8F-parts"),
            ("#a b ", "a\"b", "#a%22b "),
        ] {
            assert_eq!(new(href, id).as_deref(), Some(expected));
        }
        assert_eq!(new("a.md", "x"), None);
    }

    #[test]
    fn a_path_keeps_its_shape() {
        let names = |folder: &str, href: &str, real: &str| {
            healed(folder, href, real).with_names().map(|edit| edit.applied(href))
        };
        for (folder, href, real, expected) in [
            ("", "./Images/A.png?x#y", "images/a.png", "./images/a.png?x#y"),
            ("one/two", "../../One/./Two/B.md", "one/two/b.md", "../../one/./two/b.md"),
            ("one", "/ONE/b.md", "one/b.md", "/one/b.md"),
            ("", "Other/../B.md", "b.md", "Other/../b.md"),
            ("", "Guide/", "guide", "guide/"),
            ("", "A%20B/c.md", "a b/c.md", "a%20b/c.md"),
            ("", "A b/caf%C3%89.md", "A b/café.md", "A b/caf%C3%A9.md"),
            ("", "A#1.md", "a", "a#1.md"),
            ("", "cafe\u{301}.md", "caf\u{e9}.md", "caf\u{e9}.md"),
        ] {
            assert_eq!(names(folder, href, real).as_deref(), Some(expected));
        }
        for (folder, href, real) in [
            ("", "A%2Fb.md", "a/b.md"),
            ("", "../B.md", "b.md"),
            ("one", "B.md", "b.md"),
            ("", "caf\u{e9}.md", "cafe\u{301}.md"),
            ("", "b.md", "b.md"),
        ] {
            assert_eq!(names(folder, href, real), None, "{href}");
        }
    }

    #[test]
    fn backslashes_and_pages_become_paths_only_where_these_lead_to_the_file() {
        let slashes = |folder: &str, href: &str, real: &str| {
            healed(folder, href, real).with_slashes().map(|edit| edit.applied(href))
        };
        assert_eq!(slashes("", ".\\images\\a.png", "images/a.png").as_deref(), Some("./images/a.png"));
        assert_eq!(slashes("one", "..\\b%5cc.md#d", "b/c.md").as_deref(), Some("../b/c.md#d"));
        assert_eq!(slashes("one", "\\b.md", "one/b.md"), None);
        assert_eq!(slashes("one", "b\\c.md", "b/c.md"), None);
        let chapter = |folder: &str, href: &str, real: &str| {
            healed(folder, href, real).with_chapter().map(|edit| edit.applied(href))
        };
        assert_eq!(
            chapter("a", "../guide/set%20up.html#x", "guide/set up.md").as_deref(),
            Some("../guide/set%20up.md#x")
        );
        assert_eq!(chapter("", "guide/index.html", "guide/README.md").as_deref(), Some("guide/README.md"));
        assert_eq!(chapter("", "a.htm", "a.markdown").as_deref(), Some("a.markdown"));
        for (href, real) in [
            ("guide", "guide.md"),
            ("/guide.html", "guide.md"),
            ("guide.html", "01-guide.md"),
            ("guide.html", "guide/README.md"),
            ("guide.html?x", "guide.md"),
        ] {
            assert_eq!(chapter("", href, real), None, "{href}");
        }
    }
}
