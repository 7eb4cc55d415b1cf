//! What a publication does with letters: it deletes those of people who have left, counts those
//! that wait, names reporters who agreed to it to the subjects of their letters, and makes
//! receipts for senders.

use hallboard_feed::edition::{Receipts, Reporters};
use hallboard_feed::letter::{LetterFault, LetterKind};
use hallboard_inbox::letters::Senders;
use hallboard_inbox::{INCOMING, JOURNAL, Leavers};
use hallboard_publish::{CardBook, Moment};
use hallboard_score::{Day, Hall, Resident};
use hallboard_workbook::consent_entries::Consents;

use super::{days_of, failed, letters_in, moment};
use crate::context::{HallContext, LETTERS, letter_keys, with_suffix};
use crate::failure::{CliError, Message};

/// Deletes the letters of everybody who does not take part, and returns their number. With
/// `valid_only`, a damaged journal is an error and nothing is deleted: purging would
/// rewrite the journal without its damaged lines.
pub fn purge(
    context: &HallContext,
    book: Option<&CardBook>,
    (hall, residents): (&str, &[Resident]),
    consents: &Consents,
    moment: &Moment,
    valid_only: bool,
) -> Result<usize, CliError> {
    if !context.letters.is_dir() {
        return Ok(0);
    }
    let keys = letter_keys(&with_suffix(&context.key, LETTERS))?;
    let open = |bytes: &[u8]| match &keys {
        Some(keys) => keys.open(hall, bytes),
        None => Err(LetterFault::CannotOpen),
    };
    let senders = book.map(Senders::of);
    let leavers = Leavers::new(senders.as_ref(), consents, residents);
    let inbox = letters_in(&context.letters)?;
    if valid_only && !inbox.damaged().is_empty() {
        let lines = inbox.damaged().iter().map(usize::to_string);
        let lines = lines.collect::<Vec<_>>().join(", ");
        let what = t!("inbox.not_purged", lines = lines);
        let place = context.letters.join(JOURNAL);
        let hint = t!("inbox.not_purged_hint");
        return Err(CliError::runtime(Message::at(place.display(), what, hint)));
    }
    let purged = inbox.purge(&open, &leavers, moment);
    purged.map_err(|error| failed(&context.letters, &error))
}

/// The reporters who may be named: those who take part and agreed, if the hall names
/// reporters.
pub fn reporters(
    context: &HallContext,
    residents: &[Resident],
    consents: &Consents,
) -> Result<Reporters, CliError> {
    if !context.settings.letters.name_reporters || !context.letters.is_dir() {
        return Ok(Reporters::default());
    }
    Ok(letters_in(&context.letters)?.reporters(consents, residents))
}

/// Receipts for residents about their own letters. Empty without the card book or the keys
/// for letters, which identify the senders.
pub fn receipts(
    context: &HallContext,
    book: Option<&CardBook>,
    (hall, residents): (&Hall, &[Resident]),
    consents: &Consents,
    today: Day,
) -> Result<Receipts, CliError> {
    // With a partial book, one resident could be taken for another.
    let book = book.filter(|book| !book.is_partial());
    let (Some(book), true) = (book, context.letters.is_dir()) else {
        return Ok(Receipts::default());
    };
    let Some(keys) = letter_keys(&with_suffix(&context.key, LETTERS))? else {
        return Ok(Receipts::default());
    };
    let open = |bytes: &[u8]| keys.open(&hall.id, bytes);
    let day = days_of(&hall.time_zone);
    let inbox = letters_in(&context.letters)?;
    let senders = Senders::of(book);
    let leavers = Leavers::new(Some(&senders), consents, residents);
    Ok(inbox.receipts(&open, &leavers, today, |at| day(moment(at)?)))
}

/// Letters that are undecided when the hall publishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undecided {
    /// Number of letters, including unopened ones.
    pub letters: usize,
    /// Number of those that change somebody's consent or ask for erasure, which this
    /// publication does not take into account.
    pub consents: usize,
    /// Number of accepted letters whose entries are not in the register yet; this
    /// publication does not take them into account either.
    pub unwritten: usize,
}

/// Counts the letters that wait for a decision.
pub fn undecided(context: &HallContext) -> Result<Undecided, CliError> {
    if !context.letters.is_dir() {
        return Ok(Undecided::default());
    }
    let inbox = letters_in(&context.letters)?;
    let open = inbox.letters().filter(|(_, record)| record.state.is_open());
    let kinds: Vec<LetterKind> = open.map(|(_, record)| record.received.kind).collect();
    let affects_consent =
        |kind: &&LetterKind| matches!(kind, LetterKind::Consent | LetterKind::Erasure);
    let consents = kinds.iter().filter(affects_consent).count();
    let incoming = std::fs::read_dir(context.letters.join(INCOMING));
    let unopened = incoming.map_or(0, |files| {
        files
            .flatten()
            .filter(|it| it.path().extension().is_some_and(|it| it == "letter"))
            .count()
    });
    let unwritten = inbox.not_in_register().len();
    Ok(Undecided { letters: kinds.len() + unopened, consents, unwritten })
}
