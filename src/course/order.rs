//! Reading order. In: the tree of folders and where links lead. Out: the order of each module's chapters and modules.
//!
//! What a table of contents for another tool names stands as it stands there, before all else. Hints in order of trust for the rest, within
//! each module:
//! 1. front matter `weight` (of a module: its overview's): the lightest first, before all that has none, as in Hugo; it is the one
//!    hint that can mean nothing else;
//! 2. lists of links in index pages, by first appearance, those of the leading index of a page first; the module's own overview before those of the modules above it. A module is
//!    listed where the list names it, or enough of what lies in it;
//! 3. chains of Next and Previous links: an item that is not listed itself stands beside the one it is chained to;
//! 4. numbers in names, compared as numbers: an unlisted `03-x` goes between a listed `02-x` and `04-x`;
//! 5. names.
//!
//! Pages about the repository come last, whatever lists them; unless they have a weight.
//!
//! Where an author's Next link and the order disagree, `checks` reports it. Never reads a chapter's body.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::links::{LinkedPage, OutlineLinks};
use super::modules::{Folder, FolderKind, FolderTree, ROOT, TreeItem};
use super::natural;
use super::repository_pages::{is_repository_name, is_repository_title};
use crate::chapter::{LinkRole, Outline};
use crate::index::{ChapterIdx, FileIdx, FolderIdx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::{folder_of, name_of};

/// The order of each module's items; empty for a folder that is no module.
pub(super) type ModuleOrders = IndexVec<FolderIdx, Vec<TreeItem>>;

/// Orders the items of all modules. `links` are where the links of each outline lead.
pub(super) fn order_modules(
    outlines: &IndexVec<FileIdx, Arc<Outline>>,
    tree: &FolderTree,
    links: &IndexVec<FileIdx, Arc<OutlineLinks>>,
) -> ModuleOrders {
    let context = OrderContext { outlines, tree, links };
    let listed = context.listed();
    let mut steps = context.steps();
    let order = |(module, folder): (FolderIdx, &Folder)| {
        if folder.kind != FolderKind::Module {
            return Vec::new();
        }
        let mut order = tree.listed(module);
        let named: HashSet<TreeItem> = order.iter().copied().collect();
        let rest = tree.items(module).into_iter().filter(|item| !named.contains(item));
        let mut entries: Vec<OrderEntry> = rest.map(|item| context.entry(module, item, &listed)).collect();
        entries.sort_by(|a, b| a.by_name(b));
        let arranged = arrange(&entries, steps.remove(&module).unwrap_or_default());
        let lead = folder.lead.map(TreeItem::Chapter);
        let (first, others): (Vec<TreeItem>, Vec<TreeItem>) =
            arranged.into_iter().partition(|item| Some(*item) == lead);
        let (last, others): (Vec<TreeItem>, Vec<TreeItem>) =
            others.into_iter().partition(|item| context.is_about_repository(*item));
        order.extend(first.into_iter().chain(others).chain(last));
        order
    };
    tree.folders.iter_enumerated().map(order).collect()
}

/// The files of all chapters in reading order, and the folders of all modules: a depth-first walk, each overview before its module's
/// items. The root is left out of the modules.
pub(super) fn reading_order(
    tree: &FolderTree,
    orders: &ModuleOrders,
) -> (IndexVec<ChapterIdx, FileIdx>, IndexVec<ModuleIdx, FolderIdx>) {
    let (mut chapters, mut modules) = (IndexVec::default(), IndexVec::default());
    let mut stack = vec![TreeItem::Module(ROOT)];
    while let Some(item) = stack.pop() {
        match item {
            TreeItem::Chapter(file) => drop(chapters.push(file)),
            TreeItem::Module(folder) => {
                if folder != ROOT {
                    modules.push(folder);
                }
                if let Some(overview) = tree.folders.get(folder).and_then(|folder| folder.overview) {
                    chapters.push(overview);
                }
                stack.extend(orders.get(folder).into_iter().flatten().rev());
            }
        }
    }
    (chapters, modules)
}

/// A place in the lists of an overview: whether an index lists it that stands beside the leading one, then the position among the links.
type ListPlace = (bool, LinkIdx);

/// Where an item is listed: the depth of the overview that lists it (deeper is nearer), then the place in it.
type Listing = (Reverse<usize>, ListPlace);

/// A module that a list names nothing but chapters of.
struct ReachedModule {
    first: ListPlace,
    /// How many of its chapters the list names.
    count: usize,
    /// Whether one of them lies directly in it.
    is_direct: bool,
}

/// An item with all that decides its place.
struct OrderEntry<'a> {
    item: TreeItem,
    name: &'a str,
    weight: Option<i64>,
    listed: Option<Listing>,
}

