//! The anchors of pages: which there are, and which one was meant. In: an outline's ids and a fragment. Out: a verdict.

use std::collections::{HashMap, HashSet};

use super::nearest::{ComparisonBudget, nearest};
use crate::chapter::Outline;

/// What a fragment means on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Anchor<'a> {
    /// The page has this id.
    Found(&'a str),
    /// The page has one id that differs in nothing that people see.
    Healed(&'a str),
    /// The page has no such id; the nearest one it has.
    Missing(Option<&'a str>),
}

/// The ids of one page, prepared for looking up.
#[derive(Debug)]
pub(super) struct Anchors<'a> {
    outline: &'a Outline,
    exact: HashSet<&'a str>,
    /// What an id looks like to people → the id, or none where two look the same. Made when first asked for.
    loose: Option<HashMap<String, Option<&'a str>>>,
}

impl<'a> Anchors<'a> {
    /// The ids of the page that is made from `outline`.
    pub fn new(outline: &'a Outline) -> Self {
        Anchors { outline, exact: ids(outline).collect(), loose: None }
    }

    /// What the (decoded) fragment `wanted` means here.
    pub fn find(&mut self, wanted: &str, budget: &mut ComparisonBudget) -> Anchor<'a> {
        let bare = wanted.strip_prefix("user-content-").unwrap_or(wanted);
        if let Some(id) = self.exact.get(wanted).or_else(|| self.exact.get(bare)) {
            return Anchor::Found(id);
        }
        let outline = self.outline;
        let loose = self.loose.get_or_insert_with(|| {
            let mut loose = HashMap::new();
            for id in ids(outline) {
                loose.entry(look(id)).and_modify(|found| *found = None).or_insert(Some(id));
            }
            loose
        });
        match loose.get(&look(bare)) {
            Some(Some(id)) => Anchor::Healed(id),
            _ => Anchor::Missing(nearest(budget, bare, ids(outline))),
        }
    }
}

fn ids(outline: &Outline) -> impl Iterator<Item = &str> {
    let sections = outline.sections.iter().map(|section| &*section.id);
    sections.chain(outline.anchors.iter().map(String::as_str))
}

/// An id without what tells two ids apart only for machines: letter case, dashes, variation selectors, joiners, final sigma.
fn look(id: &str) -> String {
    let seen = id.chars().filter(|c| !matches!(c, '-' | '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{200c}'));
    seen.flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::testing::outline;

    #[test]
    fn anchors_are_healed_only_without_doubt() {
        let page =
            outline("a.md", "# A\n## 🎯 Setup\n## ⚙️ Parts\n## ΟΔΟΣ\n## One\n## Twice\n## -twice\n<a id=\"own\"></a>");
        let mut anchors = Anchors::new(&page);
        let mut find = |wanted: &str| anchors.find(wanted, &mut ComparisonBudget::default());
        assert_eq!(find("-setup"), Anchor::Found("-setup"));
        assert_eq!(find("own"), Anchor::Found("own"));
        assert_eq!(find("user-content-one"), Anchor::Found("one"));
        assert_eq!(find("setup"), Anchor::Healed("-setup"));
        assert_eq!(find("Setup"), Anchor::Healed("-setup"));
        assert_eq!(find("-parts"), Anchor::Healed("\u{fe0f}-parts"));
        assert_eq!(find("οδος"), Anchor::Healed("οδοσ"));
        assert_eq!(find("--twice"), Anchor::Missing(Some("-twice")));
        assert_eq!(find("setups"), Anchor::Missing(Some("-setup")));
        assert_eq!(find("elsewhere"), Anchor::Missing(None));
    }
}
