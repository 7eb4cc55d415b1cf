//! The deeds that a letter can be about.

use hallboard_score::{Category, DeedRule, Rulebook};

use super::letter_kind::DeedSign;

/// Deeds of one category; `None` collects those without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedGroup<'a> {
    /// The category.
    pub category: Option<&'a Category>,
    /// Its deeds, in the rulebook's order.
    pub deeds: Vec<&'a DeedRule>,
}

/// The deeds of a rulebook with that sign, by category in the rulebook's order, those
/// without a category last.
#[must_use]
pub fn deed_groups(book: &Rulebook, sign: DeedSign) -> Vec<DeedGroup<'_>> {
    let of = |category: Option<&str>| -> Vec<&DeedRule> {
        let fits = |it: &&DeedRule| {
            // An unknown category counts as none.
            let named = it.category.as_deref().filter(|id| book.category(id).is_some());
            sign.matches(it.points) && named == category
        };
        book.deeds.iter().filter(fits).collect()
    };
    let categories = book.categories.iter().map(Some).chain([None]);
    categories
        .map(|category| DeedGroup {
            category,
            deeds: of(category.map(|it| it.id.as_str())),
        })
        .filter(|group| !group.deeds.is_empty())
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The rulebooks of the small village.
    pub(crate) fn books() -> Vec<Rulebook> {
        let ledger = include_bytes!("../../../samples/small.json");
        hallboard_score::read_ledger(ledger).unwrap().rulebooks
    }

    #[test]
    fn every_deed_is_offered_once_to_matching_reporters() {
        for book in books() {
            let mut offered = Vec::new();
            for sign in [DeedSign::Positive, DeedSign::Negative] {
                for group in deed_groups(&book, sign) {
                    for deed in group.deeds {
                        assert!(sign.matches(deed.points), "{}", deed.id);
                        let category = group.category.map(|it| it.id.clone());
                        assert_eq!(deed.category, category);
                        offered.push(deed.id.clone());
                    }
                }
            }
            let mut all: Vec<_> = book.deeds.iter().map(|it| it.id.clone()).collect();
            offered.sort();
            all.sort();
            assert_eq!(offered, all);
        }
    }
}
