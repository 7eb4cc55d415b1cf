//! Writes generated ids into the file in which they are missing, and changes nothing else.
//!
//! Everything around the cells, and every other part of a workbook, stays the same byte for
//! byte.

#[cfg(not(target_arch = "wasm32"))]
pub use hallboard_sheets::edit::fill::sqlite;
pub use hallboard_sheets::edit::fill::{BlankCell, EditError, workbook};

/// Writes ids into blank cells of the `.csv` file of a sheet. A row is what a spreadsheet
/// takes for one: blank lines count, lines within quotes do not. `set` is the encoding that
/// was set for the file.
///
/// # Errors
/// When a row is not there, or the text is damaged.
#[cfg(not(target_arch = "wasm32"))]
pub fn csv(
    sheet: &str,
    bytes: &[u8],
    cells: &[BlankCell],
    set: Option<&'static crate::Encoding>,
) -> Result<Vec<u8>, EditError> {
    let form = crate::files::text_form(sheet, b"", set);
    hallboard_sheets::edit::fill::csv(&form, bytes, cells)
}
