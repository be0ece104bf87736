//! Shortens quotes of an author's text in messages: a file may have a line of a megabyte.

/// The most characters of a quote; of a longer one the middle is replaced by `…`.
const MAX_LEN: usize = 160;

/// `message` with each quote (`` `…` ``) that is too long shortened in its middle.
pub(super) fn brief(message: String) -> String {
    if message.len() <= MAX_LEN {
        return message;
    }
    message.split('`').map(cut).collect::<Vec<_>>().join("`")
}

fn cut(piece: &str) -> String {
    let count = piece.chars().take(MAX_LEN + 2).count();
    if count <= MAX_LEN + 1 {
        return piece.to_owned();
    }
    let head = piece.char_indices().nth(MAX_LEN / 2).map_or(0, |(at, _)| at);
    let tail = piece.char_indices().rev().nth(MAX_LEN / 2 - 1).map_or(piece.len(), |(at, _)| at);
    let (head, tail) = (piece.get(..head).unwrap_or(""), piece.get(tail..).unwrap_or(""));
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_quotes_are_cut_and_the_rest_stays() {
        let word = "é".repeat(500_000);
        let message = brief(format!("`{word}x` was repaired to `ok`, the most probable"));
        let half = "é".repeat(80);
        assert_eq!(message, format!("`{half}…{}x` was repaired to `ok`, the most probable", &half[2..]));
        let short = format!("`{}`", "a".repeat(160));
        assert_eq!(brief(short.clone()), short);
    }
}
