//! A map of characters that two array reads look into: clean text is looked up in it character by character.

/// What is known of characters below U+10000; others have the default.
pub(super) struct CharMap<T> {
    /// For each 256 characters the number of their block; block 0 has defaults only.
    pages: [u8; 256],
    blocks: Vec<[T; 256]>,
}

impl<T: Copy + Default> Default for CharMap<T> {
    fn default() -> Self {
        CharMap { pages: [0; 256], blocks: vec![[T::default(); 256]] }
    }
}

impl<T: Copy + Default> CharMap<T> {
    /// Puts `value` in the place of `c`; nothing happens beyond U+FFFF.
    pub(super) fn update(&mut self, c: char, change: impl FnOnce(&mut T)) {
        let at = c as usize;
        let Some(page) = self.pages.get_mut(at >> 8) else { return };
        if *page == 0 {
            // There are 256 pages, so that a block has at most this number.
            *page = u8::try_from(self.blocks.len()).unwrap_or(u8::MAX);
            self.blocks.push([T::default(); 256]);
        }
        if let Some(slot) = self.blocks.get_mut(usize::from(*page)).and_then(|block| block.get_mut(at & 0xff)) {
            change(slot);
        }
    }

    /// What is known of `c`.
    #[inline]
    pub(super) fn get(&self, c: char) -> T {
        let at = c as usize;
        let page = self.pages.get(at >> 8).copied().unwrap_or(0);
        self.blocks.get(usize::from(page)).and_then(|block| block.get(at & 0xff)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut map = CharMap::<u8>::default();
        for (c, value) in [('\u{80}', 1), ('é', 2), ('א', 3), ('鈥', 4), ('\u{ffff}', 5), ('😀', 6)] {
            map.update(c, |slot| *slot = value);
        }
        let found = ['\u{80}', 'é', 'א', '鈥', '\u{ffff}', '😀', 'a', 'è'].map(|c| map.get(c));
        assert_eq!(found, [1, 2, 3, 4, 5, 0, 0, 0]);
    }
}
