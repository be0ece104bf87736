//! BLAKE3 hashes of bytes and of values. Equal values have equal hashes. The hash of a value is valid within one build of this program
//! only, because the order in which a type hashes its fields may change.

use std::fmt;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Hash(*blake3::hash(bytes).as_bytes())
    }

    /// The hash of all that `value` writes in its [`std::hash::Hash`]. Texts and lists also write where they end, so that values that differ
    /// only in the border between two fields have different hashes.
    pub fn of_value(value: &impl std::hash::Hash) -> Self {
        let mut writer = HashWriter(blake3::Hasher::new());
        value.hash(&mut writer);
        Hash(*writer.0.finalize().as_bytes())
    }

    /// Its first `count` hexadecimal digits, of 64.
    pub fn digits(&self, count: usize) -> String {
        self.to_string().chars().take(count).collect()
    }

    /// Parses 64 hexadecimal digits; `None` for any other text.
    pub fn from_hex(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Hash(*hash.as_bytes()))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A [`Hasher`] that feeds BLAKE3, so that `derive(Hash)` covers every field of a type, new ones included.
struct HashWriter(blake3::Hasher);

impl Hasher for HashWriter {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first 64 bits of the hash. Required by the trait and not used here.
    fn finish(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = *self.0.finalize().as_bytes();
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_and_read_as_hex() {
        let hash = Hash::of(b"x");
        assert_eq!(Hash::from_hex(&hash.to_string()), Some(hash));
        assert_eq!(Hash::from_hex("no"), None);
    }

    #[test]
    fn where_a_part_of_a_value_ends_counts() {
        let of = |parts: &[&str]| Hash::of_value(&parts);
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        assert_ne!(of(&["a", "b"]), of(&["ab"]));
        assert_ne!(of(&["ab", ""]), of(&["a", "b"]));
        assert_ne!(Hash::of_value(&(Some("a"), None::<&str>)), Hash::of_value(&(None::<&str>, Some("a"))));
        assert_ne!(Hash::of_value(&(vec![1_u8, 2], vec![3_u8])), Hash::of_value(&(vec![1_u8], vec![2_u8, 3])));
    }
}
