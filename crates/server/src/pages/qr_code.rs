//! QR codes. They are drawn in the page itself, because the policy of the pages lets browsers load no pictures.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// The width of the bright frame, in modules. Source: ISO/IEC 18004.
const FRAME: usize = 4;

/// The QR code of a text, with words for people who do not see it; none if the text is too long for a QR code.
pub(super) fn svg(text: &str, words: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width() + 2 * FRAME;
    Some(html! {
        svg.qr role="img" aria-label=(words) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            path d=(path(&code)) {}
        }
    })
}

/// The dark modules, each as a square.
fn path(code: &QrCode) -> String {
    let width = code.width();
    let modules = code.to_colors().into_iter().enumerate();
    let dark = modules.filter(|(_, color)| *color == Color::Dark);
    let squares =
        dark.map(|(place, _)| format!("M{} {}h1v1h-1z", place % width + FRAME, place / width + FRAME));
    squares.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the module in a column and row, counted within the frame, is dark.
    fn is_dark(markup: &str, column: usize, row: usize) -> bool {
        markup.contains(&format!("M{} {}h1v1h-1z", column + FRAME, row + FRAME))
    }

    /// Source: ISO/IEC 18004: a dark square of seven modules, in it a bright one of five, in it a dark one of three.
    fn is_finder(markup: &str, column: usize, row: usize) -> bool {
        (0..7).all(|x: usize| {
            (0..7).all(|y: usize| {
                let ring = x.abs_diff(3).max(y.abs_diff(3));
                is_dark(markup, column + x, row + y) == (ring != 2)
            })
        })
    }

    #[test]
    fn a_picture_has_the_three_marks_of_a_qr_code_within_a_frame() {
        // Version 1 has 21 modules on a side.
        let markup = svg("12345", "a number").expect("a picture").into_string();

        assert!(markup.contains("viewBox=\"0 0 29 29\""), "{markup}");
        for (column, row, expected) in [(0, 0, true), (14, 0, true), (0, 14, true), (14, 14, false)] {
            assert_eq!(is_finder(&markup, column, row), expected, "{column} {row}");
        }
        let other = svg("54321", "a number").expect("a picture").into_string();
        assert_ne!(markup, other);
    }

    #[test]
    fn what_is_too_long_has_no_picture_and_words_cannot_end_an_attribute() {
        assert!(svg(&"a".repeat(5_000), "").is_none());
        let markup = svg("a", "\"><script>").expect("a picture").into_string();
        assert!(!markup.contains("<script>"), "{markup}");
    }
}
