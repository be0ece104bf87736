//! `sitemap.xml`, by the protocol of sitemaps.org. Made only if the site's address is known, as it must contain full URLs.

use crate::html::escape_into;
use crate::render::course_index::CourseIndex;

/// The sitemap; none without a base URL.
pub fn sitemap(index: &CourseIndex<'_>) -> Option<String> {
    index.base_url?;
    let overviews = index.course.modules.iter().filter(|module| module.overview.is_none()).map(|module| &module.page);
    let mut addresses: Vec<String> = index
        .course
        .chapters
        .iter()
        .map(|chapter| &chapter.page)
        .chain(overviews)
        .filter_map(|page| index.canonical(page))
        .collect();
    addresses.push(index.base_url?.to_owned());
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
