//! Splits delimited text into rows as a spreadsheet counts them, and finds every quotation
//! mark that does not properly enclose its cell.

use std::io::{self, Read};

/// Maximum size of a row in bytes.
const ROW: usize = 4_000_000;
/// Number of bytes read at once.
const CHUNK: usize = 1 << 16;

/// The error in a quotation mark at the beginning of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// It is never closed, or only in a later row.
    Unclosed,
    /// There is text between the closing mark and the end of the cell.
    TextAfter,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Its number, from 1; blank lines count, line breaks within quotes do not.
    pub(super) number: u64,
    pub(super) fields: Vec<String>,
    /// The faulty quotation marks: column, from 0, and error.
    pub(super) faults: Vec<(usize, QuoteFault)>,
    /// Whether a faulty mark further up would have swallowed it.
    pub(super) recovered: bool,
}

/// How to tell a row of the table from a line within a quoted text: by its date or its id.
#[derive(Clone, Copy)]
pub struct RowMark {
    /// The column of dates, from 0.
    pub day: Option<usize>,
    /// The column of ids, from 0.
    pub id: Option<usize>,
    /// Number of headings.
    pub headings: usize,
    /// Whether a text is a day.
    pub is_day: fn(&str) -> bool,
}

impl RowMark {
    /// Whether a line is a row of the table; `own` is the id of the row whose cell contains
    /// it.
    fn is_row(self, line: &[&str], own: &str) -> bool {
        let cell = |column: Option<usize>| line.get(column?).copied();
        let bare = |column| cell(column).map(|it| it.trim_matches(['"', ' ']));
        // In prose a blank follows the comma, in a row seldom.
        let close = |column| cell(column).is_some_and(|it| !it.starts_with(' '));
        let is_whole = line.len() == self.headings;
        let reaches = |column: Option<usize>, cells: usize| {
            is_whole || column.is_some_and(|it| line.len() >= it + cells)
        };
        let by_day = bare(self.day).is_some_and(|it| {
            let is_meant =
                || is_whole && self.headings > 3 && close(self.day) && may_mean_a_day(it);
            (reaches(self.day, 3) && (self.is_day)(it)) || is_meant()
        });
        let by_id = bare(self.id).is_some_and(|it| {
            let letters = common_letters(it, own);
            let is_like = letters.is_some_and(|it| is_whole || !it.is_empty());
            let next = self.id.map(|it| it + 1);
            // A text may list several ids of this kind.
            let is_list = bare(next).is_some_and(|it| common_letters(it, own).is_some());
            let cells = if self.day.is_some() { 3 } else { 2 };
            let is_alone = self.day.is_none()
                && is_plain_id(it)
                && self.id.is_some_and(|it| line.len() >= it + 3);
            is_alone || (reaches(self.id, cells) && is_like && close(next) && !is_list)
        });
        by_day || by_id
    }
}

/// Whether a text may be a date in an unsupported format.
fn may_mean_a_day(text: &str) -> bool {
    text.chars().filter(|it| it.is_numeric()).count() >= 3 && text.chars().count() <= 24
}

/// Whether a text is an id of the usual form: a few letters, then a number.
fn is_plain_id(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = text.len() - digits.len();
    let number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    letters <= 3 && number
}

/// The common beginning of two ids that differ at most in the number at their end.
fn common_letters<'t>(text: &'t str, own: &str) -> Option<&'t str> {
    let letters = |id: &str| {
        let letters = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        (letters < id.len()).then_some(letters)
    };
    let before = text.get(..letters(text)?)?;
    (Some(before) == own.get(..letters(own)?)).then_some(before)
}

