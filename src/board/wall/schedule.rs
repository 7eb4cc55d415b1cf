//! The schedule of the pages: their order, durations and repetition.

use hallboard_feed::{Display, PAGE_SECONDS};

use crate::page_kind::PageKind;

/// One page of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its kind.
    pub kind: PageKind,
    /// Its number among the pages of that kind, from 0.
    pub part: usize,
}

/// Target duration of a cycle in seconds: each row of the board is shown at least that
/// often, unless there are more pages than fit.
pub const CYCLE_SECONDS: u32 = 30 * 60;
/// The maximum number of histories in a cycle.
const MAX_HISTORIES: usize = 6;
/// The village's page is repeated after that many other pages.
const VILLAGE_EVERY: u32 = 7;

/// The pages of one kind in a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledPages {
    /// Their kind.
    pub kind: PageKind,
    /// The number of pages; 0 if the kind is not shown.
    pub pages: usize,
    /// The duration of each page, in seconds.
    pub seconds: u32,
}

/// The kinds of pages in the order in which they are shown.
pub type Schedule = [ScheduledPages; PageKind::COUNT];

/// The schedule before there is a feed.
pub const EMPTY: Schedule =
    [ScheduledPages { kind: PageKind::Village, pages: 0, seconds: PAGE_SECONDS };
        PageKind::COUNT];

/// Number of pages of each kind, in the order of [`PageKind::ALL`].
pub type Counts = [usize; PageKind::COUNT];

/// The schedule that a hall has configured, or the default one.
#[must_use]
pub fn schedule(display: &Display, counts: Counts) -> Schedule {
    let default = PageKind::ALL.map(|kind| (kind, PAGE_SECONDS));
    let configured = display.pages.iter().zip(&display.page_seconds);
    let configured: Vec<_> = configured
        .filter_map(|(name, seconds)| Some((PageKind::from_name(name)?, *seconds)))
        .collect();
    let shown = if configured.is_empty() { &default[..] } else { &configured };
    let pages = |kind| {
        let all = PageKind::ALL.into_iter().zip(counts);
        all.filter(|(it, _)| *it == kind).map(|(_, pages)| pages).sum()
    };
    let mut schedule = EMPTY;
    for (entry, &(kind, seconds)) in schedule.iter_mut().zip(shown) {
        *entry = ScheduledPages { kind, pages: pages(kind), seconds };
    }
    schedule
}

/// The pages of a cycle; cycles are counted from 0.
///
/// If there are more pages than fit into a cycle, each cycle shows the next slice of the
/// kinds that have too many. The village's page is repeated if it is the first kind of the
/// schedule.
#[must_use]
pub fn cycle(schedule: Schedule, number: usize) -> Vec<Page> {
    let [first, ..] = schedule;
    let village_often = first.kind == PageKind::Village;
    let seconds = if village_often {
        CYCLE_SECONDS * VILLAGE_EVERY / (VILLAGE_EVERY + 1) - first.seconds
    } else {
        CYCLE_SECONDS
    };
    let village =
        (village_often && first.pages > 0).then_some(Page { kind: first.kind, part: 0 });
    let others = schedule.map(|entry| {
        let repeated = village_often && entry.kind == first.kind;
        if repeated { ScheduledPages { pages: 0, ..entry } } else { entry }
    });
    let mut pages = Vec::new();
    for (entry, share) in others.into_iter().zip(shares(others, seconds)) {
        let ScheduledPages { kind, pages: all, .. } = entry;
        let start = number.wrapping_mul(share).checked_rem(all).unwrap_or(0);
        pages.extend((0..share).map(|at| Page { kind, part: (start + at) % all }));
    }
    let mut shown = Vec::new();
    for block in pages.chunks(VILLAGE_EVERY as usize) {
        shown.extend(village);
        shown.extend_from_slice(block);
    }
    if shown.is_empty() {
        shown.extend(village);
    }
    shown
}

