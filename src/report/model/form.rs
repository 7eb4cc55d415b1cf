//! The form as steps: what is chosen so far, and where its reader stands.

use hallboard_feed::letter::{
    Kind, NAME_LIMIT, Sender, TEXT_LIMIT, clean_line, clean_text,
};
use hallboard_score::{Day, Scope};

use super::what::What;
use crate::handed::About;

/// A step of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// What is to be told.
    #[default]
    What,
    /// Who tells it.
    Sender,
    /// Which deed.
    Deed,
    /// Which reward.
    Reward,
    /// Who did it.
    Who,
    /// On which day.
    When,
    /// What is agreed to.
    Scopes,
    /// In words of one's own.
    Words,
    /// All that will be sent.
    Preview,
}

impl Step {
    /// Its name in the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Step::What => "what",
            Step::Sender => "sender",
            Step::Deed => "deed",
            Step::Reward => "reward",
            Step::Who => "who",
            Step::When => "when",
            Step::Scopes => "scopes",
            Step::Words => "words",
            Step::Preview => "preview",
        }
    }
}

/// What was chosen so far. What one thing to tell has no use for is kept for another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What.
    pub what: Option<What>,
    /// Who tells it.
    pub sender: Option<Sender>,
    /// The id of the deed's rule.
    pub deed: Option<String>,
    /// The id of the reward.
    pub reward: Option<String>,
    /// Who did it, by name.
    pub who: Option<String>,
    /// The day.
    pub day: Option<Day>,
    /// The words, as they were typed.
    pub words: String,
    /// All that is agreed to from then on.
    pub scopes: Vec<Scope>,
    /// Whether who did it may be told who tells it.
    pub named: bool,
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What was chosen so far.
    pub draft: Draft,
    /// Where its reader stands.
    pub at: Step,
    /// What somebody's own page asks to be written; nothing for the form as it is.
    pub task: Option<About>,
}

