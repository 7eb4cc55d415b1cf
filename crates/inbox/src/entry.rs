//! Turns a letter into an entry of the register.

use hallboard_feed::letter::{Letter, LetterBody, LetterId};
use hallboard_score::{Consent, Entry, EntryKind, GivenBy, Id, Source, Text};
use sha2::{Digest, Sha256};

use super::{Decision, picture_note};

/// The id of a letter's entry, always the same for the same letter: `L` and twenty hex
/// digits of a hash, so that the sender cannot choose it.
#[must_use]
pub fn entry_id(letter: LetterId) -> Id {
    let hash = Sha256::new()
        .chain_update(b"hallboard entry 1")
        .chain_update(letter.bytes())
        .finalize();
    let digits = base16ct::lower::encode_string(hash.get(..10).unwrap_or_default());
    Id::from(format!("L{digits}"))
}

/// The entry of a letter with the official's decision. `None` if letters of this kind
/// become no entry, or if the decision is incomplete.
///
/// The entry does not contain the sender: the subject need not learn who reported it.
#[must_use]
pub fn entry_of(letter: &Letter, ruling: &Decision) -> Option<Entry> {
    let resident = ruling.resident.as_deref().map(Id::from);
    let by_hand = letter.handwriting.as_ref().map(|_| picture_note(letter.id));
    let said: Vec<&str> =
        letter.kind.text().into_iter().chain(by_hand.as_deref()).collect();
    let said = (!said.is_empty()).then(|| Text::from(said.join("\n")));
    let mut note = said.clone();
    let kind = match &letter.kind {
        LetterBody::OwnDeed { deed, .. }
        | LetterBody::Thanks { deed, .. }
        | LetterBody::Concern { deed, .. } => EntryKind::Deed {
            resident: resident?,
            deed: Id::from(deed.as_str()),
            source: ruling.source.unwrap_or(Source::Neighbour),
            notified: ruling.notified,
        },
        LetterBody::Reply { entry, .. } => {
            note = None;
            EntryKind::Objection { entry: Id::from(entry.as_str()), text: said }
        }
        LetterBody::Consent { scopes, .. } => EntryKind::Consent {
            to: Consent::Resident { resident: resident?, scopes: scopes.clone() },
            given_by: Some(GivenBy::SelfGiven),
        },
        LetterBody::Wish { reward, .. } => EntryKind::Redemption {
            resident: resident?,
            reward: Id::from(reward.as_str()),
        },
        LetterBody::Correction { .. }
        | LetterBody::Copy { .. }
        | LetterBody::Erasure { .. } => {
            return None;
        }
    };
    let by = ruling.by.as_deref().map(Text::from);
    Some(Entry { id: entry_id(letter.id), date: ruling.date?, kind, note, by })
}
