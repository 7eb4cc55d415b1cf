//! The page of a month as a workbook, for the township.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use crate::PaperError;
use crate::layout::PrintLanguage;
use crate::monthly::Monthly;
use crate::text::{Text, day, month};

/// How wide the columns are, in characters.
const WIDTHS: [f64; 3] = [44.0, 40.0, 16.0];

impl Monthly {
    /// The workbook: a sheet with the figures, one with the thanks. Names and deeds are texts,
    /// whatever they begin with: none is ever a formula.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn xlsx(&self, language: PrintLanguage) -> Result<Vec<u8>, PaperError> {
        let mut book = Workbook::new();
        // Made twice, it is the same: the writer would take the time from the clock.
        let published = self.published;
        let created = ExcelDateTime::from_ymd(
            published.year().unsigned_abs(),
            published.month().number().unsigned_abs(),
            published.day_of_month().unsigned_abs(),
        )?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
        book.push_worksheet(self.figures_sheet(language)?);
        book.push_worksheet(self.thanks_sheet(language)?);
        Ok(book.save_to_buffer()?)
    }

    fn figures_sheet(&self, language: PrintLanguage) -> Result<Worksheet, XlsxError> {
        let mut rows = Rows::new("monthly.figures", language)?;
        let hall = Text::of(&self.hall, language).line();
        rows.text(&label("monthly.title", language), &hall)?;
        rows.text(
            &label("monthly.month", language),
            &month(self.month, language).line(),
        )?;
        for figure in self.figures() {
            rows.number(&label(figure.label, language), figure.number)?;
        }
        if let Some(letters) = self.letters() {
            let to = month(letters.to, language).line();
            rows.text(&label("monthly.letters_from", language), &to)?;
            for (key, count) in letters.counts {
                rows.number(&label(key, language), f64::from(count))?;
            }
        }
        let published = day(self.published, language);
        rows.text(&label("monthly.published", language), &published.line())?;
        let source = Text::words("monthly.source", language, &[("day", published)]);
        rows.text(&source.unwrap_or_default().line(), "")?;
        Ok(rows.sheet)
    }

    fn thanks_sheet(&self, language: PrintLanguage) -> Result<Worksheet, XlsxError> {
        let mut rows = Rows::new("monthly.thanks", language)?;
        let heads = ["monthly.name", "monthly.deed", "monthly.day"];
        rows.line(&heads.map(|key| label(key, language)), true)?;
        for it in &self.thanks {
            let deed = Text::of(&it.deed, language).line();
            rows.line(&[it.name.clone(), deed, it.date.to_string()], false)?;
        }
        Ok(rows.sheet)
    }
}

/// A sheet that is filled from its top.
struct Rows {
    sheet: Worksheet,
    next: u32,
    head: Format,
    text: Format,
}

impl Rows {
    fn new(name: &str, language: PrintLanguage) -> Result<Rows, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(label(name, language))?;
        for (column, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        let head = Format::new().set_bold().set_text_wrap();
        let text = Format::new().set_num_format("@").set_text_wrap();
        Ok(Rows { sheet, next: 0, head, text })
    }

    fn text(&mut self, label: &str, value: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.next, 0, label, &self.text)?;
        self.sheet.write_string_with_format(self.next, 1, value, &self.text)?;
        self.next += 1;
        Ok(())
    }

    fn number(&mut self, label: &str, value: f64) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.next, 0, label, &self.text)?;
        self.sheet.write_number(self.next, 1, value)?;
        self.next += 1;
        Ok(())
    }

    fn line(&mut self, cells: &[String; 3], is_head: bool) -> Result<(), XlsxError> {
        let format = if is_head { &self.head } else { &self.text };
        for (column, cell) in (0..).zip(cells) {
            self.sheet.write_string_with_format(self.next, column, cell, format)?;
        }
        self.next += 1;
        Ok(())
    }
}

fn label(key: &str, language: PrintLanguage) -> String {
    Text::words(key, language, &[]).unwrap_or_default().line()
}
