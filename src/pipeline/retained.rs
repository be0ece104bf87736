//! Which files of an earlier build stay because their source cannot be read now: the last good pages, and all that they may refer to.
//! Knows only the unreadable paths; the caller asks for each file of the site.

use std::collections::BTreeSet;

use crate::path::{SitePath, SourcePath, folders_down_to};
use crate::source::{PageAddresses, SitePage, index_page, quiz_page};

/// Which files of an earlier build stay, although this one does not make them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetainedPages {
    pages: BTreeSet<SitePath>,
    /// Files and folders that could not be read: all pages below them stay.
    below: BTreeSet<String>,
}

impl RetainedPages {
    /// For these unreadable files and folders of the course.
    pub(super) fn of(unreadable: Vec<SourcePath>, pages: &PageAddresses) -> Self {
        let both = unreadable.iter().map(|path| pages.page_of(path)).flat_map(|page| [quiz_page(&page), page]);
        let practice = |_: &SourcePath| pages.site_page(SitePage::Practice);
        let overviews = unreadable.iter().flat_map(overviews_above).chain(unreadable.first().map(practice));
        RetainedPages {
            pages: both.chain(overviews).collect(),
            below: unreadable.iter().map(|path| path.as_str().to_owned()).collect(),
        }
    }

    /// Whether everything could be read, so that no earlier file needs to stay.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Whether a file of an earlier build stays. Other files than pages (styles, scripts, pictures) stay with any page that does.
    pub fn stays(&self, path: &SitePath) -> bool {
        if self.is_empty() {
            return false;
        }
        let is_page = path.as_str().ends_with(".html");
        !is_page || self.pages.contains(path) || self.is_below(path)
    }

    fn is_below(&self, path: &SitePath) -> bool {
        folders_down_to(path.folder()).any(|folder| self.below.contains(folder))
    }
}

/// The overviews of the folders above a page, without the home page, which every build makes; and the pages of practice of these and of the course,
/// which a build makes where it knows of questions.
fn overviews_above(path: &SourcePath) -> impl Iterator<Item = SitePath> + '_ {
    let of_folder = |folder: &str| [index_page(folder), SitePath::new(format!("{folder}/practice.html"))];
    folders_down_to(path.folder()).flat_map(of_folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_unreadable_files_stay_with_what_they_may_refer_to() {
        let unreadable = ["a/b.md", "deep", "README.md"].map(SourcePath::new).to_vec();
        let retained = RetainedPages::of(unreadable, &PageAddresses::default());
        for stays in
            ["a/b.html", "a/b.quiz.html", "a/index.html", "deep/x/y.html", "index.html", "img/x.png", "assets/a.css"]
        {
            assert!(retained.stays(&SitePath::new(stays)), "{stays}");
        }
        for goes in ["a/c.html", "deeper/x.html", "deep.html.html", "b.html"] {
            assert!(!retained.stays(&SitePath::new(goes)), "{goes}");
        }
        assert!(!RetainedPages::default().stays(&SitePath::new("img/x.png")));
    }
}
