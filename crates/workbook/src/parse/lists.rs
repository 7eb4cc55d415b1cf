//! The ids that are known while later sheets are read.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::rc::Rc;

use hallboard_score::{Household, Resident, Rulebook};

use super::values::Known;
use crate::schema::sheets::Target;

/// The items read so far that others may refer to.
#[derive(Clone, Default)]
pub(crate) struct Lists<'l> {
    books: &'l [Rulebook],
    households: &'l [Household],
    residents: &'l [Resident],
    /// Maximum length of a text.
    longest: usize,
    /// Built on first use: only references that contain blanks need it.
    sets: Rc<[OnceCell<HashSet<&'l str>>; 5]>,
}

impl<'l> Lists<'l> {
    /// The items read so far.
    pub(crate) fn new(
        books: &'l [Rulebook],
        households: &'l [Household],
        residents: &'l [Resident],
    ) -> Lists<'l> {
        Lists { books, households, residents, ..Lists::default() }
    }

    /// The same, for a source with texts of at most that length.
    pub(crate) fn within(&self, longest: usize) -> Lists<'l> {
        Lists { longest, ..self.clone() }
    }

    fn set(&self, target: Target) -> HashSet<&'l str> {
        let books = self.books.iter();
        match target {
            Target::Household => {
                self.households.iter().map(|it| it.id.as_str()).collect()
            }
            Target::Resident => self.residents.iter().map(|it| it.id.as_str()).collect(),
            Target::Category => {
                books.flat_map(|it| &it.categories).map(|it| it.id.as_str()).collect()
            }
            Target::Deed => {
                books.flat_map(|it| &it.deeds).map(|it| it.id.as_str()).collect()
            }
            Target::Reward => {
                books.flat_map(|it| &it.rewards).map(|it| it.id.as_str()).collect()
            }
            Target::Entry => HashSet::new(),
        }
    }
}

impl Known for Lists<'_> {
    fn contains(&self, target: Target, id: &str) -> bool {
        // The ids of entries are known only when all entries are read; until then the whole
        // text is kept.
        match self.sets.get(target as usize) {
            Some(set) => set.get_or_init(|| self.set(target)).contains(id),
            None => true,
        }
    }

    fn longest(&self) -> usize {
        self.longest
    }
}
