//! Turns a letter into an entry of the register.

use hallboard_feed::letter::{Letter, LetterBody, LetterId};
use hallboard_score::{
    Consent, Entry, EntryKind, GivenBy, Id, Ledger, Scope, Source, Text,
};
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
pub fn entry_of(letter: &Letter, decision: &Decision) -> Option<Entry> {
    let resident = decision.resident.as_deref().map(Id::from);
    let by_hand = letter.handwriting.as_ref().map(|_| picture_note(letter.id));
    let texts: Vec<&str> =
        letter.kind.text().into_iter().chain(by_hand.as_deref()).collect();
    let text = (!texts.is_empty()).then(|| Text::from(texts.join("\n")));
    let mut note = text.clone();
    let kind = match &letter.kind {
        LetterBody::OwnDeed { deed, .. }
        | LetterBody::Thanks { deed, .. }
        | LetterBody::Concern { deed, .. } => EntryKind::Deed {
            resident: resident?,
            deed: Id::from(deed.as_str()),
            source: decision.source.unwrap_or(Source::Neighbour),
            notified: decision.notified,
        },
        LetterBody::Reply { entry, .. } => {
            note = None;
            EntryKind::Objection { entry: Id::from(entry.as_str()), text }
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
    let by = decision.by.as_deref().map(Text::from);
    Some(Entry { id: entry_id(letter.id), date: decision.date?, kind, note, by })
}

/// An entry of every kind that letters to that hall can become, with all optional fields: the
/// register must have a column for each of them. The ids that they refer to do not exist; their
/// texts are in English and Chinese. Empty if there is no rulebook.
#[must_use]
pub fn fullest_entries(ledger: &Ledger) -> Vec<Entry> {
    let Some(date) = ledger.rulebooks.first().map(|book| book.from) else {
        return Vec::new();
    };
    let (id, text) = (|| Id::from("L1"), || Text::from("yes 好"));
    let deed = EntryKind::Deed {
        resident: id(),
        deed: id(),
        source: Source::Neighbour,
        notified: Some(date),
    };
    let consent = EntryKind::Consent {
        to: Consent::Resident { resident: id(), scopes: vec![Scope::Score] },
        given_by: Some(GivenBy::SelfGiven),
    };
    let wish = EntryKind::Redemption { resident: id(), reward: id() };
    let has_rewards = ledger.rulebooks.iter().any(|book| !book.rewards.is_empty());
    let reply = EntryKind::Objection { entry: id(), text: Some(text()) };
    let noted = [Some(deed), Some(consent), has_rewards.then_some(wish)];
    let noted = noted.into_iter().flatten().map(|kind| (kind, Some(text())));
    let entry = |(kind, note)| Entry { id: id(), date, kind, note, by: Some(text()) };
    noted.chain([(reply, None)]).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use hallboard_feed::Instant;
    use hallboard_feed::letter::{LetterKind, Sender};
    use hallboard_score::read_ledger;

    use super::*;

    /// A letter of that kind with all optional fields.
    fn body(kind: LetterKind) -> LetterBody {
        let (some, text) = (|| "help".to_owned(), Some("yes".to_owned()));
        let date = "2026-11-22".parse().unwrap();
        let named = true;
        match kind {
            LetterKind::OwnDeed => LetterBody::OwnDeed { deed: some(), date, text },
            LetterKind::Thanks => {
                LetterBody::Thanks { to: some(), deed: some(), date, text, named }
            }
            LetterKind::Concern => {
                LetterBody::Concern { about: some(), deed: some(), date, text, named }
            }
            LetterKind::Reply => LetterBody::Reply { entry: some(), text },
            LetterKind::Consent => LetterBody::Consent { scopes: Vec::new(), text },
            LetterKind::Wish => LetterBody::Wish { reward: some(), text },
            LetterKind::Correction => LetterBody::Correction { text },
            LetterKind::Copy => LetterBody::Copy { text },
            LetterKind::Erasure => LetterBody::Erasure { text },
        }
    }

    /// The kind of an entry, and the fields it has.
    fn fields(entry: &Entry) -> (String, BTreeSet<String>) {
        let object = serde_json::to_value(entry).unwrap();
        let fields = object.as_object().unwrap();
        (fields["kind"].to_string(), fields.keys().cloned().collect())
    }

    #[test]
    fn fullest_entries_have_every_field_of_any_letter() {
        let ledger = r#"{"format": "hallboard-ledger/1",
            "hall": {"id": "mill", "names": {}, "time_zone": "Asia/Shanghai"},
            "rulebooks": [{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
                "categories": [], "deeds": [], "rewards": [{"id": "soap", "names": {}, "cost": 2}],
                "reply_days": 10, "decide_days": 30}],
            "households": [], "residents": [], "entries": []}"#;
        let fullest = fullest_entries(&read_ledger(ledger.as_bytes()).unwrap());
        let fullest: Vec<_> = fullest.iter().map(fields).collect();
        let decision = Decision {
            resident: Some("R1".to_owned()),
            date: "2026-11-23".parse().ok(),
            notified: "2026-11-23".parse().ok(),
            source: Some(Source::Neighbour),
            by: Some("Li".to_owned()),
            ..Decision::default()
        };
        let mut met = BTreeSet::new();
        for kind in LetterKind::ALL {
            let letter = Letter {
                hall: "mill".to_owned(),
                id: LetterId::new([1; 16]),
                written: Instant::from_unix(1_795_409_040).unwrap(),
                sender: Sender::Guest { name: "王芳".to_owned() },
                kind: body(*kind),
                handwriting: None,
            };
            let Some(entry) = entry_of(&letter, &decision) else { continue };
            let (kind, of_letter) = fields(&entry);
            let all = fullest.iter().find(|it| it.0 == kind).unwrap();
            assert!(of_letter.is_subset(&all.1), "{kind}: {of_letter:?}");
            met.insert(kind);
        }
        assert_eq!(met.len(), fullest.len());
    }
}
