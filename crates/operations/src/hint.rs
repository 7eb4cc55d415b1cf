//! Messages for errors of reading and publishing, each with a hint for correcting it.

use std::borrow::Cow;

use hallboard_publish::{AppError, KeyError, PublishError, SiteError};
use hallboard_score::ShapeError;
use hallboard_workbook::read::ReadError;
use hallboard_workbook::{ContainerError, RowFault, SheetsError, WorkbookError};

use crate::clock::of_clock;
use crate::failure::Message;
use crate::words::system;
use crate::{reading, shape};

/// Message for a ledger that cannot be read; `at` adds a place within the file to the
/// file's name.
pub fn of_reading(error: &ReadError, at: impl Fn(&str) -> String) -> Message {
    match error {
        ReadError::Shape(ShapeError::Text { line, column, path, what }) => {
            let field = if path == "." { "" } else { path.as_str() };
            let place = match field {
                "" => t!("shape.place", line = line, column = column),
                _ => t!("shape.place_field", line = line, column = column, field = field),
            };
            let hint = match field {
                "" => t!("shape.file_hint"),
                _ => t!("shape.field_hint"),
            };
            Message::at(at(&place), shape::json_fault_text(what), hint)
        }
        ReadError::Shape(ShapeError::Parts { list, position, id, what }) => {
            let place = at(&format!("{list}[{position}] `{id}`"));
            Message::at(place, shape::inconsistency_text(what), t!("shape.parts_hint"))
        }
        ReadError::Workbook(error) => of_workbook(error, at("")),
        ReadError::File { what } => {
            Message::at(at(""), t!("read.file", why = system(what)), t!("read.file_hint"))
        }
        ReadError::OldExcel { .. } => {
            Message::at(at(""), t!("read.old_excel"), t!("read.old_excel_hint"))
        }
        ReadError::OneTable { .. } => {
            Message::at(at(""), t!("read.one_table"), t!("read.one_table_hint"))
        }
        ReadError::Kind { .. } => {
            Message::at(at(""), t!("read.kind"), t!("read.kind_hint"))
        }
    }
}

fn of_container(error: &ContainerError, place: String) -> Message {
    match error {
        ContainerError::Broken { what } => {
            Message::at(place, t!("read.broken", why = what), t!("read.broken_hint"))
        }
        ContainerError::TooLarge { limit } => {
            let what = t!("read.too_large", limit = limit / 1_000_000);
            Message::at(place, what, t!("read.too_large_hint"))
        }
        ContainerError::TooManyParts { limit } => Message::at(
            place,
            t!("read.many_parts", limit = limit),
            t!("read.overfull_hint"),
        ),
        ContainerError::Overfull { part } => {
            Message::at(place, t!("read.overfull", part = part), t!("read.overfull_hint"))
        }
        ContainerError::Protected => {
            Message::at(place, t!("read.protected"), t!("read.protected_hint"))
        }
    }
}

fn of_sheets(error: &SheetsError, place: String) -> Message {
    match error {
        SheetsError::Container(error) => of_container(error, place),
        SheetsError::NoTable { name, view: true } => Message::at(
            place,
            t!("read.view", name = name),
            t!("read.view_hint", name = name),
        ),
        SheetsError::NoTable { name, view: false } => Message::at(
            place,
            t!("read.virtual_table", name = name),
            t!("read.view_hint", name = name),
        ),
        SheetsError::Locked => {
            Message::at(place, t!("read.locked"), t!("read.locked_hint"))
        }
        SheetsError::Crowded { limit } => {
            let what = t!("read.crowded", limit = limit);
            Message::at(place, what, t!("read.crowded_hint"))
        }
        SheetsError::SeveralBooks { books } => {
            let what = t!("read.several_books", books = books.join(", "));
            Message::at(place, what, t!("read.several_books_hint"))
        }
        SheetsError::Text { sheet, row, what } => {
            let what = t!("read.text", sheet = sheet, row = row, why = what);
            Message::at(place, what, t!("read.text_hint"))
        }
        SheetsError::Undecodable { file, line, encoding } => {
            let what =
                t!("read.undecodable", file = file, line = line, encoding = encoding);
            Message::at(place, what, t!("read.undecodable_hint"))
        }
    }
}

