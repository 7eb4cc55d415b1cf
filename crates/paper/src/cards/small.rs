//! Ten cards of 85 × 54 mm on a sheet of A4, printed on one side, with exact positions.

use hallboard_feed::sealed::Secret;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::{Cards, Fitted};
use crate::fit::Area;
use crate::qr::{DOT, QrCode, SMALLEST_MODULE};

const COLUMNS: usize = 2;
const ROWS: usize = 5;
pub(super) const CARDS_ON_A_SHEET: usize = COLUMNS * ROWS;
/// Width and height of a page and of a card, in tenths of a millimetre.
const PAGE: (usize, usize) = (2100, 2970);
const CARD: (usize, usize) = (850, 540);
/// Margins to the left of the first card and above it.
const MARGIN: (usize, usize) =
    ((PAGE.0 - COLUMNS * CARD.0) / 2, (PAGE.1 - ROWS * CARD.1) / 2);
/// Position of the QR code on its card, in tenths of a millimetre: left, top and width.
const QR_CODE: (usize, usize, usize) = (538, 116, 294);
/// Maximum size of a module in dots. Six are a whole number of dots at 100, 150, 200 and
/// 300 dpi, so that no edge of a module is grey on paper or in a scan of it.
const LARGEST_MODULE: usize = 6;
/// QR codes start at multiples of this number of dots: whole dots at 200 and at 300 dpi.
const GRID: usize = 3;
/// Boxes of texts of unknown length in millimetres, and their largest font sizes in points.
const HALL: (Area, f64) = (Area { width: 56.0, height: 4.4 }, 10.0);
const OTHER: (Area, f64) = (Area { width: 56.0, height: 3.0 }, 6.5);
const NAME: (Area, f64) = (Area { width: 48.0, height: 9.5 }, 16.0);
const ADDRESS: (Area, f64) = (Area { width: 48.0, height: 5.6 }, 7.5);

/// A card, as its template needs it. Lengths are in millimetres, from the corner of the sheet.
#[derive(Serialize)]
pub(super) struct SmallCard {
    left: f64,
    top: f64,
    hall: Fitted,
    /// The hall's name in English, if it has another.
    other: Option<Fitted>,
    name: Fitted,
    address: Fitted,
    /// The card number.
    groups: Vec<String>,
    code: PlacedCode,
}

/// A QR code at its place on the sheet, in dots.
#[derive(Serialize)]
struct PlacedCode {
    x: usize,
    y: usize,
    /// Size of a module.
    module: usize,
    outline: String,
}

/// What the template is filled with.
pub(super) fn content(mark: Value, sheets: &[Vec<SmallCard>]) -> Value {
    let (lines, marks) = cutting_lines();
    context! {
        mark,
        sheets => Value::from(Serde(sheets)),
        tenths => context! { width => PAGE.0, height => PAGE.1 },
        dots => context! { width => PAGE.0 as f64 / DOT, height => PAGE.1 as f64 / DOT },
        lines,
        marks,
    }
}

/// The cards of a sheet; `None` if a QR code's modules would be too small to scan.
pub(super) fn cards(
    page: &Cards<'_>,
    cards: &[(&str, &Secret)],
) -> Option<Vec<SmallCard>> {
    let card = |(place, (name, secret)): (usize, &(&str, &Secret))| {
        let left = MARGIN.0 + place % COLUMNS * CARD.0;
        let top = MARGIN.1 + place / COLUMNS * CARD.1;
        card(page, (left, top), name, secret)
    };
    cards.iter().enumerate().map(card).collect()
}

fn card(
    page: &Cards<'_>,
    corner: (usize, usize),
    name: &str,
    secret: &Secret,
) -> Option<SmallCard> {
    let (hall, other) = page.hall_names();
    Some(SmallCard {
        left: corner.0 as f64 / 10.0,
        top: corner.1 as f64 / 10.0,
        hall: in_steps(hall, HALL),
        other: other.map(|it| in_steps(it, OTHER)),
        name: in_steps(name, NAME),
        address: in_steps(&page.record_address(), ADDRESS),
        groups: secret.groups(),
        code: placed(page.qr_code(secret)?, corner)?,
    })
}

/// A text at the largest font size that fits, in steps of half a point.
fn in_steps(text: &str, (area, largest): (Area, f64)) -> Fitted {
    let steps = (largest * 2.0) as u16;
    let sizes: Vec<f64> = (4..=steps).rev().map(|half| f64::from(half) / 2.0).collect();
    Fitted::new(text, area, &sizes)
}

/// A QR code centred in its area on the card with this corner; `None` if its modules would
/// be too small to scan.
fn placed(code: QrCode, card: (usize, usize)) -> Option<PlacedCode> {
    let QrCode { side, outline } = code;
    let room = (QR_CODE.2 as f64 / DOT) as usize;
    let module = (room / side).min(LARGEST_MODULE);
    if module < SMALLEST_MODULE {
        return None;
    }
    let before = (room - module * side) / 2;
    let at = |tenths: usize| {
        let dots = (tenths as f64 / DOT) as usize + before;
        dots - dots % GRID
    };
    let (x, y) = (at(card.0 + QR_CODE.0), at(card.1 + QR_CODE.1));
    Some(PlacedCode { x, y, module, outline })
}

/// Cutting lines as data of SVG paths: thin ones between the cards, and marks at the edges
/// of the page.
fn cutting_lines() -> (String, String) {
    let (left, top) = MARGIN;
    let (right, bottom) = (PAGE.0 - left, PAGE.1 - top);
    let (mut lines, mut marks) = (String::new(), String::new());
    for column in 0..=COLUMNS {
        let x = left + column * CARD.0;
        lines.push_str(&format!("M{x} {top}V{bottom}"));
        marks.push_str(&format!("M{x} {}V{}", top - 60, top - 15));
        marks.push_str(&format!("M{x} {}V{}", bottom + 15, bottom + 60));
    }
    for row in 0..=ROWS {
        let y = top + row * CARD.1;
        lines.push_str(&format!("M{left} {y}H{right}"));
        marks.push_str(&format!("M{} {y}H{}", left - 60, left - 15));
        marks.push_str(&format!("M{} {y}H{}", right + 15, right + 60));
    }
    (lines, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qr_codes_consist_of_whole_dots() {
        for length in [20, 60, 85, 100, 150, 250, 400] {
            let code = QrCode::of(&"a".repeat(length)).unwrap();
            let side = code.side;
            let Some(PlacedCode { x, y, module, .. }) = placed(code, (200, 135)) else {
                assert!(side * SMALLEST_MODULE > 347, "{length} letters");
                continue;
            };
            assert!(x + GRID > 871 && y + GRID > 296, "{x}, {y}");
            assert!(x.is_multiple_of(GRID) && y.is_multiple_of(GRID), "{x}, {y}");
            let end = (x + side * module) as f64 * DOT;
            assert!(end <= (200 + QR_CODE.0 + QR_CODE.2) as f64, "{length} letters");
        }
    }
}
