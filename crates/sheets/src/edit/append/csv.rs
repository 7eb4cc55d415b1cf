//! Appends lines to a `.csv` file.

use encoding_rs::{Encoding, GB18030, GBK};

use super::{AppendError, Cells, NewRows, NewValue};
use crate::edit::fill::csv::{encoded, field};
use crate::source::rows_in;
use crate::{TextForm, cell_name};

/// Puts rows below the last one that holds anything in a column that is read, in the encoding
/// and with the delimiter and line ends that are there: into rows that hold at most something
/// in other columns, then to the end.
///
/// # Errors
/// When the file's encoding does not have a character of the rows.
pub fn csv(
    form: &TextForm<'_>,
    bytes: &[u8],
    new: &NewRows,
) -> Result<Vec<u8>, AppendError> {
    let encoding = form.encoding_of(bytes);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let encoding = if form.set.is_some() { encoding } else { as_it_is(encoding, &text) };
    let delimiter = form.delimiter_of(&text);
    let below = below(&text, delimiter, new.after);
    // If the rest cannot be encoded to the same bytes, it stays, and the new rows follow
    // it.
    let kept = bytes.strip_suffix(&*encoded(below, encoding));
    let (kept, below, above) = match kept {
        Some(kept) if !below.is_empty() => (kept, below, u64::from(new.after)),
        _ => (bytes, "", rows_in(&text, delimiter)),
    };
    for (number, row) in (1..).zip(&new.rows) {
        for (column, value) in row {
            let NewValue::Text(value) = value else { continue };
            let Some(character) = unencodable(value, encoding) else { continue };
            let row = u32::try_from(above + number).unwrap_or(u32::MAX);
            return Err(AppendError::Encoding {
                sheet: form.sheet.to_owned(),
                cell: cell_name(form.sheet, row, *column),
                character,
                encoding: encoding.name(),
            });
        }
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut made = filled(below, &new.rows, delimiter, end);
    if below.is_empty() && !text.is_empty() && !text.ends_with(['\n', '\r']) {
        made.insert_str(0, end);
    }
    Ok([kept, &encoded(&made, encoding)].concat())
}

/// The text below the row of that number.
fn below(text: &str, delimiter: u8, row: u32) -> &str {
    let mut rest = text;
    for _ in 0..row {
        rest = row_of(rest, delimiter).1;
    }
    rest
}

/// The cells of the first row in a text, as they are written, with its line end; and the
/// text below it.
fn row_of(text: &str, delimiter: u8) -> ((Vec<&str>, &str), &str) {
    let (mut cells, mut start) = (Vec::new(), 0);
    loop {
        let (end, _) = field(text.as_bytes(), start, delimiter);
        let (cell, rest) = (text.get(start..end), text.get(end..).unwrap_or_default());
        cells.push(cell.unwrap_or_default());
        if !rest.starts_with(char::from(delimiter)) {
            let line_end = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
            let (line_end, below) = rest.split_at(line_end);
            return ((cells, line_end), below);
        }
        start = end + 1;
    }
}

/// Fills the first rows of a text, and adds lines for the remaining ones.
fn filled(text: &str, rows: &[Cells], delimiter: u8, end: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    for (number, row) in (1..).zip(rows) {
        let ((mut cells, mut line_end), below) = match rest.is_empty() {
            true => ((Vec::new(), end), ""),
            false => row_of(rest, delimiter),
        };
        if line_end.is_empty() && number < rows.len() {
            line_end = end;
        }
        let is_quoted = |column: u32| {
            let place = usize::try_from(column).unwrap_or(usize::MAX);
            cells.get(place).is_some_and(|it| it.starts_with('"'))
        };
        let values = row.iter().map(|(column, value)| {
            let text = match value {
                NewValue::Day(day) => day.to_string(),
                NewValue::Text(text) => text.clone(),
            };
            (*column, quoted(&text, delimiter, is_quoted(*column)))
        });
        let values: Vec<(u32, String)> = values.collect();
        for (column, value) in &values {
            let place = usize::try_from(*column).unwrap_or(usize::MAX);
            if cells.len() <= place {
                cells.resize(place + 1, "");
            }
            if let Some(cell) = cells.get_mut(place) {
                *cell = value;
            }
        }
        made += &cells.join(char::from(delimiter).to_string().as_str());
        made += line_end;
        rest = below;
    }
    made + rest
}

/// The encoding in which a file is continued: GBK is not extended beyond what Excel in
/// China reads, at most two bytes for a character.
fn as_it_is(encoding: &'static Encoding, text: &str) -> &'static Encoding {
    let is_plain = encoding == GB18030 && !GBK.encode(text).2;
    if is_plain { GBK } else { encoding }
}

/// The first character that an encoding lacks.
pub fn unencodable(text: &str, encoding: &'static Encoding) -> Option<char> {
    let lacks = |c: &char| encoding.encode(c.encode_utf8(&mut [0; 4])).2;
    let is_lossless = !encoding.encode(text).2;
    if is_lossless { None } else { text.chars().find(lacks) }
}

/// The text as a cell: in quotes if it needs them, or if the cell had them.
fn quoted(text: &str, delimiter: u8, had_quotes: bool) -> String {
    match had_quotes || text.contains(['"', '\r', '\n', char::from(delimiter)]) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &[u8], after: &[u8]) {
        check_below(2, 1, before, after);
    }

    /// Writes `count` rows below the row `last`.
    #[track_caller]
    fn check_below(last: u32, count: usize, before: &[u8], after: &[u8]) {
        let row = |number| {
            vec![
                (0, NewValue::Text(format!("L{number}"))),
                (2, NewValue::Text("张, \"三\"".into())),
            ]
        };
        let rows = (1..=count).map(row).collect();
        let new = NewRows { rows, like: None, after: last };
        let made = csv(&TextForm::of_deeds(false), before, &new).unwrap();
        assert_eq!(made, after, "{}", String::from_utf8_lossy(&made));
    }

    #[test]
    fn lines_are_appended_in_the_style_of_the_file() {
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

    #[test]
    fn rows_without_content_in_known_columns_are_filled_first() {
        let text = "\"张, \"\"三\"\"\"";
        let head = "id,date,note,# own\n1,2,3,x\n";
        for (count, below, after) in [
            (1, ",,,\n,,,\n", format!("L1,,{text},\n,,,\n")),
            (2, ",,,\n,,,", format!("L1,,{text},\nL2,,{text},")),
            (3, ",,,\n,,,", format!("L1,,{text},\nL2,,{text},\nL3,,{text}\n")),
            (1, "\n\n", format!("L1,,{text}\n\n")),
            (1, ",,,own 1\n,,,own 2\n", format!("L1,,{text},own 1\n,,,own 2\n")),
            (1, ",,,\"own\n1\"\n", format!("L1,,{text},\"own\n1\"\n")),
            (2, ",\n", format!("L1,,{text}\nL2,,{text}\n")),
            (1, "\"\",\"\",\"\",\"\"\n", format!("\"L1\",\"\",{text},\"\"\n")),
        ] {
            let (before, after) = (format!("{head}{below}"), format!("{head}{after}"));
            check_below(2, count, before.as_bytes(), after.as_bytes());
            let windows = |text: &str| text.replace('\n', "\r\n");
            let (before, after) = (windows(&before), windows(&after));
            check_below(2, count, before.as_bytes(), after.as_bytes());
            let gb =
                |text: &str| GBK.encode(&text.replace("id,", "编号,")).0.into_owned();
            check_below(2, count, &gb(&before), &gb(&after));
            let wide = |text: &str| -> Vec<u8> {
                format!("\u{feff}{text}")
                    .encode_utf16()
                    .flat_map(u16::to_be_bytes)
                    .collect()
            };
            check_below(2, count, &wide(&before), &wide(&after));
        }
    }

    /// Number of rows in a text, in any encoding with the line ends of ASCII.
    fn before_rows(text: &[u8]) -> u32 {
        u32::try_from(text.split(|it| *it == b'\n').filter(|it| !it.is_empty()).count())
            .unwrap()
    }

    /// A character that the encoding lacks is reported with its cell. It is not written as
    /// something that the program which made the file would show as rubbish.
    #[test]
    fn unencodable_character_is_reported() {
        let append = |before: &[u8], text: &str| {
            let row = |text: &str| {
                vec![
                    (0, NewValue::Text("L1".into())),
                    (2, NewValue::Text(text.to_owned())),
                ]
            };
            let (rows, after) = (vec![row("张"), row(text)], before_rows(before));
            let new = NewRows { rows, like: None, after };
            let made = csv(&TextForm::of_deeds(true), before, &new);
            made.map_err(|error| error.to_string())
        };
        let head = "编号,日期,备注\n1,2,张\n";
        let gbk = GBK.encode(head).0.into_owned();
        for (text, character) in
            [("好😀", '😀'), ("𠮷", '𠮷'), ("café ☃ ", '☃'), ("ไทย", 'ไ')]
        {
            let expected =
                format!("Deeds!C4: `Deeds` is in GBK, which has no `{character}`");
            assert_eq!(append(&gbk, text), Err(expected), "{text}");
        }
        for text in ["€ 5", "镕", "“好”"] {
            let made = append(&gbk, text).unwrap();
            assert!(GBK.decode_without_bom_handling(&made).0.contains(text), "{text}");
            assert!(made.ends_with(&[&GBK.encode(text).0[..], b"\n"].concat()), "{text}");
        }
        // A file that already contains such characters may get more of them.
        let wide = GB18030.encode("编号,日期,备注\n1,2,𠮷\n").0.into_owned();
        assert!(append(&wide, "😀").is_ok());
        let latin = b"id,date,note\n1,2,M\xfcller\n";
        let error = append(latin, "ok").unwrap_err();
        assert!(error.contains("windows-1252, which has no `张`"), "{error}");
        assert!(append("编号,日期,备注\n".as_bytes(), "😀").is_ok());
    }
}
