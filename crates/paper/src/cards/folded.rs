//! Four cards on a sheet of A4, printed on one side: each a quarter of the sheet (A6),
//! folded in the middle with the print outside. Positions are in the style sheet; this
//! module has the sizes to which texts and QR codes are fitted.

use hallboard_feed::sealed::Secret;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::{Cards, Fitted};
use crate::fit::Area;
use crate::qr::{DOT, QUIET, QrCode, SMALLEST_MODULE};

pub(super) const CARDS_ON_A_SHEET: usize = 4;
/// Width of a QR code without its quiet zone, in millimetres.
const QR_WIDTH: f64 = 35.0;
/// Boxes of texts of unknown length in millimetres, and their font sizes in points.
const HALL: Area = Area { width: 50.0, height: 5.6 };
const HALL_SIZES: [f64; 9] = [13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 6.0, 4.0, 2.0];
const OTHER_SIZES: [f64; 6] = [10.0, 9.0, 8.0, 6.0, 4.0, 2.0];
const NAME: Area = Area { width: 51.0, height: 20.5 };
const NAME_SIZES: [f64; 12] =
    [20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0];
const ADDRESS: Area = Area { width: 93.0, height: 9.4 };
const ADDRESS_SIZES: [f64; 10] = [11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0];

/// A card, as its template needs it.
#[derive(Serialize)]
pub(super) struct FoldedCard {
    hall: Fitted,
    /// The hall's name in English, if it has another.
    other: Option<Fitted>,
    name: Fitted,
    address: Fitted,
    /// The card number.
    groups: Vec<String>,
    code: PlacedCode,
}

/// A QR code of the width above.
#[derive(Serialize)]
struct PlacedCode {
    /// Width in modules.
    side: usize,
    outline: String,
    /// Width in millimetres with the quiet zone, which extends beyond the code's box.
    width: f64,
    /// Width of the quiet zone in millimetres.
    quiet: f64,
}

/// What the template is filled with.
pub(super) fn content(mark: Value, sheets: &[Vec<FoldedCard>]) -> Value {
    context! {
        mark,
        sheets => Value::from(Serde(sheets)),
        qr_width => QR_WIDTH,
        hall_width => HALL.width,
        name_width => NAME.width,
        address_width => ADDRESS.width,
    }
}

/// The cards of a sheet; `None` if a QR code's modules would be too small to scan.
pub(super) fn cards(
    page: &Cards<'_>,
    cards: &[(&str, &Secret)],
) -> Option<Vec<FoldedCard>> {
    cards.iter().map(|(name, secret)| card(page, name, secret)).collect()
}

fn card(page: &Cards<'_>, name: &str, secret: &Secret) -> Option<FoldedCard> {
    let (hall, other) = page.hall_names();
    Some(FoldedCard {
        hall: Fitted::new(hall, HALL, &HALL_SIZES),
        other: other.map(|it| Fitted::new(it, HALL, &OTHER_SIZES)),
        name: Fitted::new(name, NAME, &NAME_SIZES),
        address: Fitted::new(&page.record_address(), ADDRESS, &ADDRESS_SIZES),
        groups: secret.groups(),
        code: placed(page.qr_code(secret)?)?,
    })
}

fn placed(code: QrCode) -> Option<PlacedCode> {
    let QrCode { side, outline } = code;
    let modules = side.checked_sub(2 * QUIET)?;
    let module = QR_WIDTH / modules as f64;
    let smallest = SMALLEST_MODULE as f64 * DOT / 10.0;
    let quiet = QUIET as f64 * module;
    (module >= smallest).then_some(PlacedCode {
        side,
        outline,
        width: QR_WIDTH + 2.0 * quiet,
        quiet,
    })
}
