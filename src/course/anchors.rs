//! The anchors of a page: which there are, and which one a link means. In: an outline's ids and the fragment of a link. Out: the id, or
//! the one that looks most like it.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::nearest::{ComparisonBudget, nearest};
use crate::chapter::Outline;
use crate::markdown::slug::Slugger;
use crate::repair::Charset;

/// What a fragment means on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Anchor<'a> {
    /// The page has this id.
    Found(&'a str),
    /// The page has exactly one id that looks the same to people, see [`visible_form`], or whose heading had this id while it was damaged.
    Healed(&'a str),
    /// The page has no such id; with the most similar one, if one is similar.
    Missing(Option<&'a str>),
}

/// The ids of one page, prepared for looking up.
#[derive(Debug)]
pub(super) struct Anchors<'a> {
    outline: &'a Outline,
    exact: HashSet<&'a str>,
    /// Each id by its visible form, none where two have the same. Made when first asked for.
    by_visible_form: Option<IdsByForm<'a>>,
    /// Each id by those that GitHub gives to its heading where the file is damaged. Made when first asked for.
    by_damaged_form: Option<IdsByForm<'a>>,
}

/// Ids by what may mean them; none where several may be meant.
type IdsByForm<'a> = HashMap<String, Option<&'a str>>;

impl<'a> Anchors<'a> {
    /// The ids of the page that is made from `outline`.
    pub fn new(outline: &'a Outline) -> Self {
        let former = outline.former_ids.iter().map(String::as_str);
        Anchors { outline, exact: ids(outline).chain(former).collect(), by_visible_form: None, by_damaged_form: None }
    }

    /// What the fragment `wanted` means on this page; it is without `#` and percent signs are decoded.
    pub fn find(&mut self, wanted: &str, budget: &mut ComparisonBudget) -> Anchor<'a> {
        let bare = wanted.strip_prefix("user-content-").unwrap_or(wanted);
        if let Some(id) = self.exact.get(wanted).or_else(|| self.exact.get(bare)) {
            return Anchor::Found(id);
        }
        let outline = self.outline;
        let by_visible_form = self.by_visible_form.get_or_insert_with(|| {
            let mut by_visible_form = HashMap::new();
            for id in ids(outline) {
                by_visible_form.entry(visible_form(id)).and_modify(|found| *found = None).or_insert(Some(id));
            }
            by_visible_form
        });
        let form = visible_form(bare);
        let seen = by_visible_form.get(&form).filter(|_| !form.is_empty()).copied().flatten();
        match seen.or_else(|| self.find_damaged(bare)) {
            Some(id) => Anchor::Healed(id),
            None => Anchor::Missing(nearest(budget, bare, ids(outline))),
        }
    }

    /// The id of the heading that had the id `wanted` before its file was repaired: links were written for that.
    fn find_damaged(&mut self, wanted: &str) -> Option<&'a str> {
        // What was misread is never ASCII alone.
        if wanted.is_ascii() {
            return None;
        }
        let outline = self.outline;
        let by_damaged_form = self.by_damaged_form.get_or_insert_with(|| damaged_forms(outline));
        by_damaged_form.get(wanted).copied().flatten()
    }
}

/// The ids that headings have where the file was misread in one of the charsets, with the ids that they have. They are numbered as in that
/// file. It makes no difference to an id what became of bytes that the charset lacks, as none of that is a letter.
fn damaged_forms(outline: &Outline) -> IdsByForm<'_> {
    let mut forms: IdsByForm = HashMap::new();
    for charset in Charset::all() {
        let mut slugger = Slugger::default();
        for section in &outline.sections {
            let form = slugger.slug(&charset.misread(&section.title));
            let id = &*section.id;
            if form != id {
                forms.entry(form).and_modify(|other| *other = other.filter(|other| *other == id)).or_insert(Some(id));
            }
        }
    }
    forms
}

fn ids(outline: &Outline) -> impl Iterator<Item = &str> {
    let sections = outline.sections.iter().map(|section| &*section.id);
    sections.chain(outline.anchors.iter().map(String::as_str))
}

/// An id without what people do not see or do not mind: letter case, signs and emoji, joiners, final sigma, the form of letters. Empty where
/// nothing is left.
fn visible_form(id: &str) -> String {
    let visible =
        id.nfc().filter(|c| c.is_alphanumeric() || (is_combining_mark(*c) && !('\u{fe00}'..='\u{fe0f}').contains(c)));
    visible.flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::testing::outline;

    #[test]
    fn an_anchor_of_a_damaged_heading_leads_to_the_repaired_one() {
        let page = outline("a.md", "# Café\n## 🎯 Objectives\n## Más\n## Plain\n## Más\n## Привет\n");
        let mut anchors = Anchors::new(&page);
        let mut find = |wanted: &str| anchors.find(wanted, &mut ComparisonBudget::default());
        for (damaged, id) in
            [("cafã", "café"), ("ğÿ-objectives", "-objectives"), ("ðÿž-objectives", "-objectives"), ("mãs-1", "más-1")]
        {
            assert_eq!(find(damaged), Anchor::Healed(id), "{damaged}");
        }
        assert!(matches!(find("ğÿ-objective"), Anchor::Missing(_)));
        assert!(matches!(find("plaîn"), Anchor::Missing(_)));
    }

    #[test]
    fn anchors_are_healed_only_without_doubt() {
        let page = outline(
            "a.md",
            "# A\n## 🎯 Setup\n## ⚙️ Parts\n## ΟΔΟΣ\n## One\n## Twice\n## -twice\n## Größe\n<a id=\"own\"></a>",
        );
        let mut anchors = Anchors::new(&page);
        let mut find = |wanted: &str| anchors.find(wanted, &mut ComparisonBudget::default());
        assert_eq!(find("-setup"), Anchor::Found("-setup"));
        assert_eq!(find("own"), Anchor::Found("own"));
        assert_eq!(find("user-content-one"), Anchor::Found("one"));
        assert_eq!(find("setup"), Anchor::Healed("-setup"));
        assert_eq!(find("Setup"), Anchor::Healed("-setup"));
        assert_eq!(find("-parts"), Anchor::Healed("\u{fe0f}-parts"));
        assert_eq!(find("οδος"), Anchor::Healed("οδοσ"));
        assert_eq!(find("gro\u{308}ße"), Anchor::Healed("größe"));
        assert_eq!(find("📔-Setup"), Anchor::Healed("-setup"));
        assert_eq!(find("Par.ts!"), Anchor::Healed("\u{fe0f}-parts"));
        assert!(matches!(find("🎯"), Anchor::Missing(_)));
        assert_eq!(find("--twice"), Anchor::Missing(Some("-twice")));
        assert_eq!(find("setups"), Anchor::Missing(Some("-setup")));
        assert_eq!(find("elsewhere"), Anchor::Missing(None));
    }
}
