//! What the pages to print have in common.

use qrcode::{Color, EcLevel, QrCode};

/// The blank modules around a code, without which it is not found.
const QUIET: usize = 4;

/// A text as it may stand between tags and within quotes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A text as a square to scan, blank edge included; `None` if it does not fit into one.
///
/// It is one path: no printer then leaves seams between its modules.
pub(super) fn square(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let length = run.len();
            if run.first() == Some(&Color::Dark) {
                let (x, y) = (x + QUIET, y + QUIET);
                path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
            }
            x += length;
        }
    }
    let side = width + 2 * QUIET;
    Some(format!(
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" role=\"img\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}
