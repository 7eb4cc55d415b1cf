//! The board on the wall: a frame that stays, and pages that take turns in it.

mod charts;
mod closed;
mod corner;
mod frame;
mod households;
mod listing;
mod pages;
mod residents;
mod shared;
mod thanks;
mod village;
mod wall;

pub(crate) use charts::{history_chart, mean_chart, picture};
pub(crate) use closed::closed;
pub(crate) use corner::use_corner;
pub(crate) use frame::{head, language_switch, letters, notice};
pub(crate) use households::star_list;
pub(crate) use listing::listing;
pub(crate) use pages::nobody;
pub(crate) use residents::resident_rows;
pub(crate) use shared::{named, title_of};
pub(crate) use thanks::thanks_rows;
pub(crate) use village::{figures, village_figures};
pub(crate) use wall::wall;
