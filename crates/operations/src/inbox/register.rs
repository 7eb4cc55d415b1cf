//! Writes entries into the hall's register.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use hallboard_inbox::EntryWriter;
use hallboard_score::{Consent, Entry, EntryKind};
use hallboard_workbook::edit::append::{
    AppendError, RegisterFormat, RowsError, appended, sqlite,
};
use hallboard_workbook::edit::fill_ids::EditError;
use hallboard_workbook::read::{Located, located_at_in};

use crate::atomic_write;
use crate::failure::{CliError, Message};
use crate::folder::LedgerPlace;
use crate::register::ReadRegister;
use crate::register_edit::{Bytes, back_up, bytes, closed, fill_ids, replace};
use crate::words::system;

/// The hall's register, as it was read.
pub struct RegisterFile {
    place: LedgerPlace,
    read: ReadRegister,
    before: Bytes,
    located: Located,
    /// Ids of its entries.
    ids: HashSet<String>,
}

impl RegisterFile {
    /// Reads the register with `read`.
    ///
    /// # Errors
    /// If it cannot be read, or some of its rows are wrong.
    pub fn open(
        place: LedgerPlace,
        read: ReadRegister,
    ) -> Result<RegisterFile, CliError> {
        let path = &place.path;
        let before = bytes(path).map_err(|error| atomic_write::failed(path, &error))?;
        let located = read(&place)?;
        let ids = located.ledger.entries.iter().map(|it| it.id.to_string()).collect();
        Ok(RegisterFile { place, read, before, located, ids })
    }

    /// The register's ledger, with the position of everything in it.
    pub fn located(&self) -> &Located {
        &self.located
    }

    /// Whether the written register consists of the old one and the new entries, and
    /// nothing else.
    fn is_right(&self, found: &Located, entries: &[Entry]) -> bool {
        let (old, new) = (&self.located.ledger, &found.ledger);
        let by_id: HashMap<&str, &Entry> =
            entries.iter().map(|it| (it.id.as_str(), it)).collect();
        let (added, others): (Vec<&Entry>, Vec<&Entry>) =
            new.entries.iter().partition(|it| by_id.contains_key(it.id.as_str()));
        let same = added.iter().all(|it| by_id.get(it.id.as_str()) == Some(it));
        let ids: HashSet<&str> = added.iter().map(|it| it.id.as_str()).collect();
        let once = added.len() == entries.len() && ids.len() == entries.len();
        let frame = new.hall == old.hall
            && new.rulebooks == old.rulebooks
            && new.households == old.households
            && new.residents == old.residents;
        frame && others.into_iter().eq(&old.entries) && same && once
    }

    /// Whether an entry refers to a row without an id in the file. The id that was derived
    /// for such a row could change once the file contains a reference to it.
    fn refers_to_blank_id(&self, entries: &[Entry]) -> bool {
        let made: HashSet<&str> =
            self.located.made.iter().map(|it| it.id.as_str()).collect();
        entries.iter().any(|entry| {
            let referred = match &entry.kind {
                EntryKind::Objection { entry, .. } => Some(entry),
                EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
                | EntryKind::Deed { resident, .. }
                | EntryKind::Redemption { resident, .. } => Some(resident),
                _ => None,
            };
            referred.is_some_and(|id| made.contains(id.as_str()))
        })
    }

    fn append(&self, entries: &[Entry]) -> Result<(), CliError> {
        self.before.keys().try_for_each(|file| closed(file))?;
        let bytes_of =
            self.before.get(&self.place.path).map(Vec::as_slice).unwrap_or_default();
        if RegisterFormat::of(&self.place.path, bytes_of) == RegisterFormat::Sqlite {
            return self.append_to_base(bytes_of, entries);
        }
        // Dates are written as spreadsheets' numbers, if these are read back as the same
        // days; otherwise as texts.
        let mut last = Ok(());
        for dates in [true, false] {
            let made =
                appended(&self.place.path, &self.before, &self.located, entries, dates);
            let after = made.map_err(|error| self.unmade(&error))?;
            let mut right = false;
            let is_right = |draft: &Path| {
                right = located_at_in(draft, self.place.encoding)
                    .is_ok_and(|it| self.is_right(&it, entries));
                right
            };
            let not_as_expected =
                || self.unmade(&EditError::Broken(String::new()).into());
            last =
                replace(&self.place.path, &self.before, after, is_right, not_as_expected);
            if right {
                break;
            }
        }
        last
    }

