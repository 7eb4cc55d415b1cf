//! Ten cards of 85 × 54 mm on a sheet of A4, printed on one side, with exact positions.

use hallboard_feed::sealed::Secret;
use hallboard_paper::fit::Area;
use hallboard_paper::qr::{DOT, QrCode, SMALLEST_MODULE};

use super::sheet::{Sheet, both, fitted, groups, paragraph};

pub(super) const STYLE: &str = include_str!("../../../templates/cards-small.css");
const COLUMNS: usize = 2;
const ROWS: usize = 5;
pub(super) const CARDS_ON_A_PAGE: usize = COLUMNS * ROWS;
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

/// A sheet of up to ten cards; `None` if a QR code's modules would be too small to scan.
pub(super) fn page(sheet: &Sheet<'_>, cards: &[(&str, &Secret)]) -> Option<String> {
    let (mut qr_codes, mut texts) = (String::new(), String::new());
    for (place, (name, secret)) in cards.iter().enumerate() {
        let left = MARGIN.0 + place % COLUMNS * CARD.0;
        let top = MARGIN.1 + place / COLUMNS * CARD.1;
        let at = format!("left:{}mm;top:{}mm", tenths(left), tenths(top));
        qr_codes.push_str(&placed(&sheet.qr_code(secret)?, (left, top))?);
        texts.push_str(&card(sheet, &at, name, secret));
    }
    Some(format!(
        "<section class=\"sheet\">\n{}\
         <svg class=\"codes\" viewBox=\"0 0 {:.3} {:.3}\">{qr_codes}</svg>\n\
         {texts}{}</section>\n",
        marks(),
        PAGE.0 as f64 / DOT,
        PAGE.1 as f64 / DOT,
        paragraph("foot", both("card.scale")),
    ))
}

fn card(sheet: &Sheet<'_>, at: &str, name: &str, secret: &Secret) -> String {
    let [hall, other] = sheet.hall_names();
    let [keep, lost] = ["card.keep", "card.lost"].map(both);
    let care = [format!("{}{}", keep[0], lost[0]), format!("{} {}", keep[1], lost[1])];
    format!(
        "<article class=\"card\" style=\"{at}\">\n<h1>{}{}</h1>\n{}\
         <div class=\"own\">\n<p class=\"name\">{}</p>\n{}\
         <p class=\"page\">{}</p>\n</div>\n\
         <p class=\"groups\">{}</p>\n{}</article>\n",
        in_steps("", hall, HALL),
        in_steps("class=\"other\" lang=\"en\"", other, OTHER),
        paragraph("kind", both("card.kind")),
        in_steps("", name, NAME),
        paragraph("care", care),
        in_steps("", &sheet.record_address(), ADDRESS),
        groups(secret),
        paragraph("log", both("card.log")),
    )
}

/// A text at the largest font size that fits, in steps of half a point.
fn in_steps(attributes: &str, text: &str, (area, largest): (Area, f64)) -> String {
    let steps = (largest * 2.0) as u16;
    let sizes: Vec<f64> = (4..=steps).rev().map(|half| f64::from(half) / 2.0).collect();
    fitted(attributes, text, area, &sizes)
}

/// A QR code centred in its area on the card with this corner; `None` if its modules would
/// be too small to scan.
fn placed(square: &QrCode, card: (usize, usize)) -> Option<String> {
    let room = (QR_CODE.2 as f64 / DOT) as usize;
    let module = (room / square.side).min(LARGEST_MODULE);
    if module < SMALLEST_MODULE {
        return None;
    }
    let before = (room - module * square.side) / 2;
    let at = |tenths: usize| {
        let dots = (tenths as f64 / DOT) as usize + before;
        dots - dots % GRID
    };
    Some(format!(
        "<path transform=\"translate({} {}) scale({module})\" d=\"{}\"/>",
        at(card.0 + QR_CODE.0),
        at(card.1 + QR_CODE.1),
        square.outline
    ))
}

/// Tenths of a millimetre as text in millimetres.
fn tenths(length: usize) -> String {
    format!("{}.{}", length / 10, length % 10)
}

/// Cutting lines: thin ones between the cards, and marks at the edges of the page.
fn marks() -> String {
    let (left, top) = MARGIN;
    let (right, bottom) = (PAGE.0 - left, PAGE.1 - top);
    let (mut fine, mut marks) = (String::new(), String::new());
    for column in 0..=COLUMNS {
        let x = left + column * CARD.0;
        fine.push_str(&format!("M{x} {top}V{bottom}"));
        marks.push_str(&format!("M{x} {}V{}", top - 60, top - 15));
        marks.push_str(&format!("M{x} {}V{}", bottom + 15, bottom + 60));
    }
    for row in 0..=ROWS {
        let y = top + row * CARD.1;
        fine.push_str(&format!("M{left} {y}H{right}"));
        marks.push_str(&format!("M{} {y}H{}", left - 60, left - 15));
        marks.push_str(&format!("M{} {y}H{}", right + 15, right + 60));
    }
    format!(
        "<svg class=\"marks\" viewBox=\"0 0 {} {}\"><path class=\"fine\" d=\"{fine}\"/>\
         <path d=\"{marks}\"/></svg>\n",
        PAGE.0, PAGE.1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qr_codes_consist_of_whole_dots() {
        for length in [20, 60, 85, 100, 150, 250, 400] {
            let square = QrCode::of(&"a".repeat(length)).unwrap();
            let Some(path) = placed(&square, (200, 135)) else {
                assert!(square.side * SMALLEST_MODULE > 347, "{length} letters");
                continue;
            };
            let numbers: Vec<usize> = path
                .split(|it: char| !it.is_ascii_digit())
                .filter_map(|it| it.parse().ok())
                .take(3)
                .collect();
            let [x, y, module] = numbers[..] else { panic!("{path}") };
            assert!(x + GRID > 871 && y + GRID > 296, "{path}");
            assert!(x.is_multiple_of(GRID) && y.is_multiple_of(GRID), "{path}");
            let end = (x + square.side * module) as f64 * DOT;
            assert!(end <= (200 + QR_CODE.0 + QR_CODE.2) as f64, "{length} letters");
        }
    }
}
