//! How a person mends what is wrong, in one line.

use hallboard_score::{Fault, ShapeError};

use super::failure::Said;
use crate::publish::{PublishError, SiteError};
use crate::read::ReadError;
use crate::workbook::{RowFault, WorkbookError};

/// What is wrong with a ledger's file; `at` puts a place within the file to its name.
pub(super) fn of_reading(error: &ReadError, at: impl Fn(&str) -> String) -> Said {
    match error {
        ReadError::Shape(ShapeError::Text { line, column, path, what }) => {
            let field = if path == "." { "" } else { path.as_str() };
            let comma = if field.is_empty() { "" } else { ", " };
            let place = at(&format!("line {line}, column {column}{comma}{field}"));
            Said::at(place, format!("this is no ledger: {what}"), of_text(field))
        }
        ReadError::Shape(ShapeError::Parts { list, position, id, what }) => {
            let place = at(&format!("{list}[{position}] `{id}`"));
            Said::at(place, what, "Change one of the two so that they fit each other.")
        }
        ReadError::Workbook(error) => Said::at(at(""), error, of_workbook(error)),
        ReadError::File { what } => {
            let what = format!("the ledger cannot be read: {what}");
            Said::at(at(""), what, "Give the path of the ledger's file.")
        }
        ReadError::Kind { .. } => {
            let remedy = "Save it as an .xlsx workbook, or give the ledger as JSON.";
            Said::at(at(""), "this kind of file is not read", remedy)
        }
    }
}

fn of_text(field: &str) -> &'static str {
    match field {
        "" => {
            "Give the ledger as a JSON object in the format `hallboard-ledger/1`, or as an .xlsx workbook."
        }
        _ => "Correct that field in the file, and run the command again.",
    }
}

fn of_workbook(error: &WorkbookError) -> &'static str {
    match error {
        WorkbookError::Broken { .. } => {
            "Open the file in a spreadsheet program and save it again as .xlsx."
        }
        WorkbookError::TooLarge { .. } => {
            "Take out pictures and unused sheets, or check where the file comes from."
        }
        WorkbookError::Rows(_) => "Correct those rows, and run the command again.",
    }
}

/// What is wrong with a row of a workbook.
pub(super) fn of_row(fault: &RowFault, at: impl Fn(&str) -> String) -> Said {
    let RowFault { sheet, row, column, what } = fault;
    let row_part = row.map(|row| format!(", row {row}")).unwrap_or_default();
    let column_part =
        column.as_ref().map(|column| format!(", column `{column}`")).unwrap_or_default();
    let remedy = match (row, column) {
        (None, _) => "Rename, fill or remove that sheet.",
        (Some(_), Some(_)) => "Correct that cell, and run the command again.",
        (Some(_), None) => "Correct that row, and run the command again.",
    };
    Said::at(at(&format!("sheet `{sheet}`{row_part}{column_part}")), what, remedy)
}

/// How to mend what makes no sense.
pub(super) fn of_fault(fault: &Fault) -> &'static str {
    match fault {
        Fault::UnknownResident(_) => "Add the resident, or correct the id.",
        Fault::UnknownHousehold(_) => "Add the household, or correct the id.",
        Fault::UnknownCategory(_) => "Add the category to a rulebook, or correct the id.",
        Fault::UnknownDeed { .. } => {
            "Use a deed of the rulebook in force on that day, or correct the day."
        }
        Fault::UnknownReward { .. } => {
            "Use a reward of the rulebook in force on that day, or correct the day."
        }
        Fault::UnknownEntry(_) => "Correct the id of the entry it refers to.",
        Fault::WithoutConsent { .. } => {
            "Take the deed out: who has not agreed to take part is not written about."
        }
        Fault::NotNotified => {
            "Tell the resident, and write the day they were told; until then it takes nothing."
        }
        Fault::NotifiedEarly { .. } => "Correct the day of the deed or of the notice.",
        Fault::WithoutScore { .. } => {
            "Correct the resident or the day; rewards are for those who take part."
        }
        Fault::Overdrawn { .. } => {
            "Take the redemption out, or reverse it with an entry."
        }
        Fault::BearsNot { .. } => {
            "Correct the id of the entry it refers to, or its kind."
        }
        Fault::BeforeEntry { .. } => "Correct the day of one of the two.",
        Fault::Unheard { .. } => {
            "Record the objection first; without one there is nothing to decide."
        }
        Fault::Again { .. } => "Nothing needs doing; take it out if it was not meant.",
        Fault::TooLate { .. } => "Nothing needs doing; the entry was out by then.",
        Fault::OutOfOrder { .. } => "Check that the day is right.",
    }
}

/// How a publication that failed can be made.
pub(super) fn of_publishing(error: &PublishError) -> &'static str {
    match error {
        PublishError::TimeZone(_) => {
            "Give the hall's time zone by its IANA name, as in `Asia/Shanghai`."
        }
        PublishError::Moment => "Give a moment of publication that can be meant.",
        PublishError::TooLarge { .. } => {
            "Readers take no more; write to the project if your hall is that large."
        }
        PublishError::Key(_) | PublishError::Trust(_) => {
            "Give the hall's secret key; `hallboard keygen --out KEY` makes one."
        }
        PublishError::Refused(_) => "This is a fault of Hallboard's: please report it.",
        PublishError::Site(SiteError::InTheWay(_)) => {
            "Move that file away, or publish to a folder of its own."
        }
        PublishError::Site(SiteError::Manifest) => {
            "Publish to an empty folder, or put the site's manifest back."
        }
        PublishError::Site(SiteError::Storage { .. }) | PublishError::Memory(_) => {
            "See that the disk has room and may be written to; the old site stands."
        }
        PublishError::NothingPublished => {
            "Publish the whole ledger first; nothing by this key is in the site."
        }
        PublishError::OtherMemory => {
            "Put back the file beside the key that was written by the last publication, \
             or publish the whole ledger."
        }
    }
}
