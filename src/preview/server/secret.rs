//! Random values of one run of the server. One of them is the token that a page must send before anything is written.

use std::hash::{BuildHasher, RandomState};

/// 32 random hexadecimal digits: two hashes under random keys from the system.
pub(super) fn random_hex() -> String {
    let half = |salt: u8| format!("{:016x}", RandomState::new().hash_one(salt));
    half(0) + &half(1)
}

/// Whether both are the same. Takes the same time wherever they differ, so that a token cannot be guessed digit by digit.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::{is_same, random_hex};

    #[test]
    fn no_two_are_the_same() {
        let (one, other) = (random_hex(), random_hex());
        assert_eq!(one.len(), 32);
        assert!(!is_same(&one, &other) && is_same(&one, &one.clone()));
    }

    #[test]
    fn a_beginning_is_not_the_whole() {
        assert!(!is_same("abc", "ab") && !is_same("ab", "abc") && !is_same("", "a") && !is_same("abc", "abd"));
    }
}
