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

/// The heading of a kind of page.
pub(crate) fn page_title(kind: PageKind, language: Language) -> &'static str {
    match kind {
        PageKind::Village => language.say("village.title"),
        PageKind::Residents => language.say("residents.title"),
        PageKind::Households => language.say("households.title"),
        PageKind::Thanks => language.say("thanks.title"),
        PageKind::History => language.say("history.title"),
        PageKind::Rewards => language.say("rewards.title"),
        PageKind::Rules => language.say("rules.title"),
    }
}
