//! `search.html`: search as a page of its own, for links to results; a script fills it. Without JavaScript it leads to the contents.

use crate::path::{SitePath, relative};
use crate::render::addresses::contents_page;
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::whole_context::SearchPageContext;

impl PageRenderer<'_> {
    /// The search page.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn search(&self) -> Result<Page, TemplateError> {
        let path = SitePath::new("search.html");
        let search = self.theme.words().text("search");
        let description = format!("{search}: {}", self.site.title);
        let page = SearchPageContext {
            head: self.theme.head(search, &description, ""),
            site: self.site,
            home: HOME,
            contents: relative(&path, &contents_page()),
        };
        Ok(Page { html: self.theme.render_search(&page)?, path })
    }
}
