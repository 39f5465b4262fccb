//! Names that may be meant.

/// A name of less similarity is no suggestion. From 0 to 1, as Jaro and Winkler measure.
const SIMILAR: f64 = 0.85;

/// The names that are most like a text, the nearest first.
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let wanted = text.trim().to_lowercase();
    let similarities = names.map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &wanted), name));
    let mut similar: Vec<_> = similarities
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    similar.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    similar.into_iter().take(most).map(|(_, name)| name).collect()
}
