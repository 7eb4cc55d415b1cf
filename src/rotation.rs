//! Which page is shown when: pages take turns, the village often.

use hallboard_feed::{Display, PAGE_SECONDS};

/// The chapters of the board, in the order of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// The village's mean score and numbers.
    Village,
    /// Residents by name.
    Residents,
    /// Households' stars.
    Households,
    /// Thank-yous.
    Thanks,
    /// Histories, one person a page.
    History,
    /// Rewards and how to earn them.
    Rewards,
    /// What counts how much.
    Rules,
}

impl Chapter {
    /// Every chapter, in the order of a turn.
    pub const ALL: [Chapter; 7] = [
        Chapter::Village,
        Chapter::Residents,
        Chapter::Households,
        Chapter::Thanks,
        Chapter::History,
        Chapter::Rewards,
        Chapter::Rules,
    ];

    /// Its name in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Chapter::Village => "village",
            Chapter::Residents => "residents",
            Chapter::Households => "households",
            Chapter::Thanks => "thanks",
            Chapter::History => "history",
            Chapter::Rewards => "rewards",
            Chapter::Rules => "rules",
        }
    }

    /// The chapter of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Chapter> {
        Chapter::ALL.into_iter().find(|chapter| chapter.word() == word)
    }
}

/// One page: the `part`th of its chapter, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its chapter.
    pub chapter: Chapter,
    /// Which of the chapter's pages, from 0.
    pub part: usize,
}

/// What a whole turn may take, in seconds, unless single pages are shown for long.
pub const TURN_SECONDS: u32 = 20 * 60;
/// After so many other pages the village comes again.
const VILLAGE_EVERY: u32 = 7;

/// A chapter's part in the turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which it is.
    pub chapter: Chapter,
    /// How many pages it has; none where it is not shown.
    pub pages: usize,
    /// How long one of them is shown, in seconds.
    pub seconds: u32,
}

/// The chapters in the order of a turn.
pub type Parts = [Part; 7];

/// Nothing to show yet.
pub const NONE: Parts =
    [Part { chapter: Chapter::Village, pages: 0, seconds: PAGE_SECONDS }; 7];

/// How many pages each chapter has, in the order of [`Chapter::ALL`].
pub type Counts = [usize; 7];

/// The chapters that a hall shows, in its order.
#[must_use]
pub fn parts(display: &Display, counts: Counts) -> Parts {
    let every = Chapter::ALL.map(|chapter| (chapter, PAGE_SECONDS));
    let chosen = display.pages.iter().zip(&display.page_seconds);
    let chosen: Vec<_> = chosen
        .filter_map(|(word, seconds)| Some((Chapter::from_word(word)?, *seconds)))
        .collect();
    let shown = if chosen.is_empty() { &every[..] } else { &chosen };
    let pages = |chapter| {
        let all = Chapter::ALL.into_iter().zip(counts);
        all.filter(|(it, _)| *it == chapter).map(|(_, pages)| pages).sum()
    };
    let mut parts = NONE;
    for (part, &(chapter, seconds)) in parts.iter_mut().zip(shown) {
        *part = Part { chapter, pages: pages(chapter), seconds };
    }
    parts
}

