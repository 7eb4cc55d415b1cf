//! What the pages to print have in common.

use qrcode::{Color, EcLevel, QrCode};

/// The blank modules around a QR code, without which it is not found.
pub(super) const QUIET: usize = 4;

/// A text as it may stand between tags and within quotes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A square to scan, blank edge included.
///
/// It is one path: no printer then leaves seams between its modules.
pub(super) struct Square {
    /// How many modules wide it is.
    pub(super) side: usize,
    /// Its dark modules, as the outline of an SVG path.
    pub(super) outline: String,
}

impl Square {
    /// A text as a square; `None` if it does not fit into one.
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

    /// The square as a picture of its own.
    pub(super) fn picture(&self) -> String {
        let Self { side, outline } = self;
        format!(
            "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
             role=\"img\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path d=\"{outline}\"/></svg>"
        )
    }
}
