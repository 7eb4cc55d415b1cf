//! The hall's letters, as every surface reviews them: a [`Session`] reads register, letters
//! and cards, reviews, records decisions and writes accepted entries into the register
//! ([`RegisterFile`]); [`wording`] puts letters in words. A publication deletes the letters of those who left, and adds what is
//! published about letters ([`purge()`], [`receipts`], [`reporters`], [`published_sums`]).

mod purge;
mod register;
mod session;
pub mod wording;

use std::path::Path;

use hallboard_feed::letter::LetterKind;
use hallboard_feed::{Instant, LetterSums};
use hallboard_inbox::{Inbox, InboxError, LetterFolder, UndoFault, year};
use hallboard_score::{Day, Hall};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::HallContext;
use crate::failure::{CliError, Message};
use crate::words::{self, system};

pub use purge::{Undecided, purge, receipts, reporters, undecided};
pub use register::RegisterFile;
pub use session::{LetterReview, Session};

/// Why nobody can decide under that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficialFault {
    /// The name is none of those in the settings.
    #[error("`{0}` does not decide on letters")]
    Unknown(String),
    /// The settings name several officials, and it was not said which one decides.
    #[error("it is not said who decides")]
    Unnamed,
}

/// The official who decides: the one given, or the only one in the hall's settings. `None`
/// if the settings name nobody and none is given.
///
/// # Errors
/// If the settings name officials and the one given is none of them, or none is given and
/// there are several.
pub fn official(
    panel: &[String],
    given: Option<&str>,
) -> Result<Option<String>, OfficialFault> {
    match (given, panel) {
        (Some(name), []) => Ok(Some(name.to_owned())),
        (Some(name), panel) if panel.iter().any(|it| it == name) => {
            Ok(Some(name.to_owned()))
        }
        (Some(name), _) => Err(OfficialFault::Unknown(name.to_owned())),
        (None, []) => Ok(None),
        (None, [one]) => Ok(Some(one.clone())),
        (None, _) => Err(OfficialFault::Unnamed),
    }
}

/// The letters in that folder, as recorded in the journal.
pub fn letters_in(folder: &Path) -> Result<Inbox<LetterFolder>, CliError> {
    Inbox::open(LetterFolder::new(folder)).map_err(|error| failed(folder, &error))
}

/// Error for letters that cannot be accessed or changed.
pub fn failed(folder: &Path, error: &InboxError) -> CliError {
    let at = |what: String, hint: String| Message::at(folder.display(), what, hint);
    match error {
        InboxError::Unknown { given, found: 0 } => {
            let what = unknown(given);
            CliError::usage(Message::at(folder.display(), what, t!("inbox.unknown_hint")))
        }
        InboxError::Unknown { given, found } => {
            let what = t!("inbox.several", given = given, found = found);
            CliError::usage(Message::at(folder.display(), what, t!("inbox.several_hint")))
        }
        InboxError::Settled(letter) => {
            let what = settled(letter);
            CliError::usage(Message::at(folder.display(), what, t!("inbox.settled_hint")))
        }
        InboxError::NotMergeable { letter, into } => {
            let what = t!("inbox.not_mergeable", letter = letter, into = into);
            let hint = t!("inbox.not_mergeable_hint");
            CliError::usage(Message::at(folder.display(), what, hint))
        }
        InboxError::NotUndoable { letter, reason } => {
            let what = t!("inbox.not_undoable", letter = letter);
            let hint = words::text(&format!("inbox.undo.{}", undo_key(*reason)));
            CliError::usage(Message::at(
                folder.display(),
                what,
                hint.unwrap_or_else(|| reason.to_string()),
            ))
        }
        InboxError::Lost { letter, file, .. } => {
            let what = t!("inbox.lost", letter = letter, file = file);
            CliError::runtime(at(what.into_owned(), t!("inbox.lost_hint").into_owned()))
        }
        InboxError::JournalTooLarge | InboxError::Storage(_) => {
            let what = t!("inbox.storage", why = system(error));
            CliError::runtime(at(
                what.into_owned(),
                t!("inbox.storage_hint").into_owned(),
            ))
        }
    }
}

fn undo_key(reason: UndoFault) -> &'static str {
    match reason {
        UndoFault::Undecided => "undecided",
        UndoFault::CarriedOut => "carried_out",
        UndoFault::Cleared => "cleared",
        UndoFault::TooLate => "too_late",
        UndoFault::Published => "published",
    }
}

/// States that no letter has that number or id.
#[must_use]
pub fn unknown(given: &str) -> String {
    t!("inbox.unknown", given = given).into_owned()
}

/// States that a letter no longer waits for a decision.
#[must_use]
pub fn settled(letter: impl ToString) -> String {
    t!("inbox.settled", letter = letter).into_owned()
}

/// A kind of letter: "concern".
pub fn kind(kind: LetterKind) -> String {
    words::text(&format!("inbox.kind.{}", kind.as_str()))
        .unwrap_or_else(|| kind.to_string())
}

/// Number of accepted letters of each kind whose entries are not written yet.
pub fn not_in_register(kinds: &[LetterKind]) -> String {
    let each = LetterKind::ALL.iter().filter_map(|of| {
        let count = kinds.iter().filter(|it| *it == of).count();
        let text = || t!("inbox.not_in_register_kind", count = count, kind = kind(*of));
        (count > 0).then(|| text().into_owned())
    });
    let each = each.collect::<Vec<_>>().join(", ");
    t!("inbox.not_in_register", count = kinds.len(), kinds = each).into_owned()
}

/// The outcomes of a year's letters, for publication; `None` if the hall does not publish
/// them or if there were too few.
pub fn published_sums(
    context: &HallContext,
    hall: &Hall,
    now: Timestamp,
) -> Result<Option<LetterSums>, CliError> {
    if !context.settings.letters.sums {
        return Ok(None);
    }
    let day = days_of(&hall.time_zone);
    let inbox = letters_in(&context.letters)?;
    let of = |today| year(&inbox, today, |at| day(moment(at)?)).rounded();
    Ok(day(now).and_then(of))
}

/// Converts instants to days in a time zone.
pub fn days_of(time_zone: &str) -> impl Fn(Timestamp) -> Option<Day> {
    let zone = TimeZone::get(time_zone).unwrap_or_else(|_unknown| TimeZone::system());
    move |at| {
        let date = at.to_zoned(zone.clone()).date();
        Day::new(date.year(), date.month(), date.day())
    }
}

/// An instant as a timestamp; `None` if it is out of range.
pub fn moment(at: Instant) -> Option<Timestamp> {
    Timestamp::from_second(at.unix()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officials_are_those_of_the_settings() {
        let check = |panel: &[&str], given: Option<&str>, expected| {
            let panel: Vec<String> = panel.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(official(&panel, given), expected, "{panel:?}, {given:?}");
        };
        let named = |name: &str| Ok(Some(name.to_owned()));
        check(&[], None, Ok(None));
        check(&[], Some("Li"), named("Li"));
        check(&["Li"], None, named("Li"));
        check(&["Li", "Wu"], Some("Wu"), named("Wu"));
        check(&["Li", "Wu"], None, Err(OfficialFault::Unnamed));
        check(&["Li"], Some("li"), Err(OfficialFault::Unknown("li".to_owned())));
    }
}