/// The pages of a turn, counted from 0.
///
/// Where there are more pages than a turn may hold, each turn shows the next slice
/// of the chapters that are too long. The village comes often where it is the first.
#[must_use]
pub fn turn(parts: Parts, number: usize) -> Vec<Page> {
    let [first, ..] = parts;
    let often = first.chapter == Chapter::Village;
    let seconds = match often {
        true => TURN_SECONDS * VILLAGE_EVERY / (VILLAGE_EVERY + 1) - first.seconds,
        false => TURN_SECONDS,
    };
    let village =
        (often && first.pages > 0).then_some(Page { chapter: first.chapter, part: 0 });
    let rest = parts.map(|part| match often && part.chapter == first.chapter {
        true => Part { pages: 0, ..part },
        false => part,
    });
    let mut pages = Vec::new();
    for (Part { chapter, pages: all, .. }, share) in
        rest.into_iter().zip(share(rest, seconds))
    {
        let start = number.wrapping_mul(share).checked_rem(all).unwrap_or(0);
        pages.extend((0..share).map(|at| Page { chapter, part: (start + at) % all }));
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

/// How many pages of each chapter a turn shows: short chapters whole, the rest of the
/// time in even parts, but none of them never.
fn share(parts: Parts, seconds: u32) -> [usize; 7] {
    let mut shares = [0; 7];
    let mut left = seconds;
    let mut open: Vec<usize> = (0..parts.len()).collect();
    let pages = |at: usize| parts.get(at).map_or(0, |part| part.pages);
    hallboard_score::arrange(&mut open, &|a, b| pages(*a).cmp(&pages(*b)));
    let mut waiting = 7;
    for at in open {
        let Some(Part { pages, seconds, .. }) = parts.get(at).copied() else { continue };
        let room = left / waiting / seconds;
        let given = pages.min(room.max(1) as usize);
        if let Some(share) = shares.get_mut(at) {
            *share = given;
        }
        left = left.saturating_sub(given as u32 * seconds);
        waiting -= 1;
    }
    shares
}

fn part_of(parts: Parts, chapter: Chapter) -> Option<Part> {
    parts.into_iter().find(|part| part.chapter == chapter)
}

/// Where the board stands in its turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The turn, from 0.
    pub turn: usize,
    /// The page within the turn, from 0.
    pub at: usize,
}

impl Place {
    /// The page shown there; a place beyond the turn's end is its last page.
    #[must_use]
    pub fn page(self, parts: Parts) -> Page {
        let pages = turn(parts, self.turn);
        let last = pages.len().saturating_sub(1);
        pages
            .get(self.at.min(last))
            .copied()
            .unwrap_or(Page { chapter: Chapter::Village, part: 0 })
    }

    /// The place of the first turn's page nearest to the one asked for.
    #[must_use]
    pub fn of(parts: Parts, chapter: Chapter, part: usize) -> Place {
        let all = part_of(parts, chapter).map_or(0, |part| part.pages);
        let wanted = Page { chapter, part: part.min(all.saturating_sub(1)) };
        (0..=all)
            .find_map(|number| {
                let at = turn(parts, number).iter().position(|page| *page == wanted)?;
                Some(Place { turn: number, at })
            })
            .unwrap_or_default()
    }

    /// For how many seconds the page shown there is.
    #[must_use]
    pub fn seconds(self, parts: Parts) -> u32 {
        let part = part_of(parts, self.page(parts).chapter);
        part.map_or(PAGE_SECONDS, |part| part.seconds)
    }

    /// The place after.
    #[must_use]
    pub fn next(self, parts: Parts) -> Place {
        let pages = turn(parts, self.turn).len();
        if self.at + 1 < pages {
            Place { at: self.at + 1, ..self }
        } else {
            Place { turn: self.turn.wrapping_add(1), at: 0 }
        }
    }

    /// The place before.
    #[must_use]
    pub fn previous(self, parts: Parts) -> Place {
        let pages = turn(parts, self.turn).len();
        if self.at > 0 {
            return Place { at: self.at.min(pages) - 1, ..self };
        }
        let turn_before = self.turn.saturating_sub(1);
        let last = turn(parts, turn_before).len().saturating_sub(1);
        Place { turn: turn_before, at: last }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use hallboard_feed::PAGES;
    use std::collections::HashSet;

    /// So many pages a chapter, as they take turns unless a hall says otherwise.
    pub(crate) fn usual(counts: Counts) -> Parts {
        parts(&Display::new(55, 50), counts)
    }

    fn chosen(pages: &[(&str, u32)], counts: Counts) -> Parts {
        let display = Display {
            pages: pages.iter().map(|(word, _)| (*word).to_owned()).collect(),
            page_seconds: pages.iter().map(|(_, seconds)| *seconds).collect(),
            ..Display::new(55, 50)
        };
        assert_eq!(display.unsound(), None);
        parts(&display, counts)
    }

    #[track_caller]
    fn seen(parts: Parts, turns_to_see_all: usize, at_most: u32) {
        let mut seen = HashSet::new();
        for number in 0..turns_to_see_all {
            let pages = turn(parts, number);
            let seconds: u32 = (0..pages.len())
                .map(|at| Place { turn: number, at }.seconds(parts))
                .sum();
            assert!(seconds <= at_most, "{seconds} s in turn {number}");
            seen.extend(pages.iter().map(|page| (page.chapter.word(), page.part)));
        }
        let all: usize = parts.iter().map(|part| part.pages).sum();
        assert_eq!(seen.len(), all, "{parts:?}");
    }

    #[track_caller]
    fn check(counts: Counts, turns_to_see_all: usize) {
        let parts = usual(counts);
        seen(parts, turns_to_see_all, TURN_SECONDS);
        for number in 0..turns_to_see_all {
            let since_village = turn(parts, number)
                .split(|page| page.chapter == Chapter::Village)
                .map(<[Page]>::len)
                .max()
                .unwrap_or(0);
            assert!(counts[0] == 0 || since_village <= 8, "{since_village}");
        }
    }

    #[test]
    fn every_page_is_seen_and_no_turn_is_too_long() {
        check([1, 1, 1, 1, 1, 1, 1], 1);
        check([1, 12, 4, 3, 9, 1, 2], 1);
        check([1, 40, 38, 30, 144, 2, 4], 8);
        check([1, 0, 0, 0, 0, 1, 3], 1);
        check([1, 0, 0, 0, 0, 0, 0], 1);
        check([0, 5, 0, 0, 0, 0, 0], 1);
        check([1, 1000, 0, 0, 0, 0, 0], 20);
    }

    const MANY: Counts = [1, 40, 38, 30, 144, 2, 4];

    #[test]
    fn a_hall_chooses_pages_their_order_and_their_time() {
        let words = |parts: Parts| -> Vec<&str> {
            turn(parts, 0).iter().map(|page| page.chapter.word()).collect()
        };
        let few = [1, 1, 1, 1, 1, 1, 1];
        let chosen = |pages| chosen(pages, few);
        assert_eq!(words(chosen(&[("rules", 9), ("thanks", 9)])), ["rules", "thanks"]);
        assert_eq!(words(chosen(&[("rules", 9), ("village", 9)])), ["rules", "village"]);
        assert_eq!(words(chosen(&[("village", 9)])), ["village"]);
        let all = PAGES.map(|page| (page, PAGE_SECONDS));
        assert_eq!(chosen(&all), usual(few));
        let timed = chosen(&[("rules", 30), ("thanks", 7)]);
        assert_eq!(Place { turn: 0, at: 0 }.seconds(timed), 30);
        assert_eq!(Place { turn: 0, at: 1 }.seconds(timed), 7);
    }

    #[test]
    fn however_long_pages_are_all_have_their_turn() {
        seen(chosen(&PAGES.map(|page| (page, 300)), MANY), 150, 4200);
        seen(chosen(&PAGES.map(|page| (page, 5)), MANY), 3, TURN_SECONDS);
        seen(chosen(&[("history", 60), ("residents", 10)], MANY), 15, TURN_SECONDS);
        seen(chosen(&[("residents", 10), ("village", 60)], MANY), 1, TURN_SECONDS);
    }

    #[test]
    fn next_and_previous_undo_each_other() {
        let parts = usual(MANY);
        let mut place = Place::default();
        for _ in 0..300 {
            let next = place.next(parts);
            assert_eq!(next.previous(parts), place);
            place = next;
        }
        assert!(place.turn > 1);
    }

    #[test]
    fn any_page_can_be_opened_that_is_shown() {
        let parts = usual(MANY);
        for Part { chapter, pages, .. } in parts {
            for part in 0..pages {
                let page = Place::of(parts, chapter, part).page(parts);
                assert_eq!(page, Page { chapter, part });
            }
            assert_eq!(Place::of(parts, chapter, 999).page(parts).chapter, chapter);
        }
        let parts = chosen(&[("rules", 9), ("residents", 9)], MANY);
        let hidden = Place::of(parts, Chapter::Thanks, 0);
        assert_eq!(hidden.page(parts), Page { chapter: Chapter::Rules, part: 0 });
    }

    #[test]
    fn a_place_outlives_a_shorter_feed() {
        let place = Place { turn: 3, at: 90 };
        let short = usual([1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(place.page(short).chapter, Chapter::Residents);
        assert_eq!(place.next(short), Place { turn: 4, at: 0 });
        assert_eq!(place.page(usual([0; 7])).chapter, Chapter::Village);
    }

    #[test]
    fn chapters_have_the_names_of_the_feeds_pages() {
        assert_eq!(Chapter::ALL.map(Chapter::word), PAGES);
        for chapter in Chapter::ALL {
            assert_eq!(Chapter::from_word(chapter.word()), Some(chapter));
        }
        assert_eq!(Chapter::from_word("admin"), None);
    }
}
