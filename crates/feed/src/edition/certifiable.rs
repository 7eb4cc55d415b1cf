//! Which good deeds a certificate of thanks may name.

use hallboard_score::{Day, Id, Names, Points, ResidentRecord, Scope};

/// The good deeds that a certificate of one resident may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiableDeeds {
    /// The name of the resident.
    pub name: String,
    /// The deeds, newest first.
    pub deeds: Vec<CertifiableDeed>,
}

/// A good deed that a certificate may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiableDeed {
    /// The id of its entry in the register; it is not for print.
    pub entry: Id,
    /// The day of the deed.
    pub date: Day,
    /// The names of the deed, by the rules of that day.
    pub names: Names,
}

impl CertifiableDeeds {
    /// `file` is the record in the recognition ledger.
    pub(super) fn of(file: &ResidentRecord<'_>, as_of: Day) -> Option<CertifiableDeeds> {
        if !file.agrees(Scope::Board, as_of) {
            return None;
        }
        let judged = file.deeds_on(as_of).into_iter();
        let good = judged.filter(|it| {
            it.why.is_none() && it.points.is_some_and(|points| points > Points::ZERO)
        });
        let deeds = good.filter_map(|it| {
            let names = it.rule?.names.clone();
            Some(CertifiableDeed {
                entry: it.entry.id.clone(),
                date: it.entry.date,
                names,
            })
        });
        let mut deeds: Vec<CertifiableDeed> = deeds.collect();
        deeds.reverse();
        Some(CertifiableDeeds { name: file.name().to_owned(), deeds })
    }
}
