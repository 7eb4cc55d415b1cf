//! Letters from elsewhere: files, folders, mailboxes, texts with codes.

use std::fs;
use std::path::{Path, PathBuf};

use hallboard_feed::letter::LETTER_SIZES;

use super::collect::{LIMIT, RejectReason};
use super::mail::{MAIL_LIMIT, is_deep, letters_in};
use super::store::bounded;

/// A file or a part of a mail from elsewhere that may be a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The path, for messages.
    pub name: String,
    /// The bytes, or why there are none.
    pub bytes: Result<Vec<u8>, RejectReason>,
}

/// Whether a file is a letter itself, or a mail with letters in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailed {
    /// A letter.
    No,
    /// A mail.
    Yes,
}

/// The extension of mail files.
const MAIL: &str = "eml";

/// The files at a path: the file itself, the files of a folder, or the mails of a Maildir
/// (a folder with `new` and `cur`). Sorted by name, and not read yet.
///
/// # Errors
/// When the path does not exist or cannot be read.
pub fn outside(path: &Path) -> std::io::Result<Vec<(PathBuf, Mailed)>> {
    let of_file = |path: PathBuf| {
        let is_mail = path.extension().is_some_and(|it| it.eq_ignore_ascii_case(MAIL));
        (path, if is_mail { Mailed::Yes } else { Mailed::No })
    };
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![of_file(path.to_owned())]);
    }
    let (new, current) = (path.join("new"), path.join("cur"));
    if new.is_dir() && current.is_dir() {
        let mails = [files_in(&new)?, files_in(&current)?].concat();
        return Ok(mails.into_iter().map(|path| (path, Mailed::Yes)).collect());
    }
    Ok(files_in(path)?.into_iter().map(of_file).collect())
}

fn files_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort_unstable();
    Ok(files)
}

impl Outside {
    /// The contents of a file: one letter or text with codes of letters, or the letters
    /// in a mail; or the reason why there are none.
    #[must_use]
    pub fn of(path: &Path, mailed: Mailed) -> Vec<Outside> {
        let name = path.display().to_string();
        let one = |bytes| vec![Outside { name: name.clone(), bytes }];
        let limit = if mailed == Mailed::Yes { MAIL_LIMIT } else { LIMIT };
        let read = |limit| bounded(path, limit).map(Option::unwrap_or_default);
        // A text with codes of letters is longer than a letter.
        let complete_text = |bytes: Vec<u8>| match bytes.len() > limit {
            true => read(MAIL_LIMIT),
            false => Ok(bytes),
        };
        let bytes = match read(limit).and_then(complete_text) {
            Ok(bytes) => bytes,
            Err(error) => {
                return one(Err(RejectReason::Unread { why: error.to_string() }));
            }
        };
        // A letter without a mail around it, in a mailbox.
        if mailed == Mailed::No || LETTER_SIZES.contains(&bytes.len()) {
            return one(Ok(bytes));
        }
        match in_mail(&bytes) {
            Ok(letters) => letters.into_iter().flat_map(|bytes| one(Ok(bytes))).collect(),
            Err(reason) => one(Err(reason)),
        }
    }
}

/// The letters in a mail, and its whole texts with codes of letters.
///
/// # Errors
/// When the mail is too large, too deeply nested, or contains no letter.
pub fn in_mail(mail: &[u8]) -> Result<Vec<Vec<u8>>, RejectReason> {
    if mail.len() > MAIL_LIMIT {
        return Err(RejectReason::LargeMail { limit: MAIL_LIMIT });
    }
    if is_deep(mail) {
        return Err(RejectReason::DeepMail);
    }
    let letters = letters_in(mail);
    match letters.is_empty() {
        true => Err(RejectReason::EmptyMail),
        false => Ok(letters),
    }
}
