//! Lines at the end of a `.csv` file.

use std::path::PathBuf;

use encoding_rs::{Encoding, GB18030, GBK};

use super::{AppendError, Bytes, Cells};
use crate::edit::fill_ids::EditError;
use crate::edit::fill_ids::csv::encoded;
use crate::{
    NewValue, cell_name, delimiter_of, encoding_of, file_of_hall, file_of_sheet, rows_in,
};

/// The file of a sheet, and its bytes.
pub(super) fn file_of<'b>(
    before: &'b Bytes,
    sheet: &str,
) -> Result<(&'b PathBuf, &'b [u8]), AppendError> {
    let found = file_of_sheet(before.keys().map(PathBuf::as_path), sheet);
    let found = found.and_then(|file| before.get_key_value(&file));
    let (file, bytes) = found.ok_or_else(|| EditError::NoSheet(sheet.to_owned()))?;
    Ok((file, bytes))
}

/// The bytes of the hall's own table.
pub(super) fn hall_of(before: &Bytes) -> &[u8] {
    let file = file_of_hall(before.keys().map(PathBuf::as_path));
    file.and_then(|file| before.get(&file)).map(Vec::as_slice).unwrap_or_default()
}

/// Puts lines to the end, in the encoding and with the delimiter and line ends that are
/// there; `hall` is the hall's own table, `set` the encoding that was set.
pub(super) fn csv(
    sheet: &str,
    bytes: &[u8],
    rows: &[Cells],
    hall: &[u8],
    set: Option<&'static Encoding>,
) -> Result<Vec<u8>, AppendError> {
    let encoding = encoding_of(sheet, bytes, hall, set);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let encoding = if set.is_some() { encoding } else { as_it_is(encoding, &text) };
    let delimiter = char::from(delimiter_of(sheet, &text));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut added = String::new();
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        added.push_str(end);
    }
    for (number, row) in (0..).zip(rows) {
        let mut place = 0;
        for (column, value) in row {
            while place < *column {
                added.push(delimiter);
                place += 1;
            }
            added.push_str(&match value {
                NewValue::Day(day) => day.to_string(),
                NewValue::Text(text) => field(text, delimiter),
            });
            if let NewValue::Text(value) = value
                && let Some(character) = unencodable(value, encoding)
            {
                let last = rows_in(&text, u8::try_from(delimiter).unwrap_or(b','));
                let row = u32::try_from(last + number + 1).unwrap_or(u32::MAX);
                return Err(AppendError::Encoding {
                    sheet: sheet.to_owned(),
                    cell: cell_name(sheet, row, *column),
                    character,
                    encoding: encoding.name(),
                });
            }
        }
        added.push_str(end);
    }
    Ok([bytes, &encoded(&added, encoding)].concat())
}

/// The encoding in which a file is written on: GBK stays what Excel in China reads, two
/// bytes for a character at most.
fn as_it_is(encoding: &'static Encoding, text: &str) -> &'static Encoding {
    let is_plain = encoding == GB18030 && !GBK.encode(text).2;
    if is_plain { GBK } else { encoding }
}

/// The first character that an encoding does not have.
fn unencodable(text: &str, encoding: &'static Encoding) -> Option<char> {
    let lacks = |c: &char| encoding.encode(c.encode_utf8(&mut [0; 4])).2;
    let is_lossless = !encoding.encode(text).2;
    if is_lossless { None } else { text.chars().find(lacks) }
}

fn field(text: &str, delimiter: char) -> String {
    match text.contains(['"', '\r', '\n', delimiter]) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &[u8], after: &[u8]) {
        let row = vec![
            (0, NewValue::Text("L1".into())),
            (2, NewValue::Text("张, \"三\"".into())),
        ];
        let made = csv("Deeds", before, &[row], b"", None).unwrap();
        assert_eq!(made, after, "{}", String::from_utf8_lossy(&made));
    }

    #[test]
    fn lines_come_last_in_the_ways_of_the_file() {
        check(
            b"id,date,note\r\n1,2,3\r\n",
            "id,date,note\r\n1,2,3\r\nL1,,\"张, \"\"三\"\"\"\r\n".as_bytes(),
        );
        check(
            b"id;date;note\n1;2;3",
            "id;date;note\n1;2;3\nL1;;\"张, \"\"三\"\"\"\n".as_bytes(),
        );
        // There are more commas than semicolons.
        check(
            b"id;date;note\n1;2;\"a, b, c, d, e\"\n",
            "id;date;note\n1;2;\"a, b, c, d, e\"\nL1;;\"张, \"\"三\"\"\"\n".as_bytes(),
        );
        let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
        check(
            &gb("编号,日期,备注\n1,2,张\n"),
            &gb("编号,日期,备注\n1,2,张\nL1,,\"张, \"\"三\"\"\"\n"),
        );
        let wide = |text: &str| {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [b"\xff\xfe".to_vec(), units.collect()].concat()
        };
        check(
            &wide("id\tdate\tnote\r\n1\t2\t3\r\n"),
            &wide("id\tdate\tnote\r\n1\t2\t3\r\nL1\t\t\"张, \"\"三\"\"\"\r\n"),
        );
    }

    /// What an encoding cannot hold is told by its cell and character, and not written as
    /// something that the program which made the file shows as rubbish.
    #[test]
    fn a_character_that_the_file_cannot_hold_is_told() {
        let tell = |before: &[u8], text: &str| {
            let row = |text: &str| {
                vec![
                    (0, NewValue::Text("L1".into())),
                    (2, NewValue::Text(text.to_owned())),
                ]
            };
            let rows = [row("张"), row(text)];
            let made = csv("Deeds", before, &rows, b"Asia/Shanghai", None);
            made.map_err(|error| error.to_string())
        };
        let head = "编号,日期,备注\n1,2,张\n";
        let gbk = GBK.encode(head).0.into_owned();
        for (text, character) in
            [("好😀", '😀'), ("𠮷", '𠮷'), ("café ☃ ", '☃'), ("ไทย", 'ไ')]
        {
            let expected =
                format!("Deeds!C4: `Deeds` is in GBK, which has no `{character}`");
            assert_eq!(tell(&gbk, text), Err(expected), "{text}");
        }
        for text in ["€ 5", "镕", "“好”"] {
            let made = tell(&gbk, text).unwrap();
            assert!(GBK.decode_without_bom_handling(&made).0.contains(text), "{text}");
            assert!(made.ends_with(&[&GBK.encode(text).0[..], b"\n"].concat()), "{text}");
        }
        // A file that holds such characters already may hold more of them.
        let wide = GB18030.encode("编号,日期,备注\n1,2,𠮷\n").0.into_owned();
        assert!(tell(&wide, "😀").is_ok());
        let latin = b"id,date,note\n1,2,M\xfcller\n";
        let told = tell(latin, "ok").unwrap_err();
        assert!(told.contains("windows-1252, which has no `张`"), "{told}");
        assert!(tell("编号,日期,备注\n".as_bytes(), "😀").is_ok());
    }
}
