//! Letters in a workbook with a column for decisions.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::ExitCode;

use calamine::{Data, Reader, Xlsx};
use hallboard_inbox::ReviewerInput;
use hallboard_operations::atomic_write;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::inbox::wording::Wording;
use hallboard_operations::inbox::{Session, failed, kind, settled, unknown};
use hallboard_operations::words::{People, system};
use hallboard_score::Day;
use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet, XlsxError};

use super::accept::{Wanted, accept};
use super::render::{self, LetterRenderer};

/// The name of the sheet.
const SHEET: &str = "Letters 来信";
/// The headings, each recognised by its first word.
const HEADINGS: [&str; 13] = [
    "id 编号",
    "kind 种类",
    "came 收到日期",
    "sender 来信人",
    "says 内容",
    "text 原话",
    "against 问题",
    "decision 处理",
    "words 理由或问题",
    "notified 告知日期",
    "resident 村民编号",
    "into 合并到",
    "number 号码",
];
/// The possible decisions.
const DECISIONS: [&str; 5] =
    ["later 以后", "accept 接受", "refuse 拒绝", "ask 询问", "merge 合并"];
/// Column widths in characters.
const WIDTHS: [f64; 13] =
    [14.0, 12.0, 12.0, 24.0, 40.0, 40.0, 40.0, 14.0, 30.0, 14.0, 14.0, 14.0, 14.0];
/// The columns filled in for each letter; the others are for decisions.
const WRITTEN: [u16; 8] = [0, 1, 2, 3, 4, 5, 6, 12];
/// Maximum size in bytes of a workbook that is read back.
const LIMIT: u64 = 50_000_000;

/// Writes the waiting letters.
pub(super) fn write(
    session: &Session,
    file: &Path,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let rows = rows(session)?;
    let count = rows.len();
    let unmade = |why: String| {
        let what = t!("inbox.sheet_unmade", why = why);
        CliError::runtime(Message::at(
            file.display(),
            what,
            t!("inbox.sheet_unmade_hint"),
        ))
    };
    let bytes = book(&rows).map_err(|error| unmade(error.to_string()))?;
    atomic_write::file(file, false, |draft| {
        std::fs::write(draft, &bytes).map_err(|error| unmade(system(error)))
    })?;
    let file = file.display();
    writeln!(out, "{}", t!("inbox.sheet_written", file = file, count = count))?;
    Ok(())
}

fn rows(session: &Session) -> Result<Vec<[String; 8]>, CliError> {
    let limits = session.limits();
    let review_context = session.review_context(&limits);
    let people = People::of(&session.ledger);
    let renderer = LetterRenderer(Wording {
        session,
        review_context: &review_context,
        people: &people,
    });
    let mut rows = Vec::new();
    for id in session.inbox.waiting() {
        let Some(record) = session.inbox.letter(id) else { continue };
        let review = session.review(&review_context, id, &ReviewerInput::default())?;
        let problems = review.result.problems.iter();
        let problems: Vec<String> =
            problems.map(|it| render::problem(it, &people)).collect();
        let came = session.day(record.received.came).map(|it| it.to_string());
        rows.push([
            session.inbox.short(id),
            kind(record.received.kind),
            came.unwrap_or_default(),
            renderer.sender(&review),
            renderer.0.contents(&review),
            renderer.free_text(&review),
            problems.join("\n"),
            record.received.mark.number().to_string(),
        ]);
    }
    Ok(rows)
}

/// Every cell is written as text, so that none can become a formula.
fn book(rows: &[[String; 8]]) -> Result<Vec<u8>, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(SHEET)?.set_freeze_panes(1, 0)?;
    let head = Format::new().set_bold().set_text_wrap();
    let text = Format::new().set_num_format("@").set_text_wrap();
    for (column, (heading, width)) in (0_u16..).zip(HEADINGS.iter().zip(WIDTHS)) {
        page.set_column_width(column, width)?;
        page.set_column_format(column, &text)?;
        page.write_string_with_format(0, column, *heading, &head)?;
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let choices = DataValidation::new().allow_list_strings(&DECISIONS)?;
    page.add_data_validation(1, 7, last, 7, &choices)?;
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in WRITTEN.into_iter().zip(cells) {
            page.write_string_with_format(row, column, cell, &text)?;
        }
    }
    let mut book = Workbook::new();
    book.push_worksheet(page);
    book.save_to_buffer()
}

/// A row with the reviewer's input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filled {
    row: usize,
    id: String,
    decision: String,
    words: String,
    notified: String,
    resident: String,
    into: String,
}

/// Carries out the decisions. Those that fail are reported; the others are still carried
/// out.
pub(super) fn take(
    session: &mut Session,
    file: &Path,
    by: Option<&str>,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let unread = |why: String| {
        let what = t!("inbox.sheet_unread", why = why);
        CliError::usage(Message::at(file.display(), what, t!("inbox.sheet_unread_hint")))
    };
    let size = std::fs::metadata(file).map_err(|error| unread(system(error)))?.len();
    if size > LIMIT {
        return Err(unread(t!("inbox.sheet_large").into_owned()));
    }
    let bytes = std::fs::read(file).map_err(|error| unread(system(error)))?;
    let filled = filled(&bytes).map_err(unread)?;
    let mut undone = false;
    let (mut wanted, mut seen) = (Vec::new(), BTreeSet::new());
    for row in filled {
        let what = match asked(session, &row, by) {
            Ok(Some(accept)) if seen.insert(accept.0) => {
                wanted.push((row.row, accept));
                continue;
            }
            Ok(Some(_)) => Some(settled(&row.id)),
            Ok(None) => carry_out(session, &row, by)?.err(),
            Err(what) => Some(what),
        };
        undone |= accept_rows(session, std::mem::take(&mut wanted), out)?;
        if let Some(what) = what {
            undone = true;
            writeln!(out, "{}", t!("inbox.sheet_row", row = row.row, what = what))?;
        }
    }
    undone |= accept_rows(session, wanted, out)?;
    super::write_committed(&session.commit()?, out)?;
    super::write_to_do(session, out)?;
    Ok(ExitCode::from(u8::from(undone)))
}

