//! Where an entry of a table of contents leads. In: what the author wrote, and the inventory. Out: an [`IndexTarget`].

use crate::markdown::scheme;
use crate::path::{SourcePath, decode, folder_of, name_of};
use crate::source::author_index_model::IndexTarget;
use crate::source::inventory::Inventory;
use crate::source::kind::has_markdown_ending;

/// Names of a folder's own page.
const INDEX_NAMES: [&str; 3] = ["README.md", "readme.md", "index.md"];

/// The target of `href`, written in a table of contents of the folder `folder`. With `may_be_above`, as in docsify, a path is also looked for
/// as seen from the folders above, and its `.md` may be missing.
pub(super) fn target(inventory: &Inventory, folder: &str, href: &str, may_be_above: bool) -> IndexTarget {
    let href = href.trim();
    if href.starts_with("//") || scheme(href).is_some() {
        return IndexTarget::Elsewhere;
    }
    let href = href.strip_prefix("#/").unwrap_or(href);
    let path = href.split(['#', '?']).next().unwrap_or("");
    if path.is_empty() {
        // A place on the page itself; or a chapter to come.
        return if href.is_empty() { IndexTarget::Nothing } else { IndexTarget::Elsewhere };
    }
    let path = decode(path).replace('\\', "/");
    let mut base = folder;
    loop {
        if let Some(found) = found(inventory, base, path.trim_start_matches('/'), may_be_above) {
            return found;
        }
        if base.is_empty() || !may_be_above {
            // What is no markdown is made by the other tool.
            let name = name_of(path.trim_end_matches('/'));
            let is_markdown = has_markdown_ending(name) || (may_be_above && !name.contains('.'));
            return match is_markdown {
                true => IndexTarget::Missing(SourcePath::new(format!("{folder}/{path}")).as_str().to_owned()),
                false => IndexTarget::Elsewhere,
            };
        }
        base = folder_of(base);
    }
}

fn found(inventory: &Inventory, base: &str, path: &str, may_lack_ending: bool) -> Option<IndexTarget> {
    // `guide/*.md`, `guide/*`: all that lies in the folder.
    let bare = path.split('*').next().unwrap_or(path);
    let whole = SourcePath::new(format!("{base}/{bare}"));
    if let Some(real) = inventory.find_ignoring_case(&whole) {
        return Some(IndexTarget::File(real.clone()));
    }
    if may_lack_ending {
        let file = SourcePath::new(format!("{base}/{bare}.md"));
        let own_page = INDEX_NAMES.iter().map(|name| SourcePath::new(format!("{base}/{bare}/{name}")));
        let mut candidates = std::iter::once(file).filter(|_| !bare.is_empty() && !bare.ends_with('/')).chain(own_page);
        if let Some(file) = candidates.find(|path| inventory.file(path).is_some()) {
            return Some(IndexTarget::File(file));
        }
    }
    let is_folder = inventory.is_folder(whole.as_str()) && whole.as_str() != base;
    is_folder.then(|| IndexTarget::Folder(whole.as_str().to_owned()))
}
