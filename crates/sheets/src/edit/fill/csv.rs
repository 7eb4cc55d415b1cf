//! Writes ids into a `.csv` file.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{BlankCell, EditError, broken, wanted};
use crate::TextForm;
use crate::edit::splice::{Change, changed};

/// Writes texts into blank cells. A row is what a spreadsheet takes for one: blank lines
/// count, lines within quotes do not.
///
/// # Errors
/// When a row is not there, or the text is damaged.
pub fn csv(
    form: &TextForm<'_>,
    bytes: &[u8],
    cells: &[BlankCell],
) -> Result<Vec<u8>, EditError> {
    let sheet = form.sheet;
    let encoding = form.encoding_of(bytes);
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    let delimiter = form.delimiter_of(&text);
    // In most encodings no byte of another character looks like a delimiter, a quotation
    // mark or a line end.
    if encoding.is_ascii_compatible() {
        return filled(sheet, bytes, delimiter, cells);
    }
    let mark = if Encoding::for_bom(bytes).is_some() { "\u{feff}" } else { "" };
    if malformed || *encoded(&(mark.to_owned() + &text), encoding) != *bytes {
        return Err(broken(format_args!("`{sheet}` is no whole text")));
    }
    let text = filled(sheet, text.as_bytes(), delimiter, cells)?;
    let text = String::from_utf8(text).map_err(broken)?;
    Ok(encoded(&(mark.to_owned() + &text), encoding).into_owned())
}

/// Encodes a text.
pub(crate) fn encoded<'t>(text: &'t str, encoding: &'static Encoding) -> Cow<'t, [u8]> {
    let units = || text.encode_utf16();
    if encoding == UTF_16LE {
        units().flat_map(u16::to_le_bytes).collect()
    } else if encoding == UTF_16BE {
        units().flat_map(u16::to_be_bytes).collect()
    } else {
        encoding.encode(text).0
    }
}

fn filled(
    sheet: &str,
    bytes: &[u8],
    delimiter: u8,
    cells: &[BlankCell],
) -> Result<Vec<u8>, EditError> {
    let mut wanted = wanted(cells);
    let mut changes = Vec::new();
    let (mut row, mut column) = (1, 0);
    let mut start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut within_row = false;
    while start < bytes.len() || within_row {
        let (end, quoted) = field(bytes, start, delimiter);
        let stop = bytes.get(end).copied();
        let last = stop != Some(delimiter);
        if let Some(cell) = wanted.get(&row) {
            if column == cell.column {
                let at = if quoted { start + 1..start + 1 } else { start..end };
                changes.push(Change { at, text: cell.text.clone() });
                wanted.remove(&row);
            } else if last {
                let missing = usize::try_from(cell.column - column).unwrap_or_default();
                let text = char::from(delimiter).to_string().repeat(missing) + &cell.text;
                changes.push(Change { at: end..end, text });
                wanted.remove(&row);
            }
        }
        start = end + 1;
        column += 1;
        within_row = !last;
        if last {
            let both = stop == Some(b'\r') && bytes.get(start) == Some(&b'\n');
            start += usize::from(both);
            (row, column) = (row + 1, 0);
        }
    }
    match wanted.keys().next() {
        Some(row) => Err(EditError::NoRow { sheet: sheet.to_owned(), row: *row }),
        None => changed(bytes, changes),
    }
}

/// The end of the field that begins at `start`, and whether it is quoted.
pub(crate) fn field(bytes: &[u8], start: usize, delimiter: u8) -> (usize, bool) {
    let quoted = bytes.get(start) == Some(&b'"');
    let mut within = false;
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        match *byte {
            b'"' if quoted => within = !within,
            b'\r' | b'\n' if !within => break,
            byte if byte == delimiter && !within => break,
            _ => {}
        }
        end += 1;
    }
    (end, quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &[u8], row: u32, column: u32, becomes: &[u8]) {
        let cells = [BlankCell { row, column, text: "N1".to_owned() }];
        let made = csv(&TextForm::of_deeds(false), text, &cells).unwrap();
        assert_eq!(made, becomes, "{}", String::from_utf8_lossy(&made));
    }

    #[test]
    fn blank_cells_are_filled_and_nothing_else_changes() {
        check(b"id,a\r\n,1\r\n,2\r\n", 3, 0, b"id,a\r\n,1\r\nN1,2\r\n");
        check(b"\xef\xbb\xbfid;a\n;1", 2, 0, b"\xef\xbb\xbfid;a\nN1;1");
        check(b"a,id\n1,\n", 2, 1, b"a,id\n1,N1\n");
        check(b"a,b,id\n1\n", 2, 2, b"a,b,id\n1,,N1\n");
        check(b"a,id\n1,", 2, 1, b"a,id\n1,N1");
        check(b"\"id\",\"a\"\n\"\",\"1\"\n", 2, 0, b"\"id\",\"a\"\n\"N1\",\"1\"\n");
        check(
            b"id\ta\n\n\t\"x\n\"\"y\"\n\t3\n",
            4,
            0,
            b"id\ta\n\n\t\"x\n\"\"y\"\nN1\t3\n",
        );
        // GBK: the second byte of a character may look like a letter.
        check(b"id,a\n,\xd5\xc5\x81\x5c\n,1\n", 3, 0, b"id,a\n,\xd5\xc5\x81\x5c\nN1,1\n");
        check(b"sep=;\nid;a,b,c\n;1\n", 3, 0, b"sep=;\nid;a,b,c\nN1;1\n");
        check(b"Deeds; 2026\nid,a\n,1\n", 3, 0, b"Deeds; 2026\nid,a\nN1,1\n");
        check(b"id,a\n  ,1\n", 2, 0, b"id,a\nN1,1\n");
    }

    #[test]
    fn delimiter_is_detected() {
        let comma = b"id;note\n;a, b, c\n";
        check(comma, 2, 0, b"id;note\nN1;a, b, c\n");
        let with_delimiter = b"\xef\xbb\xbfsep=;\nid;a,b,c\n;1\n";
        check(with_delimiter, 3, 0, b"\xef\xbb\xbfsep=;\nid;a,b,c\nN1;1\n");
    }

    #[test]
    fn utf_16_is_preserved() {
        let wide = |text: &str| encoded(text, UTF_16LE).into_owned();
        let high_first = |text: &str| encoded(text, UTF_16BE).into_owned();
        let (before, after) = ("id\tnote\r\n\t丌Ⰺ\r\n", "id\tnote\r\nN1\t丌Ⰺ\r\n");
        check(&wide(before), 2, 0, &wide(after));
        let [before, after] = [before, after].map(|it| format!("\u{feff}{it}"));
        check(&wide(&before), 2, 0, &wide(&after));
        check(&high_first(&before), 2, 0, &high_first(&after));
    }

    #[test]
    fn text_that_does_not_round_trip_is_not_changed() {
        let half =
            [b"\xff\xfe", &*encoded("id,note\n,\n", UTF_16LE), b"\x00\xd8"].concat();
        let cells = [BlankCell { row: 2, column: 0, text: "N1".to_owned() }];
        assert!(matches!(
            csv(&TextForm::of_deeds(false), &half, &cells),
            Err(EditError::Broken(_))
        ));
    }

    #[test]
    fn missing_row_is_reported() {
        let cells = [BlankCell { row: 9, column: 0, text: "N1".to_owned() }];
        let (sheet, row) = ("Deeds".to_owned(), 9);
        let result = csv(&TextForm::of_deeds(false), b"id,a\n,1\n", &cells);
        assert_eq!(result, Err(EditError::NoRow { sheet, row }));
    }
}
