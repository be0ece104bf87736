//! The page that a browser shows in place of one that it has not kept, while there is no network. The site's worker answers with it at any address.

use crate::path::{SitePath, relative};
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::view::root;
use crate::render::whole_context::OfflinePage;

impl PageRenderer<'_> {
    /// The page at `path`.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn offline(&self, path: &SitePath) -> Result<Page, TemplateError> {
        let root = root(path);
        let page = OfflinePage {
            head: self.theme.head(self.theme.words().text("offline_title"), "", &root),
            site: self.site,
            home: relative(path, &SitePath::new(HOME)),
        };
        Ok(Page { path: path.clone(), html: self.theme.render_offline(&page)? })
    }
}
