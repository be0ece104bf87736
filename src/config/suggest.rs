//! "Did you mean …?": the most similar of the existing names, for configuration keys and diagnostic codes. Suggests nothing rather than a
//! name that is not similar.

/// The longest name, in bytes, for which a suggestion is made.
const MAX_LEN: usize = 48;

/// The candidate most similar to `name`, the first of equally similar ones; `None` where none is similar enough.
/// `bulid` gives `build`; `deploy` gives neither `build` nor `watch`.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if name.len() > MAX_LEN {
        return None;
    }
    let name = name.to_lowercase();
    let scored = candidates.into_iter().filter_map(|candidate| Some((score(&name, candidate)?, candidate)));
    scored.min_by_key(|(score, _)| *score).map(|(_, candidate)| candidate)
}

/// The distance of `name` from `candidate`; `None` where it is too large. Considers typing errors, the beginning of a long name, the last
/// part of a code, and the same words in another order.
fn score(name: &str, candidate: &str) -> Option<usize> {
    let candidate = candidate.to_lowercase();
    if name.len() == candidate.len() && words(name) == words(&candidate) {
        return Some(0);
    }
    let most = (name.chars().count().max(3) / 3).min(3);
    // Twice the distance, so that a match of the whole name comes before an equal match of a part.
    let near = |other: &str| distance(name, other, most).map(|distance| distance * 2);
    let part = candidate.rsplit_once('/').and_then(|(_, part)| near(part)).map(|score| score + 1);
    let start = (name.len() >= 3 && candidate.starts_with(name)).then_some(most * 2);
    [near(&candidate), part, start].into_iter().flatten().min()
}

/// The Damerau-Levenshtein distance of the two, if it is at most `most`. Lengths are compared first, as that is cheap.
fn distance(name: &str, other: &str, most: usize) -> Option<usize> {
    if name.chars().count().abs_diff(other.chars().count()) > most {
        return None;
    }
    Some(strsim::damerau_levenshtein(name, other)).filter(|distance| *distance <= most)
}

fn words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split(['-', '_', '/', ' ', '.']).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_beginnings_and_turned_words_find_their_name() {
        let names = ["build", "watch", "output", "description", "base_url", "link/broken", "link/broken-anchor"];
        for (typed, meant) in [
            ("biuld", "build"),
            ("Output", "output"),
            ("outptu", "output"),
            ("desc", "description"),
            ("base-url", "base_url"),
            ("broken-link", "link/broken"),
            ("brokn", "link/broken"),
            ("link/broken-ancor", "link/broken-anchor"),
        ] {
            assert_eq!(nearest(typed, names), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_far_from_all_names_gets_no_suggestion() {
        let long = "build".repeat(100_000);
        for typed in ["xyz", "deploy", "", "ab", &long] {
            assert_eq!(nearest(typed, ["build", "watch"]), None, "{}", typed.len());
        }
    }
}