/// Reads rows one after the other.
///
/// If a quotation mark is faulty, its row ends with its line, and reading continues on the
/// next line: no later row becomes part of a cell.
pub(super) struct Records<R> {
    from: R,
    delimiter: u8,
    /// How to recognise rows of this table, once the headings are known.
    pub(super) mark: Option<RowMark>,
    text: Vec<u8>,
    /// Offset of the next row in `text`.
    at: usize,
    ended: bool,
    number: u64,
    /// Offset in `text` up to which a faulty mark would have swallowed rows.
    enclosed_until: usize,
}

/// The result of reading a cell in quotes.
enum Quoted {
    Closed { value: String, end: usize },
    Fault { what: QuoteFault, seen: usize },
}

impl<R: Read> Records<R> {
    pub(super) fn new(from: R, delimiter: u8) -> Records<R> {
        Records {
            from,
            delimiter,
            mark: None,
            text: Vec::new(),
            at: 0,
            ended: false,
            number: 0,
            enclosed_until: 0,
        }
    }

    /// The number of the last row, even if it could not be read.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Reads the next row; `false` at the end.
    ///
    /// # Errors
    /// If the text cannot be read, or a row is far too long.
    pub(super) fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        if self.at >= CHUNK {
            self.text.drain(..self.at);
            self.enclosed_until = self.enclosed_until.saturating_sub(self.at);
            self.at = 0;
        }
        record.fields.clear();
        record.faults.clear();
        record.recovered = self.at < self.enclosed_until;
        let start = self.at;
        if self.byte(start)?.is_none() {
            return Ok(false);
        }
        self.number += 1;
        record.number = self.number;
        let mut at = start;
        loop {
            let (value, end) = match self.byte(at)? {
                Some(b'"') => match self.quoted(at, start)? {
                    Quoted::Closed { value, end }
                        if !self.holds_a_row(&record.fields, &value) =>
                    {
                        (value, end)
                    }
                    Quoted::Closed { end, .. } => {
                        self.fault(record, QuoteFault::Unclosed, at, end)?;
                        return Ok(true);
                    }
                    Quoted::Fault { what, seen } => {
                        self.fault(record, what, at, seen)?;
                        return Ok(true);
                    }
                },
                _ => {
                    let end = self.plain(at, start)?;
                    (self.part(at, end), end)
                }
            };
            record.fields.push(value);
            if self.byte(end)? != Some(self.delimiter) {
                self.at = self.after_line(end)?;
                return Ok(true);
            }
            at = end + 1;
        }
    }

    /// Ends a row at the end of the line that contains the faulty mark.
    fn fault(
        &mut self,
        record: &mut Record,
        what: QuoteFault,
        at: usize,
        seen: usize,
    ) -> io::Result<()> {
        let end = self.line_end(at)?;
        if end - self.at > ROW {
            return Err(too_long());
        }
        let rest = self.part(at, end);
        record.faults.push((record.fields.len(), what));
        let parts = rest.split(char::from(self.delimiter));
        record.fields.extend(parts.map(|it| it.trim_matches('"').to_owned()));
        if seen > end {
            self.enclosed_until = self.enclosed_until.max(seen);
        }
        self.at = self.after_line(end)?;
        Ok(())
    }

    /// Reads the cell whose quotation mark is at `open`.
    fn quoted(&mut self, open: usize, start: usize) -> io::Result<Quoted> {
        let mut value = Vec::new();
        let mut at = open + 1;
        let mut crossed = false;
        loop {
            match self.byte(at)? {
                None => {
                    let what = QuoteFault::Unclosed;
                    return Ok(Quoted::Fault { what, seen: at });
                }
                Some(b'"') if self.byte(at + 1)? == Some(b'"') => {
                    value.push(b'"');
                    at += 2;
                }
                Some(b'"') => break,
                Some(byte) => {
                    crossed |= matches!(byte, b'\r' | b'\n');
                    value.push(byte);
                    at += 1;
                }
            }
            if at - start > ROW {
                return Ok(Quoted::Fault { what: QuoteFault::Unclosed, seen: at });
            }
        }
        // Blanks after the closing mark are allowed.
        let close = at;
        at += 1;
        while self.byte(at)? == Some(b' ') {
            at += 1;
        }
        match self.byte(at)? {
            None | Some(b'\r' | b'\n') => {}
            Some(byte) if byte == self.delimiter => {}
            Some(_) if crossed => {
                let what = QuoteFault::Unclosed;
                return Ok(Quoted::Fault { what, seen: close });
            }
            Some(_) => {
                let what = QuoteFault::TextAfter;
                return Ok(Quoted::Fault { what, seen: close });
            }
        }
        let value = String::from_utf8_lossy(&value).into_owned();
        Ok(Quoted::Closed { value, end: at })
    }

    /// Whether a line within a quoted cell is a row of the table. If so, the opening mark
    /// was never closed, and the closing one belongs to a later cell. `before` are the
    /// cells before it.
    fn holds_a_row(&self, before: &[String], value: &str) -> bool {
        let Some(mark) = self.mark else { return false };
        let cells = |line| -> Vec<&str> {
            str::split(line, char::from(self.delimiter)).collect()
        };
        let mut lines = value.split(['\r', '\n']);
        let first = cells(lines.next().unwrap_or_default());
        let own = mark.id.and_then(|id| match before.get(id) {
            Some(own) => Some(own.as_str()),
            None => first.get(id - before.len()).copied(),
        });
        lines.any(|line| mark.is_row(&cells(line), own.unwrap_or_default()))
    }

    /// Offset of the end of the unquoted cell that begins at `from`.
    fn plain(&mut self, from: usize, start: usize) -> io::Result<usize> {
        let mut at = from;
        loop {
            match self.byte(at)? {
                None | Some(b'\r' | b'\n') => return Ok(at),
                Some(byte) if byte == self.delimiter => return Ok(at),
                Some(_) if at - start > ROW => return Err(too_long()),
                Some(_) => at += 1,
            }
        }
    }

    fn line_end(&mut self, from: usize) -> io::Result<usize> {
        let mut at = from;
        while !matches!(self.byte(at)?, None | Some(b'\r' | b'\n')) && at - from <= ROW {
            at += 1;
        }
        Ok(at)
    }

    /// Offset of the next line.
    fn after_line(&mut self, end: usize) -> io::Result<usize> {
        Ok(match (self.byte(end)?, self.byte(end + 1)?) {
            (None, _) => end,
            (Some(b'\r'), Some(b'\n')) => end + 2,
            _ => end + 1,
        })
    }

    fn part(&self, from: usize, to: usize) -> String {
        String::from_utf8_lossy(self.text.get(from..to).unwrap_or_default()).into_owned()
    }

    fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        while at >= self.text.len() && !self.ended {
            let size = self.text.len();
            self.text.resize(size + CHUNK, 0);
            let read = self.from.read(self.text.get_mut(size..).unwrap_or_default())?;
            self.text.truncate(size + read);
            self.ended = read == 0;
        }
        Ok(self.text.get(at).copied())
    }
}

