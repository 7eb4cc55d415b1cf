//! The kinds of pages a board has.

use hallboard_feed::{Board, PAGES};

use crate::language::Language;
use crate::words::board as word;

/// A kind of page, in the order in which a board shows them by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// The village's mean score and figures.
    Village,
    /// Residents by name.
    Residents,
    /// Households and their stars.
    Households,
    /// Thank-yous.
    Thanks,
    /// Histories, one resident per page.
    History,
    /// Rewards and how to earn them.
    Rewards,
    /// The deeds that count and their points.
    Rules,
}

impl PageKind {
    /// How many kinds there are.
    pub const COUNT: usize = PAGES.len();

    /// All kinds, in the default order.
    pub const ALL: [PageKind; PageKind::COUNT] = [
        PageKind::Village,
        PageKind::Residents,
        PageKind::Households,
        PageKind::Thanks,
        PageKind::History,
        PageKind::Rewards,
        PageKind::Rules,
    ];

    /// Its name in addresses and in the feed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PageKind::Village => "village",
            PageKind::Residents => "residents",
            PageKind::Households => "households",
            PageKind::Thanks => "thanks",
            PageKind::History => "history",
            PageKind::Rewards => "rewards",
            PageKind::Rules => "rules",
        }
    }

    /// The heading.
    #[must_use]
    pub fn title(self, language: Language) -> &'static str {
        language.text(match self {
            PageKind::Village => word::VILLAGE_TITLE,
            PageKind::Residents => word::RESIDENTS_TITLE,
            PageKind::Households => word::HOUSEHOLDS_TITLE,
            PageKind::Thanks => word::THANKS_TITLE,
            PageKind::History => word::HISTORY_TITLE,
            PageKind::Rewards => word::REWARDS_TITLE,
            PageKind::Rules => word::RULES_TITLE,
        })
    }

    /// The line next to the heading.
    #[must_use]
    pub fn subtitle(self, language: Language) -> &'static str {
        language.text(match self {
            PageKind::Village => word::VILLAGE_SUBTITLE,
            PageKind::Residents => word::RESIDENTS_SUBTITLE,
            PageKind::Households => word::HOUSEHOLDS_SUBTITLE,
            PageKind::Thanks => word::THANKS_SUBTITLE,
            PageKind::History => word::HISTORY_SUBTITLE,
            PageKind::Rewards => word::REWARDS_SUBTITLE,
            PageKind::Rules => word::RULES_SUBTITLE,
        })
    }

    /// Whether its pages are those of one long list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        !matches!(self, PageKind::Village | PageKind::History)
    }

    /// Whether a board has pages of that kind. Without listed residents, one page states
    /// this.
    #[must_use]
    pub fn is_on(self, board: &Board) -> bool {
        let rules = board.rules.as_ref();
        match self {
            PageKind::Village | PageKind::Residents => true,
            PageKind::Households => !board.households.is_empty(),
            PageKind::Thanks => !board.thanks.is_empty(),
            PageKind::History => !board.histories.is_empty(),
            PageKind::Rewards => rules.is_some_and(|rules| !rules.rewards.is_empty()),
            PageKind::Rules => rules.is_some(),
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<PageKind> {
        PageKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_feed() {
        assert_eq!(PageKind::ALL.map(PageKind::as_str), PAGES);
        for kind in PageKind::ALL {
            assert_eq!(PageKind::from_name(kind.as_str()), Some(kind));
        }
        assert_eq!(PageKind::from_name("admin"), None);
    }
}
