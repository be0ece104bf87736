//! Reading order. In: the tree of modules and where links lead. Out: the order of what stands in each module.
//!
//! Hints in order of trust, within each module:
//! 1. front matter `weight` (of a module: its overview's): the lightest first, before all that has none, as in Hugo; it is the one
//!    hint that can mean nothing else;
//! 2. links of index pages, by first appearance; the module's own overview before those of the modules above it;
//! 3. chains of Next and Previous links: what is not listed itself stands beside what it is chained to;
//! 4. numbers in names, compared as numbers: an unlisted `03-x` goes between a listed `02-x` and `04-x`;
//! 5. names.
//!
//! Where an author's Next link and the order disagree, `faults` says so. Never reads a chapter's body.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::links::{LinkGoal, OutlineLinks};
use super::modules::{FolderKind, FolderTree, ROOT, TreeItem};
use super::natural;
use crate::chapter::{LinkRole, Outline};

/// The order of each module's items, by folder row.
pub(super) type ModuleOrders = HashMap<usize, Vec<TreeItem>>;

/// Orders all modules. `ways` are where the links of each outline lead; same rows.
pub(super) fn order(outlines: &[Arc<Outline>], tree: &FolderTree, ways: &[Arc<OutlineLinks>]) -> ModuleOrders {
    let context = OrderContext { outlines, tree, ways };
    let listed = context.listed();
    let mut steps = context.steps();
    let modules = tree.folders.iter().enumerate().filter(|(_, folder)| folder.kind == FolderKind::Module);
    modules
        .map(|(module, _)| {
            let mut entries: Vec<OrderEntry> =
                tree.items(module).into_iter().map(|item| context.entry(module, item, &listed)).collect();
            entries.sort_by(|a, b| a.by_name(b));
            (module, arrange(&entries, steps.remove(&module).unwrap_or_default()))
        })
        .collect()
}

/// All chapters of the reading order, and all modules, in order: a depth-first walk, each overview before what it is the overview of.
pub(super) fn walk(tree: &FolderTree, orders: &ModuleOrders) -> (Vec<usize>, Vec<usize>) {
    let (mut chapters, mut modules) = (Vec::new(), Vec::new());
    let mut stack = vec![TreeItem::Module(ROOT)];
    while let Some(item) = stack.pop() {
        match item {
            TreeItem::Chapter(row) => chapters.push(row),
            TreeItem::Module(row) => {
                modules.push(row);
                chapters.extend(tree.folders.get(row).and_then(|folder| folder.overview));
                stack.extend(orders.get(&row).into_iter().flatten().rev());
            }
        }
    }
    (chapters, modules)
}

/// Where an item is listed: depth of the overview that lists it (deeper is nearer), place in its links.
type Listing = (Reverse<usize>, usize);

/// An item with all that is known of its place.
struct OrderEntry<'a> {
    item: TreeItem,
    name: &'a str,
    weight: Option<i64>,
    listed: Option<Listing>,
}

impl OrderEntry<'_> {
    /// Whether weight or list say its place.
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

/// Two items of a module of which one says that it comes just before the other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct OrderStep {
    from: TreeItem,
    to: TreeItem,
    /// Whether the item itself says so, not a chapter within it.
    is_direct: bool,
}

struct OrderContext<'a> {
    outlines: &'a [Arc<Outline>],
    tree: &'a FolderTree,
    ways: &'a [Arc<OutlineLinks>],
}

