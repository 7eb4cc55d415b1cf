//! From a ledger to a snapshot: decides what may be published about whom.
//!
//! Everything public is computed from the [`recognition`] ledger of the day of
//! publication: deductions and low ratings have no effect on any byte of it. Residents
//! and households that have not consented are removed first.

mod certifiable;
mod own;
mod publication_state;
mod receipts;
mod reporters;
mod residents;
mod roster;
mod signs;
mod village;
mod withdrawal;

use std::collections::BTreeSet;

use hallboard_score::{
    Category, Day, FEWEST_PUBLIC_STARS, Household, HouseholdScope, Ledger, Month, Names,
    Points, Register, ResidentRecord, Rulebook, recognition,
};

pub use certifiable::{CertifiableDeed, CertifiableDeeds};
pub use own::OwnLedgers;
pub use publication_state::{
    Figures, PUBLICATION_STATE_FORMAT, PublicationState, PublicationStateError,
};
pub use receipts::Receipts;
pub use reporters::Reporters;
pub use roster::{ROSTERS_FORMAT, Roster, Rosters};
pub use signs::{DoorSign, DoorSigns};
pub use withdrawal::{Remaining, without_withdrawn};

use crate::display::Display;
use crate::readings::Readings;
use crate::snapshot::{HallInfo, Households, SNAPSHOT_FORMAT, Snapshot};

/// The input of a publication.
pub struct Edition<'l> {
    /// The register.
    pub ledger: &'l Ledger,
    /// The day of publication in the hall's time zone.
    pub as_of: Day,
    /// The display settings.
    pub display: Display,
    /// The ids of the categories whose stars are not on the board.
    pub private_categories: &'l BTreeSet<String>,
}

/// A snapshot with its roster and the new publication state.
pub struct ComposedEdition {
    /// The snapshot to be published.
    pub snapshot: Snapshot,
    /// The publication state, which stays in the hall.
    pub state: PublicationState,
    /// The roster of the snapshot. The publisher fills in its hash.
    pub roster: Roster,
}

/// A resident on the board.
struct Listed<'r> {
    file: &'r ResidentRecord<'r>,
    /// Points from stars and deeds of the recognition ledger.
    points: Points,
}

