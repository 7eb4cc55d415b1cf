//! Which page is shown when: pages take turns, the village often.

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

/// How long a page is shown, in seconds.
pub const DWELL_SECONDS: u32 = 12;
/// The longest a whole turn may take, in seconds.
pub const TURN_SECONDS: u32 = 20 * 60;
/// After so many other pages the village comes again.
const VILLAGE_EVERY: usize = 7;

/// How many pages each chapter has, in the order of [`Chapter::ALL`].
pub type Parts = [usize; 7];

/// The pages of a turn, counted from 0.
///
/// Where there are more pages than a turn may hold, each turn shows the next slice
/// of the chapters that are too long.
#[must_use]
pub fn turn(parts: Parts, number: usize) -> Vec<Page> {
    let room = (TURN_SECONDS / DWELL_SECONDS) as usize;
    let others = room * VILLAGE_EVERY / (VILLAGE_EVERY + 1) - 1;
    let shares = share(parts, others);
    let mut pages = Vec::new();
    for ((chapter, all), share) in Chapter::ALL.into_iter().zip(parts).zip(shares) {
        if chapter == Chapter::Village {
            continue;
        }
        let start = number.wrapping_mul(share).checked_rem(all).unwrap_or(0);
        pages.extend((0..share).map(|at| Page { chapter, part: (start + at) % all }));
    }
    let village =
        (parts.first() > Some(&0)).then_some(Page { chapter: Chapter::Village, part: 0 });
    let mut shown = Vec::with_capacity(room);
    for block in pages.chunks(VILLAGE_EVERY) {
        shown.extend(village);
        shown.extend_from_slice(block);
    }
    if shown.is_empty() {
        shown.extend(village);
    }
    shown
}

/// How many pages of each chapter a turn shows: short chapters whole, the rest of the
/// room in even parts.
fn share(parts: Parts, room: usize) -> Parts {
    let mut shares = [0; 7];
    let mut left = room;
    let mut open: Vec<usize> = (1..parts.len()).collect();
    hallboard_score::arrange(&mut open, &|a, b| parts.get(*a).cmp(&parts.get(*b)));
    let mut waiting = open.len();
    for at in open {
        let wanted = parts.get(at).copied().unwrap_or(0);
        let given = wanted.min(left / waiting);
        if let Some(share) = shares.get_mut(at) {
            *share = given;
        }
        left -= given;
        waiting -= 1;
    }
    shares
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
        let index = Chapter::ALL.iter().position(|it| *it == chapter).unwrap_or(0);
        let all = parts.get(index).copied().unwrap_or(0);
        let wanted = Page { chapter, part: part.min(all.saturating_sub(1)) };
        (0..=all)
            .find_map(|number| {
                let at = turn(parts, number).iter().position(|page| *page == wanted)?;
                Some(Place { turn: number, at })
            })
            .unwrap_or_default()
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
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[track_caller]
    fn check(parts: Parts, turns_to_see_all: usize) {
        let mut seen = HashSet::new();
        for number in 0..turns_to_see_all {
            let pages = turn(parts, number);
            let seconds = pages.len() as u32 * DWELL_SECONDS;
            assert!(seconds <= TURN_SECONDS, "{seconds} s in turn {number}");
            let since_village = pages
                .split(|page| page.chapter == Chapter::Village)
                .map(<[Page]>::len)
                .max()
                .unwrap_or(0);
            assert!(parts[0] == 0 || since_village <= 8, "{since_village}");
            seen.extend(pages.iter().map(|page| (page.chapter.word(), page.part)));
        }
        assert_eq!(seen.len(), parts.iter().sum::<usize>(), "{parts:?}");
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

    #[test]
    fn next_and_previous_undo_each_other() {
        let parts = [1, 40, 38, 30, 144, 2, 4];
        let mut place = Place::default();
        for _ in 0..300 {
            let next = place.next(parts);
            assert_eq!(next.previous(parts), place);
            place = next;
        }
        assert!(place.turn > 1);
    }

    #[test]
    fn any_page_can_be_opened() {
        let parts = [1, 40, 38, 30, 144, 2, 4];
        for (chapter, all) in Chapter::ALL.into_iter().zip(parts) {
            for part in 0..all {
                let page = Place::of(parts, chapter, part).page(parts);
                assert_eq!(page, Page { chapter, part });
            }
            assert_eq!(Place::of(parts, chapter, 999).page(parts).chapter, chapter);
        }
    }

    #[test]
    fn a_place_outlives_a_shorter_feed() {
        let place = Place { turn: 3, at: 90 };
        assert_eq!(place.page([1, 1, 0, 0, 0, 0, 0]).chapter, Chapter::Residents);
        assert_eq!(place.next([1, 1, 0, 0, 0, 0, 0]), Place { turn: 4, at: 0 });
        assert_eq!(place.page([0; 7]).chapter, Chapter::Village);
    }

    #[test]
    fn chapters_have_names_of_their_own() {
        for chapter in Chapter::ALL {
            assert_eq!(Chapter::from_word(chapter.word()), Some(chapter));
        }
        assert_eq!(Chapter::from_word("admin"), None);
    }
}
