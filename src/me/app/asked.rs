//! What views ask for, and what follows of it when it is another.

use std::sync::Arc;

use hallboard_feed::sealed::CodeFault;

use super::Me;
use crate::language::Language;
use crate::me::facts::Facts;
use crate::me::model::{Play, Range};
use crate::me::pulse::Pulse;
use crate::me::stand::{Notice, Stand};
use crate::me::visit::Visit;

/// The space at each side, in CSS pixels.
const EDGE: f64 = 20.0;
/// The widest column, in letters of the page.
const MEASURE: f64 = 45.0;

/// The numbers that follow from a [`Visit`].
#[derive(Clone, Copy)]
pub(super) struct Derived {
    stand: Pulse,
    language: Pulse,
    kept: Pulse,
    notice: Pulse,
    range: Pulse,
    whole: Pulse,
    width: Pulse,
    tries: Pulse,
    plays: Pulse,
    pub(super) writings: Pulse,
    pub(super) looks_back: Pulse,
}

impl Derived {
    pub(super) fn new() -> Derived {
        let [
            stand,
            language,
            kept,
            notice,
            range,
            whole,
            width,
            tries,
            plays,
            writings,
            looks_back,
        ] = [(); 11].map(|()| Pulse::new(0));
        Derived {
            stand,
            language,
            kept,
            notice,
            range,
            whole,
            width,
            tries,
            plays,
            writings,
            looks_back,
        }
    }

    /// Makes every number what follows from the visit.
    pub(super) fn follow(&self, it: &Visit) {
        self.stand.set(it.stand().number());
        self.language.set(u32::from(it.world.language == Language::English));
        self.kept.set(u32::from(it.kept));
        self.notice.set(it.notice().map_or(0, Notice::number));
        self.range.set(it.range as u32);
        self.whole.set(u32::from(it.whole));
        self.width.set(it.world.viewport.0 as u32);
        self.tries.set(it.tries);
        self.plays.set(it.plays);
        self.writings.set(it.writings);
        self.looks_back.set(it.looks_back);
    }
}

impl Me {
    /// Goes on in the other language. Nothing is kept of that here.
    pub fn change_language(self) {
        let other = self.ask(|it| it.world.language.other());
        self.speak(other, move || self.change(|it| it.world.language = other));
    }

    /// The reader's language.
    #[must_use]
    pub fn language(self) -> Language {
        match self.desk.derived.language.get() {
            0 => Language::Chinese,
            _ => Language::English,
        }
    }

    /// What is open.
    #[must_use]
    pub fn facts(self) -> Option<Arc<Facts>> {
        self.desk.openings.get();
        self.desk.facts.borrow().clone()
    }

    /// What there is to show.
    #[must_use]
    pub fn stand(self) -> Stand {
        self.desk.derived.stand.get();
        self.ask(Visit::stand)
    }

    /// Whether the screen is one that others use too.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self.ask(|it| it.shared)
    }

    /// Whether this device keeps the card.
    #[must_use]
    pub fn is_kept(self) -> bool {
        self.desk.derived.kept.get() > 0
    }

    /// What was wrong with what was typed last.
    #[must_use]
    pub fn fault(self) -> Option<CodeFault> {
        self.desk.derived.tries.get();
        self.ask(|it| it.fault)
    }

    /// Seconds before a shared screen forgets, while it warns of that.
    #[must_use]
    pub fn seconds_left(self) -> Option<u32> {
        self.desk.left.get().checked_sub(1)
    }

    /// How far back the chart goes.
    #[must_use]
    pub fn range(self) -> Range {
        self.desk.derived.range.get();
        self.ask(|it| it.range)
    }

    /// Goes back that far.
    pub fn choose_range(self, range: Range) {
        self.change(|it| it.range = range);
    }

    /// What is only supposed.
    #[must_use]
    pub fn play(self) -> Play {
        self.desk.derived.plays.get();
        self.ask(|it| it.play.clone())
    }

    /// Supposes something else.
    pub fn supposing(self, change: impl FnOnce(&mut Play)) {
        self.change(|it| {
            change(&mut it.play);
            it.plays += 1;
        });
    }

    /// Whether everything is drawn, for paper.
    #[must_use]
    pub fn whole(self) -> bool {
        self.desk.derived.whole.get() > 0
    }

    /// Draws everything.
    pub fn draw_whole(self) {
        self.change(|it| it.whole = true);
    }

    /// What is to be said of the publication, if anything.
    #[must_use]
    pub fn notice(self) -> Option<Notice> {
        self.desk.derived.notice.get();
        self.ask(Visit::notice)
    }

    /// The width of the column of text, in CSS pixels.
    #[must_use]
    pub fn column(self, font: f64) -> f64 {
        (f64::from(self.desk.derived.width.get()) - 2.0 * EDGE).min(font * MEASURE)
    }

    /// The address of the board, as whoever came from it left it.
    #[must_use]
    pub fn board(self) -> &'static str {
        &self.desk.board
    }

    /// The address of a file or folder of the site, seen from this page.
    #[must_use]
    pub fn link(self, path: &str) -> String {
        self.desk.shell.link(path)
    }
}
