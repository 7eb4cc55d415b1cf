//! Pages taking turns: what the reader may ask for, and what a second brings.

use crate::rotation::{Page, Parts, Place};

/// A hand on the controls holds the page for that many seconds after its last move.
const HOLD_SECONDS: i64 = 60;

/// For so many seconds before the board is as nobody had touched it, it counts down.
const COUNTED_SECONDS: i64 = 20;

/// After that many whole seconds the page before has surely faded.
const FADE_SECONDS: i64 = 2;

/// What the reader asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Stop, or go on.
    Pause,
    /// The next page.
    Next,
    /// The page before.
    Previous,
    /// Another language, for a while.
    Use,
    /// A hand or the focus is on the controls.
    Hold,
    /// No longer.
    Release,
}

/// The page shown and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// Where the board stands.
    pub place: Place,
    /// How many pages were shown before.
    pub serial: usize,
    /// The place before, while its page fades.
    pub fading: Option<Place>,
    /// Whether the reader has stopped the pages.
    pub paused: bool,
    /// In how many seconds what somebody did here is undone, when that is soon.
    pub returns_in: Option<i64>,
    /// Whether it was stopped for good when it began.
    still: bool,
    /// When somebody last did something here, in seconds since 1970.
    used: Option<i64>,
    /// Since when the page is shown, in seconds since 1970.
    since: i64,
    /// Until when a hand holds it, in seconds since 1970.
    held_until: i64,
}

impl Turns {
    /// Begins at a place.
    #[must_use]
    pub fn begin(place: Place, paused: bool, now: i64) -> Turns {
        Turns { place, paused, still: paused, since: now, ..Turns::default() }
    }

