//! What stands at a former address of a page: it leads on at once, with the place on the page that was asked for, and without a script a moment
//! later.

use crate::course::MovedTo;
use crate::path::SitePath;
use crate::render::course_index::CourseIndex;
use crate::render::page::{Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::view::moved_link;
use crate::render::whole_context::RedirectPage;

impl PageRenderer<'_> {
    /// The page at the former address `from`.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn redirect(&self, index: &CourseIndex<'_>, from: &SitePath, to: &MovedTo) -> Result<Page, TemplateError> {
        let (href, title) = moved_link(from, to);
        let canonical = match to {
            MovedTo::Page(to) => index.canonical(&to.page),
            MovedTo::Elsewhere(url) => Some(url.clone()),
        };
        let page = RedirectPage { site: self.site, href, title, canonical };
        Ok(Page { path: from.clone(), html: self.theme.render_redirect(&page)? })
    }
}
