//! Sections of the board that the wall and the document share.

mod charts;
mod households;
mod named_text;
mod residents;
mod rule_list;
mod thanks;
mod village;

pub(crate) use charts::{ChartFit, HistoryFigure, MeanFigure};
pub(crate) use households::{StarList, StarTable};
pub(crate) use named_text::NamedText;
pub(crate) use residents::{ResidentRows, initials, no_residents_text};
pub(crate) use rule_list::{RuleListColumns, columns_of};
pub(crate) use thanks::ThanksRows;
pub(crate) use village::{Figure, Figures, village_figures};

use crate::language::Language;
use crate::page_kind::PageKind;
use crate::words::board;

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
