//! Sections of the board that the wall and the document share.

mod charts;
mod households;
mod named_text;
mod residents;
mod rule_list;
mod thanks;
mod village;

pub(crate) use charts::{HistoryFigure, MeanFigure};
pub(crate) use households::{HouseholdRow, StarList, category_names, household_rows};
pub(crate) use named_text::NamedText;
pub(crate) use residents::{
    ResidentList, ResidentRow, initials, no_residents_text, resident_rows,
};
pub(crate) use rule_list::{RuleList, rule_items};
pub(crate) use thanks::{ThanksList, thanks_rows};
pub(crate) use village::{Figures, village_figures};

use crate::language::Language;
use crate::page_kind::PageKind;
use crate::words::board;

/// What stands beside the heading of a kind of page.
pub(crate) fn page_subtitle(kind: PageKind, language: Language) -> &'static str {
    match kind {
        PageKind::Village => language.text(board::VILLAGE_BESIDE),
        PageKind::Residents => language.text(board::RESIDENTS_BESIDE),
        PageKind::Households => language.text(board::HOUSEHOLDS_BESIDE),
        PageKind::Thanks => language.text(board::THANKS_BESIDE),
        PageKind::History => language.text(board::HISTORY_BESIDE),
        PageKind::Rewards => language.text(board::REWARDS_BESIDE),
        PageKind::Rules => language.text(board::RULES_BESIDE),
    }
}

/// The heading of a kind of page.
pub(crate) fn page_title(kind: PageKind, language: Language) -> &'static str {
    match kind {
        PageKind::Village => language.text(board::VILLAGE_TITLE),
        PageKind::Residents => language.text(board::RESIDENTS_TITLE),
        PageKind::Households => language.text(board::HOUSEHOLDS_TITLE),
        PageKind::Thanks => language.text(board::THANKS_TITLE),
        PageKind::History => language.text(board::HISTORY_TITLE),
        PageKind::Rewards => language.text(board::REWARDS_TITLE),
        PageKind::Rules => language.text(board::RULES_TITLE),
    }
}