    /// Whether somebody did something here that is not undone yet.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used.is_some()
    }

    /// The page shown.
    #[must_use]
    pub fn page(&self, parts: Parts) -> Page {
        self.place.page(parts)
    }

    /// Whether the board was opened to stand still, by somebody who reads it.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.still
    }

    /// What a second brings; after `rest` seconds without a hand on it the board is as
    /// nobody had touched it.
    #[must_use]
    pub fn tick(self, parts: Parts, rest: u32, now: i64) -> Turns {
        self.rested(rest, now).turned(parts, now)
    }

    /// What a second brings while nothing is shown: the pages begin anew with what follows.
    #[must_use]
    pub fn at_rest(self, now: i64) -> Turns {
        let begun = self.place == Place::default() && self.fading.is_none();
        let serial = if begun { self.serial } else { self.serial.wrapping_add(1) };
        Turns { place: Place::default(), serial, fading: None, since: now, ..self }
    }

    /// Undoes what somebody did who is gone.
    fn rested(self, rest: u32, now: i64) -> Turns {
        let Some(used) = self.used else { return self };
        // A clock set back ends the wait too.
        let left = if now < used { 0 } else { used + i64::from(rest) - now };
        if left > 0 {
            let returns_in = (left <= COUNTED_SECONDS).then_some(left);
            return Turns { returns_in, ..self };
        }
        let since = if self.paused { now } else { self.since };
        Turns { used: None, returns_in: None, paused: self.still, since, ..self }
    }

    fn turned(self, parts: Parts, now: i64) -> Turns {
        let faded = now.saturating_sub(self.since) >= FADE_SECONDS;
        let standing = Turns { fading: self.fading.filter(|_| !faded), ..self };
        // A clock set back must not stop the pages for good.
        let shown = (now - self.since).max(if now < self.since { i64::MAX } else { 0 });
        let free = !self.paused && self.held_until <= now;
        if free && shown >= i64::from(self.place.seconds(parts)) {
            return standing.to(self.place.next(parts), now);
        }
        // Who has been holding a page gets a whole one after it.
        if free || self.fading.is_some() {
            standing
        } else {
            Turns { since: now, ..standing }
        }
    }

    /// What the reader brings.
    #[must_use]
    pub fn apply(self, intent: Intent, parts: Parts, now: i64) -> Turns {
        let used = match intent {
            Intent::Release => self,
            // A board that stands still was opened by somebody who reads it.
            _ if self.still => self,
            _ => Turns { used: Some(now), returns_in: None, ..self },
        };
        used.moved(intent, parts, now)
    }

    fn moved(self, intent: Intent, parts: Parts, now: i64) -> Turns {
        match intent {
            Intent::Use => self,
            Intent::Pause => Turns { paused: !self.paused, since: now, ..self },
            Intent::Next => self.to(self.place.next(parts), now),
            Intent::Previous => self.to(self.place.previous(parts), now),
            Intent::Hold => Turns { held_until: now + HOLD_SECONDS, ..self },
            Intent::Release => Turns { held_until: 0, ..self },
        }
    }

    fn to(self, place: Place, now: i64) -> Turns {
        Turns {
            place,
            serial: self.serial.wrapping_add(1),
            fading: Some(self.place),
            since: now,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rotation::parts;
    use crate::rotation::tests::usual;
    use hallboard_feed::{Display, PAGE_SECONDS, REST_SECONDS};

    const DWELL: i64 = PAGE_SECONDS as i64;
    const REST: i64 = REST_SECONDS as i64;

    fn board() -> Parts {
        usual([1, 4, 2, 2, 3, 1, 1])
    }

    fn tick(turns: Turns, now: i64) -> Turns {
        turns.tick(board(), REST_SECONDS, now)
    }

    /// How many pages are turned from 1000 on, the intents coming at their seconds.
    #[track_caller]
    fn check(seconds: i64, intents: &[(i64, Intent)], expected: usize) {
        let mut turns = Turns::begin(Place::default(), false, 1000);
        for now in 1001..=1000 + seconds {
            for (_, intent) in intents.iter().filter(|(at, _)| 1000 + at == now) {
                turns = turns.apply(*intent, board(), now);
            }
            turns = tick(turns, now);
        }
        assert_eq!(turns.serial, expected);
    }

    #[test]
    fn pages_turn_by_themselves_unless_held_or_paused() {
        check(DWELL - 1, &[], 0);
        check(DWELL, &[], 1);
        check(DWELL * 5, &[], 5);
        check(REST, &[(3, Intent::Pause)], 0);
        check(DWELL * 3, &[(3, Intent::Pause), (4, Intent::Pause)], 2);
        check(DWELL * 5, &[(1, Intent::Hold)], 0);
        check(60 + DWELL * 2 + 1, &[(1, Intent::Hold)], 2);
        check(DWELL + 5, &[(1, Intent::Hold), (4, Intent::Release)], 1);
        check(REST, &[(1, Intent::Pause), (2, Intent::Hold), (3, Intent::Release)], 0);
        check(5, &[(1, Intent::Next), (2, Intent::Next), (3, Intent::Previous)], 3);
    }

    #[test]
    fn a_board_that_somebody_left_goes_on_by_itself() {
        check(3 + REST + DWELL, &[(3, Intent::Pause)], 1);
        check(3 + REST + DWELL - 1, &[(3, Intent::Pause)], 0);
        // Whoever is still there starts the wait anew.
        let both = [(3, Intent::Pause), (100, Intent::Use)];
        check(100 + REST + DWELL - 1, &both, 0);
        check(100 + REST + DWELL, &both, 1);
    }

    #[test]
    fn the_end_of_the_wait_is_counted_down() {
        let mut turns = Turns::begin(Place::default(), false, 1000);
        turns = turns.apply(Intent::Pause, board(), 1000);
        let first = 1000 + REST - COUNTED_SECONDS;
        for now in 1001..first {
            turns = tick(turns, now);
            assert_eq!((turns.returns_in, turns.is_used()), (None, true), "{now}");
        }
        for (at, now) in (first..first + COUNTED_SECONDS).enumerate() {
            turns = tick(turns, now);
            assert_eq!(turns.returns_in, Some(COUNTED_SECONDS - at as i64));
            assert!(turns.paused);
        }
        turns = tick(turns, 1000 + REST);
        assert_eq!(
            (turns.returns_in, turns.is_used(), turns.paused),
            (None, false, false)
        );
    }

    #[test]
    fn a_board_opened_to_stand_still_does() {
        let mut turns = Turns::begin(Place::default(), true, 1000);
        turns = turns.apply(Intent::Next, board(), 1001);
        for now in 1002..1002 + 2 * REST {
            turns = tick(turns, now);
        }
        assert!(turns.paused && turns.serial == 1 && turns.returns_in.is_none());
    }

    #[test]
    fn the_page_before_fades_and_is_gone() {
        let turns = Turns::begin(Place::default(), true, 1000);
        let turned = turns.apply(Intent::Next, board(), 1000);
        assert_eq!(turned.fading, Some(Place::default()));
        assert_eq!(tick(turned, 1001).fading, Some(Place::default()));
        assert_eq!(tick(turned, 1002).fading, None);
    }

    #[test]
    fn pages_begin_anew_after_a_rest_and_the_first_is_shown_whole() {
        let shown = tick(Turns::begin(Place::default(), false, 1000), 1000 + DWELL);
        let mut turns = shown;
        for now in 2000..9000 {
            turns = turns.at_rest(now);
        }
        assert_eq!((turns.place, turns.fading), (Place::default(), None));
        // What is drawn has to hear of it, and once is enough.
        assert_eq!(turns.serial, shown.serial + 1);
        assert_eq!(tick(turns, 8999 + DWELL - 1), turns);
        assert_eq!(tick(turns, 8999 + DWELL).serial, turns.serial + 1);
    }

    #[test]
    fn a_clock_set_back_stops_nothing() {
        let turns = Turns::begin(Place::default(), false, 1000);
        assert_eq!(tick(turns, 500).serial, 1);
        let paused = turns.apply(Intent::Pause, board(), 1000);
        assert!(!tick(paused, 500).paused);
    }

    #[test]
    fn pages_and_hands_have_the_time_a_hall_gives_them() {
        let display = Display {
            pages: vec!["rules".to_owned(), "village".to_owned()],
            page_seconds: vec![5, 30],
            ..Display::new(55, 50)
        };
        let parts = parts(&display, [1; 7]);
        let mut turns = Turns::begin(Place::default(), false, 1000);
        let mut turned = Vec::new();
        for now in 1001..=1045 {
            let next = turns.tick(parts, 30, now);
            if next.serial != turns.serial {
                turned.push(now);
            }
            turns = next;
        }
        assert_eq!(turned, [1005, 1035, 1040]);
        let used = turns.apply(Intent::Pause, parts, 1045);
        assert!(used.tick(parts, 30, 1074).is_used());
        assert!(!used.tick(parts, 30, 1075).is_used());
    }
}
