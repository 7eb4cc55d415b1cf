//! Suggests an id in place of an unknown one.

use hallboard_score::{Fault, Ledger, Names, Resident};

use crate::folded;
use crate::is_typo;

/// The id that was probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion<'l> {
    /// This id differs from the unknown one only by case, width, blanks or invisible
    /// characters.
    Certain(&'l str),
    /// This is the only id whose name was written in its place, or that is one typo away.
    Likely(&'l str),
}

/// A known id and its names.
type Named<'l> = (&'l str, Vec<&'l str>);

/// Suggests an id if the finding is an unknown one.
#[must_use]
pub fn suggestion<'l>(ledger: &'l Ledger, fault: &Fault) -> Option<Suggestion<'l>> {
    let books = || ledger.rulebooks.iter();
    match fault {
        Fault::UnknownResident(id) => {
            let named = |it: &'l Resident| (it.id.as_str(), vec![it.name.as_str()]);
            among(id, ledger.residents.iter().map(named))
        }
        Fault::UnknownHousehold(id) => {
            among(id, ledger.households.iter().map(|it| named(&it.id, &it.names)))
        }
        Fault::UnknownCategory(id) => {
            let categories = books().flat_map(|it| &it.categories);
            among(id, categories.map(|it| named(&it.id, &it.names)))
        }
        Fault::UnknownDeed { deed, .. } => {
            let deeds = books().flat_map(|it| &it.deeds);
            among(deed, deeds.map(|it| named(&it.id, &it.names)))
        }
        Fault::UnknownReward { reward, .. } => {
            let rewards = books().flat_map(|it| &it.rewards);
            among(reward, rewards.map(|it| named(&it.id, &it.names)))
        }
        Fault::UnknownEntry(id) => {
            among(id, ledger.entries.iter().map(|it| (it.id.as_str(), Vec::new())))
        }
        _ => None,
    }
}

fn named<'l>(id: &'l str, names: &'l Names) -> Named<'l> {
    (id, names.iter().map(|(_, name)| name).collect())
}

fn among<'l>(id: &str, known: impl Iterator<Item = Named<'l>>) -> Option<Suggestion<'l>> {
    let wanted = folded(id);
    let (mut perhaps, mut several) = (None, false);
    for (known, names) in known.filter(|(known, _)| *known != id) {
        if folded(known) == wanted {
            return Some(Suggestion::Certain(known));
        }
        let is_name = || names.iter().any(|it| folded(it) == wanted);
        if is_name() || is_typo(&wanted, &folded(known)) {
            several |= perhaps.is_some_and(|it| it != known);
            perhaps = Some(known);
        }
    }
    perhaps.filter(|_| !several).map(Suggestion::Likely)
}