fn filled(bytes: &[u8]) -> Result<Vec<Filled>, String> {
    let to_text = |error: calamine::XlsxError| error.to_string();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(to_text)?;
    let range = book.worksheet_range(SHEET).map_err(to_text)?;
    let mut rows = range.rows();
    let head: Vec<String> = rows.next().unwrap_or_default().iter().map(cell).collect();
    let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let place = |name: &str| head.iter().position(|it| first(it) == name);
    let (Some(_), Some(_)) = (place("id"), place("decision")) else {
        return Err(t!("inbox.sheet_headings").into_owned());
    };
    let mut filled = Vec::new();
    for (number, cells) in (2..).zip(rows) {
        let of = |name: &str| {
            let found = place(name).and_then(|it| cells.get(it));
            found.map(|it| cell(it).trim().to_owned()).unwrap_or_default()
        };
        let row = Filled {
            row: number,
            id: of("id"),
            decision: first(&of("decision")),
            words: of("words"),
            notified: of("notified"),
            resident: first(&of("resident")),
            into: of("into"),
        };
        if !row.id.is_empty() && !matches!(row.decision.as_str(), "" | "later" | "以后")
        {
            filled.push(row);
        }
    }
    Ok(filled)
}

fn cell(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        cell => cell.to_string(),
    }
}

/// Accepts the letters of these rows; returns whether any was not accepted.
fn accept_rows(
    session: &mut Session,
    rows: Vec<(usize, Wanted)>,
    out: &mut dyn Write,
) -> Result<bool, CliError> {
    let (rows, wanted): (Vec<usize>, Vec<Wanted>) = rows.into_iter().unzip();
    let done = accept(session, &wanted, out)?;
    let mut undone = false;
    for (row, _) in rows.iter().zip(&done).filter(|(_, done)| !**done) {
        undone = true;
        let what = t!("inbox.sheet_against");
        writeln!(out, "{}", t!("inbox.sheet_row", row = row, what = what))?;
    }
    Ok(undone)
}

/// The letter that a row asks to accept, if it does; or why it cannot be accepted.
fn asked(
    session: &Session,
    row: &Filled,
    by: Option<&str>,
) -> Result<Option<Wanted>, String> {
    if !matches!(row.decision.as_str(), "accept" | "接受") {
        return Ok(None);
    }
    let id = session.inbox.find(&row.id).map_err(|_unknown| unknown(&row.id))?;
    let no_day = |_no_day| t!("inbox.sheet_day", found = row.notified).into_owned();
    let notified = match row.notified.as_str() {
        "" => None,
        day => Some(day.parse::<Day>().map_err(no_day)?),
    };
    session.inbox.must_wait(id).map_err(|_settled| settled(&row.id))?;
    let resident = Some(row.resident.clone()).filter(|it| !it.is_empty());
    let by = by.map(str::to_owned);
    Ok(Some((id, ReviewerInput { notified, resident, by, date: None })))
}

fn carry_out(
    session: &mut Session,
    row: &Filled,
    by: Option<&str>,
) -> Result<Result<(), String>, CliError> {
    let found = session.inbox.find(&row.id);
    let Ok(id) = found else {
        return Ok(Err(unknown(&row.id)));
    };
    let now = session.now;
    let needs_words = || Ok(Err(t!("inbox.sheet_words").into_owned()));
    let done = match row.decision.as_str() {
        "refuse" | "拒绝" if row.words.is_empty() => return needs_words(),
        "ask" | "询问" if row.words.is_empty() => return needs_words(),
        "refuse" | "拒绝" => session.inbox.refuse(&[id], &row.words, by, now),
        "ask" | "询问" => session.inbox.ask(id, &row.words, by, now),
        "merge" | "合并" => match session.inbox.find(&row.into) {
            Ok(into) => session.inbox.merge(id, into, by, now),
            Err(error) => Err(error),
        },
        other => return Ok(Err(t!("inbox.sheet_decision", found = other).into_owned())),
    };
    let place = session.folder.clone();
    match done {
        Ok(()) => Ok(Ok(())),
        Err(error @ hallboard_inbox::InboxError::Storage(_)) => {
            Err(failed(&place, &error))
        }
        Err(_settled) => Ok(Err(settled(&row.id))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn sheet_cells_are_texts_and_round_trip() {
        let hostile =
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a\nb", "=cmd|' /C calc'!A0", "=2"];
        let rows: Vec<[String; 8]> = vec![hostile.map(str::to_owned)];
        let bytes = book(&rows).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut sheet = String::new();
        let mut part = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
        part.read_to_string(&mut sheet).unwrap();
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let range = book.worksheet_range(SHEET).unwrap();
        for (column, text) in WRITTEN.map(u32::from).into_iter().zip(hostile) {
            let expected = Data::String(text.to_owned());
            assert_eq!(range.get_value((1, column)), Some(&expected));
        }
        assert_eq!(book.worksheet_formula(SHEET).unwrap().used_cells().count(), 0);
    }
}
