//! Cells of a `.csv` file.

use super::{BlankCell, EditError, wanted};
use crate::edit::splice::{Change, changed};

/// The headings are in one of so many rows.
const TOP_ROWS: usize = 3;

/// Writes ids into blank cells. A row is what a spreadsheet takes for one: blank lines
/// count, lines within quotes do not.
///
/// The bytes are taken as they are: in none of the encodings that are read does a byte
/// of another character look like a comma, a quote or the end of a line.
///
/// # Errors
/// When a row is not there.
pub fn csv(sheet: &str, bytes: &[u8], cells: &[BlankCell]) -> Result<Vec<u8>, EditError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(EditError::Utf16(sheet.to_owned()));
    }
    let delimiter = delimiter(bytes);
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
                changes.push(Change { at, text: cell.id.clone() });
                wanted.remove(&row);
            } else if last {
                let missing = usize::try_from(cell.column - column).unwrap_or_default();
                let text = char::from(delimiter).to_string().repeat(missing) + &cell.id;
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

/// What parts the first rows most often; a title may stand above the headings.
pub(crate) fn delimiter(bytes: &[u8]) -> u8 {
    if let Some([told, ..]) = bytes.strip_prefix(b"sep=") {
        return *told;
    }
    let parts = |delimiter: &u8| {
        let (mut most, mut count, mut start, mut rows) = (0_usize, 0, 0, 0);
        while rows < TOP_ROWS && start < bytes.len() {
            let (end, _) = field(bytes, start, *delimiter);
            start = end + 1;
            if bytes.get(end) == Some(delimiter) {
                count += 1;
                most = most.max(count);
            } else {
                (count, rows) = (0, rows + 1);
            }
        }
        most
    };
    // Of several that part them as often, the last is taken.
    b"\t;,".iter().copied().max_by_key(parts).unwrap_or(b',')
}

/// Where the field that begins there ends, and whether it stands in quotes.
fn field(bytes: &[u8], start: usize, delimiter: u8) -> (usize, bool) {
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
    fn check(text: &[u8], delimiter: u8, row: u32, column: u32, becomes: &[u8]) {
        let cells = [BlankCell { row, column, id: "N1".to_owned() }];
        assert_eq!(super::delimiter(text), delimiter);
        let made = csv("S", text, &cells).unwrap();
        assert_eq!(made, becomes, "{}", String::from_utf8_lossy(&made));
    }

    #[test]
    fn cells_are_put_where_they_belong_and_nothing_else_changes() {
        check(b"id,a\r\n,1\r\n,2\r\n", b',', 3, 0, b"id,a\r\n,1\r\nN1,2\r\n");
        check(b"\xef\xbb\xbfid;a\n;1", b';', 2, 0, b"\xef\xbb\xbfid;a\nN1;1");
        check(b"a,id\n1,\n", b',', 2, 1, b"a,id\n1,N1\n");
        check(b"a,b,id\n1\n", b',', 2, 2, b"a,b,id\n1,,N1\n");
        check(b"a,id\n1,", b',', 2, 1, b"a,id\n1,N1");
        check(b"\"id\",\"a\"\n\"\",\"1\"\n", b',', 2, 0, b"\"id\",\"a\"\n\"N1\",\"1\"\n");
        check(
            b"id\ta\n\n\t\"x\n\"\"y\"\n\t3\n",
            b'\t',
            4,
            0,
            b"id\ta\n\n\t\"x\n\"\"y\"\nN1\t3\n",
        );
        // GBK: the second byte of a character may look like a letter.
        check(
            b"id,a\n,\xd5\xc5\x81\x5c\n,1\n",
            b',',
            3,
            0,
            b"id,a\n,\xd5\xc5\x81\x5c\nN1,1\n",
        );
        check(b"sep=;\nid;a,b,c\n;1\n", b';', 3, 0, b"sep=;\nid;a,b,c\nN1;1\n");
        check(b"Deeds; 2026\nid,a\n,1\n", b',', 3, 0, b"Deeds; 2026\nid,a\nN1,1\n");
        check(b"id,a\n  ,1\n", b',', 2, 0, b"id,a\nN1,1\n");
    }

    #[test]
    fn a_row_that_is_not_there_is_told() {
        let cells = [BlankCell { row: 9, column: 0, id: "N1".to_owned() }];
        let (sheet, row) = ("S".to_owned(), 9);
        let told = csv("S", b"id,a\n,1\n", &cells);
        assert_eq!(told, Err(EditError::NoRow { sheet, row }));
    }
}
