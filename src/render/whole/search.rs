//! `search.html`: search as a page of its own, for links to results; a script fills it. Without JavaScript it leads to the contents.

use crate::path::SitePath;
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::whole_context::SearchPageContext;

impl PageRenderer<'_> {
    /// The search page, at this path in the site's root.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn search(&self, path: &SitePath) -> Result<Page, TemplateError> {
        let search = self.theme.words().text("search");
        let description = format!("{search}: {}", self.site.title);
        let page = SearchPageContext {
            head: self.theme.head(search, &description, ""),
            site: self.site,
            home: HOME,
            contents: self.site.contents.clone(),
        };
        Ok(Page { html: self.theme.render_search(&page)?, path: path.clone() })
    }
}
