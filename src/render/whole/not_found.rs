//! `404.html`. Served for any address, so it carries its style, and its links begin with the site's base path or, where that is not known, are
//! made by a script that finds the root.

use crate::path::{SitePath, relative};
use crate::render::course_index::CourseIndex;
use crate::render::page::{Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::whole_context::{NotFoundLink, NotFoundPage};

/// How many modules or chapters it leads on to: as many as a sidebar has.
const MAX_PLACES: usize = 24;

impl PageRenderer<'_> {
    /// `404.html` of the course in `index`.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn not_found(&self, index: &CourseIndex<'_>) -> Result<Page, TemplateError> {
        let base = base_path(index.base_url);
        let own = SitePath::new("404.html");
        let link = |page: &SitePath, title: &str| {
            let to = relative(&own, page);
            NotFoundLink { href: format!("{base}{to}"), to, title: title.to_owned() }
        };
        let modules = index.submodules(None).iter().filter_map(|module| index.course.modules.get(*module));
        let mut places: Vec<NotFoundLink> =
            modules.take(MAX_PLACES).map(|module| link(&module.page, &module.title)).collect();
        let has_modules = !places.is_empty();
        if !has_modules {
            let chapters = index.root_chapters().iter().filter_map(|chapter| index.course.chapters.get(*chapter));
            let titled = chapters.filter_map(|chapter| {
                let title = index.course.title_of(chapter.file, index.outline(chapter)?);
                Some(link(&chapter.page, title))
            });
            places = titled.take(MAX_PLACES).collect();
        }
        let page = NotFoundPage {
            head: self.theme.head(self.theme.words().text("not_found_title"), "", &base),
            site: self.site,
            style: self.theme.not_found_style(),
            known: self.theme.style_path(),
            home: format!("{base}index.html"),
            places,
            has_modules,
        };
        let html = self.theme.render_not_found(&page)?;
        Ok(Page { path: own, html })
    }
}

/// `/repo/` of `https://name.github.io/repo/`; empty if the address is not known.
fn base_path(base_url: Option<&str>) -> String {
    let path =
        base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.unwrap_or("").to_owned()
}