impl<'a> OrderContext<'a> {
    fn entry(&self, module: usize, item: TreeItem, listed: &HashMap<TreeItem, Listing>) -> OrderEntry<'a> {
        let row = match item {
            TreeItem::Chapter(row) => Some(row),
            TreeItem::Module(row) => self.tree.folders.get(row).and_then(|folder| folder.overview),
        };
        let weight = row.and_then(|row| self.outlines.get(row)).and_then(|outline| outline.weight);
        OrderEntry { item, name: self.name(module, item), weight, listed: listed.get(&item).copied() }
    }

    /// The name by which an item is ordered: its path from the module on, a README's folder instead of its own.
    fn name(&self, module: usize, item: TreeItem) -> &'a str {
        let path = match item {
            TreeItem::Chapter(row) => {
                let path = self.outlines.get(row).map_or("", |outline| outline.path.as_str());
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let is_readme = self.tree.find(folder).is_some_and(|at| self.tree.landing(at) == item);
                if is_readme { folder } else { path.rsplit_once('.').map_or(path, |(stem, _)| stem) }
            }
            TreeItem::Module(row) => self.tree.folders.get(row).map_or("", |folder| folder.path.as_str()),
        };
        let above = self.tree.folders.get(module).map_or(0, |folder| folder.path.len());
        path.get(above..).unwrap_or(path).trim_start_matches('/')
    }

    fn item(&self, goal: LinkGoal) -> Option<TreeItem> {
        match goal {
            LinkGoal::Chapter(row) => self.tree.item_of(row),
            LinkGoal::Made(row) => Some(TreeItem::Module(row)),
        }
    }

    /// Where each item is listed first: by the nearest overview above it that links to it or into it.
    fn listed(&self) -> HashMap<TreeItem, Listing> {
        let mut listed: HashMap<TreeItem, Listing> = HashMap::new();
        for (module, folder) in self.tree.folders.iter().enumerate() {
            let Some(row) = folder.overview.filter(|_| folder.kind == FolderKind::Module) else { continue };
            for (place, item) in self.targets(row, |role| !matches!(role, LinkRole::Previous | LinkRole::Up)) {
                for item in self.ladder(item, module) {
                    let listing = (Reverse(folder.depth), place);
                    listed.entry(item).and_modify(|first| *first = listing.min(*first)).or_insert(listing);
                }
            }
        }
        listed
    }

    /// The items that the links with such a role lead to, with each link's row.
    fn targets(&self, row: usize, wanted: fn(LinkRole) -> bool) -> impl Iterator<Item = (usize, TreeItem)> + '_ {
        let links = self.outlines.get(row).map_or(&[][..], |outline| &outline.links);
        let goals = self.ways.get(row).map_or(&[][..], |ways| &ways.goals);
        let chosen = links.iter().zip(goals).enumerate().filter(move |(_, (link, _))| wanted(link.role));
        chosen.filter_map(|(place, (_, goal))| Some((place, self.item((*goal)?)?)))
    }

    /// The item and the modules around it, up to below `module`; empty where it does not lie in `module`.
    fn ladder(&self, item: TreeItem, module: usize) -> Vec<TreeItem> {
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

    /// What Next and Previous links say, lifted to the module that holds both ends; by folder row.
    fn steps(&self) -> HashMap<usize, Vec<OrderStep>> {
        let mut steps: HashMap<usize, Vec<OrderStep>> = HashMap::new();
        for row in 0..self.outlines.len() {
            let Some(own) = self.tree.item_of(row) else { continue };
            let next = self.targets(row, |role| role == LinkRole::Next).next().map(|(_, to)| (own, to, true));
            let before =
                self.targets(row, |role| role == LinkRole::Previous).next().map(|(_, from)| (from, own, false));
            for (from, to, is_own) in next.into_iter().chain(before) {
                if let Some((module, from_item, to_item)) = self.lift(from, to) {
                    let is_direct = is_own && from_item == from;
                    steps.entry(module).or_default().push(OrderStep { from: from_item, to: to_item, is_direct });
                }
            }
        }
        steps
    }

    /// The module in which both lie, and its items that hold them; none where one holds the other.
    fn lift(&self, mut from: TreeItem, mut to: TreeItem) -> Option<(usize, TreeItem, TreeItem)> {
        loop {
            let (left, right) = (self.tree.module_of(from)?, self.tree.module_of(to)?);
            if left == right {
                return (from != to).then_some((left, from, to));
            }
            let depth = |row: usize| self.tree.folders.get(row).map_or(0, |folder| folder.depth);
            match depth(left) >= depth(right) {
                true => from = TreeItem::Module(left),
                false => to = TreeItem::Module(right),
            }
        }
    }
}