/// The number of pages of each kind in a cycle: a limited number of histories, all pages of
/// kinds with few; the others share the remaining time evenly, with at least one page each.
fn shares(schedule: Schedule, seconds: u32) -> Counts {
    let mut shares = [0; PageKind::COUNT];
    let mut seconds_left = seconds;
    let mut kinds_left = 7;
    let mut entries: Vec<_> = schedule.iter().zip(&mut shares).collect();
    entries.sort_by_key(|(entry, _)| (entry.kind != PageKind::History, entry.pages));
    for (entry, share) in entries {
        let room = seconds_left / kinds_left / entry.seconds;
        let most =
            if entry.kind == PageKind::History { MAX_HISTORIES } else { usize::MAX };
        *share = entry.pages.min(room.max(1) as usize).min(most);
        seconds_left = seconds_left.saturating_sub(*share as u32 * entry.seconds);
        kinds_left -= 1;
    }
    shares
}

fn entry_of(schedule: Schedule, kind: PageKind) -> Option<ScheduledPages> {
    schedule.into_iter().find(|entry| entry.kind == kind)
}

/// A position in the sequence of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The cycle, from 0.
    pub cycle: usize,
    /// The page within the cycle, from 0.
    pub index: usize,
}

impl Position {
    /// The page at this position; beyond the end of the cycle, its last page.
    #[must_use]
    pub fn page(self, schedule: Schedule) -> Page {
        let pages = cycle(schedule, self.cycle);
        let last = pages.len().saturating_sub(1);
        pages
            .get(self.index.min(last))
            .copied()
            .unwrap_or(Page { kind: PageKind::Village, part: 0 })
    }

    /// The first position of a page, or of the last page of that kind.
    #[must_use]
    pub fn of(schedule: Schedule, kind: PageKind, part: usize) -> Position {
        let all = entry_of(schedule, kind).map_or(0, |entry| entry.pages);
        let wanted = Page { kind, part: part.min(all.saturating_sub(1)) };
        (0..=all)
            .find_map(|number| {
                let mut pages = cycle(schedule, number).into_iter();
                let index = pages.position(|page| page == wanted)?;
                Some(Position { cycle: number, index })
            })
            .unwrap_or_default()
    }

    /// The duration of the page at this position, in seconds.
    #[must_use]
    pub fn seconds(self, schedule: Schedule) -> u32 {
        let entry = entry_of(schedule, self.page(schedule).kind);
        entry.map_or(PAGE_SECONDS, |entry| entry.seconds)
    }

    /// The next position.
    #[must_use]
    pub fn next(self, schedule: Schedule) -> Position {
        let pages = cycle(schedule, self.cycle).len();
        if self.index + 1 < pages {
            Position { index: self.index + 1, ..self }
        } else {
            Position { cycle: self.cycle.wrapping_add(1), index: 0 }
        }
    }

