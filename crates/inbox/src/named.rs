//! Who is to be named for what they reported.

use std::collections::HashMap;

use hallboard_feed::edition::{Remaining, Reporters};
use hallboard_score::Resident;

use super::{Inbox, Store, entry_id};

impl<S: Store> Inbox<S> {
    /// Of the entries that letters became, those whose reporters agreed to be named and take
    /// part, with what they are called today. Whether the hall names anybody is not asked here.
    #[must_use]
    pub fn reporters(
        &self,
        remaining: &dyn Remaining,
        residents: &[Resident],
    ) -> Reporters {
        let names: HashMap<&str, &str> =
            residents.iter().map(|it| (it.id.as_str(), &*it.name)).collect();
        Reporters::new(self.letters().filter_map(|(letter, held)| {
            let reporter = held.reporter.as_deref()?;
            let name = names.get(reporter).filter(|_| remaining.takes_part(reporter))?;
            Some((entry_id(letter).to_string(), (*name).to_owned()))
        }))
    }
}
