//! Ids of questions and checklist items: hashes of normalised text, repeats numbered. Never made from a place, so that reordering keeps them.

use std::collections::HashMap;

/// The digits of base 32 in ids: Crockford's, without `i`, `l`, `o` and `u`, which are mistaken for other letters and digits.
static BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Ten digits of base 32 (50 bits of BLAKE3) from the texts.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let bytes = hasher.finalize();
    let number = bytes.as_bytes().iter().take(8).fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    (0..10)
        .map(|place| BASE32.get((number >> (place * 5) & 31) as usize).map_or('0', |digit| char::from(*digit)))
        .collect()
}

/// Ids that were given, so that each is given once.
#[derive(Debug, Default)]
pub(super) struct QuestionIds {
    given: HashMap<String, u32>,
}

impl QuestionIds {
    /// The id itself, or with `-2`, `-3` where it was given before.
    pub fn give(&mut self, id: String) -> String {
        let count = self.given.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id}-{count}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_repeats_are_numbered() {
        let mut ids = QuestionIds::default();
        let id = hash(&["what", "a", "b"]);
        assert_eq!(id.len(), 10);
        assert_ne!(id, hash(&["what", "ab", ""]));
        assert_eq!(ids.give(id.clone()), id);
        assert_eq!(ids.give(id.clone()), format!("{id}-2"));
    }
}
