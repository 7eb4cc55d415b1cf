//! Lines at the end of a `.csv` file.

use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{AppendError, Bytes, Cells};
use crate::tidy::TidyError;
use crate::tidy::csv::delimiter;
use crate::workbook::{NewValue, encoding_of};

/// The file of a sheet, and its bytes.
pub(super) fn file_of<'b>(
    before: &'b Bytes,
    sheet: &str,
) -> Result<(&'b PathBuf, &'b [u8]), AppendError> {
    let named = |file: &Path| {
        file.file_stem().is_some_and(|name| name.to_string_lossy().trim() == sheet)
    };
    let found = before.iter().find(|(file, _)| named(file));
    let (file, bytes) = found.ok_or_else(|| TidyError::NoSheet(sheet.to_owned()))?;
    Ok((file, bytes))
}

/// Puts lines to the end, in the encoding and with the delimiter and line ends that are
/// there.
pub(super) fn csv(
    sheet: &str,
    bytes: &[u8],
    rows: &[Cells],
) -> Result<Vec<u8>, AppendError> {
    let encoding = encoding_of(sheet, bytes);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let delimiter = char::from(delimiter(text.as_bytes()));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut added = String::new();
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        added.push_str(end);
    }
    for row in rows {
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
        }
        added.push_str(end);
    }
    let added = encoded(&added, encoding)
        .ok_or_else(|| AppendError::Encoding { sheet: sheet.to_owned() })?;
    Ok([bytes, &added].concat())
}

fn field(text: &str, delimiter: char) -> String {
    match text.contains(['"', '\r', '\n', delimiter]) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let units = || text.encode_utf16();
    if encoding == UTF_16LE {
        return Some(units().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(units().flat_map(u16::to_be_bytes).collect());
    }
    if encoding == UTF_8 {
        return Some(text.as_bytes().to_vec());
    }
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
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
        let made = csv("Deeds", before, &[row]).unwrap();
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
}