impl Form {
    /// The steps to go, as far as that is known.
    #[must_use]
    pub fn steps(&self) -> &'static [Step] {
        match self.draft.what {
            Some(what) if self.task.is_some() => what.own_steps(),
            what => what.map_or(&[Step::What], What::steps),
        }
    }

    /// Which step this is, from 1, and of how many; nothing before it is known what is to
    /// be told, and for the few steps of a task.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let steps = self.draft.what.filter(|_| self.task.is_none())?.steps();
        let place = steps.iter().position(|step| *step == self.at)?;
        Some((place.saturating_add(1), steps.len()))
    }

    /// Whether anything was chosen.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.draft != Draft::default()
    }

    /// Chooses what to tell. What cannot be said of it is chosen anew.
    pub fn tell(&mut self, what: What) {
        let before = self.draft.what.replace(what);
        if before.and_then(What::tone) != what.tone() {
            (self.draft.deed, self.draft.day) = (None, None);
        }
        // A name typed for thanks may be on no board.
        if before != Some(what) {
            (self.draft.who, self.draft.named) = (None, false);
        }
        if what.needs_card() && matches!(self.draft.sender, Some(Sender::Guest { .. })) {
            self.draft.sender = None;
        }
    }

    /// Chooses a deed. Another may not have been there on the same day.
    pub fn choose_deed(&mut self, id: &str) {
        if self.draft.deed.as_deref() != Some(id) {
            self.draft.day = None;
        }
        self.draft.deed = Some(id.to_owned());
    }

    /// Takes a name for a guest's; `false` if it is none.
    pub fn be_guest(&mut self, name: &str) -> bool {
        let name = name_of(name);
        let allowed = self.draft.what.is_some_and(|what| !what.needs_card());
        let known = name.is_some() && allowed;
        if let Some(name) = name.filter(|_| allowed) {
            self.draft.sender = Some(Sender::Guest { name });
            self.draft.named = false;
        }
        known
    }

    /// Takes a name for that of whoever did it; `false` if it is none.
    pub fn name_somebody(&mut self, name: &str) -> bool {
        let name = name_of(name);
        let known = name.is_some();
        self.draft.named &= !known || name == self.draft.who;
        self.draft.who = name.or(self.draft.who.take());
        known
    }

    /// Whether all is there that this step asks for.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let draft = &self.draft;
        match self.at {
            Step::What => draft.what.is_some(),
            Step::Sender => draft.sender.is_some(),
            Step::Deed => draft.deed.is_some(),
            Step::Reward => draft.reward.is_some(),
            Step::Who => draft.who.is_some(),
            Step::When => draft.day.is_some(),
            Step::Scopes => self.differs(),
            Step::Words => self.words_fit(),
            Step::Preview => self.kind().is_some(),
        }
    }

    fn words_fit(&self) -> bool {
        let words = clean_text(&self.draft.words);
        let needed = self.draft.what.is_some_and(What::needs_words);
        words.chars().count() <= TEXT_LIMIT && !(needed && words.is_empty())
    }

    /// Goes one step on, if this one has all it asks for; says whether it did.
    pub fn forward(&mut self) -> bool {
        let next = self.is_ready().then(|| self.beside(1)).flatten();
        self.at = next.unwrap_or(self.at);
        next.is_some()
    }

    /// Goes one step back, and forgets nothing; says whether it did.
    pub fn back(&mut self) -> bool {
        let before = self.beside(-1);
        self.at = before.unwrap_or(self.at);
        before.is_some()
    }

    fn beside(&self, by: isize) -> Option<Step> {
        let steps = self.steps();
        let place = steps.iter().position(|step| *step == self.at)?;
        steps.get(place.checked_add_signed(by)?).copied()
    }

    /// Whether there is a step before this one.
    #[must_use]
    pub fn has_before(&self) -> bool {
        self.beside(-1).is_some()
    }

    /// What the letter says, once all is there.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        let draft = &self.draft;
        draft.sender.as_ref()?;
        if !self.words_fit() {
            return None;
        }
        let words = clean_text(&draft.words);
        let text = (!words.is_empty()).then(|| words.clone());
        let (deed, who, named) = (draft.deed.clone(), draft.who.clone(), self.names());
        Some(match draft.what? {
            What::Own => Kind::OwnDeed { deed: deed?, date: draft.day?, text },
            What::Thanks => {
                Kind::Thanks { to: who?, deed: deed?, date: draft.day?, text, named }
            }
            What::Concern => {
                let (about, deed, date, text) = (who?, deed?, draft.day?, words);
                Kind::Concern { about, deed, date, text, named }
            }
            What::Wish => Kind::Wish { reward: draft.reward.clone()?, text },
            What::Correction => Kind::Correction { text: words },
            What::Copy => Kind::Copy { text },
            What::Erasure => Kind::Erasure { text },
            What::Reply => Kind::Reply { entry: self.entry()?, text: words },
            What::Consent if !self.differs() => return None,
            What::Consent => Kind::Consent { scopes: draft.scopes.clone(), text: None },
        })
    }
}