/// Puts entries (sorted by name) in order.
fn arrange(entries: &[OrderEntry<'_>], steps: Vec<OrderStep>) -> Vec<TreeItem> {
    let rows: HashMap<TreeItem, usize> = entries.iter().enumerate().map(|(row, entry)| (entry.item, row)).collect();
    let mut chains = Chains::new(entries);
    for (from, to) in trusted(&rows, steps) {
        chains.link(from, to);
    }
    let (mut anchored, free): (Vec<_>, Vec<_>) = chains.all().into_iter().partition(|chain| chain.anchor.is_some());
    let anchor = |chain: &Chain| chain.anchor.and_then(|row| entries.get(row));
    anchored.sort_by(|a, b| anchor(a).zip(anchor(b)).map_or(Ordering::Equal, |(a, b)| a.by_anchor(b)));
    let merged = merge(entries, anchored, free);
    merged.into_iter().flat_map(|chain| chain.rows).filter_map(|row| Some(entries.get(row)?.item)).collect()
}

/// The steps that can be believed, the surest first; chapters within an item that name several others contradict each other.
fn trusted(rows: &HashMap<TreeItem, usize>, steps: Vec<OrderStep>) -> Vec<(usize, usize)> {
    let mut inner: HashMap<TreeItem, HashSet<TreeItem>> = HashMap::new();
    for step in steps.iter().filter(|step| !step.is_direct) {
        inner.entry(step.from).or_default().insert(step.to);
    }
    let is_sure = |step: &OrderStep| step.is_direct || inner.get(&step.from).is_some_and(|to| to.len() == 1);
    let sure = steps.iter().filter(|step| is_sure(step));
    let mut sure: Vec<(bool, usize, usize)> =
        sure.filter_map(|step| Some((!step.is_direct, *rows.get(&step.from)?, *rows.get(&step.to)?))).collect();
    sure.sort_unstable();
    sure.dedup();
    sure.into_iter().map(|(_, from, to)| (from, to)).collect()
}

/// Entries that follow each other.
struct Chain {
    /// Rows of entries.
    rows: Vec<usize>,
    /// The one of them whose place is known otherwise.
    anchor: Option<usize>,
}

/// Chains in the making: each entry has at most one before and one after it, and no chain bites its tail.
struct Chains {
    next: Vec<Option<usize>>,
    is_followed: Vec<bool>,
    /// Union-find: the chain each entry belongs to.
    root: Vec<usize>,
    /// Of each root, the anchored entry of its chain.
    anchor: Vec<Option<usize>>,
}

impl Chains {
    fn new(entries: &[OrderEntry<'_>]) -> Self {
        let count = entries.len();
        let anchor = entries.iter().enumerate().map(|(row, entry)| entry.is_anchored().then_some(row)).collect();
        Chains { next: vec![None; count], is_followed: vec![false; count], root: (0..count).collect(), anchor }
    }

    fn find(&mut self, mut row: usize) -> usize {
        while let Some(above) = self.root.get(row).copied().filter(|above| *above != row) {
            let top = self.root.get(above).copied().unwrap_or(above);
            if let Some(link) = self.root.get_mut(row) {
                *link = top;
            }
            row = top;
        }
        row
    }

    /// Notes that `to` follows `from`, unless that contradicts what was noted before or what is known of both.
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
        let heads: Vec<usize> = (0..self.next.len()).filter(|row| self.is_followed.get(*row) == Some(&false)).collect();
        heads
            .into_iter()
            .map(|head| {
                let rows = std::iter::successors(Some(head), |row| self.next.get(*row).copied().flatten()).collect();
                let root = self.find(head);
                Chain { rows, anchor: self.anchor.get(root).copied().flatten() }
            })
            .collect()
    }
}

/// Puts the free chains (sorted by name) among the anchored ones: by number where those are in the order of their numbers, else after them.
fn merge(entries: &[OrderEntry<'_>], anchored: Vec<Chain>, free: Vec<Chain>) -> Vec<Chain> {
    let first = |chain: &Chain| chain.rows.first().and_then(|row| entries.get(*row));
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
