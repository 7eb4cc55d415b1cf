//! Certificates of thanks, one sheet for one holder.

use hallboard_feed::edition::CertifiableDeed;
use hallboard_feed::{Certificate, CertifiedDeed};
use hallboard_score::{Day, Hall};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::PaperError;
use crate::environment::page;
use crate::fit::{Area, font_size};
use crate::layout::{Layout, PrintLanguage};
use crate::qr::{DOT, QrCode, SMALLEST_MODULE};
use crate::text::{Text, day};

/// The most deeds that are read with ease on one sheet.
pub const MOST_DEEDS: usize = 8;

/// The content of a certificate.
#[derive(Clone, Copy, Debug)]
pub struct CertificatePage<'a> {
    /// The hall.
    pub hall: &'a Hall,
    /// The name of the holder.
    pub holder: &'a str,
    /// The day of issue.
    pub issued: Day,
    /// The deeds, in the printed order; at most [`MOST_DEEDS`].
    pub deeds: &'a [CertifiableDeed],
}

/// The places of the parts on a sheet, in millimetres. The style sheet has the same by its
/// custom properties.
#[derive(Clone, Copy, Debug, Serialize)]
struct Room {
    /// Between the edge of the sheet and the outer line of the frame.
    frame: f64,
    /// Between the edge of the sheet and the text.
    edge: f64,
    /// From the top of the sheet to the hall's name, and its height.
    hall_top: f64,
    hall: f64,
    /// The height of the title, of the holder's name, and of the sentence below it.
    title: f64,
    holder: f64,
    sentence: f64,
    /// The height of the list of deeds, and the most of one deed.
    deeds: f64,
    row: f64,
    /// The width of a day.
    date: f64,
    /// The height of the row with code and seal, and from its bottom to that of the sheet.
    foot: f64,
    foot_bottom: f64,
    /// The width of the code with its quiet zone, at most.
    code: f64,
    /// The height of the text below it.
    caption: f64,
    /// The diameter of the place for the seal.
    seal: f64,
}

const HALL_SIZES: [f64; 9] = [20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 4.0];
const HOLDER_SIZES: [f64; 11] =
    [44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 16.0, 12.0, 9.0, 6.0];
const DEED_SIZES: [f64; 10] = [20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 10.0, 8.0];
/// The highest row of a deed, in millimetres.
const HIGHEST_ROW: f64 = 13.0;
/// The part of a row that its letters may take.
const FILLED: f64 = 0.9;

#[derive(Serialize)]
struct Row {
    title: Text,
    date: Text,
}

impl Room {
    fn new(layout: Layout, deeds: usize) -> Room {
        let (_, height) = layout.paper.millimetres();
        let (hall_top, hall, title, holder, sentence) = (38.0, 12.0, 32.0, 26.0, 18.0);
        let (foot, foot_bottom) = (64.0, 37.0);
        let above = hall_top + hall + title + holder + sentence;
        let list = height - above - foot - foot_bottom - 4.0;
        Room {
            frame: 10.0,
            edge: 25.0,
            hall_top,
            hall,
            title,
            holder,
            sentence,
            deeds: list,
            row: (list / deeds.max(1) as f64).min(HIGHEST_ROW),
            date: 40.0,
            foot,
            foot_bottom,
            code: 50.0,
            caption: 13.0,
            seal: 42.0,
        }
    }
}

impl CertificatePage<'_> {
    /// The content to sign: the texts in the languages of the print, as they are printed.
    #[must_use]
    pub fn certificate(&self, language: PrintLanguage) -> Certificate {
        let deed = |it: &CertifiableDeed| CertifiedDeed {
            date: it.date,
            title: Text::of(&it.names, language).joined(),
        };
        Certificate {
            hall: self.hall.id.clone(),
            hall_name: self.hall_name(language).joined(),
            holder: self.holder.to_owned(),
            issued: self.issued,
            deeds: self.deeds.iter().map(deed).collect(),
        }
    }

    fn hall_name(&self, language: PrintLanguage) -> Text {
        let name = Text::of(&self.hall.names, language);
        match name.wordings() {
            [] => Text::plain(&self.hall.id),
            _ => name,
        }
    }

    /// The page. `address` is the one that the QR code opens, with the code of
    /// [`CertificatePage::certificate`].
    ///
    /// # Errors
    /// When the address is too long for a code that a phone can read, or a template is
    /// faulty.
    pub fn html(&self, layout: Layout, address: &str) -> Result<String, PaperError> {
        let language = layout.language;
        let room = Room::new(layout, self.deeds.len());
        let (width, _) = layout.paper.millimetres();
        let across = width - 2.0 * room.edge;
        let hall = self.hall_name(language);
        let lines = hall.wordings().len().max(1) as f64;
        let line = Area { width: across, height: room.hall / lines };
        let hall_size = smallest(&hall, line, &HALL_SIZES);
        let name = Area { width: across, height: room.holder - 4.0 };
        let row = |it: &CertifiableDeed| Row {
            title: Text::of(&it.names, language),
            date: match language {
                PrintLanguage::Both => Text::plain(it.date),
                _ => day(it.date, language),
            },
        };
        let rows: Vec<Row> = self.deeds.iter().map(row).collect();
        let title = Area { width: across - room.date - 6.0, height: room.row * FILLED };
        let deed_size = rows
            .iter()
            .map(|it| font_size(&it.title.line(), title, &DEED_SIZES))
            .fold(f64::INFINITY, f64::min);
        let code = QrCode::of(address).ok_or(PaperError::Address)?;
        let module = (room.code * 10.0 / DOT) as usize / code.side;
        if module < SMALLEST_MODULE {
            return Err(PaperError::Address);
        }
        let content = context! {
            hall,
            hall_size,
            holder => self.holder,
            holder_size => font_size(self.holder, name, &HOLDER_SIZES),
            issued => day(self.issued, language),
            rows => Value::from(Serde(rows)),
            deed_size => if deed_size.is_finite() { deed_size } else { 0.0 },
            code => Value::from_safe_string(code.picture()),
            code_width => (code.side * module) as f64 * DOT / 10.0,
            room => Value::from(Serde(room)),
        };
        page("certificate.html", layout, content)
    }
}

/// The size at which the text in each of its languages fits into a box.
fn smallest(text: &Text, area: Area, sizes: &[f64]) -> f64 {
    let sizes = text.wordings().iter().map(|it| font_size(&it.text, area, sizes));
    let smallest = sizes.fold(f64::INFINITY, f64::min);
    if smallest.is_finite() { smallest } else { 0.0 }
}
