//! “Maybe you meant”: the same suggestions as Python's `difflib.get_close_matches`.

/// The least similarity of a suggestion, from 0 to 1.
const CUTOFF: f64 = 0.8;

/// The most suggestions.
const MAX_MATCHES: usize = 3;

/// The choices that are most similar to a word, best first.
pub(crate) fn close_matches<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word: Vec<char> = word.chars().collect();
    let mut found: Vec<(f64, &str)> = choices
        .into_iter()
        .map(|choice| (ratio(&choice.chars().collect::<Vec<_>>(), &word), choice))
        .filter(|(ratio, _)| *ratio >= CUTOFF)
        .collect();
    found.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(second.cmp(first)));
    found
        .into_iter()
        .take(MAX_MATCHES)
        .map(|(_, choice)| choice)
        .collect()
}

/// Similarity after Ratcliff and Obershelp: twice the matching characters over all characters.
#[allow(clippy::cast_precision_loss, reason = "words are short")]
fn ratio(one: &[char], other: &[char]) -> f64 {
    match one.len() + other.len() {
        0 => 1.0,
        length => 2.0 * matching(one, other) as f64 / length as f64,
    }
}

/// The characters in the longest common run, and in those to its left and right.
fn matching(one: &[char], other: &[char]) -> usize {
    let (start, begin, length) = longest_run(one, other);
    if length == 0 {
        return 0;
    }
    length
        + matching(&one[..start], &other[..begin])
        + matching(&one[start + length..], &other[begin + length..])
}

fn longest_run(one: &[char], other: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    for start in 0..one.len() {
        for begin in 0..other.len() {
            let pairs = one[start..].iter().zip(&other[begin..]);
            let length = pairs.take_while(|(left, right)| left == right).count();
            if length > best.2 {
                best = (start, begin, length);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_the_intended_one() {
        let choices = ["update-user-identity-info", "describe-user", "list-users"];
        assert_eq!(
            close_matches("update-user-identities", choices),
            ["update-user-identity-info"]
        );
        assert_eq!(close_matches("list-user", choices), ["list-users"]);
        assert!(close_matches("xml", ["json", "text"]).is_empty());
    }
}
