//! Typed indices of lists: each kind of list has an index type of its own, so that the index of a file cannot be used for a chapter.
//! Access returns an `Option`; nothing here panics.
//!
//! # Example
//!
//! ```
//! use syllabus::index::{IndexVec, LinkIdx};
//!
//! let mut links: IndexVec<LinkIdx, &str> = IndexVec::default();
//! let roles = links.push("roles.md");
//! assert_eq!(links.get(roles), Some(&"roles.md"));
//! ```

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

/// A position in an [`IndexVec`], from 0.
pub trait Idx: Copy {
    /// The index of the first element.
    const FIRST: Self;

    /// The index of `position`. Lists have fewer than 2³² elements; a larger number becomes an index for which lists return nothing.
    fn new(position: usize) -> Self;

    /// The position as a number.
    fn position(self) -> usize;

    /// The index of the element after this one, whether or not there is one.
    #[must_use]
    fn next(self) -> Self {
        Self::new(self.position().saturating_add(1))
    }

    /// The index of the element before this one; none for the first.
    fn previous(self) -> Option<Self> {
        self.position().checked_sub(1).map(Self::new)
    }
}

macro_rules! index_types {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Idx for $name {
            const FIRST: Self = $name(0);

            fn new(position: usize) -> Self {
                $name(u32::try_from(position).unwrap_or(u32::MAX))
            }

            fn position(self) -> usize {
                self.0 as usize
            }
        }
    )+ };
}

index_types! {
    /// A markdown file that was read and parsed, whether or not it has a page: an element of the lists of outlines and cached chapters.
    FileIdx,
    /// A chapter in reading order: an element of `Course::chapters`.
    ChapterIdx,
    /// A module in reading order: an element of `Course::modules`.
    ModuleIdx,
    /// A folder that holds chapters, the root included. Not every one is a module.
    FolderIdx,
    /// A link or image of a chapter, in the order of the text: the same in its document, outline, summary, course and page.
    LinkIdx,
}

/// A list whose elements are found by an index of type `I`. It is serialised as the plain list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    #[serde(skip)]
    index: PhantomData<I>,
}

impl<I: Idx, T> IndexVec<I, T> {
    /// The element at `index`.
    pub fn get(&self, index: I) -> Option<&T> {
        self.items.get(index.position())
    }

    /// The element at `index`, to be changed.
    pub fn get_mut(&mut self, index: I) -> Option<&mut T> {
        self.items.get_mut(index.position())
    }

    /// Adds an element at the end and returns its index.
    pub fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::new(self.items.len() - 1)
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The elements in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The elements in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// All indices in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    /// The elements in order, each with its index.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(position, item)| (I::new(position), item))
    }

    /// The elements as a slice, for what needs no index.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// Frees memory that was reserved and is not used.
    pub fn shrink_to_fit(&mut self) {
        self.items.shrink_to_fit();
    }
}

impl<I: Idx, J: Idx> IndexVec<I, J> {
    /// The inverse list. This list holds indices of another one with `len` elements; for each of these, the result has the place of its index
    /// in this list, if it is here.
    pub fn inverse(&self, len: usize) -> IndexVec<J, Option<I>> {
        let mut inverse: IndexVec<J, Option<I>> = vec![None; len].into();
        for (index, named) in self.iter_enumerated() {
            if let Some(slot) = inverse.get_mut(*named) {
                *slot = Some(index);
            }
        }
        inverse
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        IndexVec { items, index: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(items: It) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<'v, I, T> IntoIterator for &'v IndexVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_found_at_its_index_and_nothing_past_the_end() {
        let mut links: IndexVec<LinkIdx, &str> = IndexVec::default();
        let (first, second) = (links.push("a"), links.push("b"));
        assert_eq!((links.get(first), links.get(second), links.get(second.next())), (Some(&"a"), Some(&"b"), None));
        assert_eq!((first.previous(), second.previous()), (None, Some(first)));
        assert_eq!(links.iter_enumerated().collect::<Vec<_>>(), [(first, &"a"), (second, &"b")]);
        // Nor is a number beyond 32 bits cut to one that fits.
        assert!(
            [usize::MAX, usize::MAX ^ u32::MAX as usize].into_iter().all(|far| links.get(LinkIdx::new(far)).is_none())
        );
    }

    #[test]
    fn an_inverse_leads_back() {
        let reading: IndexVec<ChapterIdx, FileIdx> = [2, 0].map(FileIdx::new).into_iter().collect();
        let chapters: Vec<_> = reading.inverse(3).iter().map(|chapter| chapter.map(Idx::position)).collect();
        assert_eq!(chapters, [Some(1), None, Some(0)]);
    }

    #[test]
    fn it_is_serialised_as_the_plain_list() {
        let numbers: IndexVec<FileIdx, u8> = [1, 2, 3].into_iter().collect();
        let text = serde_json::to_string(&numbers).expect("json");
        assert_eq!(text, "[1,2,3]");
        assert_eq!(serde_json::from_str::<IndexVec<FileIdx, u8>>(&text).expect("a list"), numbers);
    }
}
