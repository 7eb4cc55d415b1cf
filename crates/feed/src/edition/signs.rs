//! The content of the signs for doors.

use hallboard_score::{Category, Household, Id, Names};

use super::AgreedHouseholds;

/// The signs of all households that agree to one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoorSigns {
    /// What the categories shown are called, in the rulebook's order.
    pub categories: Vec<Names>,
    /// The signs, by label.
    pub signs: Vec<DoorSign>,
}

/// The sign of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorSign {
    /// The household's id in the register; it is not for print.
    pub household: Id,
    /// What people call the household: its address.
    pub names: Names,
    /// Stars (3 to 5) in each of [`DoorSigns::categories`]; 0 for fewer and for no rating.
    pub stars: Vec<u8>,
}

impl DoorSigns {
    pub(super) fn of(agreed: &AgreedHouseholds<'_>) -> DoorSigns {
        let name = |it: &&Category| it.names.clone();
        let sign = |(row, it): (usize, &&Household)| DoorSign {
            household: it.id.clone(),
            names: it.names.clone(),
            stars: agreed
                .stars
                .iter()
                .map(|stars| stars.get(row).copied().unwrap_or_default())
                .collect(),
        };
        DoorSigns {
            categories: agreed.categories.iter().map(name).collect(),
            signs: agreed.households.iter().enumerate().map(sign).collect(),
        }
    }
}
