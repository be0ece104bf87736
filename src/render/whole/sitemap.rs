//! `sitemap.xml`, by the protocol of sitemaps.org; only where the site's address is known, as it must hold full addresses.

use crate::html::escape_into;
use crate::render::view::CourseIndex;

/// The sitemap; none without a base url.
pub fn sitemap(around: &CourseIndex<'_>) -> Option<String> {
    around.base_url?;
    let made = around.course.modules.iter().filter(|module| module.overview.is_none()).map(|module| &module.page);
    let mut addresses: Vec<String> = around
        .course
        .chapters
        .iter()
        .map(|placed| &placed.page)
        .chain(made)
        .filter_map(|page| around.canonical(page))
        .collect();
    addresses.push(around.base_url?.to_owned());
    addresses.sort();
    addresses.dedup();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in addresses {
        xml.push_str("<url><loc>");
        escape_into(&mut xml, &address);
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    Some(xml)
}
