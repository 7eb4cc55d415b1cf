//! Four cards on a sheet of A4, printed on one side: each a quarter of the sheet (A6),
//! folded in the middle with the print outside. Positions are in the style sheet; this
//! module has the sizes to which texts and QR codes are fitted.

use hallboard_feed::sealed::Secret;
use hallboard_paper::fit::{Area, LINE_HEIGHT};
use hallboard_paper::qr::{DOT, QUIET, QrCode, SMALLEST_MODULE};

use super::sheet::{Sheet, both, fitted, groups, paragraph};

const STYLE: &str = include_str!("../../../templates/cards-folded.css");
pub(super) const CARDS_ON_A_PAGE: usize = 4;
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

/// The style sheet, with the sizes above as custom properties.
pub(super) fn style() -> String {
    format!(
        ":root {{ --qr-width: {QR_WIDTH}mm; --hall-width: {}mm; --name-width: {}mm; \
         --address-width: {}mm; --line-height: {LINE_HEIGHT}; }}\n{STYLE}",
        HALL.width, NAME.width, ADDRESS.width
    )
}

/// A sheet of up to four cards; `None` if a QR code's modules would be too small to scan.
pub(super) fn page(sheet: &Sheet<'_>, cards: &[(&str, &Secret)]) -> Option<String> {
    let cards: Option<String> =
        cards.iter().map(|(name, secret)| card(sheet, name, secret)).collect();
    Some(format!("<section class=\"sheet\">\n{}</section>\n", cards?))
}

fn card(sheet: &Sheet<'_>, name: &str, secret: &Secret) -> Option<String> {
    let qr_code = qr_code(&sheet.qr_code(secret)?)?;
    Some(format!(
        "<article class=\"card\">\n{}{}</article>\n",
        front(sheet, name, &qr_code),
        back(sheet, secret)
    ))
}

fn front(sheet: &Sheet<'_>, name: &str, qr_code: &str) -> String {
    let [hall, other] = sheet.hall_names();
    format!(
        "<section class=\"face front\">\n<h1>{}{}</h1>\n{}{qr_code}<p class=\"name\">{}</p>\n\
         {}</section>\n",
        fitted("class=\"hall\"", hall, HALL, &HALL_SIZES),
        fitted("class=\"other\" lang=\"en\"", other, HALL, &OTHER_SIZES),
        paragraph("kind", both("card.kind")),
        fitted("", name, NAME, &NAME_SIZES),
        paragraph("use", both("card.use")),
    )
}

fn back(sheet: &Sheet<'_>, secret: &Secret) -> String {
    let notes = ["card.keep", "card.lost", "card.others_device"]
        .map(|key| paragraph("note", both(key)))
        .concat();
    format!(
        "<section class=\"face back\">\n{}<p class=\"groups\">{}</p>\n\
         <p class=\"address\">{}</p>\n<div class=\"notes\">\n{notes}</div>\n</section>\n",
        paragraph("label", both("card.number")),
        groups(secret),
        fitted("", &sheet.record_address(), ADDRESS, &ADDRESS_SIZES),
    )
}

/// A QR code of the width above; its quiet zone extends beyond its box.
fn qr_code(square: &QrCode) -> Option<String> {
    let modules = square.side.checked_sub(2 * QUIET)?;
    let module = QR_WIDTH / modules as f64;
    let smallest = SMALLEST_MODULE as f64 * DOT / 10.0;
    let edge = QUIET as f64 * module;
    (module >= smallest).then(|| {
        format!(
            "<div class=\"qr\"><div style=\"width:{:.3}mm;margin:-{edge:.3}mm\">{}</div>\
             </div>\n",
            QR_WIDTH + 2.0 * edge,
            square.picture()
        )
    })
}
