//! What a page is, for search engines and for catalogues of courses: JSON-LD by schema.org. In: what is known of page and course. Out: a script's
//! text, safe within HTML. Never holds an answer.

use serde::Serialize;

use super::context::SiteContext;

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSubject {
    /// The course itself.
    Course,
    /// A chapter or a module's overview.
    Chapter,
    /// The questions of a chapter.
    Quiz,
}

#[derive(Serialize)]
struct Structured<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(rename = "isPartOf", skip_serializing_if = "Option::is_none")]
    part_of: Option<StructuredCourse<'a>>,
}

#[derive(Serialize)]
struct StructuredCourse<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

/// The JSON-LD of a page; `name` is its title without that of the course.
pub fn structured(
    subject: PageSubject,
    site: &SiteContext,
    name: &str,
    description: &str,
    url: Option<&str>,
) -> String {
    let course = StructuredCourse { kind: "Course", name: &site.title };
    let (kind, part_of) = match subject {
        PageSubject::Course => ("Course", None),
        PageSubject::Chapter => ("LearningResource", Some(course)),
        PageSubject::Quiz => ("Quiz", Some(course)),
    };
    let data =
        Structured { context: "https://schema.org", kind, name, description, language: &site.language, url, part_of };
    // Nothing in it may end the script.
    serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_part_of_its_course() {
        let site = SiteContext { title: "A & <B>".to_owned(), language: "en".to_owned(), ..SiteContext::default() };
        let of = |subject| structured(subject, &site, "One", "", None);
        assert_eq!(
            of(PageSubject::Chapter),
            "{\"@context\":\"https://schema.org\",\"@type\":\"LearningResource\",\"name\":\"One\",\"inLanguage\":\"en\",\"isPartOf\":{\"@type\":\"Course\",\"name\":\"A & \\u003cB>\"}}"
        );
        assert!(of(PageSubject::Course).contains("\"@type\":\"Course\",\"name\":\"One\""));
        assert!(of(PageSubject::Quiz).contains("\"@type\":\"Quiz\""));
    }
}
