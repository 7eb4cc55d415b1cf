//! What all printable pages share.

use qrcode::{Color, EcLevel, QrCode};

/// Width in modules of the blank margin (quiet zone) that scanners need around a QR code.
pub(super) const QUIET: usize = 4;

/// Escapes a text for HTML content and quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A QR code with its quiet zone.
///
/// It is a single path, so that no printer leaves gaps between its modules.
pub(super) struct Square {
    /// Width in modules.
    pub(super) side: usize,
    /// The dark modules, as the data of an SVG path.
    pub(super) outline: String,
}

impl Square {
    /// Encodes a text; `None` if it is too long for one code.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut outline = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                let length = run.len();
                if run.first() == Some(&Color::Dark) {
                    let (x, y) = (x + QUIET, y + QUIET);
                    outline.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
                }
                x += length;
            }
        }
        Some(Self { side: width + 2 * QUIET, outline })
    }

    /// The code as an SVG image.
    pub(super) fn picture(&self) -> String {
        let Self { side, outline } = self;
        format!(
            "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
             role=\"img\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path d=\"{outline}\"/></svg>"
        )
    }
}
