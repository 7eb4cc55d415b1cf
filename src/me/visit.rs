//! Where the reader stands: which card, which publication, which file of it.

use std::sync::Arc;

use hallboard_feed::client::Trouble;
use hallboard_feed::sealed::{Card, CodeFault, OwnRegister};

use super::model::{Play, Range, Seen, SeenError};
use super::stand::{Answer, Errand, Notice, Own, Stand};
use crate::stage::Failure;
use crate::world::World;

/// All that decides what is shown, but for the reader's choices on the open page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visit {
    /// The feed, the clock, the window and the language.
    pub world: World,
    /// The id of the key the shell believes, if it names one.
    pub key_id: Option<String>,
    /// The card in use.
    pub card: Option<Arc<Card>>,
    /// What was wrong with what was typed last.
    pub fault: Option<CodeFault>,
    /// What came of the card's file.
    pub own: Own,
    /// Whether this device keeps the card.
    pub kept: bool,
    /// Whether others use this screen too.
    pub shared: bool,
    /// How far back the chart goes.
    pub range: Range,
    /// Whether everything is drawn, for paper.
    pub whole: bool,
    /// What is only supposed.
    pub play: Play,
    /// What this device remembers of the last look, or why that cannot be read.
    pub seen: Option<Result<Seen, SeenError>>,
    /// What letters were written about on this visit, and whether the hall has each.
    pub written: Vec<(String, bool)>,
    /// How often something else became of a letter.
    pub writings: u32,
    /// How often something was typed.
    pub tries: u32,
    /// How often something else was supposed.
    pub plays: u32,
    /// How often the last look was another.
    pub looks_back: u32,
}

impl Visit {
    /// What there is to show.
    #[must_use]
    pub fn stand(&self) -> Stand {
        let Some(card) = &self.card else { return Stand::Asking };
        if self.is_foreign(card) {
            return Stand::OtherKey;
        }
        let Some(feed) = &self.world.feed else {
            return self.world.failure().map_or(Stand::Opening, |failure| {
                let older =
                    matches!(&failure, Failure::Feed(trouble) if is_older(trouble));
                if older { Stand::Older } else { Stand::Failed(failure) }
            });
        };
        if feed.head().version() < card.least_version {
            return Stand::Older;
        }
        match &self.own {
            Own::Unasked | Own::Asked { .. } | Own::Doubtful { .. } => Stand::Opening,
            Own::Missing { .. } => Stand::Missing,
            Own::Unreachable { .. } => Stand::Unreachable,
            Own::Refused { .. } => Stand::Refused,
            Own::Open(_) => Stand::Open,
        }
    }

    /// What is to be said of the publication, gravest first.
    #[must_use]
    pub fn notice(&self) -> Option<Notice> {
        let head = self.world.feed.as_ref()?.head();
        if self.world.time.expired {
            return Some(Notice::Expired { at: head.expires() });
        }
        match &self.world.trouble {
            Some(Trouble::Clock { .. }) => Some(Notice::Clock),
            Some(Trouble::Refused(_)) => Some(Notice::Refused),
            Some(Trouble::Unreachable { .. } | Trouble::Status { .. }) => {
                Some(Notice::Unreachable)
            }
            None => self.world.time.stale.then_some(Notice::Old),
        }
    }

    /// Whether a card is of a site signed by another key.
    fn is_foreign(&self, card: &Card) -> bool {
        match (&card.key_id, &self.key_id) {
            (Some(named), Some(trusted)) => named != trusted,
            _ => false,
        }
    }

    /// What is open.
    #[must_use]
    pub fn register(&self) -> Option<&Arc<OwnRegister>> {
        match &self.own {
            Own::Open(register) if self.card.is_some() => Some(register),
            _ => None,
        }
    }

    /// Remembers another last look, or none.
    pub fn look_back(&mut self, seen: Option<Result<Seen, SeenError>>) {
        self.seen = seen;
        self.looks_back += 1;
    }

    /// Notes what became of a letter: it is sealed, or the hall has it.
    pub fn note_letter(&mut self, about: String, delivered: bool) {
        self.written.retain(|(it, _)| *it != about);
        self.written.push((about, delivered));
        self.writings += 1;
    }

    /// Whether the hall has the letter about that; `None` where none was written.
    #[must_use]
    pub fn letter(&self, about: &str) -> Option<bool> {
        let found = self.written.iter().find(|(it, _)| it == about);
        found.map(|(_, delivered)| *delivered)
    }

    fn forget_choices(&mut self) {
        (self.range, self.whole, self.kept) = (Range::All, false, false);
        self.play = Play::default();
        self.plays += 1;
        self.written.clear();
        self.writings += 1;
        self.look_back(None);
    }

