//! The hall's secret key on paper, and the record that it is there.
//!
//! Whoever has printed the key types the last characters of the paper back, which shows that
//! the paper exists. The record is the file `KEY.backup.json` beside the key, with the public
//! key and the time.

use std::fs;
use std::io;

use hallboard_paper::{KeyBackup, KeyLine, Layout};
use hallboard_publish::paper_backup::{BackupLine, lines};
use hallboard_publish::put_private;
use hallboard_score::Names;
use hallboard_workbook::read::lenient_at_in;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::atomic_write;
use crate::context::{BACKUP, HallContext, with_suffix};
use crate::failure::{CliError, Message};
use crate::print::not_made;
use crate::words::system;

/// Name of the page with the key in a new hall's folder.
pub const BACKUP_PAGE: &str = "key-backup.html";

/// The format of the record.
const FORMAT: &str = "hallboard-key-backup/1";

/// The record that a key is on paper.
#[derive(Serialize, Deserialize)]
struct Record {
    format: String,
    /// The public key that belongs to it.
    key: String,
    /// When that was confirmed.
    confirmed: Timestamp,
}

/// Whether the hall's key is on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupStatus {
    /// The number of the last line of the paper, whose last characters confirm it.
    pub last_line: usize,
    /// When it was confirmed that the paper exists; `None` if it was not, or for another
    /// key.
    pub confirmed: Option<Timestamp>,
}

/// What was done when the paper was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Whether the page with the key was removed from the hall's folder.
    pub page_removed: bool,
}

/// The page with the key to print; it is as secret as the key.
///
/// # Errors
/// If the key cannot be read.
pub fn page(context: &HallContext) -> Result<String, CliError> {
    // The name is only shown; a register with mistakes does not prevent a backup.
    let register = lenient_at_in(&context.ledger.path, context.ledger.encoding);
    let names = register.map(|it| it.ledger.hall.names).unwrap_or_default();
    let public = context.public_line_unasked().unwrap_or_default();
    html(&names, &context.key_text()?, &public)
}

/// The page for a new key, from the contents of its secret and public file.
pub(crate) fn backup_page(
    names: &Names,
    secret: &str,
    public: &str,
) -> Result<String, CliError> {
    html(names, secret, public.lines().nth(1).unwrap_or_default())
}

fn html(names: &Names, secret: &str, public: &str) -> Result<String, CliError> {
    let line = |it: BackupLine| {
        let BackupLine { number, groups, check } = it;
        KeyLine { number, groups, check }
    };
    let lines: Vec<KeyLine> = lines(secret).into_iter().map(line).collect();
    let page = KeyBackup { hall: names, public, lines: &lines, file: secret };
    page.html(Layout::default()).map_err(|error| not_made(&error))
}

/// Whether the hall's key is on paper.
///
/// # Errors
/// If the key or the record cannot be read.
pub fn status(context: &HallContext) -> Result<BackupStatus, CliError> {
    let last_line = last_line(context)?.number;
    let record = record(context)?;
    let public = context.public_line_unasked();
    let own = record.filter(|it| Some(&it.key) == public.as_ref());
    Ok(BackupStatus { last_line, confirmed: own.map(|it| it.confirmed) })
}

/// Records that the key is on paper, if what was typed are the last characters of the paper.
/// The page is then removed from the hall's folder, if it is still there.
///
/// # Errors
/// If they are not, or something cannot be read or written.
pub fn confirm(
    context: &HallContext,
    typed: &str,
    now: Timestamp,
) -> Result<Confirmed, CliError> {
    let last = last_line(context)?;
    if !last.has_check(typed) {
        let what = t!("key_backup.wrong", typed = typed, line = last.number);
        let (place, hint) = (context.key.display(), t!("key_backup.wrong_hint"));
        return Err(CliError::usage(Message::at(place, what, hint)));
    }
    let path = with_suffix(&context.key, BACKUP);
    let failed = |error: &io::Error| atomic_write::failed(&path, error);
    let key = context.public_line(None)?;
    let record = Record { format: FORMAT.to_owned(), key, confirmed: now };
    let text = serde_json::to_vec_pretty(&record)?;
    put_private(&path, &text).map_err(|error| failed(&error))?;
    let page = context.key.with_file_name(BACKUP_PAGE);
    let removed = match fs::remove_file(&page) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    };
    let page_removed = removed.map_err(|error| {
        let what = t!("key_backup.page_kept", why = system(error));
        CliError::runtime(Message::at(page.display(), what, t!("key_backup.page_hint")))
    })?;
    Ok(Confirmed { page_removed })
}

/// The last line of the paper.
fn last_line(context: &HallContext) -> Result<BackupLine, CliError> {
    let last = lines(&context.key_text()?).pop();
    last.ok_or_else(|| context.not_a_key())
}

fn record(context: &HallContext) -> Result<Option<Record>, CliError> {
    let path = with_suffix(&context.key, BACKUP);
    let unread = |why: String| {
        let what = t!("key_backup.unread", why = why);
        CliError::runtime(Message::at(path.display(), what, t!("key_backup.unread_hint")))
    };
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes.map_err(|error| unread(system(error)))?,
    };
    let record: Record =
        serde_json::from_slice(&bytes).map_err(|error| unread(error.to_string()))?;
    match record.format == FORMAT {
        true => Ok(Some(record)),
        false => Err(unread(record.format)),
    }
}
