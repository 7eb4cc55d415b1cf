//! What `publish` has to do with letters: those of whoever left are cleared away, those
//! that wait are told of, whoever agreed to it is named to whom they wrote about, and
//! residents get receipts for their own.

use hallboard_feed::edition::{Receipts, Reporters};
use hallboard_feed::letter::{KindOfLetter, LetterFault};
use hallboard_score::{Day, Hall, Resident};

use super::super::failure::{Failure, Said};
use super::super::office::{LETTERS, Office, beside, letter_keys};
use super::session::{failed, letters_in};
use super::stats::{days_of, moment};
use crate::inbox::{INCOMING, JOURNAL, Leavers};
use crate::letters::Senders;
use crate::publish::{CardBook, Consents, Moment};

/// Clears the letters of whoever does not take part; gives how many. `sound_only` leaves
/// them as they are where the journal is damaged: it is written anew without such lines.
pub(in crate::cli) fn purge(
    office: &Office,
    book: Option<&CardBook>,
    (hall, residents): (&str, &[Resident]),
    consents: &Consents,
    moment: &Moment,
    sound_only: bool,
) -> Result<usize, Failure> {
    if !office.letters.is_dir() {
        return Ok(0);
    }
    let keys = letter_keys(&beside(&office.key, LETTERS))?;
    let open = |bytes: &[u8]| match &keys {
        Some(keys) => keys.open(hall, bytes),
        None => Err(LetterFault::Closed),
    };
    let senders = book.map(Senders::of);
    let leavers = Leavers::new(senders.as_ref(), consents, residents);
    let inbox = letters_in(&office.letters)?;
    if sound_only && !inbox.damaged().is_empty() {
        let lines = inbox.damaged().iter().map(usize::to_string);
        let lines = lines.collect::<Vec<_>>().join(", ");
        let what = t!("inbox.not_purged", lines = lines);
        let place = office.letters.join(JOURNAL);
        let mend = t!("inbox.not_purged_mend");
        return Err(Failure::doing(Said::at(place.display(), what, mend)));
    }
    let purged = inbox.purge(&open, &leavers, moment);
    purged.map_err(|error| failed(&office.letters, &error))
}

/// Who is named for what they reported: of those who take part, where the hall names them.
pub(in crate::cli) fn reporters(
    office: &Office,
    residents: &[Resident],
    consents: &Consents,
) -> Result<Reporters, Failure> {
    if !office.settings.letters.name_reporters || !office.letters.is_dir() {
        return Ok(Reporters::default());
    }
    Ok(letters_in(&office.letters)?.reporters(consents, residents))
}

/// What residents are told of their own letters; nothing where the cards or the keys of
/// letters, which say whose a letter is, cannot be had.
pub(in crate::cli) fn receipts(
    office: &Office,
    book: Option<&CardBook>,
    (hall, residents): (&Hall, &[Resident]),
    consents: &Consents,
    today: Day,
) -> Result<Receipts, Failure> {
    // By a part of the book, one resident may be taken for another.
    let book = book.filter(|book| !book.is_partial());
    let (Some(book), true) = (book, office.letters.is_dir()) else {
        return Ok(Receipts::default());
    };
    let Some(keys) = letter_keys(&beside(&office.key, LETTERS))? else {
        return Ok(Receipts::default());
    };
    let open = |bytes: &[u8]| keys.open(&hall.id, bytes);
    let day = days_of(&hall.time_zone);
    let inbox = letters_in(&office.letters)?;
    let senders = Senders::of(book);
    let leavers = Leavers::new(Some(&senders), consents, residents);
    Ok(inbox.receipts(&open, &leavers, today, |at| day(moment(at)?)))
}

/// Letters that nobody has decided on when the hall publishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Undecided {
    /// How many; those that still lie unopened are among them.
    pub(in crate::cli) letters: usize,
    /// How many of them change what somebody agrees to, or ask to be erased: this
    /// publication does not know of it.
    pub(in crate::cli) consents: usize,
    /// How many letters were accepted whose entries are not in the register yet: this
    /// publication does not know of them either.
    pub(in crate::cli) unwritten: usize,
}

/// Counts the letters that wait for a decision.
pub(in crate::cli) fn undecided(office: &Office) -> Result<Undecided, Failure> {
    if !office.letters.is_dir() {
        return Ok(Undecided::default());
    }
    let inbox = letters_in(&office.letters)?;
    let open = inbox.letters().filter(|(_, held)| held.state.is_open());
    let kinds: Vec<KindOfLetter> = open.map(|(_, held)| held.received.kind).collect();
    let leaving = |kind: &&KindOfLetter| {
        matches!(kind, KindOfLetter::Consent | KindOfLetter::Erasure)
    };
    let consents = kinds.iter().filter(leaving).count();
    let incoming = std::fs::read_dir(office.letters.join(INCOMING));
    let unopened = incoming.map_or(0, |files| {
        files
            .flatten()
            .filter(|it| it.path().extension().is_some_and(|it| it == "letter"))
            .count()
    });
    let unwritten = inbox.not_in_register().len();
    Ok(Undecided { letters: kinds.len() + unopened, consents, unwritten })
}
