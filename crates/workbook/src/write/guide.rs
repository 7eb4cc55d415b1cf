//! The first sheet: a page on how to keep the workbook.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::look::{INK, LEAF, PAPER, TEA};
use super::notes::{GUIDE, both};

/// Its name; sheets whose name begins with `#` are not part of the register.
pub(super) const NAME: &str = "# 说明 Guide";

/// Adds the sheet to a workbook.
pub(super) fn add_to(book: &mut Workbook) -> Result<(), XlsxError> {
    let page = book.add_worksheet().set_name(NAME)?;
    page.set_tab_color(Color::from(LEAF)).set_screen_gridlines(false);
    page.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    page.set_column_width(0, 2)?.set_column_width(1, 62)?;
    page.set_column_width(2, 2)?.set_column_width(3, 62)?;
    let title = Format::new()
        .set_bold()
        .set_font_size(18)
        .set_font_color(TEA)
        .set_align(FormatAlign::VerticalCenter);
    page.set_row_height(0, 36)?;
    let [chinese, english] = both("booklet.title");
    page.write_with_format(0, 1, chinese, &title)?;
    page.write_with_format(0, 3, english, &title)?;
    let mut row = 1;
    for part in GUIDE {
        row = write_part(page, row, part)?;
    }
    page.protect();
    page.set_active(true);
    Ok(())
}

fn write_part(page: &mut Worksheet, row: u32, part: &str) -> Result<u32, XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_font_color(TEA)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(LEAF)
        .set_align(FormatAlign::Bottom);
    let text = Format::new()
        .set_font_color(INK)
        .set_background_color(PAPER)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let heads = both(&format!("booklet.{part}.head"));
    let texts = both(&format!("booklet.{part}.text"));
    page.set_row_height(row, 24)?;
    let lines = texts.iter().map(|text| lines(text)).max().unwrap_or(1);
    page.set_row_height(row + 1, f64::from(lines) * 15.5 + 5.0)?;
    for (column, (heading, body)) in [1, 3].into_iter().zip(heads.iter().zip(&texts)) {
        page.write_with_format(row, column, heading, &head)?;
        page.write_with_format(row + 1, column, body, &text)?;
    }
    Ok(row + 2)
}

/// Number of lines that a text takes in its column.
fn lines(text: &str) -> u32 {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    let of = |line: &str| line.chars().map(wide).sum::<u32>().div_ceil(60).max(1);
    text.lines().map(of).sum()
}
