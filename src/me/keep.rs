//! What a device keeps, if its reader asks it to: the card, and a digest of each entry.

use hallboard_feed::sealed::Card;

use super::model::{Seen, SeenError};
use crate::browser::{Shell, recall as recalled, remember, unremember};

/// What a device kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The card, as its link says it.
    pub card: String,
    /// The last look, or why it cannot be read any more.
    pub seen: Result<Seen, SeenError>,
}

fn name(shell: &Shell) -> String {
    format!("hallboard-me/1/{}/{}", shell.key, shell.hall)
}

/// The text a device keeps: the card, a line break, the last look.
fn written(card: &Card, version: u64, seen: &Seen) -> String {
    let least_version = version.max(card.least_version);
    let card = Card { least_version, ..card.clone() };
    format!("{}\n{}", card.fragment(), seen.to_text())
}

fn read(text: &str) -> Option<Kept> {
    let (card, seen) = text.split_once('\n')?;
    Some(Kept { card: card.to_owned(), seen: Seen::from_text(seen) })
}

/// What was kept of this hall's.
#[must_use]
pub(crate) fn recall(shell: &Shell) -> Option<Kept> {
    read(&recalled(&name(shell))?)
}

/// Keeps a card and what there is to see under it now.
pub(crate) fn keep(shell: &Shell, card: &Card, version: u64, seen: &Seen) -> bool {
    remember(&name(shell), &written(card, version, seen))
}

/// Keeps nothing any more.
pub(crate) fn forget(shell: &Shell) {
    unremember(&name(shell));
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_feed::sealed::Secret;

    #[test]
    fn a_damaged_look_is_told_apart_from_none_and_leaves_the_card() {
        let secret = Secret::new([7; 16]);
        let code = secret.code();
        let kept = read(&format!("{code}\nhallboard-seen/1 damaged")).unwrap();
        assert_eq!((kept.card, kept.seen), (code.clone(), Err(SeenError::Damaged)));
        let kept = read(&format!("{code}\nhallboard-seen/2 abc\n")).unwrap();
        assert_eq!(kept.seen, Err(SeenError::Form));
        assert_eq!(read(&code), None);
    }
}
