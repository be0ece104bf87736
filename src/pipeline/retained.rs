//! Of what could not be read or understood now, the last good pages stay, with all that they may refer to. Never asks what the
//! site consists of: whoever knows its files asks for each.

use std::collections::BTreeSet;

use crate::path::{SitePath, SourcePath};
use crate::source::{PageAddresses, quiz_page};

/// Which files of an earlier build stay, although this one does not make them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetainedPages {
    pages: BTreeSet<SitePath>,
    /// Files and folders that could not be looked at: whatever was made below them stays.
    below: BTreeSet<String>,
}

impl RetainedPages {
    /// For these files and folders of the course.
    pub(super) fn of(unreadable: Vec<SourcePath>, pages: &PageAddresses) -> Self {
        let both = unreadable.iter().map(|path| pages.page_of(path)).flat_map(|page| [quiz_page(&page), page]);
        let overviews = unreadable.iter().flat_map(overviews_above);
        RetainedPages {
            pages: both.chain(overviews).collect(),
            below: unreadable.iter().map(|path| path.as_str().to_owned()).collect(),
        }
    }

    /// Whether everything could be understood.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Whether a file of an earlier build stays. What is no page (styles, scripts, pictures) may belong to a page that does.
    pub fn stays(&self, path: &SitePath) -> bool {
        if self.is_empty() {
            return false;
        }
        let is_page = path.as_str().ends_with(".html");
        !is_page || self.pages.contains(path) || self.is_below(path)
    }

    fn is_below(&self, path: &SitePath) -> bool {
        let ends = path.as_str().match_indices('/').map(|(at, _)| at);
        ends.filter_map(|end| path.as_str().get(..end)).any(|folder| self.below.contains(folder))
    }
}

/// The pages that a kept page leads up to, home aside: that is always made.
fn overviews_above(path: &SourcePath) -> impl Iterator<Item = SitePath> + '_ {
    let ends = path.as_str().match_indices('/').map(|(at, _)| at);
    ends.filter_map(|end| path.as_str().get(..end)).map(|folder| SitePath::new(format!("{folder}/index.html")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_what_is_lost_stay_and_what_they_may_refer_to() {
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
