//! How a person mends what is wrong, in one line.

use hallboard_score::ShapeError;

use super::clock::of_clock;
use super::failure::Said;
use super::publish::app_fault;
use super::words::system;
use super::{reading, shape};
use crate::publish::{KeyError, PublishError, SiteError};
use crate::read::ReadError;
use crate::workbook::{RowFault, WorkbookError};

/// What is wrong with a ledger's file; `at` puts a place within the file to its name.
pub(super) fn of_reading(error: &ReadError, at: impl Fn(&str) -> String) -> Said {
    match error {
        ReadError::Shape(ShapeError::Text { line, column, path, what }) => {
            let field = if path == "." { "" } else { path.as_str() };
            let place = match field {
                "" => t!("shape.place", line = line, column = column),
                _ => t!("shape.place_field", line = line, column = column, field = field),
            };
            let remedy = match field {
                "" => t!("shape.mend_file"),
                _ => t!("shape.mend_field"),
            };
            Said::at(at(&place), shape::told(what), remedy)
        }
        ReadError::Shape(ShapeError::Parts { list, position, id, what }) => {
            let place = at(&format!("{list}[{position}] `{id}`"));
            Said::at(place, shape::told(&what.to_string()), t!("shape.mend_parts"))
        }
        ReadError::Workbook(error) => of_workbook(error, at("")),
        ReadError::File { what } => {
            Said::at(at(""), t!("read.file", why = system(what)), t!("read.file_mend"))
        }
        ReadError::OldExcel { .. } => {
            Said::at(at(""), t!("read.old_excel"), t!("read.old_excel_mend"))
        }
        ReadError::OneTable { .. } => {
            Said::at(at(""), t!("read.one_table"), t!("read.one_table_mend"))
        }
        ReadError::Kind { .. } => Said::at(at(""), t!("read.kind"), t!("read.kind_mend")),
    }
}

fn of_workbook(error: &WorkbookError, place: String) -> Said {
    match error {
        WorkbookError::Broken { what } => {
            Said::at(place, t!("read.broken", why = what), t!("read.broken_mend"))
        }
        WorkbookError::TooLarge { limit } => {
            let what = t!("read.too_large", limit = limit / 1_000_000);
            Said::at(place, what, t!("read.too_large_mend"))
        }
        WorkbookError::TooManyParts { limit } => Said::at(
            place,
            t!("read.many_parts", limit = limit),
            t!("read.overfull_mend"),
        ),
        WorkbookError::FileTooLarge { limit } => {
            let what = t!("read.large_file", limit = limit / 1_000_000);
            Said::at(place, what, t!("read.too_large_mend"))
        }
        WorkbookError::Overfull { part } => {
            Said::at(place, t!("read.overfull", part = part), t!("read.overfull_mend"))
        }
        WorkbookError::NoTable { name, view: true } => Said::at(
            place,
            t!("read.view", name = name),
            t!("read.view_mend", name = name),
        ),
        WorkbookError::NoTable { name, view: false } => Said::at(
            place,
            t!("read.virtual_table", name = name),
            t!("read.view_mend", name = name),
        ),
        WorkbookError::Locked => {
            Said::at(place, t!("read.locked"), t!("read.locked_mend"))
        }
        WorkbookError::Rows(rows) => {
            let what = t!("read.rows", count = rows.len());
            Said::at(place, what, t!("read.rows_mend"))
        }
        WorkbookError::Crowded { limit } => {
            let what = t!("read.crowded", limit = limit);
            Said::at(place, what, t!("read.crowded_mend"))
        }
        WorkbookError::SeveralBooks { books } => {
            let what = t!("read.several_books", books = books.join(", "));
            Said::at(place, what, t!("read.several_books_mend"))
        }
        WorkbookError::Text { sheet, row, what } => {
            let what = t!("read.text", sheet = sheet, row = row, why = what);
            Said::at(place, what, t!("read.text_mend"))
        }
        WorkbookError::Protected => {
            Said::at(place, t!("read.protected"), t!("read.protected_mend"))
        }
        WorkbookError::Foreign { sheets } if sheets.is_empty() => {
            Said::at(place, t!("read.empty"), t!("read.foreign_mend"))
        }
        WorkbookError::Foreign { sheets } => {
            let what = t!("read.foreign", sheets = sheets.join(", "));
            Said::at(place, what, t!("read.foreign_mend"))
        }
    }
}

