//! The carousel: which page of the wall is shown, and how it reacts to time and input.

use super::schedule::{Page, Position, Schedule};
use crate::page_kind::PageKind;

/// A pointer or the focus on the controls holds the page for that many seconds.
const HOLD_SECONDS: i64 = 60;

/// Seconds before the reset during which a countdown is shown.
const COUNTDOWN_SECONDS: i64 = 20;

/// After that many whole seconds the cross-fade is over.
const FADE_SECONDS: i64 = 2;

/// What a reader asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Pause or resume.
    Pause,
    /// The next page.
    Next,
    /// The previous page.
    Previous,
    /// Restarts the idle timer, without other effects.
    Interact,
    /// That page, which is then held.
    Open(Page),
    /// Keep the page: a pointer or the focus entered the controls.
    Hold,
    /// End of [`Intent::Hold`].
    Release,
}

/// State of the carousel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carousel {
    /// The current position.
    pub position: Position,
    /// Number of page turns so far.
    pub serial: usize,
    /// The previous position, while its page fades out.
    pub fading: Option<Position>,
    /// Whether a reader paused it.
    pub paused: bool,
    /// Seconds until the reset, while they are counted down.
    pub returns_in: Option<i64>,
    /// Whether it was paused from the start, by the address.
    pinned: bool,
    /// Time of the last interaction, in seconds since 1970.
    last_interaction: Option<i64>,
    /// When the page was turned, in seconds since 1970.
    since: i64,
    /// Until when the page is held, in seconds since 1970.
    held_until: i64,
}

impl Carousel {
    /// Starts at a position.
    #[must_use]
    pub fn new(position: Position, paused: bool, now: i64) -> Carousel {
        Carousel { position, paused, pinned: paused, since: now, ..Carousel::default() }
    }

    /// Whether a reader changed something that has not been reset yet.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.last_interaction.is_some()
    }

    /// Whether somebody is expected to look at it, in use or pinned.
    #[must_use]
    pub fn is_attended(&self) -> bool {
        self.is_in_use() || self.pinned
    }

    /// What of the state is visible.
    #[must_use]
    pub fn snapshot(&self) -> CarouselSnapshot {
        CarouselSnapshot {
            position: self.position,
            serial: self.serial,
            fading: self.fading,
            paused: self.paused,
            returns_in: self.returns_in,
            attended: self.is_attended(),
        }
    }

    /// Advances the carousel by one tick. Resets a reader's changes after `rest` seconds
    /// without interaction.
    #[must_use]
    pub fn tick(self, schedule: Schedule, rest: u32, now: i64) -> Carousel {
        self.reset_if_idle(rest, now).turn_if_due(schedule, now)
    }

    /// Seconds until the page is turned; `None` while it is paused or held.
    #[must_use]
    pub fn seconds_left(&self, schedule: Schedule, now: i64) -> Option<i64> {
        let is_running = !self.paused && self.held_until <= now;
        let turns_at = self.since + i64::from(self.position.seconds(schedule));
        is_running.then(|| (turns_at - now).max(0))
    }

    /// A tick while no page is shown: the next one shown is the first.
    #[must_use]
    pub fn reset(self, now: i64) -> Carousel {
        let is_first = self.position == Position::default() && self.fading.is_none();
        let serial = if is_first { self.serial } else { self.serial.wrapping_add(1) };
        Carousel {
            position: Position::default(),
            serial,
            fading: None,
            since: now,
            ..self
        }
    }

    fn reset_if_idle(self, rest: u32, now: i64) -> Carousel {
        let Some(last) = self.last_interaction else { return self };
        // A clock that was set back ends the wait, too.
        let left = if now < last { 0 } else { last + i64::from(rest) - now };
        if left > 0 {
            let returns_in = (left <= COUNTDOWN_SECONDS).then_some(left);
            return Carousel { returns_in, ..self };
        }
        let since = if self.paused { now } else { self.since };
        let paused = self.pinned;
        Carousel { last_interaction: None, returns_in: None, paused, since, ..self }
    }

    fn turn_if_due(self, schedule: Schedule, now: i64) -> Carousel {
        let faded = now.saturating_sub(self.since) >= FADE_SECONDS;
        let current = Carousel { fading: self.fading.filter(|_| !faded), ..self };
        // A clock that was set back must not stop the carousel for good.
        let clock_set_back = now < self.since;
        let shown = if clock_set_back { i64::MAX } else { now - self.since };
        let running = !self.paused && self.held_until <= now;
        if running && shown >= i64::from(self.position.seconds(schedule)) {
            return current.go_to(self.position.next(schedule), now);
        }
        // A page that was held is followed by a whole one.
        if running || self.fading.is_some() {
            current
        } else {
            Carousel { since: now, ..current }
        }
    }

    /// Applies an intent.
    #[must_use]
    pub fn apply(self, intent: Intent, schedule: Schedule, now: i64) -> Carousel {
        let starts_idle_timer = intent != Intent::Release && !self.pinned;
        let current = if starts_idle_timer {
            Carousel { last_interaction: Some(now), returns_in: None, ..self }
        } else {
            self
        };
        current.handle(intent, schedule, now)
    }

    fn handle(self, intent: Intent, schedule: Schedule, now: i64) -> Carousel {
        match intent {
            Intent::Interact => self,
            Intent::Pause => Carousel { paused: !self.paused, since: now, ..self },
            Intent::Next => self.go_to(self.position.next(schedule), now),
            Intent::Previous => self.go_to(self.position.previous(schedule), now),
            Intent::Open(page) => {
                let position = Position::of(schedule, page.kind, page.part);
                let opened = self.go_to(position, now);
                Carousel { held_until: now + HOLD_SECONDS, ..opened }
            }
            Intent::Hold => Carousel { held_until: now + HOLD_SECONDS, ..self },
            Intent::Release => Carousel { held_until: 0, ..self },
        }
    }

    /// Shows a page, without turning there.
    #[must_use]
    pub fn open(self, page: Page, schedule: Schedule) -> Carousel {
        let position = Position::of(schedule, page.kind, page.part);
        Carousel { position, fading: None, ..self }
    }

    fn go_to(self, position: Position, now: i64) -> Carousel {
        Carousel {
            position,
            serial: self.serial.wrapping_add(1),
            fading: Some(self.position),
            since: now,
            ..self
        }
    }
}

