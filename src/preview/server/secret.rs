//! Random values that only this run of the server knows: a page must send the token before anything is written.

use std::hash::{BuildHasher, RandomState};

/// 32 hexadecimal digits that nobody can guess: hashes under keys that the system drew.
pub(super) fn draw() -> String {
    let half = |salt: u8| format!("{:016x}", RandomState::new().hash_one(salt));
    half(0) + &half(1)
}

/// Whether both are the same; takes as long wherever they differ, so that nobody finds a token digit by digit.
pub(super) fn same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::{draw, same};

    #[test]
    fn no_two_are_the_same() {
        let (one, other) = (draw(), draw());
        assert_eq!(one.len(), 32);
        assert!(!same(&one, &other) && same(&one, &one.clone()));
    }

    #[test]
    fn a_beginning_is_not_the_whole() {
        assert!(!same("abc", "ab") && !same("ab", "abc") && !same("", "a") && !same("abc", "abd"));
    }
}