    /// Takes what was typed, pasted or scanned.
    pub fn present(&mut self, text: &str) {
        self.tries += 1;
        match Card::read(text) {
            Ok(card) => {
                self.card = Some(Arc::new(card));
                (self.fault, self.own) = (None, Own::Unasked);
                self.forget_choices();
            }
            // A link that is no card's does not close what is open.
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Puts the card away, and all that it opened.
    pub fn leave(&mut self) {
        (self.card, self.fault, self.own) = (None, None, Own::Unasked);
        self.tries += 1;
        self.forget_choices();
    }

    /// Asks for the file once more, whatever came of it.
    pub fn retry(&mut self) {
        self.own = match self.own.version() {
            Some(version) => Own::Doubtful { version },
            None => Own::Unasked,
        };
    }

    /// The next file to ask for, which is taken for asked from now on.
    ///
    /// `rested` says that the newest head was asked for and nothing is on its way: then a
    /// file that was missing may be asked for again.
    pub fn errand(&mut self, rested: bool) -> Option<Errand> {
        let card = Arc::clone(self.card.as_ref()?);
        let feed = Arc::clone(self.world.feed.as_ref()?);
        let version = feed.head().version();
        if self.is_foreign(&card) || version < card.least_version {
            return None;
        }
        let again = match &self.own {
            Own::Doubtful { version: asked } if *asked == version => {
                rested.then_some(true)?
            }
            own if own.version() == Some(version) => return None,
            _ => false,
        };
        // What is open stays so until the newer file is there.
        if !matches!(self.own, Own::Open(_)) {
            self.own = Own::Asked { version, again };
        }
        Some(Errand { feed, card, again })
    }

    /// Takes what became of an errand; `true` if the head should be asked for anew.
    pub fn hear_own(&mut self, errand: &Errand, answer: Answer) -> bool {
        let version = errand.feed.head().version();
        let newest = self.world.feed.as_ref().map(|feed| feed.head().version());
        let asked = self.card.as_ref() == Some(&errand.card) && newest == Some(version);
        if !asked {
            return false;
        }
        self.own = match answer {
            Answer::Open(register) => Own::Open(register),
            Answer::Missing if errand.again => Own::Missing { version },
            Answer::Missing => Own::Doubtful { version },
            Answer::Unreachable => Own::Unreachable { version },
            Answer::Refused(why) => Own::Refused { version, why },
        };
        matches!(self.own, Own::Doubtful { .. })
    }
}

fn is_older(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused(hallboard_feed::Refusal::Older { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    use hallboard_feed::sealed::Secret;
    use hallboard_feed::{Part, TrustError};

    const KEY: &str = "0123456789ABCDEF";

    fn visit_with(text: &str) -> Visit {
        let mut visit = Visit { key_id: Some(KEY.to_owned()), ..Visit::default() };
        visit.present(text);
        visit
    }

    fn code() -> String {
        Secret::new([7; 16]).code()
    }

    #[test]
    fn a_code_opens_and_what_is_none_does_not() {
        assert_eq!(Visit::default().stand(), Stand::Asking);
        let visit = visit_with(&code());
        assert_eq!((visit.stand(), visit.fault), (Stand::Opening, None));
        let visit = visit_with("abc");
        assert_eq!(visit.stand(), Stand::Asking);
        assert_eq!(visit.fault, Some(CodeFault::Length { found: 3 }));
    }

    #[test]
    fn a_link_that_is_none_leaves_the_card_in_use() {
        let mut visit = visit_with(&code());
        let card = visit.card.clone();
        visit.present("#why");
        assert_eq!(visit.card, card);
        visit.leave();
        assert_eq!(visit.stand(), Stand::Asking);
        assert_eq!(visit.fault, None);
    }

    #[test]
    fn what_became_of_letters_is_forgotten_with_the_card() {
        let mut visit = visit_with(&code());
        visit.note_letter("reply E1".to_owned(), false);
        visit.note_letter("copy".to_owned(), true);
        visit.note_letter("reply E1".to_owned(), true);
        let became = ["reply E1", "copy", "reply E2"].map(|about| visit.letter(about));
        assert_eq!(became, [Some(true), Some(true), None]);
        visit.present(&code());
        assert_eq!(visit.letter("copy"), None);
    }

    #[test]
    fn a_card_of_another_key_is_refused_before_anything_is_asked_for() {
        let mut visit = visit_with(&format!("{}.FEDCBA9876543210.4", code()));
        assert_eq!(visit.stand(), Stand::OtherKey);
        assert!(visit.errand(true).is_none());
        let same = visit_with(&format!("{}.{KEY}.4", code()));
        assert_eq!(same.stand(), Stand::Opening);
    }

    #[test]
    fn what_is_wrong_with_the_publication_is_told_apart() {
        let mut visit = visit_with(&code());
        let failed = Trouble::Unreachable { part: Part::Head };
        visit.world.trouble = Some(failed.clone());
        assert_eq!(visit.stand(), Stand::Failed(Failure::Feed(failed)));
        let older = hallboard_feed::Refusal::Older { seen: 5, got: 4 };
        visit.world.trouble = Some(Trouble::Refused(older));
        assert_eq!(visit.stand(), Stand::Older);
        visit.world.untrusted = Some(TrustError::NoHall);
        assert_eq!(visit.stand(), Stand::Failed(Failure::Trust(TrustError::NoHall)));
    }
}
