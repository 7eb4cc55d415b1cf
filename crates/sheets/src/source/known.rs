//! What the caller knows of the sheets that it looks for, and how their text files are made.

use encoding_rs::Encoding;

use super::folder::START;
use super::records::{Record, Records, RowMark};
use super::text::{Evidence, encoding, marked_or};

/// What is known of the sheets that are looked for. Text files and databases do not say
/// themselves which of them are sheets, what delimits their cells or where their rows begin.
pub trait KnownSheets {
    /// Whether a sheet of that name is looked for.
    fn is_sheet(&self, name: &str) -> bool;

    /// Whether the sheet of that name has a column with that heading; never, if it is not
    /// looked for.
    fn is_heading(&self, sheet: &str, text: &str) -> bool;

    /// How rows of the sheet of that name are recognized, if these are its headings.
    fn row_mark(&self, sheet: &str, headings: &[String]) -> Option<RowMark>;
}

/// How the text file of a sheet is made: what is known of it without its text.
#[derive(Clone, Copy)]
pub struct TextForm<'f> {
    /// What is known of the sheets.
    pub known: &'f dyn KnownSheets,
    /// The sheet's name.
    pub sheet: &'f str,
    /// Whether its text is probably Chinese, where its encoding must be guessed.
    pub chinese: bool,
    /// Name of the encoding that was set.
    pub set: Option<&'static Encoding>,
}

impl TextForm<'_> {
    /// How the file is encoded, found out as when it is read.
    pub(crate) fn encoding_of(&self, bytes: &[u8]) -> &'static Encoding {
        if let Some(set) = self.set {
            return marked_or(bytes, set);
        }
        let known = |text: &str| self.of_delimiters(text).1;
        encoding(bytes, &Evidence { known: &known, chinese: self.chinese }).encoding
    }

    /// The delimiter of the text, found out as when it is read.
    pub(crate) fn delimiter_of(&self, text: &str) -> u8 {
        let start = text.get(..text.floor_char_boundary(START)).unwrap_or(text);
        self.of_delimiters(start).0
    }

    /// The delimiter with which most headings are recognised, and their number.
    pub(super) fn of_delimiters(&self, text: &str) -> (u8, usize) {
        if let Some(rest) = text.strip_prefix("sep=") {
            return (rest.bytes().next().unwrap_or(b','), 1);
        }
        let known = |delimiter: u8| {
            let mut records = Records::new(text.as_bytes(), delimiter);
            let mut record = Record::default();
            let mut most = 0;
            // There may be a title above the headings.
            for _ in 0..3 {
                if !records.read(&mut record).unwrap_or(false) {
                    break;
                }
                let is_known = |it: &&String| self.known.is_heading(self.sheet, it);
                most = most.max(record.fields.iter().filter(is_known).count());
            }
            most
        };
        let counts = [b',', b'\t', b';'].map(|delimiter| (delimiter, known(delimiter)));
        let best = counts.iter().rev().max_by_key(|(_, count)| *count);
        best.copied().unwrap_or((b',', 0))
    }
}

/// Sheets for tests: one, `Deeds`.
#[cfg(test)]
struct Deeds;

#[cfg(test)]
impl KnownSheets for Deeds {
    fn is_sheet(&self, name: &str) -> bool {
        name == "Deeds"
    }

    fn is_heading(&self, sheet: &str, text: &str) -> bool {
        let headings = ["id", "date", "note", "编号", "日期", "备注"];
        self.is_sheet(sheet) && headings.contains(&text)
    }

    fn row_mark(&self, _sheet: &str, _headings: &[String]) -> Option<RowMark> {
        None
    }
}

#[cfg(test)]
impl TextForm<'static> {
    /// The form of the file `Deeds`.
    pub(crate) fn of_deeds(chinese: bool) -> TextForm<'static> {
        TextForm { known: &Deeds, sheet: "Deeds", chinese, set: None }
    }
}
