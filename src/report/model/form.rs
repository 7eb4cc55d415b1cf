//! The letter form as a sequence of steps: what is filled in so far, and the current step.

use hallboard_feed::letter::{
    Kind as LetterBody, NAME_LIMIT, Sender, TEXT_LIMIT, Token, clean_line, clean_text,
};
use hallboard_score::{Day, Scope};

use super::letter_kind::{LetterKind, LetterKindExt};
use crate::frame_message::LetterTopic;

/// A step of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Which kind of letter.
    #[default]
    Kind,
    /// Who writes.
    Sender,
    /// Which deed.
    Deed,
    /// Which reward.
    Reward,
    /// The resident that the letter is about.
    Subject,
    /// The day of the deed.
    Day,
    /// The consents.
    Scopes,
    /// The free text.
    Text,
    /// Everything that will be sent.
    Preview,
}

impl Step {
    /// Its value of the page's `data-step`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Kind => "what",
            Step::Sender => "sender",
            Step::Deed => "deed",
            Step::Reward => "reward",
            Step::Subject => "who",
            Step::Day => "when",
            Step::Scopes => "scopes",
            Step::Text => "words",
            Step::Preview => "preview",
        }
    }

    /// Whether its reader types something.
    #[must_use]
    pub const fn has_text_field(self) -> bool {
        matches!(self, Step::Sender | Step::Deed | Step::Subject | Step::Text)
    }
}

/// What is filled in so far. Fields that the chosen kind does not use are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The kind of letter.
    pub kind: Option<LetterKind>,
    /// Who writes.
    pub sender: Option<Sender>,
    /// The id of the deed's rule.
    pub deed: Option<String>,
    /// The id of the reward.
    pub reward: Option<String>,
    /// The name of the resident that the letter is about.
    pub subject: Option<String>,
    /// The day of the deed.
    pub day: Option<Day>,
    /// The free text, as typed.
    pub text: String,
    /// The scopes consented to.
    pub scopes: Vec<Scope>,
    /// Whether the sender ticked that the subject may know who wrote.
    pub named: bool,
}

/// What is wrong with the free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// This kind of letter needs a text, and there is none.
    Missing,
    /// The text has that many characters too many.
    TooLong(usize),
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What is filled in so far.
    pub draft: Draft,
    /// The current step.
    pub step: Step,
    /// The topic that a resident's own page asked for; `None` for the form as it is.
    pub topic: Option<LetterTopic>,
}