fn of_workbook(error: &WorkbookError, place: String) -> Message {
    match error {
        WorkbookError::Sheets(error) => of_sheets(error, place),
        WorkbookError::FileTooLarge { limit } => {
            let what = t!("read.large_file", limit = limit / 1_000_000);
            Message::at(place, what, t!("read.too_large_hint"))
        }
        WorkbookError::Rows(rows) => {
            let what = t!("read.rows", count = rows.len());
            Message::at(place, what, t!("read.rows_hint"))
        }
        WorkbookError::Foreign { sheets } if sheets.is_empty() => {
            Message::at(place, t!("read.empty"), t!("read.foreign_hint"))
        }
        WorkbookError::Foreign { sheets } => {
            let what = t!("read.foreign", sheets = sheets.join(", "));
            Message::at(place, what, t!("read.foreign_hint"))
        }
    }
}

/// Message for a wrong row of a workbook.
pub fn of_row(fault: &RowFault, at: impl Fn(&str) -> String) -> Message {
    let text = reading::fault(fault);
    Message::at(at(&reading::place(&fault.at)), reading::in_a_line(&text), text.hint)
}

/// What to do about a folder with an app that cannot be read.
pub fn of_unread_app(error: std::io::Error, place: impl ToString) -> Message {
    Message::at(place, t!("app.unread", why = system(error)), t!("app.hint"))
}

/// What is wrong with an app.
fn app_fault(error: &AppError) -> Cow<'_, str> {
    match error {
        AppError::Missing => t!("app.missing"),
        AppError::Foreign { page, part } => {
            t!("app.foreign", page = page, part = part)
        }
        AppError::Template { fault } => t!("app.template", fault = fault),
    }
}

/// Message for a publication that failed; `place` is the site.
pub fn of_publishing(error: &PublishError, place: impl ToString) -> Message {
    let (what, hint) = match error {
        PublishError::App(why) => (app_fault(why), t!("app.hint")),
        PublishError::TimeZone(zone) => {
            (t!("failed.time_zone", zone = zone), t!("failed.time_zone_hint"))
        }
        PublishError::Clock(doubtful) => return of_clock(doubtful, place),
        PublishError::Moment => (t!("failed.moment"), t!("failed.moment_hint")),
        PublishError::TooLarge { length } => {
            (t!("failed.too_large", length = length), t!("failed.too_large_hint"))
        }
        PublishError::Key(KeyError::NeedsPassphrase) => {
            (t!("failed.passphrase"), t!("failed.passphrase_hint"))
        }
        PublishError::Key(KeyError::NoKey) => {
            (t!("context.not_a_key"), t!("failed.key_hint"))
        }
        PublishError::Key(KeyError::Unusable(why)) => {
            (t!("failed.key", why = why), t!("failed.key_hint"))
        }
        PublishError::Trust(why) => {
            (t!("failed.trust", why = why), t!("failed.trust_hint"))
        }
        PublishError::Refused(why) => {
            (t!("failed.refused", why = why), t!("failed.refused_hint"))
        }
        PublishError::Site(SiteError::InTheWay(path)) => {
            (t!("failed.in_the_way", path = path), t!("failed.in_the_way_hint"))
        }
        PublishError::Site(SiteError::NotPlain(path)) => {
            (t!("failed.not_plain", path = path), t!("failed.not_plain_hint"))
        }
        PublishError::Site(SiteError::Name(path)) => {
            (t!("failed.name", path = path), t!("failed.name_hint"))
        }
        PublishError::Site(SiteError::Manifest) => {
            (t!("failed.manifest"), t!("failed.manifest_hint"))
        }
        PublishError::Site(SiteError::Storage { path, error }) => {
            let what = t!("failed.storage", path = path, why = system(error));
            (what, t!("failed.storage_hint"))
        }
        PublishError::PublicationState(why) => {
            (t!("failed.state", why = system(why)), t!("failed.storage_hint"))
        }
        PublishError::NothingPublished => {
            (t!("failed.nothing"), t!("failed.nothing_hint"))
        }
        PublishError::OtherState => {
            (t!("failed.other_state"), t!("failed.other_state_hint"))
        }
        PublishError::OtherCards { hall } => {
            (t!("failed.other_cards", hall = hall), t!("failed.other_cards_hint"))
        }
        PublishError::OwnTooLarge { resident, length, limit } => {
            let (length, limit) = (length.div_ceil(1000), limit / 1000);
            let what = t!(
                "failed.own_too_large",
                resident = resident,
                length = length,
                limit = limit
            );
            (what, t!("failed.own_too_large_hint"))
        }
        PublishError::Random(why) => {
            (t!("failed.random", why = system(why)), t!("failed.random_hint"))
        }
        PublishError::Cards(why) => {
            (t!("failed.cards", why = system(why)), t!("failed.storage_hint"))
        }
    };
    Message::at(place, what, hint)
}
