//! The reporters to be named to the subjects of their letters.

use std::collections::HashMap;

use hallboard_feed::edition::{Remaining, Reporters};
use hallboard_score::Resident;

use super::{Inbox, Store, entry_id};

impl<S: Store> Inbox<S> {
    /// The entries that came from letters whose reporters agreed to be named and take
    /// part, with the current names of the reporters. Whether the hall names reporters at
    /// all is not checked here.
    #[must_use]
    pub fn reporters(
        &self,
        remaining: &dyn Remaining,
        residents: &[Resident],
    ) -> Reporters {
        let names: HashMap<&str, &str> =
            residents.iter().map(|it| (it.id.as_str(), &*it.name)).collect();
        Reporters::new(self.letters().filter_map(|(letter, record)| {
            let reporter = record.reporter.as_deref()?;
            let name = names.get(reporter).filter(|_| remaining.takes_part(reporter))?;
            Some((entry_id(letter).to_string(), (*name).to_owned()))
        }))
    }
}