impl Form {
    /// The steps of the chosen kind; the first one alone until a kind is chosen.
    #[must_use]
    pub fn steps(&self) -> &'static [Step] {
        match self.draft.kind {
            Some(kind) if self.topic.is_some() => kind.own_page_steps(),
            kind => kind.map_or(&[Step::Kind], LetterKindExt::steps),
        }
    }

    /// The number of the current step, from 1, and how many there are. `None` until a kind
    /// is chosen, and for the two steps from a resident's own page.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let steps = self.draft.kind.filter(|_| self.topic.is_none())?.steps();
        let index = steps.iter().position(|step| *step == self.step)?;
        Some((index.saturating_add(1), steps.len()))
    }

    /// Whether anything is filled in.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.draft != Draft::default()
    }

    /// Chooses the kind, and clears what does not fit it.
    pub fn choose_kind(&mut self, kind: LetterKind) {
        let before = self.draft.kind.replace(kind);
        if before.and_then(LetterKindExt::deed_sign) != kind.deed_sign() {
            (self.draft.deed, self.draft.day) = (None, None);
        }
        // A name typed for thanks may be on no board.
        if before != Some(kind) {
            (self.draft.subject, self.draft.named) = (None, false);
        }
        if kind.needs_card() && matches!(self.draft.sender, Some(Sender::Guest { .. })) {
            self.draft.sender = None;
        }
    }

    /// Chooses a deed. The day is cleared for another deed, which may not have been in the
    /// rules on it.
    pub fn choose_deed(&mut self, id: &str) {
        if self.draft.deed.as_deref() != Some(id) {
            self.draft.day = None;
        }
        self.draft.deed = Some(id.to_owned());
    }

    /// Sets the sender to the holder of a card, who has to agree anew to be named.
    pub fn set_card(&mut self, token: Token) {
        self.draft.sender = Some(Sender::Card { token });
        self.draft.named = false;
    }

    /// Sets the sender to a guest of that name. Returns whether the name is valid and the
    /// kind open to guests.
    pub fn set_guest(&mut self, name: &str) -> bool {
        let allowed = self.draft.kind.is_some_and(|kind| !kind.needs_card());
        match valid_name(name) {
            Some(name) if allowed => {
                self.draft.sender = Some(Sender::Guest { name });
                self.draft.named = false;
                true
            }
            _ => false,
        }
    }

    /// Sets the resident that the letter is about. Returns whether the name is valid.
    pub fn set_subject(&mut self, name: &str) -> bool {
        let Some(name) = valid_name(name) else { return false };
        if self.draft.subject.as_ref() != Some(&name) {
            self.draft.named = false;
        }
        self.draft.subject = Some(name);
        true
    }

    /// Whether the current step has all it asks for.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let draft = &self.draft;
        match self.step {
            Step::Kind => draft.kind.is_some(),
            Step::Sender => draft.sender.is_some(),
            Step::Deed => draft.deed.is_some(),
            Step::Reward => draft.reward.is_some(),
            Step::Subject => draft.subject.is_some(),
            Step::Day => draft.day.is_some(),
            Step::Scopes => self.consents_changed(),
            Step::Text => self.text_error().is_none(),
            Step::Preview => self.letter_body().is_some(),
        }
    }

    /// What is wrong with the free text.
    #[must_use]
    pub fn text_error(&self) -> Option<TextError> {
        let text = clean_text(&self.draft.text);
        let needed = self.draft.kind.is_some_and(LetterKindExt::needs_text);
        match text.chars().count().checked_sub(TEXT_LIMIT) {
            Some(excess) if excess > 0 => Some(TextError::TooLong(excess)),
            _ => (needed && text.is_empty()).then_some(TextError::Missing),
        }
    }

    /// Goes to the next step if this one is ready. Returns whether it did.
    pub fn go_on(&mut self) -> bool {
        let next = self.is_ready().then(|| self.step_at(1)).flatten();
        self.step = next.unwrap_or(self.step);
        next.is_some()
    }

    /// Goes to the previous step and keeps everything. Returns whether it did.
    pub fn go_back(&mut self) -> bool {
        let previous = self.step_at(-1);
        self.step = previous.unwrap_or(self.step);
        previous.is_some()
    }

    /// The step that many places from the current one.
    fn step_at(&self, offset: isize) -> Option<Step> {
        let steps = self.steps();
        let index = steps.iter().position(|step| *step == self.step)?;
        steps.get(index.checked_add_signed(offset)?).copied()
    }

    /// Whether there is a previous step.
    #[must_use]
    pub fn has_previous(&self) -> bool {
        self.step_at(-1).is_some()
    }

    /// The letter's content, once it is complete.
    #[must_use]
    pub fn letter_body(&self) -> Option<LetterBody> {
        let draft = &self.draft;
        let kind = draft.kind?;
        draft.sender.as_ref()?;
        if self.text_error().is_some() {
            return None;
        }
        let required_text = clean_text(&draft.text);
        let text = (!required_text.is_empty()).then(|| required_text.clone());
        let (deed, named) = (draft.deed.clone(), self.is_named());
        Some(match kind {
            LetterKind::OwnDeed => {
                LetterBody::OwnDeed { deed: deed?, date: draft.day?, text }
            }
            LetterKind::Thanks => LetterBody::Thanks {
                to: draft.subject.clone()?,
                deed: deed?,
                date: draft.day?,
                text,
                named,
            },
            LetterKind::Concern => LetterBody::Concern {
                about: draft.subject.clone()?,
                deed: deed?,
                date: draft.day?,
                text: required_text,
                named,
            },
            LetterKind::Wish => LetterBody::Wish { reward: draft.reward.clone()?, text },
            LetterKind::Correction => LetterBody::Correction { text: required_text },
            LetterKind::Copy => LetterBody::Copy { text },
            LetterKind::Erasure => LetterBody::Erasure { text },
            LetterKind::Reply => {
                LetterBody::Reply { entry: self.replied_entry()?, text: required_text }
            }
            LetterKind::Consent if !self.consents_changed() => return None,
            LetterKind::Consent => {
                LetterBody::Consent { scopes: draft.scopes.clone(), text: None }
            }
        })
    }
}