fn too_long() -> io::Error {
    io::Error::other("a row far too long; perhaps a quotation mark is missing")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_day(text: &str) -> bool {
        text.starts_with("2026-")
    }

    /// The rows of a text, each as `number: cells`, with `!` and the column of a faulty
    /// mark, and `~` before a row that such a mark would have swallowed.
    fn rows(text: &str, delimiter: u8) -> Vec<String> {
        let mut records = Records::new(text.as_bytes(), delimiter);
        let (day, id) = (Some(1), Some(0));
        records.mark = Some(RowMark { day, id, headings: 5, is_day });
        let mut record = Record::default();
        let mut rows = Vec::new();
        while records.read(&mut record).unwrap() {
            let faults: String =
                record.faults.iter().map(|(column, _)| format!("!{column}")).collect();
            let sign = if record.recovered { "~" } else { "" };
            let cells = record.fields.join("|").replace('\n', "/");
            rows.push(format!("{sign}{}{faults}: {cells}", record.number));
        }
        rows
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        for end in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', end);
            let found: Vec<String> = rows(&text, b',')
                .into_iter()
                .map(|it| it.replace("\r/", "/").replace('\r', "/"))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn quotation_marks_enclose_cells() {
        check("a,b\n1,2", &["1: a|b", "2: 1|2"]);
        check("a,b\n\n1,\"2,3\"\n", &["1: a|b", "2: ", "3: 1|2,3"]);
        check("a,\"x\ny\"\n1,2\n", &["1: a|x/y", "2: 1|2"]);
        check("a,\"say \"\"yes\"\"\" ,c\n", &["1: a|say \"yes\"|c"]);
        check("5\" pipe,b\"\n", &["1: 5\" pipe|b\""]);
        check("\"\",\"\"\n", &["1: |"]);
        check("a,\"it, was\n2026, late\",c", &["1: a|it, was/2026, late|c"]);
    }

    #[test]
    fn unclosed_quotation_mark_takes_in_no_rows() {
        check("\"a,b\n1,2\n", &["1!0: a|b", "~2: 1|2"]);
        check("a,b\n1,\"2", &["1: a|b", "2!1: 1|2"]);
        check("a,b\n1,\"2,x\n3,4", &["1: a|b", "2!1: 1|2|x", "~3: 3|4"]);
        check("1,\"said: \"\"yes,x\n3,4\n", &["1!1: 1|said: \"\"yes|x", "~2: 3|4"]);
        // The next mark opens a cell of its own.
        check("1,\"2,x\n3,\"4,5\"\n6,7\n", &["1!1: 1|2|x", "~2: 3|4,5", "3: 6|7"]);
        // If a later mark closes it by chance, the rows between are recovered.
        let row = "2,2026-04-02,R1,none";
        let text = format!("1,2026-04-01,R3,\"yes\n{row},5\",x\n3,2026-04-03,R2,y\n");
        check(
            &text,
            &[
                "1!3: 1|2026-04-01|R3|yes",
                "~2: 2|2026-04-02|R1|none|5\"|x",
                "3: 3|2026-04-03|R2|y",
            ],
        );
        check("1,\"said \"yes\" so\",3\n4,5\n", &["1!1: 1|said \"yes\" so|3", "2: 4|5"]);
    }

    #[test]
    fn rows_are_recognised_by_date_or_id() {
        let (day, id) = (Some(1), Some(0));
        let entries = RowMark { day, id, headings: 6, is_day };
        let homes = RowMark { day: None, headings: 2, ..entries };
        for (mark, own, line, is_row) in [
            (entries, "", "E2,2026-02-05,R1", false),
            (entries, "E1", "E2,2026-02-05,R1", true),
            (entries, "E1", ", 2026-02-05, R1, none", true),
            (entries, "E-1", "E-2,,R1", true),
            (entries, "1", "2,chairs,tables", false),
            (entries, "", ",2026-02-05,R1,none", true),
            (entries, "E1", "E2,5 Feb,R1,none", true),
            (entries, "E1", "E2,,R1,none,,y", true),
            (entries, "", "x2,5.2.2026,R1,,none,y", true),
            (entries, "", ",1 Feb 2026,R1,,none,y", true),
            (entries, "", ",26/2/5,R1,,none,y", true),
            (entries, "E1", "R2,R3,R4 and R5", false),
            (entries, "E1", "E2,E3,E4", false),
            (entries, "E1", "E2, E3, E4, E5, E6, E7", false),
            (entries, "E1", "ten chairs, 2026, late, cold, wet, dark", false),
            (entries, "E1", "a,b,c,d,e,f", false),
            (homes, "H1", "H2,2 Mill 5", true),
            (homes, "H1", "\"H2\",2 Mill 5", true),
            (homes, "户1", "户2,磨坊路2号", true),
            (homes, "1", "2,2 Mill 5", true),
            (homes, "H1", "R2,2 Mill 5", false),
            (homes, "H1", "H2, the back door", false),
            (homes, "H1", "the back door", false),
        ] {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(mark.is_row(&cells, own), is_row, "{line}");
        }
        // A row whose id was swallowed too.
        let text = "\"1,2026-04-01,R3,yes,x\n2,soon,R1,none,5\"\n3,2026-04-03,R2,y,z\n";
        check(
            text,
            &[
                "1!0: 1|2026-04-01|R3|yes|x",
                "~2: 2|soon|R1|none|5\"",
                "3: 3|2026-04-03|R2|y|z",
            ],
        );
    }

    #[test]
    fn rows_do_not_depend_on_chunks() {
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let size = self.0.len().min(1);
                let (now, later) = self.0.split_at(size);
                buffer[..size].copy_from_slice(now);
                self.0 = later;
                Ok(size)
            }
        }
        let text = "a,\"b\r\nc\"\r\n1,\"2\r\n3,4\r\n".repeat(3);
        let mut slow = Records::new(Slow(text.as_bytes()), b',');
        let mut fast = Records::new(text.as_bytes(), b',');
        let (mut one, mut other) = (Record::default(), Record::default());
        while fast.read(&mut one).unwrap() {
            assert!(slow.read(&mut other).unwrap());
            assert_eq!((&one.fields, one.number), (&other.fields, other.number));
            assert_eq!((&one.faults, one.recovered), (&other.faults, other.recovered));
        }
        assert!(!slow.read(&mut other).unwrap());
    }

    proptest! {
        /// Properly written text is read back unchanged.
        #[test]
        fn well_formed_text_round_trips(
            rows in proptest::collection::vec(
                proptest::collection::vec("[a-z\",;\r\n ]{0,6}", 1..4), 1..6),
            delimiter in proptest::sample::select(vec![b',', b';', b'\t']),
        ) {
            let mut to = csv::WriterBuilder::new()
                .flexible(true)
                .delimiter(delimiter)
                .quote_style(csv::QuoteStyle::Always)
                .from_writer(Vec::new());
            for row in &rows {
                to.write_record(row).unwrap();
            }
            let text = to.into_inner().unwrap();
            let mut records = Records::new(text.as_slice(), delimiter);
            let mut record = Record::default();
            for row in &rows {
                prop_assert!(records.read(&mut record).unwrap());
                prop_assert_eq!(&record.fields, row);
                prop_assert!(record.faults.is_empty() && !record.recovered);
            }
            prop_assert!(!records.read(&mut record).unwrap());
        }

        /// A surplus mark at the beginning of any cell is reported in its row, and every
        /// later row is read.
        #[test]
        fn stray_quotation_mark_is_reported_at_its_position(
            row in 0_usize..6, column in 0_usize..4, quoted in any::<bool>(),
        ) {
            let cell = |r: usize, c: usize| match (quoted && c == 2, (r, c) == (row, column)) {
                (_, true) => format!("\"v{r}{c}"),
                (true, _) => format!("\"v{r}, {c}\""),
                _ => format!("v{r}{c}"),
            };
            let line = |r| (0..4).map(|c| cell(r, c)).collect::<Vec<_>>().join(",");
            let text = (0..6).map(line).collect::<Vec<_>>().join("\n");
            let mut records = Records::new(text.as_bytes(), b',');
            let mut record = Record::default();
            for r in 0..6 {
                prop_assert!(records.read(&mut record).unwrap());
                prop_assert_eq!(record.number, r as u64 + 1);
                let first = format!("v{r}0");
                prop_assert_eq!(&record.fields[0], &first);
                let first = record.faults.first().map(|it| it.0);
                prop_assert_eq!(first, (r == row).then_some(column));
            }
        }
    }
}
