//! QR codes.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use qrcode::{Color, EcLevel, QrCode as Matrix};

/// The width of the quiet zone around a code, in modules.
const QUIET_ZONE: usize = 4;

/// The modules of a code as an SVG path, and their number in a row. `None` if the text is
/// too long for a code.
fn qr_path(text: &str) -> Option<(String, usize)> {
    let matrix = Matrix::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = matrix.width();
    let mut path = String::new();
    for (index, color) in matrix.to_colors().iter().enumerate() {
        if *color == Color::Dark {
            let (x, y) = (index.checked_rem(width)?, index.checked_div(width)?);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Some((path, width))
}

/// A QR code with its quiet zone, black on white in every theme. Empty if the text is too
/// long for a code.
#[component]
pub fn QrCode(
    /// The text in the code.
    text: String,
    /// A description of the code for screen readers.
    #[prop(into)]
    label: TextProp,
    /// The number of the code among several, as `data-code`.
    number: usize,
) -> impl IntoView {
    qr_path(&text).map(|(path, width)| {
        let side = width.saturating_add(QUIET_ZONE.saturating_mul(2));
        view! {
            <svg
                class="code"
                viewBox=format!("-{QUIET_ZONE} -{QUIET_ZONE} {side} {side}")
                role="img"
                aria-label=move || label.get()
                shape-rendering="crispEdges"
                data-code=number.to_string()
            >
                <rect
                    x=format!("-{QUIET_ZONE}")
                    y=format!("-{QUIET_ZONE}")
                    width=side.to_string()
                    height=side.to_string()
                    fill="#fff"
                />
                <path fill="#000" d=path/>
            </svg>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_finder_pattern_in_the_corner() {
        let (path, width) = qr_path("HBL1").unwrap();
        assert_eq!(width, 21);
        for module in ["M0 0h", "M6 0h", "M0 6h", "M20 0h", "M0 20h"] {
            assert!(path.contains(module), "{module}");
        }
        for light in ["M7 0h", "M1 1h", "M0 7h"] {
            assert!(!path.contains(light), "{light}");
        }
        assert_eq!(qr_path(&"x".repeat(4000)), None);
    }
}
