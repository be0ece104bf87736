//! Heading ids by GitHub's rule. In: the text of headings. Out: ids, unique in their document.
//!
//! Source of the rule: html-pipeline's table-of-contents filter, `text.downcase`, drop all but Ruby's `[\p{Word}\- ]`, blank → `-`,
//! then a counter per repeated id; checked against the 78 rendered headings of github-slugger's fixtures.

use std::collections::{HashMap, HashSet};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Makes the ids of one document's headings, and remembers them to keep them unique.
#[derive(Debug, Default)]
pub struct Slugger {
    given: HashSet<String>,
    repeats: HashMap<String, u32>,
}

impl Slugger {
    /// The id of the next heading with this text. A heading without a letter gets `section`, as HTML forbids an empty id.
    pub fn slug(&mut self, text: &str) -> String {
        let base = match slug(text) {
            base if base.is_empty() => "section".to_owned(),
            base => base,
        };
        if !self.given.contains(&base) {
            self.given.insert(base.clone());
            return base;
        }
        let count = self.repeats.entry(base.clone()).or_default();
        loop {
            *count += 1;
            let id = format!("{base}-{count}");
            if self.given.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Whether a heading has this id.
    pub fn has(&self, id: &str) -> bool {
        self.given.contains(id)
    }
}

/// The id of a heading with this text, before repeated ids are numbered; may be empty.
pub fn slug(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            id.extend(kept(c.to_ascii_lowercase()));
        } else {
            id.extend(c.to_lowercase().filter_map(kept));
        }
    }
    id
}

fn kept(c: char) -> Option<char> {
    is_kept(c).then_some(if c == ' ' { '-' } else { c })
}

/// Ruby's `\p{Word}`, the dash and the blank. U+FE0F is kept, as it is a mark; U+200D is dropped.
fn is_kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
    }
    c.is_alphabetic()
        || matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark
                | GeneralCategory::DecimalNumber
                | GeneralCategory::ConnectorPunctuation
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_dropped_but_their_blank_and_variation_selector_stay() {
        assert_eq!(slug("🎯 What Is It?"), "-what-is-it");
        assert_eq!(slug("⚙️ Service-Specific"), "\u{fe0f}-service-specific");
        assert_eq!(slug(":ok_hand: Single"), "ok_hand-single");
        assert_eq!(slug("a — b"), "a--b");
        assert_eq!(slug("½ ① Ⅳ ⓔ ‿"), "--ⅳ-ⓔ-‿");
        assert_eq!(slug("हिन्दी Привет 日本"), "हिन्दी-привет-日本");
    }

    #[test]
    fn repeats_are_counted_as_github_counts_them() {
        let mut slugger = Slugger::default();
        let ids: Vec<String> = ["echo", "echo", "echo 1", "echo-1", "echo"].iter().map(|t| slugger.slug(t)).collect();
        assert_eq!(ids, ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]);
    }

    #[test]
    fn a_heading_of_emoji_only_still_has_an_id() {
        let mut slugger = Slugger::default();
        assert_eq!([slugger.slug("🎯"), slugger.slug("🎉")], ["section", "section-1"]);
    }
}