fn name_of(typed: &str) -> Option<String> {
    let name = clean_line(typed);
    (!name.is_empty() && name.chars().count() <= NAME_LIMIT).then_some(name)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::Instant;
    use hallboard_feed::letter::{Letter, LetterId, Token};
    use proptest::prelude::*;

    use super::*;

    fn day() -> Day {
        Day::new(2026, 11, 22).unwrap()
    }

    fn card() -> Sender {
        Sender::Card { token: Token::new([7; 16]) }
    }

    /// Everything that any step asks for.
    fn filled(what: What) -> Form {
        let mut form = Form::default();
        form.tell(what);
        form.draft = Draft {
            sender: Some(card()),
            deed: Some("deed".to_owned()),
            reward: Some("soap".to_owned()),
            who: Some("陈桂花".to_owned()),
            day: Some(day()),
            words: " It was\r\nlate. ".to_owned(),
            ..form.draft
        };
        form
    }

    #[test]
    fn every_way_through_the_form_ends_in_a_letter_that_can_be_sealed() {
        for what in What::ALL {
            let mut form = filled(what);
            let steps: Vec<Step> = std::iter::once(form.at)
                .chain(std::iter::from_fn(|| form.forward().then_some(form.at)))
                .collect();
            assert_eq!(steps, what.steps(), "{what:?}");
            let kind = form.kind().unwrap();
            assert_eq!(kind.word(), what.kind());
            assert_eq!(kind.text(), Some("It was\nlate."));
            let letter = Letter {
                hall: "mill".to_owned(),
                id: LetterId::new([1; 16]),
                written: "2026-11-23T04:00:00Z".parse::<Instant>().unwrap(),
                sender: card(),
                kind,
            };
            assert_eq!(letter.check(), Ok(()), "{what:?}");
        }
    }

    /// Without one thing the form stops at a step, and there is no letter.
    #[track_caller]
    fn check(what: What, without: fn(&mut Draft), stops_at: Step) {
        let mut form = filled(what);
        without(&mut form.draft);
        while form.forward() {}
        assert_eq!((form.at, form.kind()), (stops_at, None), "{what:?}");
    }

    #[test]
    fn no_step_is_left_before_it_has_what_it_asks_for() {
        for what in What::ALL {
            check(what, |draft| draft.sender = None, Step::Sender);
            check(what, |draft| draft.words = "字".repeat(2001), Step::Words);
        }
        for what in [What::Own, What::Thanks, What::Concern] {
            check(what, |draft| draft.deed = None, Step::Deed);
            check(what, |draft| draft.day = None, Step::When);
        }
        for what in [What::Thanks, What::Concern] {
            check(what, |draft| draft.who = None, Step::Who);
        }
        for what in [What::Concern, What::Correction] {
            check(what, |draft| draft.words = " \n".to_owned(), Step::Words);
        }
        check(What::Wish, |draft| draft.reward = None, Step::Reward);
    }

    #[test]
    fn words_are_anybodys_to_leave_out_elsewhere() {
        for what in [What::Own, What::Thanks, What::Wish, What::Copy] {
            let mut form = filled(what);
            form.draft.words = String::new();
            assert_eq!(form.kind().unwrap().text(), None, "{what:?}");
        }
    }

    #[test]
    fn guests_tell_good_things_alone() {
        for what in What::ALL {
            let mut form = Form::default();
            form.tell(what);
            assert_eq!(form.be_guest(" Ann\tChen "), !what.needs_card(), "{what:?}");
            assert_eq!(form.draft.sender.is_some(), !what.needs_card());
        }
        let mut form = Form::default();
        form.tell(What::Thanks);
        assert!(!form.be_guest(" \u{202e} "));
        assert!(!form.be_guest(&"x".repeat(81)));
        assert!(form.be_guest("Ann"));
        form.tell(What::Concern);
        assert_eq!(form.draft.sender, None, "a guest has no concern");
    }

    #[test]
    fn what_cannot_be_said_of_another_thing_is_chosen_anew() {
        let mut form = filled(What::Thanks);
        form.tell(What::Thanks);
        assert_eq!(form, filled(What::Thanks));
        form.tell(What::Own);
        assert_eq!(
            (&form.draft.deed, form.draft.day),
            (&Some("deed".into()), Some(day()))
        );
        form.tell(What::Concern);
        assert_eq!(form.draft.deed, None);
        assert_eq!(form.draft.who, None, "a typed name is for thanks alone");
        assert_eq!(form.draft.words, filled(What::Thanks).draft.words);
        let mut form = filled(What::Own);
        form.choose_deed("deed");
        assert_eq!(form.draft.day, Some(day()));
        form.choose_deed("other");
        assert_eq!(form.draft.day, None);
    }

    proptest! {
        #[test]
        fn going_back_forgets_nothing(what in 0_usize..6, ways in prop::collection::vec(any::<bool>(), 0..40)) {
            let what = What::ALL[what];
            let mut form = filled(what);
            for on in ways {
                if on { form.forward() } else { form.back() };
                prop_assert_eq!(&form.draft, &filled(what).draft);
                prop_assert!(what.steps().contains(&form.at));
            }
        }
    }
}
