//! Which letters of whom the hall has.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::sealed::{LetterReceipt, RECEIPT_LIMIT};

/// Receipts by the id of the resident who wrote the letters, the newest first, at most
/// [`RECEIPT_LIMIT`] each.
///
/// Only somebody's own part of the register may hold theirs. They are made anew for every
/// publication from the letters the hall still has, and kept nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipts(BTreeMap<String, Vec<LetterReceipt>>);

impl Receipts {
    /// Of those letters, each with the id of the resident who wrote it. Letters of one day
    /// stay in the order given.
    #[must_use]
    pub fn new(letters: impl IntoIterator<Item = (String, LetterReceipt)>) -> Receipts {
        let mut receipts: BTreeMap<String, Vec<LetterReceipt>> = BTreeMap::new();
        for (resident, receipt) in letters {
            receipts.entry(resident).or_default().push(receipt);
        }
        for of_one in receipts.values_mut() {
            of_one.sort_by_key(|it| Reverse(it.received));
            of_one.truncate(RECEIPT_LIMIT);
        }
        Receipts(receipts)
    }

    /// Those of a resident.
    #[must_use]
    pub fn of(&self, resident: &str) -> &[LetterReceipt] {
        self.0.get(resident).map_or(&[], Vec::as_slice)
    }
}
