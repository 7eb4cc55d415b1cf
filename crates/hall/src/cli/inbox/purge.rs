//! Letters of whoever left, cleared away by `publish`.

use hallboard_feed::Instant;
use hallboard_feed::letter::LetterFault;
use hallboard_score::Resident;
use jiff::Timestamp;

use super::super::failure::Failure;
use super::super::office::{LETTERS, Office, beside, letter_keys};
use super::session::{failed, letters_in};
use crate::inbox::Leavers;
use crate::letters::Senders;
use crate::publish::Consents;

/// Clears the letters of whoever does not take part; gives how many.
pub(in crate::cli) fn purge(
    office: &Office,
    hall: &str,
    residents: &[Resident],
    consents: &Consents,
    now: Timestamp,
) -> Result<usize, Failure> {
    if !office.letters.is_dir() {
        return Ok(0);
    }
    let keys = letter_keys(&beside(&office.key, LETTERS))?;
    let open = |bytes: &[u8]| match &keys {
        Some(keys) => keys.open(hall, bytes),
        None => Err(LetterFault::Closed),
    };
    let senders = office.records().cards()?.as_ref().map(Senders::of);
    let leavers = Leavers::new(senders.as_ref(), consents, residents);
    let Some(at) = Instant::from_unix(now.as_second()) else { return Ok(0) };
    let purged = letters_in(&office.letters)?.purge(&open, &leavers, at);
    purged.map_err(|error| failed(&office.letters, &error))
}
