//! The most similar of some names, for "did you mean". In: a name and candidates. Out: one of them, or none if none is similar. The work
//! is limited by a budget, so that a course in which every link is broken costs no more than one with a few.

/// How much comparing may still be done, in pairs of characters.
#[derive(Debug)]
pub struct ComparisonBudget(u64);

impl Default for ComparisonBudget {
    fn default() -> Self {
        ComparisonBudget(10_000_000)
    }
}

impl ComparisonBudget {
    /// The whole budget without `used`; none where that is more than the whole.
    pub fn after(used: u64) -> Option<Self> {
        ComparisonBudget::default().0.checked_sub(used).map(ComparisonBudget)
    }

    /// What is left; nothing once a comparison did not fit in.
    pub fn left(&self) -> u64 {
        self.0
    }

    /// Takes `cost` off. Returns false, and leaves nothing, where less is left.
    fn spend(&mut self, cost: usize) -> bool {
        let left = self.0.checked_sub(cost as u64);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// Names with more characters than this are not compared.
const MAX_LEN: usize = 120;

/// The candidate with the smallest edit distance from `name`, which is at most a third of its length; the first of equals.
pub fn nearest<'c>(
    budget: &mut ComparisonBudget,
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let wanted: Vec<char> = name.chars().flat_map(char::to_lowercase).take(MAX_LEN + 1).collect();
    if wanted.is_empty() || wanted.len() > MAX_LEN {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    let mut limit = (wanted.len() / 3).max(1);
    for candidate in candidates {
        if !budget.spend(1) {
            break;
        }
        // Bytes differ from characters by a factor of four at most.
        if candidate.len() > 4 * (wanted.len() + limit) || 4 * candidate.len() + limit < wanted.len() {
            continue;
        }
        let chars: Vec<char> = candidate.chars().flat_map(char::to_lowercase).take(MAX_LEN + 1).collect();
        if chars.len() > MAX_LEN || chars.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        if !budget.spend(wanted.len() * chars.len()) {
            break;
        }
        let edits = distance(&wanted, &chars);
        if edits <= limit && best.is_none_or(|(least, _)| edits < least) {
            best = Some((edits, candidate));
            limit = edits;
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    // One line of the matrix, of which the line before is overwritten cell by cell.
    let mut line: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(line.iter_mut().skip(1)) {
            let edits = (diagonal + usize::from(x != y)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = edits;
            left = edits;
        }
        if let Some(first) = line.first_mut() {
            *first = i + 1;
        }
    }
    line.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_if_it_is_near() {
        let names = ["iam-basics.md", "s3.md", "iam-fundamentals.md"];
        let near = |name| nearest(&mut ComparisonBudget::default(), name, names);
        assert_eq!(near("iam-fundamental.md"), Some("iam-fundamentals.md"));
        assert_eq!(near("S3.md"), Some("s3.md"));
        assert_eq!(near("kubernetes.md"), None);
        let first_of_equals = nearest(&mut ComparisonBudget::default(), "s4.md", ["s3.md", "s5.md"]);
        assert_eq!(first_of_equals, Some("s3.md"));
    }

    #[test]
    fn distance_counts_edits() {
        let edits = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!([edits("kitten", "sitting"), edits("", "ab"), edits("abc", "abc")], [3, 2, 0]);
    }

    #[test]
    fn a_spent_budget_names_nothing() {
        assert_eq!(nearest(&mut ComparisonBudget(3), "s4.md", ["s3.md"]), None);
    }
}
