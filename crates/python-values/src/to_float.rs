//! `float()` of a string.

use crate::repr_str;

/// The number that Python's `float()` makes of a text.
///
/// # Errors
///
/// What Python says of a text that is no number, or none that JSON has.
pub fn to_float(text: &str) -> Result<f64, String> {
    let number = text.trim().replace('_', "").parse::<f64>().ok();
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| format!("could not convert string to float: {}", repr_str(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_have_a_fraction() {
        assert_eq!(to_float(" 2.5 "), Ok(2.5));
        assert_eq!(to_float("3"), Ok(3.0));
        assert_eq!(
            to_float("good"),
            Err("could not convert string to float: 'good'".to_owned())
        );
    }
}
