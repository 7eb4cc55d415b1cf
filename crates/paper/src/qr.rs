//! QR codes as SVG.

use qrcode::{Color, EcLevel};

/// Width in modules of the blank margin (quiet zone) that scanners need around a QR code.
pub const QUIET: usize = 4;
/// Size of a printer's dot in tenths of a millimetre, at 300 dpi.
pub const DOT: f64 = 254.0 / 300.0;
/// Minimum size of a QR code's module in dots, for reliable scanning from paper.
pub const SMALLEST_MODULE: usize = 4;

/// A QR code with its quiet zone.
///
/// It is a single path, so that no printer leaves gaps between its modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// Width in modules, with the quiet zone.
    pub side: usize,
    /// The dark modules, as the data of an SVG path.
    pub outline: String,
}

impl QrCode {
    /// Encodes a text; `None` if it is too long for one code.
    #[must_use]
    pub fn of(text: &str) -> Option<QrCode> {
        let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
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
        Some(QrCode { side: width + 2 * QUIET, outline })
    }

    /// The code as an SVG image.
    #[must_use]
    pub fn picture(&self) -> String {
        let QrCode { side, outline } = self;
        format!(
            "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
             role=\"img\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path d=\"{outline}\"/></svg>"
        )
    }
}
