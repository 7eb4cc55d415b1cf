//! Receipts for the letters that the hall has, by resident.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::sealed::{LetterReceipt, RECEIPT_LIMIT};

/// Receipts by the id of the sender, the newest first, at most [`RECEIPT_LIMIT`] for each
/// resident.
///
/// They may only appear in the sender's own part of the register. Every publication
/// creates them again from the letters that the hall still has; they are stored nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipts(BTreeMap<String, Vec<LetterReceipt>>);

impl Receipts {
    /// From letters with the ids of their senders. Letters of the same day stay in the
    /// given order.
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

    /// The receipts of a resident.
    #[must_use]
    pub fn of(&self, resident: &str) -> &[LetterReceipt] {
        self.0.get(resident).map_or(&[], Vec::as_slice)
    }
}