    /// The previous position.
    #[must_use]
    pub fn previous(self, schedule: Schedule) -> Position {
        let pages = cycle(schedule, self.cycle).len();
        if self.index > 0 {
            return Position { index: self.index.min(pages) - 1, ..self };
        }
        let before = self.cycle.saturating_sub(1);
        let last = cycle(schedule, before).len().saturating_sub(1);
        Position { cycle: before, index: last }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use hallboard_feed::PAGES;
    use std::collections::HashSet;

    /// The default schedule for that many pages of each kind.
    pub(crate) fn usual(counts: Counts) -> Schedule {
        schedule(&Display::new(55, 50), counts)
    }

    fn chosen(pages: &[(&str, u32)], counts: Counts) -> Schedule {
        let display = Display {
            pages: pages.iter().map(|(word, _)| (*word).to_owned()).collect(),
            page_seconds: pages.iter().map(|(_, seconds)| *seconds).collect(),
            ..Display::new(55, 50)
        };
        assert_eq!(display.invalid_field(), None);
        schedule(&display, counts)
    }

    #[track_caller]
    fn seen(schedule: Schedule, cycles_to_see_all: usize, at_most: u32) {
        let mut seen = HashSet::new();
        for number in 0..cycles_to_see_all {
            let pages = cycle(schedule, number);
            let seconds: u32 = (0..pages.len())
                .map(|index| Position { cycle: number, index }.seconds(schedule))
                .sum();
            assert!(seconds <= at_most, "{seconds} s in cycle {number}");
            seen.extend(pages.iter().map(|page| (page.kind.as_str(), page.part)));
        }
        let all: usize = schedule.iter().map(|part| part.pages).sum();
        assert_eq!(seen.len(), all, "{schedule:?}");
    }

    #[track_caller]
    fn check(counts: Counts, cycles_to_see_all: usize) {
        let schedule = usual(counts);
        seen(schedule, cycles_to_see_all, CYCLE_SECONDS);
        for number in 0..cycles_to_see_all {
            let since_village = cycle(schedule, number)
                .split(|page| page.kind == PageKind::Village)
                .map(<[Page]>::len)
                .max()
                .unwrap_or(0);
            assert!(counts[0] == 0 || since_village <= 8, "{since_village}");
        }
    }

    #[test]
    fn every_page_is_seen_and_no_cycle_is_too_long() {
        check([1, 1, 1, 1, 1, 1, 1], 1);
        check([1, 12, 4, 3, 9, 1, 2], 2);
        check([1, 40, 38, 30, 144, 2, 4], 24);
        check([1, 0, 0, 0, 0, 1, 3], 1);
        check([1, 0, 0, 0, 0, 0, 0], 1);
        check([0, 5, 0, 0, 0, 0, 0], 1);
        check([1, 1000, 0, 0, 0, 0, 0], 20);
    }

    #[test]
    fn a_cycle_shows_all_but_the_histories_of_which_it_shows_six() {
        let pages = cycle(usual([1, 41, 45, 12, 144, 1, 4]), 7);
        let of = |kind| pages.iter().filter(|page| page.kind == kind).count();
        assert_eq!(PageKind::ALL.map(of)[1..], [41, 45, 12, 6, 1, 4]);
    }

    const MANY: Counts = [1, 40, 38, 30, 144, 2, 4];

    #[test]
    fn a_hall_chooses_pages_their_order_and_their_time() {
        let words = |schedule: Schedule| -> Vec<&str> {
            cycle(schedule, 0).iter().map(|page| page.kind.as_str()).collect()
        };
        let few = [1, 1, 1, 1, 1, 1, 1];
        let chosen = |pages| chosen(pages, few);
        assert_eq!(words(chosen(&[("rules", 9), ("thanks", 9)])), ["rules", "thanks"]);
        assert_eq!(words(chosen(&[("rules", 9), ("village", 9)])), ["rules", "village"]);
        assert_eq!(words(chosen(&[("village", 9)])), ["village"]);
        let all = PAGES.map(|page| (page, PAGE_SECONDS));
        assert_eq!(chosen(&all), usual(few));
        let timed = chosen(&[("rules", 30), ("thanks", 7)]);
        assert_eq!(Position { cycle: 0, index: 0 }.seconds(timed), 30);
        assert_eq!(Position { cycle: 0, index: 1 }.seconds(timed), 7);
    }

    #[test]
    fn all_pages_are_shown_whatever_their_duration() {
        seen(chosen(&PAGES.map(|page| (page, 300)), MANY), 150, 4200);
        seen(chosen(&PAGES.map(|page| (page, 5)), MANY), 24, CYCLE_SECONDS);
        seen(chosen(&[("history", 60), ("residents", 10)], MANY), 36, CYCLE_SECONDS);
        seen(chosen(&[("residents", 10), ("village", 60)], MANY), 1, CYCLE_SECONDS);
    }

    #[test]
    fn next_and_previous_undo_each_other() {
        let schedule = usual(MANY);
        let mut position = Position::default();
        for _ in 0..300 {
            let next = position.next(schedule);
            assert_eq!(next.previous(schedule), position);
            position = next;
        }
        assert!(position.cycle > 1);
    }

    #[test]
    fn every_scheduled_page_can_be_opened() {
        let schedule = usual(MANY);
        for ScheduledPages { kind, pages, .. } in schedule {
            for part in 0..pages {
                let page = Position::of(schedule, kind, part).page(schedule);
                assert_eq!(page, Page { kind, part });
            }
            assert_eq!(Position::of(schedule, kind, 999).page(schedule).kind, kind);
        }
        let schedule = chosen(&[("rules", 9), ("residents", 9)], MANY);
        let hidden = Position::of(schedule, PageKind::Thanks, 0);
        assert_eq!(hidden.page(schedule), Page { kind: PageKind::Rules, part: 0 });
    }

    #[test]
    fn position_stays_valid_with_a_shorter_feed() {
        let position = Position { cycle: 3, index: 90 };
        let short = usual([1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(position.page(short).kind, PageKind::Residents);
        assert_eq!(position.next(short), Position { cycle: 4, index: 0 });
        assert_eq!(position.page(usual([0; 7])).kind, PageKind::Village);
    }
}