impl OrderEntry<'_> {
    /// Whether a weight or a list decides its place.
    fn is_anchored(&self) -> bool {
        self.weight.is_some() || self.listed.is_some()
    }

    fn by_anchor(&self, other: &Self) -> Ordering {
        let key = |entry: &Self| (entry.weight.is_none(), entry.weight, entry.listed);
        key(self).cmp(&key(other)).then_with(|| self.by_name(other))
    }

    fn by_name(&self, other: &Self) -> Ordering {
        natural::compare(self.name, other.name)
    }
}

/// A Next or Previous link between two items of a module: `from` comes just before `to`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct OrderStep {
    from: TreeItem,
    to: TreeItem,
    /// Whether it is a Next link of the item `from` itself: not of a chapter within it, not a Previous link.
    is_direct: bool,
}

struct OrderContext<'a> {
    outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    tree: &'a FolderTree,
    links: &'a IndexVec<FileIdx, Arc<OutlineLinks>>,
}

impl<'a> OrderContext<'a> {
    fn entry(&self, module: FolderIdx, item: TreeItem, listed: &HashMap<TreeItem, Listing>) -> OrderEntry<'a> {
        let file = match item {
            TreeItem::Chapter(file) => Some(file),
            TreeItem::Module(folder) => self.tree.folders.get(folder).and_then(|folder| folder.overview),
        };
        let weight = file.and_then(|file| self.outlines.get(file)).and_then(|outline| outline.weight);
        OrderEntry { item, name: self.name(module, item), weight, listed: listed.get(&item).copied() }
    }

    /// The name by which an item is ordered: its path below the module, for a README the path of its folder.
    fn name(&self, module: FolderIdx, item: TreeItem) -> &'a str {
        let path = match item {
            TreeItem::Chapter(file) => {
                let path = self.outlines.get(file).map_or("", |outline| outline.path.as_str());
                let folder = folder_of(path);
                let is_readme = self.tree.find(folder).is_some_and(|at| self.tree.item_of_folder(at) == item);
                if is_readme { folder } else { path.rsplit_once('.').map_or(path, |(stem, _)| stem) }
            }
            TreeItem::Module(folder) => self.tree.folders.get(folder).map_or("", |folder| folder.path.as_str()),
        };
        let above = self.tree.folders.get(module).map_or(0, |folder| folder.path.len());
        path.get(above..).unwrap_or(path).trim_start_matches('/')
    }

    fn item(&self, page: LinkedPage) -> Option<TreeItem> {
        match page {
            LinkedPage::Chapter(file) => self.tree.item_of_file(file),
            LinkedPage::Overview(folder) => Some(TreeItem::Module(folder)),
        }
    }

    /// Whether an item is a page about the repository, and no weight gives it a place.
    fn is_about_repository(&self, item: TreeItem) -> bool {
        let path = match item {
            TreeItem::Chapter(file) => {
                let Some(outline) = self.outlines.get(file) else { return false };
                if outline.weight.is_some() {
                    return false;
                }
                if outline.title.as_deref().is_some_and(is_repository_title) {
                    return true;
                }
                let path = outline.path.as_str();
                let is_of_folder = outline.path.stem().eq_ignore_ascii_case("readme");
                if is_of_folder { folder_of(path) } else { path.rsplit_once('.').map_or(path, |(stem, _)| stem) }
            }
            TreeItem::Module(folder) => {
                let Some(folder) = self.tree.folders.get(folder) else { return false };
                let overview = folder.overview.and_then(|overview| self.outlines.get(overview));
                if overview.is_some_and(|outline| outline.weight.is_some()) {
                    return false;
                }
                &folder.path
            }
        };
        is_repository_name(name_of(path))
    }

    /// Where each item is listed first: by the nearest overview above it that lists it, or enough of what lies in it.
    fn listed(&self) -> HashMap<TreeItem, Listing> {
        let mut listed: HashMap<TreeItem, Listing> = HashMap::new();
        for (module, folder) in
            self.tree.folders.iter_enumerated().filter(|(_, folder)| folder.kind == FolderKind::Module)
        {
            for overview in folder.overview.into_iter().chain(folder.lead) {
                for (item, place) in self.listed_by(overview, module) {
                    let listing = (Reverse(folder.depth), place);
                    listed.entry(item).and_modify(|first| *first = listing.min(*first)).or_insert(listing);
                }
            }
        }
        listed
    }

    /// The items in `module` that the links of an overview list, each with its first place.
    fn listed_by(&self, overview: FileIdx, module: FolderIdx) -> HashMap<TreeItem, ListPlace> {
        let mut listed: HashMap<TreeItem, ListPlace> = HashMap::new();
        let mut reached: HashMap<FolderIdx, ReachedModule> = HashMap::new();
        let leading = self.targets(overview, |role| matches!(role, LinkRole::Listed | LinkRole::Next));
        let aside = self.targets(overview, |role| role == LinkRole::ListedAside);
        let places =
            leading.map(|(link, item)| ((false, link), item)).chain(aside.map(|(link, item)| ((true, link), item)));
        for (place, item) in places {
            let around = self.item_and_modules_around(item, module);
            if around.is_empty() || listed.contains_key(&item) {
                continue;
            }
            listed.insert(item, place);
            let count = match item {
                TreeItem::Chapter(_) => 1,
                TreeItem::Module(folder) => self.chapter_count(folder),
            };
            for (distance, around) in around.iter().skip(1).enumerate() {
                let TreeItem::Module(folder) = around else { continue };
                let reached =
                    reached.entry(*folder).or_insert(ReachedModule { first: place, count: 0, is_direct: false });
                reached.count += count;
                reached.is_direct |= distance == 0;
            }
        }
        // Where several modules are named by a chapter in each, that is how this list names modules.
        let mut named_by_chapter: HashMap<Option<FolderIdx>, usize> = HashMap::new();
        for (folder, _) in reached
            .iter()
            .filter(|(folder, reached)| reached.is_direct && !listed.contains_key(&TreeItem::Module(**folder)))
        {
            *named_by_chapter.entry(self.tree.module_above(*folder)).or_default() += 1;
        }
        for (folder, reached) in reached {
            let has_alike = || named_by_chapter.get(&self.tree.module_above(folder)).is_some_and(|count| *count > 1);
            let is_listed = listed.contains_key(&TreeItem::Module(folder))
                || reached.count * 2 >= self.chapter_count(folder)
                || (reached.is_direct && has_alike());
            if is_listed {
                let first = listed.entry(TreeItem::Module(folder)).or_insert(reached.first);
                *first = reached.first.min(*first);
            }
        }
        listed
    }

    fn chapter_count(&self, folder: FolderIdx) -> usize {
        self.tree.folders.get(folder).map_or(0, |folder| folder.chapter_count)
    }

    /// The items that a file's links with such a role lead to.
    fn targets(&self, file: FileIdx, wanted: fn(LinkRole) -> bool) -> impl Iterator<Item = (LinkIdx, TreeItem)> + '_ {
        let outline = self.outlines.get(file).into_iter();
        let wanted =
            outline.flat_map(|outline| outline.links.iter_enumerated()).filter(move |(_, link)| wanted(link.role));
        let pages = self.links.get(file).map(|links| &links.pages);
        wanted.filter_map(move |(link, _)| Some((link, self.item(pages?.get(link).copied()??)?)))
    }

    /// The item and the modules around it, up to just below `module`; empty where it does not lie in `module`.
    fn item_and_modules_around(&self, item: TreeItem, module: FolderIdx) -> Vec<TreeItem> {
        let mut items = Vec::new();
        let mut at = item;
        loop {
            items.push(at);
            match self.tree.module_of(at) {
                Some(above) if above == module => return items,
                Some(above) if above != ROOT => at = TreeItem::Module(above),
                _ => return Vec::new(),
            }
        }
    }

    /// What Next and Previous links say, for each module that holds both ends.
    fn steps(&self) -> HashMap<FolderIdx, Vec<OrderStep>> {
        let mut steps: HashMap<FolderIdx, Vec<OrderStep>> = HashMap::new();
        for file in self.outlines.indices() {
            let Some(own) = self.tree.item_of_file(file) else { continue };
            let next = self.targets(file, |role| role == LinkRole::Next).next().map(|(_, to)| (own, to, true));
            let previous =
                self.targets(file, |role| role == LinkRole::Previous).next().map(|(_, from)| (from, own, false));
            for (from, to, is_next) in next.into_iter().chain(previous) {
                if let Some((module, from_item, to_item)) = self.lift(from, to) {
                    let is_direct = is_next && from_item == from;
                    steps.entry(module).or_default().push(OrderStep { from: from_item, to: to_item, is_direct });
                }
            }
        }
        steps
    }

    /// The innermost module in which both lie, and its items that hold them; none where one holds the other.
    fn lift(&self, mut from: TreeItem, mut to: TreeItem) -> Option<(FolderIdx, TreeItem, TreeItem)> {
        loop {
            let (left, right) = (self.tree.module_of(from)?, self.tree.module_of(to)?);
            if left == right {
                return (from != to).then_some((left, from, to));
            }
            let depth = |folder: FolderIdx| self.tree.folders.get(folder).map_or(0, |folder| folder.depth);
            match depth(left) >= depth(right) {
                true => from = TreeItem::Module(left),
                false => to = TreeItem::Module(right),
            }
        }
    }
}