impl Edition<'_> {
    /// Composes the snapshot, given the state of earlier publications. The publisher
    /// fills in readings, desk and letters.
    #[must_use]
    pub fn compose(&self, state: &PublicationState) -> ComposedEdition {
        let public = recognition(self.ledger, self.as_of);
        let register = Register::new(&public);
        let files: Vec<ResidentRecord<'_>> = register.files().collect();
        let listed = residents::listed(&files, self.as_of);
        let (households, household_ids) = self.households(&register);
        let part = village::taking_part(&files, self.as_of);
        let (village, state) = village::figures(&part, self.as_of, &listed, state);
        let mut rulebooks: Vec<Rulebook> = self.ledger.rulebooks.clone();
        rulebooks.sort_by_key(|book| book.from);
        let hall = &self.ledger.hall;
        let roster = Roster {
            snapshot: String::new(),
            residents: listed.iter().map(|it| it.file.id().to_owned()).collect(),
            households: household_ids,
            taking_part: part.iter().map(|file| file.id().to_owned()).collect(),
        };
        let snapshot = Snapshot {
            format: SNAPSHOT_FORMAT.to_owned(),
            hall: HallInfo {
                id: hall.id.clone(),
                names: hall.names.clone(),
                time_zone: hall.time_zone.clone(),
            },
            as_of: self.as_of,
            display: self.display.clone(),
            rulebooks,
            residents: residents::columns(&listed),
            history: residents::history(&listed, self.as_of),
            thanks: residents::thanks(&listed, self.as_of),
            households,
            village,
            readings: Readings::default(),
            desk: None,
            letters: None,
        };
        ComposedEdition { snapshot, state, roster }
    }

    fn households(&self, register: &Register<'_>) -> (Households, Vec<String>) {
        let agreed = self.agreed(register, HouseholdScope::Board);
        let households = Households {
            stars: agreed.stars,
            categories: agreed.categories.iter().map(|it| it.id.clone()).collect(),
            names: agreed.households.iter().map(|it| it.names.clone()).collect(),
        };
        (households, agreed.households.iter().map(|it| it.id.to_string()).collect())
    }

    /// The signs for the doors of the households that agree to one on the day of
    /// publication; those of nobody else are in it.
    #[must_use]
    pub fn signs(&self) -> DoorSigns {
        let public = recognition(self.ledger, self.as_of);
        DoorSigns::of(&self.agreed(&Register::new(&public), HouseholdScope::Sign))
    }

    /// The good deeds that a certificate of a resident may name: those that count on the
    /// day of publication, newest first. `None` if the resident has not agreed to be on
    /// the board, or if there is none of that id.
    #[must_use]
    pub fn certifiable(&self, resident: &str) -> Option<CertifiableDeeds> {
        let public = recognition(self.ledger, self.as_of);
        let register = Register::new(&public);
        CertifiableDeeds::of(&register.file(resident)?, self.as_of)
    }

    /// How many rewards were handed out in a month to those who take part on the day of
    /// publication, to the nearest five; `None` where fewer than ten people got one.
    #[must_use]
    pub fn rewards_handed_out(&self, month: Month) -> Option<u32> {
        let register = Register::new(self.ledger);
        let files: Vec<ResidentRecord<'_>> = register.files().collect();
        village::rewards_in(&village::taking_part(&files, self.as_of), month, self.as_of)
    }

    /// Who agrees to that, and what may be said of their stars, by the rules of the day;
    /// nobody on a day without rules.
    fn agreed<'r>(
        &'r self,
        register: &'r Register<'_>,
        scope: HouseholdScope,
    ) -> AgreedHouseholds<'r> {
        let Some(book) = register.book(self.as_of) else { return Default::default() };
        let categories: Vec<&Category> = book
            .categories
            .iter()
            .filter(|it| !self.private_categories.contains(&it.id))
            .collect();
        let agrees =
            |it: &&Household| register.household_agrees(&it.id, scope, self.as_of);
        let mut households: Vec<&Household> =
            self.ledger.households.iter().filter(agrees).collect();
        households.sort_by(|a, b| {
            a.names.iter().cmp(b.names.iter()).then_with(|| a.id.cmp(&b.id))
        });
        let stars = |category: &&Category| {
            let stars = |id: &str| register.stars(id, &category.id, self.as_of);
            let public = |stars: &u8| *stars >= FEWEST_PUBLIC_STARS;
            households
                .iter()
                .map(|it| stars(&it.id).filter(public).unwrap_or(0))
                .collect()
        };
        let stars = categories.iter().map(stars).collect();
        AgreedHouseholds { categories, households, stars }
    }
}

/// The households that agree to something, and their public stars.
#[derive(Default)]
struct AgreedHouseholds<'r> {
    /// The categories shown, in the rulebook's order.
    categories: Vec<&'r Category>,
    /// The households, by label.
    households: Vec<&'r Household>,
    /// `stars[c][h]`: category `c`, household `h`; 3 to 5, or 0 for fewer or none.
    stars: Vec<Vec<u8>>,
}

/// The ids of the categories that are private unless the hall decides otherwise: those
/// about money and credit.
#[must_use]
pub fn private_by_default(rulebooks: &[Rulebook]) -> BTreeSet<String> {
    const WORDS: [&str; 8] =
        ["credit", "financ", "loan", "debt", "信用", "信贷", "金融", "财务"];
    let speaks = |text: &str| {
        let text = text.to_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    };
    let named = |names: &Names| names.iter().any(|(_, name)| speaks(name));
    let categories = rulebooks.iter().flat_map(|book| &book.categories);
    let private = categories.filter(|it| speaks(&it.id) || named(&it.names));
    private.map(|it| it.id.clone()).collect()
}
