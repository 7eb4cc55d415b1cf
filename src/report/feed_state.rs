//! The feed as this page uses it.

use std::sync::Arc;

use hallboard_feed::letter::LetterKey;
use hallboard_feed::{Letters, REST_SECONDS, Readings, VerifiedFeed};
use hallboard_score::{Day, Rulebook};

use super::model::FeedStatus;
use crate::language::Language;
use crate::platform::{Calendar, in_order_of_names, now_seconds};
use crate::search::{BROWSER_TABLES, SearchTerms};

/// The feed, or why there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct FeedState {
    /// The last verified feed.
    pub feed: Option<Arc<VerifiedFeed>>,
    /// Whether no feed can be fetched or verified now.
    pub failed: bool,
}

/// The hall's day and whether names may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HallTime {
    /// The day in the hall's time zone; `None` without a feed.
    pub today: Option<Day>,
    /// Whether names must no longer be shown.
    pub expired: bool,
}

/// A resident on the board, as the form offers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedName {
    /// The name.
    pub name: String,
    /// The name prepared for search.
    pub terms: SearchTerms,
}

impl FeedState {
    /// How letters reach the hall.
    pub(super) fn letters(&self) -> Option<&Letters> {
        self.feed.as_ref()?.snapshot().letters.as_ref()
    }

    /// The key that letters are sealed to.
    pub(super) fn letter_key(&self) -> Option<LetterKey> {
        self.letters()?.key()
    }

    /// What the page can show with this feed.
    pub(super) fn status(&self) -> FeedStatus {
        match &self.feed {
            None if self.failed => FeedStatus::Failed,
            None => FeedStatus::Loading,
            Some(_) if self.letter_key().is_none() => FeedStatus::NoLetters,
            Some(_) => FeedStatus::Ready,
        }
    }

    /// How Chinese characters in names and deeds are read; nothing without a feed.
    pub(super) fn readings(&self) -> Readings {
        let readings = |feed: &Arc<VerifiedFeed>| feed.snapshot().readings.clone();
        self.feed.as_ref().map(readings).unwrap_or_default()
    }

    /// Every rulebook.
    pub(super) fn rulebooks(&self) -> &[Rulebook] {
        self.feed.as_ref().map_or(&[], |feed| &feed.snapshot().rulebooks)
    }

    /// The hall's day at that instant, and whether names may be shown.
    pub(super) fn time(&self, now: i64) -> HallTime {
        let Some(feed) = &self.feed else { return HallTime::default() };
        let zone = &feed.snapshot().hall.time_zone;
        let local = Calendar::civil_time(now, zone);
        let local = local.or_else(|| Calendar::civil_time(now, "UTC"));
        HallTime { today: local.map(|(day, _)| day), expired: feed.expired(now) }
    }

    /// The residents on the board that day, in the order of the language.
    pub(super) fn names(&self, today: Day, language: Language) -> Vec<ListedName> {
        let Some(feed) = &self.feed else { return Vec::new() };
        let residents = feed.listing(today, now_seconds()).residents;
        let mut names: Vec<String> = residents.into_iter().map(|it| it.name).collect();
        names.dedup();
        let order = in_order_of_names(language, &names).into_iter();
        let listed = |index: usize| {
            let name = names.get(index)?.clone();
            let readings = &feed.snapshot().readings;
            let terms = SearchTerms::new([name.as_str()], readings, BROWSER_TABLES);
            Some(ListedName { name, terms })
        };
        order.filter_map(listed).collect()
    }

    /// The diagonal of the hall's screen, in inches; `None` without a feed.
    pub(super) fn screen_inches(&self) -> Option<f64> {
        Some(f64::from(self.feed.as_ref()?.snapshot().display.screen_inches))
    }

    /// Seconds without use after which a shared screen discards all input.
    pub(super) fn rest_seconds(&self) -> u32 {
        let rest = |feed: &Arc<VerifiedFeed>| feed.snapshot().display.rest_seconds;
        self.feed.as_ref().map_or(REST_SECONDS, rest)
    }
}