/// A name without stray blanks, if it is neither empty nor too long.
fn valid_name(typed: &str) -> Option<String> {
    let name = clean_line(typed);
    (!name.is_empty() && name.chars().count() <= NAME_LIMIT).then_some(name)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::Instant;
    use hallboard_feed::letter::{Letter, LetterId};
    use proptest::prelude::*;

    use super::super::letter_kind::OFFERED_KINDS;
    use super::*;

    fn day() -> Day {
        Day::new(2026, 11, 22).unwrap()
    }

    fn card() -> Sender {
        Sender::Card { token: Token::new([7; 16]) }
    }

    /// Everything that any step asks for.
    fn filled(kind: LetterKind) -> Form {
        let mut form = Form::default();
        form.choose_kind(kind);
        form.draft = Draft {
            sender: Some(card()),
            deed: Some("deed".to_owned()),
            reward: Some("soap".to_owned()),
            subject: Some("陈桂花".to_owned()),
            day: Some(day()),
            text: " It was\r\nlate. ".to_owned(),
            ..form.draft
        };
        form
    }

    #[test]
    fn every_way_through_the_form_ends_in_a_letter_that_can_be_sealed() {
        for kind in OFFERED_KINDS {
            let mut form = filled(kind);
            let steps: Vec<Step> = std::iter::once(form.step)
                .chain(std::iter::from_fn(|| form.go_on().then_some(form.step)))
                .collect();
            assert_eq!(steps, kind.steps(), "{kind:?}");
            let body = form.letter_body().unwrap();
            assert_eq!(body.word(), kind);
            assert_eq!(body.text(), Some("It was\nlate."));
            let letter = Letter {
                hall: "mill".to_owned(),
                id: LetterId::new([1; 16]),
                written: "2026-11-23T04:00:00Z".parse::<Instant>().unwrap(),
                sender: card(),
                kind: body,
            };
            assert_eq!(letter.check(), Ok(()), "{kind:?}");
        }
    }

    /// Without one thing the form stops at a step, and there is no letter.
    #[track_caller]
    fn check(kind: LetterKind, without: fn(&mut Draft), stops_at: Step) {
        let mut form = filled(kind);
        without(&mut form.draft);
        while form.go_on() {}
        assert_eq!((form.step, form.letter_body()), (stops_at, None), "{kind:?}");
    }

    #[test]
    fn no_step_is_left_before_it_has_what_it_asks_for() {
        for kind in OFFERED_KINDS {
            check(kind, |draft| draft.sender = None, Step::Sender);
            check(kind, |draft| draft.text = "字".repeat(2001), Step::Text);
        }
        for kind in [LetterKind::OwnDeed, LetterKind::Thanks, LetterKind::Concern] {
            check(kind, |draft| draft.deed = None, Step::Deed);
            check(kind, |draft| draft.day = None, Step::Day);
        }
        for kind in [LetterKind::Thanks, LetterKind::Concern] {
            check(kind, |draft| draft.subject = None, Step::Subject);
        }
        for kind in [LetterKind::Concern, LetterKind::Correction] {
            check(kind, |draft| draft.text = " \n".to_owned(), Step::Text);
        }
        check(LetterKind::Wish, |draft| draft.reward = None, Step::Reward);
    }

    #[test]
    fn what_is_wrong_with_the_text_is_known() {
        let check = |kind, text: &str, expected| {
            let mut form = filled(kind);
            form.draft.text = text.to_owned();
            assert_eq!(form.text_error(), expected, "{kind:?} {}", text.len());
        };
        let (full, long) = ("字".repeat(2000), "字".repeat(2003));
        for kind in [LetterKind::Concern, LetterKind::Correction, LetterKind::Reply] {
            check(kind, " \n", Some(TextError::Missing));
            check(kind, "Smoke.", None);
        }
        check(LetterKind::Thanks, "", None);
        for kind in [LetterKind::Thanks, LetterKind::Concern] {
            check(kind, &full, None);
            check(kind, &long, Some(TextError::TooLong(3)));
        }
    }

    #[test]
    fn words_are_anybodys_to_leave_out_elsewhere() {
        for kind in
            [LetterKind::OwnDeed, LetterKind::Thanks, LetterKind::Wish, LetterKind::Copy]
        {
            let mut form = filled(kind);
            form.draft.text = String::new();
            assert_eq!(form.letter_body().unwrap().text(), None, "{kind:?}");
        }
    }

    #[test]
    fn guests_tell_good_things_alone() {
        for kind in OFFERED_KINDS {
            let mut form = Form::default();
            form.choose_kind(kind);
            assert_eq!(form.set_guest(" Ann\tChen "), !kind.needs_card(), "{kind:?}");
            assert_eq!(form.draft.sender.is_some(), !kind.needs_card());
        }
        let mut form = Form::default();
        form.choose_kind(LetterKind::Thanks);
        assert!(!form.set_guest(" \u{202e} "));
        assert!(!form.set_guest(&"x".repeat(81)));
        assert!(form.set_guest("Ann"));
        form.choose_kind(LetterKind::Concern);
        assert_eq!(form.draft.sender, None, "a guest has no concern");
    }

    #[test]
    fn what_cannot_be_said_of_another_thing_is_chosen_anew() {
        let mut form = filled(LetterKind::Thanks);
        form.choose_kind(LetterKind::Thanks);
        assert_eq!(form, filled(LetterKind::Thanks));
        form.choose_kind(LetterKind::OwnDeed);
        assert_eq!(
            (&form.draft.deed, form.draft.day),
            (&Some("deed".into()), Some(day()))
        );
        form.choose_kind(LetterKind::Concern);
        assert_eq!(form.draft.deed, None);
        assert_eq!(form.draft.subject, None, "a typed name is for thanks alone");
        assert_eq!(form.draft.text, filled(LetterKind::Thanks).draft.text);
        let mut form = filled(LetterKind::OwnDeed);
        form.choose_deed("deed");
        assert_eq!(form.draft.day, Some(day()));
        form.choose_deed("other");
        assert_eq!(form.draft.day, None);
    }

    proptest! {
        #[test]
        fn going_back_forgets_nothing(index in 0_usize..6, ways in prop::collection::vec(any::<bool>(), 0..40)) {
            let kind = OFFERED_KINDS[index];
            let mut form = filled(kind);
            for on in ways {
                if on { form.go_on() } else { form.go_back() };
                prop_assert_eq!(&form.draft, &filled(kind).draft);
                prop_assert!(kind.steps().contains(&form.step));
            }
        }
    }
}
