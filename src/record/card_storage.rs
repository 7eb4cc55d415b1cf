//! What the device stores if the reader asks for it: the card, and a digest of each entry.

use hallboard_feed::sealed::Card;

use super::model::{Seen, SeenError};
use crate::platform::{PageConfig, storage};

/// What the device has stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredCard {
    /// The card, as in its link.
    pub card: String,
    /// The last look at the record, or why it cannot be read.
    pub seen: Result<Seen, SeenError>,
}

fn storage_key(page: &PageConfig) -> String {
    format!("hallboard-me/1/{}/{}", page.key, page.hall)
}

/// The storage key of the reader's choice not to store a card.
fn declined_key(page: &PageConfig) -> String {
    format!("hallboard-me-declined/1/{}/{}", page.key, page.hall)
}

/// Whether the reader wants no card stored on this device.
pub(crate) fn is_declined(page: &PageConfig) -> bool {
    storage::get(&declined_key(page)).is_some()
}

/// Stores that the reader wants no card stored on this device.
pub(crate) fn decline(page: &PageConfig) {
    storage::set(&declined_key(page), "1");
}

/// The stored text: the card, a line break, the last look.
fn serialize(card: &Card, version: u64, seen: &Seen) -> String {
    let least_version = version.max(card.least_version);
    let card = Card { least_version, ..card.clone() };
    format!("{}\n{}", card.fragment(), seen.to_text())
}

fn parse(text: &str) -> Option<StoredCard> {
    let (card, seen) = text.split_once('\n')?;
    Some(StoredCard { card: card.to_owned(), seen: Seen::from_text(seen) })
}

/// The stored card of this hall.
#[must_use]
pub(crate) fn load(page: &PageConfig) -> Option<StoredCard> {
    parse(&storage::get(&storage_key(page))?)
}

/// Stores a card and the present look; returns whether that succeeded.
pub(crate) fn store(page: &PageConfig, card: &Card, version: u64, seen: &Seen) -> bool {
    storage::remove(&declined_key(page));
    storage::set(&storage_key(page), &serialize(card, version, seen))
}

/// Removes the stored card.
pub(crate) fn remove(page: &PageConfig) {
    storage::remove(&storage_key(page));
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_feed::sealed::Secret;

    #[test]
    fn damaged_visit_is_an_error_and_keeps_the_card() {
        let secret = Secret::new([7; 16]);
        let code = secret.code();
        let stored = parse(&format!("{code}\nhallboard-seen/1 damaged")).unwrap();
        assert_eq!((stored.card, stored.seen), (code.clone(), Err(SeenError::Damaged)));
        let stored = parse(&format!("{code}\nhallboard-seen/2 abc\n")).unwrap();
        assert_eq!(stored.seen, Err(SeenError::Form));
        assert_eq!(parse(&code), None);
    }
}