/// What is wrong with a row of a workbook.
pub(super) fn of_row(fault: &RowFault, at: impl Fn(&str) -> String) -> Said {
    let told = reading::fault(fault);
    Said::at(at(&reading::place(&fault.at)), reading::in_a_line(&told), told.mend)
}

/// Why nothing was published, and how it can be; `place` is the site.
pub(super) fn of_publishing(error: &PublishError, place: impl ToString) -> Said {
    let (what, remedy) = match error {
        PublishError::App(why) => (app_fault(why), t!("publish.app_mend")),
        PublishError::TimeZone(zone) => {
            (t!("failed.time_zone", zone = zone), t!("failed.time_zone_mend"))
        }
        PublishError::Clock(doubtful) => return of_clock(doubtful, place),
        PublishError::Moment => (t!("failed.moment"), t!("failed.moment_mend")),
        PublishError::TooLarge { length } => {
            (t!("failed.too_large", length = length), t!("failed.too_large_mend"))
        }
        PublishError::Key(KeyError::NeedsPassphrase) => {
            (t!("failed.passphrase"), t!("failed.passphrase_mend"))
        }
        PublishError::Key(KeyError::NoKey) => {
            (t!("office.not_a_key"), t!("failed.key_mend"))
        }
        PublishError::Key(KeyError::Unusable(why)) => {
            (t!("failed.key", why = why), t!("failed.key_mend"))
        }
        PublishError::Trust(why) => {
            (t!("failed.trust", why = why), t!("failed.trust_mend"))
        }
        PublishError::Refused(why) => {
            (t!("failed.refused", why = why), t!("failed.refused_mend"))
        }
        PublishError::Site(SiteError::InTheWay(path)) => {
            (t!("failed.in_the_way", path = path), t!("failed.in_the_way_mend"))
        }
        PublishError::Site(SiteError::NotPlain(path)) => {
            (t!("failed.not_plain", path = path), t!("failed.not_plain_mend"))
        }
        PublishError::Site(SiteError::Name(path)) => {
            (t!("failed.name", path = path), t!("failed.name_mend"))
        }
        PublishError::Site(SiteError::Manifest) => {
            (t!("failed.manifest"), t!("failed.manifest_mend"))
        }
        PublishError::Site(SiteError::Storage { path, error }) => {
            let what = t!("failed.storage", path = path, why = system(error));
            (what, t!("failed.storage_mend"))
        }
        PublishError::Memory(why) => {
            (t!("failed.memory", why = system(why)), t!("failed.storage_mend"))
        }
        PublishError::NothingPublished => {
            (t!("failed.nothing"), t!("failed.nothing_mend"))
        }
        PublishError::OtherMemory => {
            (t!("failed.other_memory"), t!("failed.other_memory_mend"))
        }
        PublishError::OtherCards { hall } => {
            (t!("failed.other_cards", hall = hall), t!("failed.other_cards_mend"))
        }
        PublishError::OwnTooLarge { resident, length, limit } => {
            let (length, limit) = (length.div_ceil(1000), limit / 1000);
            let what = t!(
                "failed.own_too_large",
                resident = resident,
                length = length,
                limit = limit
            );
            (what, t!("failed.own_too_large_mend"))
        }
        PublishError::Random(why) => {
            (t!("failed.random", why = system(why)), t!("keygen.unmade_mend"))
        }
        PublishError::Cards(why) => {
            (t!("failed.cards", why = system(why)), t!("failed.storage_mend"))
        }
    };
    Said::at(place, what, remedy)
}