    fn append_to_base(&self, before: &[u8], entries: &[Entry]) -> Result<(), CliError> {
        let to_failure =
            |error: std::io::Error| atomic_write::failed(&self.place.path, &error);
        let write = |path: &Path, unchanged: &dyn Fn() -> bool| {
            sqlite(path, &self.located, entries, unchanged)
                .map_err(|error| self.unmade(&error))
        };
        atomic_write::with_suffix(&self.place.path, |draft| {
            std::fs::write(draft, before).map_err(to_failure)?;
            write(draft, &|| true)?;
            match located_at_in(draft, self.place.encoding)
                .is_ok_and(|it| self.is_right(&it, entries))
            {
                true => Ok(()),
                false => Err(self.unmade(&EditError::Broken(String::new()).into())),
            }
        })?;
        back_up(&self.place.path).map_err(to_failure)?;
        write(&self.place.path, &|| {
            bytes(&self.place.path).is_ok_and(|now| now == self.before)
        })
    }

    fn unmade(&self, error: &AppendError) -> CliError {
        let path = self.place.path.display();
        CliError::runtime(match error {
            AppendError::NoSheet { sheet } => Message::at(
                path,
                t!("inbox.no_sheet", sheet = sheet),
                t!("inbox.no_sheet_hint", sheet = sheet),
            ),
            AppendError::NoColumn { sheet, heading } => Message::at(
                path,
                t!("inbox.no_column", sheet = sheet, heading = heading),
                t!("inbox.no_column_hint", heading = heading),
            ),
            AppendError::Rows(error) => rows_message(path, error),
        })
    }
}

impl EntryWriter for RegisterFile {
    type Error = CliError;

    fn contains(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn write(&mut self, entries: &[Entry]) -> Result<(), CliError> {
        if self.refers_to_blank_id(entries) {
            fill_ids(&self.place.path, &self.before, &self.located)?;
            *self = RegisterFile::open(self.place.clone(), self.read)?;
        }
        self.append(entries)?;
        *self = RegisterFile::open(self.place.clone(), self.read)?;
        Ok(())
    }
}

/// The message for rows that cannot be appended to a file.
fn rows_message(path: impl ToString, error: &RowsError) -> Message {
    match error {
        RowsError::Encoding { cell, character, encoding, .. } => {
            let what = t!(
                "inbox.unencodable",
                cell = cell,
                character = character,
                encoding = encoding
            );
            Message::at(path, what, t!("inbox.unencodable_hint"))
        }
        RowsError::TotalsRow { sheet, table } => Message::at(
            path,
            t!("inbox.totals_row", sheet = sheet, table = table),
            t!("inbox.totals_row_hint"),
        ),
        RowsError::File(EditError::Changed) => {
            Message::at(path, t!("fill_ids.changed"), t!("fill_ids.changed_hint"))
        }
        RowsError::File(EditError::Locked) => {
            Message::at(path, t!("fill_ids.locked"), t!("fill_ids.locked_hint"))
        }
        RowsError::File(EditError::ReadOnly) => {
            Message::at(path, t!("fill_ids.read_only"), t!("fill_ids.read_only_hint"))
        }
        RowsError::File(error) => {
            let why = match *error == EditError::Broken(String::new()) {
                true => t!("fill_ids.not_the_same").into_owned(),
                false => system(error),
            };
            Message::at(path, t!("inbox.unmade", why = why), t!("inbox.unmade_hint"))
        }
    }
}
