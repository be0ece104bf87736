//! `404.html`. Served for any address, so its links begin with the site's base path, not with this page's folder.

use crate::path::SitePath;
use crate::render::context::NotFoundPage;
use crate::render::page::{Page, PageRenderer};
use crate::render::theme::TemplateError;

impl PageRenderer<'_> {
    /// `404.html`; `base_url` is the site's full URL, if it is known.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn not_found(&self, base_url: Option<&str>) -> Result<Page, TemplateError> {
        let base = base_path(base_url);
        let home = format!("{base}index.html");
        let page = NotFoundPage {
            head: self.theme.head(self.theme.words().text("not_found_title"), "", &base),
            site: self.site,
            home: &home,
        };
        Ok(Page { path: SitePath::new("404.html"), html: self.theme.render_not_found(&page)? })
    }
}

/// `/repo/` of `https://name.github.io/repo/`; empty if the address is not known.
fn base_path(base_url: Option<&str>) -> String {
    let path =
        base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.unwrap_or("").to_owned()
}