/// The visible state of a carousel; changes far less often than its timers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CarouselSnapshot {
    /// The current position.
    pub position: Position,
    /// Number of page turns so far.
    pub serial: usize,
    /// The previous position, while its page fades out.
    pub fading: Option<Position>,
    /// Whether it is paused.
    pub paused: bool,
    /// Seconds until the reset, while they are counted down.
    pub returns_in: Option<i64>,
    /// Whether somebody is expected to look at it.
    pub attended: bool,
}

/// Whether pages of a kind are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// They are not.
    Hidden,
    /// One fades out.
    Leaving,
    /// One fades in.
    Arriving,
    /// One is shown.
    Shown,
}

impl PageState {
    /// Its name in the style sheet.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PageState::Hidden => "hidden",
            PageState::Leaving => "leaving",
            PageState::Arriving => "arriving",
            PageState::Shown => "shown",
        }
    }

    /// Whether it is the current page, for assistive technology.
    #[must_use]
    pub fn is_current(self) -> bool {
        matches!(self, PageState::Arriving | PageState::Shown)
    }
}

impl CarouselSnapshot {
    /// Whether pages of that kind are shown.
    #[must_use]
    pub fn page_state(&self, kind: PageKind, schedule: Schedule) -> PageState {
        let fading = self.fading.map(|position| position.page(schedule).kind);
        if self.position.page(schedule).kind == kind {
            if fading.is_some() { PageState::Arriving } else { PageState::Shown }
        } else if fading == Some(kind) {
            PageState::Leaving
        } else {
            PageState::Hidden
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::wall::schedule::schedule;
    use crate::board::wall::schedule::tests::usual;
    use hallboard_feed::{Display, PAGE_SECONDS, REST_SECONDS};

    const DWELL: i64 = PAGE_SECONDS as i64;
    const REST: i64 = REST_SECONDS as i64;

    fn board() -> Schedule {
        usual([1, 4, 2, 2, 3, 1, 1])
    }

    fn tick(carousel: Carousel, now: i64) -> Carousel {
        carousel.tick(board(), REST_SECONDS, now)
    }

    /// How many pages are turned from 1000 on, the intents arriving at their seconds.
    #[track_caller]
    fn check(seconds: i64, intents: &[(i64, Intent)], expected: usize) {
        let mut carousel = Carousel::new(Position::default(), false, 1000);
        for now in 1001..=1000 + seconds {
            for (_, intent) in intents.iter().filter(|(at, _)| 1000 + at == now) {
                carousel = carousel.apply(*intent, board(), now);
            }
            carousel = tick(carousel, now);
        }
        assert_eq!(carousel.serial, expected);
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
    fn a_paused_board_resumes_by_itself() {
        check(3 + REST + DWELL, &[(3, Intent::Pause)], 1);
        check(3 + REST + DWELL - 1, &[(3, Intent::Pause)], 0);
        // An interaction starts the wait anew.
        let both = [(3, Intent::Pause), (100, Intent::Interact)];
        check(100 + REST + DWELL - 1, &both, 0);
        check(100 + REST + DWELL, &both, 1);
    }

    #[test]
    fn the_last_seconds_before_the_reset_are_counted_down() {
        let mut carousel = Carousel::new(Position::default(), false, 1000);
        carousel = carousel.apply(Intent::Pause, board(), 1000);
        let first = 1000 + REST - COUNTDOWN_SECONDS;
        for now in 1001..first {
            carousel = tick(carousel, now);
            assert_eq!(
                (carousel.returns_in, carousel.is_in_use()),
                (None, true),
                "{now}"
            );
        }
        for (at, now) in (first..first + COUNTDOWN_SECONDS).enumerate() {
            carousel = tick(carousel, now);
            assert_eq!(carousel.returns_in, Some(COUNTDOWN_SECONDS - at as i64));
            assert!(carousel.paused);
        }
        carousel = tick(carousel, 1000 + REST);
        assert_eq!(
            (carousel.returns_in, carousel.is_in_use(), carousel.paused),
            (None, false, false)
        );
    }

    #[test]
    fn a_pinned_board_stays_pinned() {
        let mut carousel = Carousel::new(Position::default(), true, 1000);
        carousel = carousel.apply(Intent::Next, board(), 1001);
        for now in 1002..1002 + 2 * REST {
            carousel = tick(carousel, now);
        }
        assert!(carousel.paused && carousel.serial == 1 && carousel.returns_in.is_none());
    }

    #[test]
    fn previous_page_fades_out_and_is_removed() {
        let carousel = Carousel::new(Position::default(), true, 1000);
        let turned = carousel.apply(Intent::Next, board(), 1000);
        assert_eq!(turned.fading, Some(Position::default()));
        assert_eq!(tick(turned, 1001).fading, Some(Position::default()));
        assert_eq!(tick(turned, 1002).fading, None);
    }

    #[test]
    fn reset_restarts_at_the_first_page_with_its_full_duration() {
        let shown = tick(Carousel::new(Position::default(), false, 1000), 1000 + DWELL);
        let mut carousel = shown;
        for now in 2000..9000 {
            carousel = carousel.reset(now);
        }
        assert_eq!((carousel.position, carousel.fading), (Position::default(), None));
        // The view has to be notified, but only once.
        assert_eq!(carousel.serial, shown.serial + 1);
        assert_eq!(tick(carousel, 8999 + DWELL - 1), carousel);
        assert_eq!(tick(carousel, 8999 + DWELL).serial, carousel.serial + 1);
    }

    #[test]
    fn clock_set_back_does_not_stop_the_carousel() {
        let carousel = Carousel::new(Position::default(), false, 1000);
        assert_eq!(tick(carousel, 500).serial, 1);
        let paused = carousel.apply(Intent::Pause, board(), 1000);
        assert!(!tick(paused, 500).paused);
    }

    #[test]
    fn the_hall_configures_page_and_idle_times() {
        let display = Display {
            pages: vec!["rules".to_owned(), "village".to_owned()],
            page_seconds: vec![5, 30],
            ..Display::new(55, 50)
        };
        let schedule = schedule(&display, [1; 7]);
        let mut carousel = Carousel::new(Position::default(), false, 1000);
        let mut turned = Vec::new();
        for now in 1001..=1045 {
            let next = carousel.tick(schedule, 30, now);
            if next.serial != carousel.serial {
                turned.push(now);
            }
            carousel = next;
        }
        assert_eq!(turned, [1005, 1035, 1040]);
        let used = carousel.apply(Intent::Pause, schedule, 1045);
        assert!(used.tick(schedule, 30, 1074).is_in_use());
        assert!(!used.tick(schedule, 30, 1075).is_in_use());
    }

    #[test]
    fn page_fades_into_the_next() {
        let states = |it: Carousel| {
            [PageKind::Village, PageKind::Residents]
                .map(|kind| it.snapshot().page_state(kind, board()))
        };
        let first = Carousel::new(Position::default(), true, 1000);
        assert_eq!(states(first), [PageState::Shown, PageState::Hidden]);
        let next = first.apply(Intent::Next, board(), 1000);
        assert_eq!(states(next), [PageState::Leaving, PageState::Arriving]);
        let next = tick(next, 1002);
        assert_eq!(states(next), [PageState::Hidden, PageState::Shown]);
        let next = next.apply(Intent::Next, board(), 1003);
        assert_eq!(states(next), [PageState::Hidden, PageState::Arriving]);
    }

    #[test]
    fn adding_pages_keeps_the_current_page() {
        let long = usual([1, 41, 9, 2, 3, 1, 1]);
        let page = Page { kind: PageKind::Residents, part: 3 };
        let carousel = Carousel::new(Position::default(), true, 1000);
        let asked = carousel.open(page, board());
        assert_eq!(asked.position.page(board()), page);
        assert_eq!(asked.open(page, long).position.page(long), page);
        assert_eq!(asked.serial, 0);
    }
}
