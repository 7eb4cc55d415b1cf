//! Sections of the board that the wall and the document share.

mod charts;
mod households;
mod residents;
mod rule_list;
mod thanks;
mod village;

pub(crate) use charts::{HistoryFigure, MeanFigure};
pub(crate) use households::{HouseholdRow, StarList, category_names, household_rows};
pub(crate) use residents::{
    ResidentList, ResidentRow, initials, no_residents_text, resident_rows,
};
pub(crate) use rule_list::{RuleList, rule_items};
pub(crate) use thanks::{ThanksList, thanks_rows};
pub(crate) use village::{Figures, village_figures};