/// Puts entries (sorted by name) in order.
fn arrange(entries: &[OrderEntry<'_>], steps: Vec<OrderStep>) -> Vec<TreeItem> {
    let numbers: HashMap<TreeItem, usize> = entries.iter().enumerate().map(|(at, entry)| (entry.item, at)).collect();
    let mut chains = Chains::new(entries);
    for (from, to) in trusted(&numbers, steps) {
        chains.link(from, to);
    }
    let (mut anchored, free): (Vec<_>, Vec<_>) = chains.all().into_iter().partition(|chain| chain.anchor.is_some());
    let anchor = |chain: &Chain| chain.anchor.and_then(|entry| entries.get(entry));
    anchored.sort_by(|a, b| anchor(a).zip(anchor(b)).map_or(Ordering::Equal, |(a, b)| a.by_anchor(b)));
    let merged = merge(entries, anchored, free);
    merged.into_iter().flat_map(|chain| chain.entries).filter_map(|entry| Some(entries.get(entry)?.item)).collect()
}

/// The steps to rely on, as numbers of entries, direct ones first. Where the chapters within an item name several others, they
/// contradict each other and none of them counts.
fn trusted(numbers: &HashMap<TreeItem, usize>, steps: Vec<OrderStep>) -> Vec<(usize, usize)> {
    let mut inner: HashMap<TreeItem, HashSet<TreeItem>> = HashMap::new();
    for step in steps.iter().filter(|step| !step.is_direct) {
        inner.entry(step.from).or_default().insert(step.to);
    }
    let is_sure = |step: &OrderStep| step.is_direct || inner.get(&step.from).is_some_and(|to| to.len() == 1);
    let sure = steps.iter().filter(|step| is_sure(step));
    let mut sure: Vec<(bool, usize, usize)> =
        sure.filter_map(|step| Some((!step.is_direct, *numbers.get(&step.from)?, *numbers.get(&step.to)?))).collect();
    sure.sort_unstable();
    sure.dedup();
    sure.into_iter().map(|(_, from, to)| (from, to)).collect()
}

/// Entries that follow each other.
struct Chain {
    /// Their numbers among all entries.
    entries: Vec<usize>,
    /// The one of them whose place a weight or a list decides.
    anchor: Option<usize>,
}

/// Chains that are being built, over the numbers of entries: each has at most one before and one after it, and there are no circles.
struct Chains {
    next: Vec<Option<usize>>,
    is_followed: Vec<bool>,
    /// Union-find: the chain each entry belongs to.
    root: Vec<usize>,
    /// For each root, the anchored entry of its chain.
    anchor: Vec<Option<usize>>,
}

impl Chains {
    fn new(entries: &[OrderEntry<'_>]) -> Self {
        let count = entries.len();
        let anchor = entries.iter().enumerate().map(|(at, entry)| entry.is_anchored().then_some(at)).collect();
        Chains { next: vec![None; count], is_followed: vec![false; count], root: (0..count).collect(), anchor }
    }

    fn find(&mut self, mut entry: usize) -> usize {
        while let Some(above) = self.root.get(entry).copied().filter(|above| *above != entry) {
            let top = self.root.get(above).copied().unwrap_or(above);
            if let Some(root) = self.root.get_mut(entry) {
                *root = top;
            }
            entry = top;
        }
        entry
    }

    /// Records that `to` follows `from`, unless that contradicts what was recorded before, or the places of both are decided.
    fn link(&mut self, from: usize, to: usize) {
        let (left, right) = (self.find(from), self.find(to));
        let anchors = [left, right].map(|root| self.anchor.get(root).copied().flatten());
        let is_taken = self.next.get(from).is_none_or(Option::is_some)
            || self.is_followed.get(to).is_none_or(|followed| *followed)
            || (anchors[0].is_some() && anchors[1].is_some());
        if left == right || is_taken {
            return;
        }
        if let (Some(next), Some(followed)) = (self.next.get_mut(from), self.is_followed.get_mut(to)) {
            (*next, *followed) = (Some(to), true);
        }
        if let (Some(root), Some(anchor)) = (self.root.get_mut(right), self.anchor.get_mut(left)) {
            *root = left;
            *anchor = anchors[0].or(anchors[1]);
        }
    }

    /// All chains, by the name of the first of each.
    fn all(mut self) -> Vec<Chain> {
        let heads: Vec<usize> =
            (0..self.next.len()).filter(|entry| self.is_followed.get(*entry) == Some(&false)).collect();
        heads
            .into_iter()
            .map(|head| {
                let entries =
                    std::iter::successors(Some(head), |entry| self.next.get(*entry).copied().flatten()).collect();
                let root = self.find(head);
                Chain { entries, anchor: self.anchor.get(root).copied().flatten() }
            })
            .collect()
    }
}

/// Puts the free chains (sorted by name) among the anchored ones: by number where those are in the order of their numbers, else after them.
fn merge(entries: &[OrderEntry<'_>], anchored: Vec<Chain>, free: Vec<Chain>) -> Vec<Chain> {
    let first = |chain: &Chain| chain.entries.first().and_then(|entry| entries.get(*entry));
    let is_numbered = |chain: &Chain| first(chain).is_some_and(|entry| natural::is_numbered(entry.name));
    let before = |a: &Chain, b: &Chain| first(a).zip(first(b)).is_some_and(|(a, b)| a.by_name(b) == Ordering::Less);
    let numbered: Vec<&Chain> = anchored.iter().filter(|chain| is_numbered(chain)).collect();
    let in_order = numbered.windows(2).all(|pair| matches!(pair, [a, b] if before(a, b)));
    let (among, after): (Vec<Chain>, Vec<Chain>) = free.into_iter().partition(|chain| in_order && is_numbered(chain));
    let mut merged = Vec::with_capacity(anchored.len() + among.len() + after.len());
    let mut among = among.into_iter().peekable();
    for chain in anchored {
        if is_numbered(&chain) {
            while let Some(free) = among.next_if(|free| before(free, &chain)) {
                merged.push(free);
            }
        }
        merged.push(chain);
    }
    merged.extend(among);
    merged.extend(after);
    merged
}
