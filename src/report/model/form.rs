//! The letter form: the current input, and the field that is open.
//!
//! All fields are on one page, one of them open at a time; the preview follows.

use hallboard_feed::letter::{
    HANDWRITING_LIMIT, HANDWRITTEN_NAME_LIMIT, Handwriting, LetterBody, NAME_LIMIT,
    Sender, TEXT_LIMIT, Token, clean_line, clean_text,
};
use hallboard_score::{Day, Scope};

use super::letter_kind::{LetterKind, LetterKindExt};
use crate::frame_message::LetterTopic;

/// A field of the form, or the form as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// The kind of letter.
    #[default]
    Kind,
    /// The sender.
    Sender,
    /// The deed.
    Deed,
    /// The reward.
    Reward,
    /// The resident that the letter is about.
    Subject,
    /// The day of the deed.
    Day,
    /// The consents.
    Scopes,
    /// The free text.
    Text,
    /// All fields, none of them open.
    Overview,
    /// Everything that will be in the letter.
    Preview,
}

impl Step {
    /// The value of the attribute `data-step`.
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
            Step::Overview => "overview",
            Step::Preview => "preview",
        }
    }

    /// Whether it has a text field.
    #[must_use]
    pub const fn has_text_field(self) -> bool {
        matches!(self, Step::Sender | Step::Deed | Step::Subject | Step::Text)
    }
}

/// The current input. Fields that the chosen kind does not use are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The kind of letter.
    pub kind: Option<LetterKind>,
    /// The sender.
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
    /// The handwriting, in addition to the text or in its place.
    pub handwriting: Option<Handwriting>,
    /// The scopes consented to.
    pub scopes: Vec<Scope>,
    /// Whether the sender agreed that the subject may learn who wrote.
    pub named: bool,
}

impl Draft {
    /// Whether the sender has written something, with keys or by hand.
    #[must_use]
    pub fn has_words(&self) -> bool {
        let has_name_by_hand =
            matches!(self.sender, Some(Sender::HandwrittenGuest { .. }));
        !clean_text(&self.text).is_empty()
            || self.handwriting.is_some()
            || has_name_by_hand
    }
}

/// An error in the free text.
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
    /// The current input.
    pub draft: Draft,
    /// The field that is open, or the preview.
    pub step: Step,
    /// Whether the preview was shown: after that, a change leads back to it directly.
    pub previewed: bool,
    /// The topic requested by a resident's own page; `None` if the page was opened by
    /// itself.
    pub topic: Option<LetterTopic>,
}

impl Form {
    /// The fields of the chosen kind; only the first one until a kind is chosen.
    #[must_use]
    pub fn fields(&self) -> &'static [Step] {
        match self.draft.kind {
            Some(kind) if self.topic.is_some() => kind.own_page_fields(),
            kind => kind.map_or(&[Step::Kind], LetterKindExt::fields),
        }
    }

    /// Whether anything is filled in.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.draft != Draft::default()
    }

    /// Chooses the kind, and clears the input that does not fit it.
    pub fn choose_kind(&mut self, kind: LetterKind) {
        let before = self.draft.kind.replace(kind);
        if before.and_then(LetterKindExt::deed_sign) != kind.deed_sign() {
            (self.draft.deed, self.draft.day) = (None, None);
        }
        // A name typed for thanks may be missing on the board.
        if before != Some(kind) {
            (self.draft.subject, self.draft.named) = (None, false);
        }
        let is_guest = matches!(
            self.draft.sender,
            Some(Sender::Guest { .. } | Sender::HandwrittenGuest { .. })
        );
        if kind.needs_card() && is_guest {
            self.draft.sender = None;
        }
    }

    /// Chooses a deed. If it is another one, the day is cleared, since the deed may not
    /// have been in the rules on that day.
    pub fn choose_deed(&mut self, id: &str) {
        if self.draft.deed.as_deref() != Some(id) {
            self.draft.day = None;
        }
        self.draft.deed = Some(id.to_owned());
    }

    /// Sets the sender to the holder of a card. Their agreement to be named is reset.
    pub fn set_card(&mut self, token: Token) {
        self.draft.sender = Some(Sender::Card { token });
        self.draft.named = false;
    }

    /// Sets the sender to a guest of that name. Returns whether the name is valid and the
    /// kind is open to guests.
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

    /// Sets the sender to a guest with a handwritten name. Returns whether the kind is open
    /// to guests and the letter has room for the name.
    pub fn set_handwritten_guest(&mut self, name: Handwriting) -> bool {
        let allowed = self.draft.kind.is_some_and(|kind| !kind.needs_card());
        let words = self.draft.handwriting.as_ref().map_or(0, Handwriting::bytes);
        let all = words.saturating_add(name.bytes());
        if !allowed || name.bytes() > HANDWRITTEN_NAME_LIMIT || all > HANDWRITING_LIMIT {
            return false;
        }
        self.draft.sender = Some(Sender::HandwrittenGuest { name });
        self.draft.named = false;
        true
    }

    /// The maximum size of the handwritten text in bytes; for kinds that are open to
    /// guests, room for a handwritten name is subtracted.
    #[must_use]
    pub fn handwriting_limit(&self) -> usize {
        let is_for_guests = self.draft.kind.is_some_and(|kind| !kind.needs_card());
        let name = if is_for_guests { HANDWRITTEN_NAME_LIMIT } else { 0 };
        HANDWRITING_LIMIT.saturating_sub(name)
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

    /// Whether the open field is complete.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.is_complete(self.step)
    }

    /// Whether a field is complete.
    #[must_use]
    pub fn is_complete(&self, field: Step) -> bool {
        let draft = &self.draft;
        match field {
            Step::Kind => draft.kind.is_some(),
            Step::Sender => draft.sender.is_some(),
            Step::Deed => draft.deed.is_some(),
            Step::Reward => draft.reward.is_some(),
            Step::Subject => draft.subject.is_some(),
            Step::Day => draft.day.is_some(),
            Step::Scopes => self.consents_changed(),
            Step::Text => self.text_error().is_none(),
            Step::Overview => self.first_incomplete().is_none(),
            Step::Preview => self.letter_body().is_some(),
        }
    }

    /// Whether a field has input. An optional text that is missing makes a field complete,
    /// but not answered.
    #[must_use]
    pub fn is_answered(&self, field: Step) -> bool {
        let left_out = field == Step::Text
            && clean_text(&self.draft.text).is_empty()
            && self.handwriting().is_none();
        self.is_complete(field) && !left_out
    }

    /// The first incomplete field.
    fn first_incomplete(&self) -> Option<Step> {
        self.fields().iter().copied().find(|field| !self.is_complete(*field))
    }

    /// The error in the free text, if there is one.
    #[must_use]
    pub fn text_error(&self) -> Option<TextError> {
        let text = clean_text(&self.draft.text);
        let needed = self.draft.kind.is_some_and(LetterKindExt::needs_text)
            && self.draft.handwriting.is_none();
        match text.chars().count().checked_sub(TEXT_LIMIT) {
            Some(excess) if excess > 0 => Some(TextError::TooLong(excess)),
            _ => (needed && text.is_empty()).then_some(TextError::Missing),
        }
    }

    /// Opens the next unanswered field, or the preview. Returns `false` if a field is
    /// incomplete; that field is open then.
    pub fn go_on(&mut self) -> bool {
        let (step, fields) = (self.step, self.fields());
        if step == Step::Preview {
            return false;
        }
        if !self.is_ready() {
            let is_field = fields.contains(&step);
            self.step =
                if is_field { step } else { self.first_incomplete().unwrap_or(step) };
            return false;
        }
        let place = |step: Step| fields.iter().position(|field| *field == step);
        let later = fields.iter().skip(place(step).map_or(fields.len(), |it| it + 1));
        let unanswered = later.copied().find(|field| !self.is_answered(*field));
        let next = unanswered.filter(|_| !self.previewed);
        let next = next.or_else(|| self.first_incomplete()).unwrap_or(Step::Preview);
        self.step = next;
        self.previewed |= next == Step::Preview;
        next == Step::Preview || place(next) > place(step)
    }

    /// Goes back from the preview to the fields, without clearing any. Returns whether the
    /// preview was shown.
    pub fn go_back(&mut self) -> bool {
        let goes_back = self.has_previous();
        if goes_back {
            // Opened by a resident's own page, the form has only one field.
            let field = self.fields().first().filter(|_| self.topic.is_some());
            self.step = field.copied().unwrap_or(Step::Overview);
        }
        goes_back
    }

    /// Whether the preview is shown; only from there one can go back.
    #[must_use]
    pub fn has_previous(&self) -> bool {
        self.step == Step::Preview
    }

    /// Opens a field, or closes it if it is open.
    pub fn toggle_field(&mut self, field: Step) {
        self.step = if self.step == field { Step::Overview } else { field };
    }

    /// The handwriting, if the kind has a text field.
    #[must_use]
    pub fn handwriting(&self) -> Option<&Handwriting> {
        let asks = self.fields().contains(&Step::Text);
        self.draft.handwriting.as_ref().filter(|_| asks)
    }

    /// The letter's content; `None` until it is complete.
    #[must_use]
    pub fn letter_body(&self) -> Option<LetterBody> {
        let draft = &self.draft;
        let kind = draft.kind?;
        draft.sender.as_ref()?;
        if self.text_error().is_some() {
            return None;
        }
        let text = Some(clean_text(&draft.text)).filter(|text| !text.is_empty());
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
                text,
                named,
            },
            LetterKind::Wish => LetterBody::Wish { reward: draft.reward.clone()?, text },
            LetterKind::Correction => LetterBody::Correction { text },
            LetterKind::Copy => LetterBody::Copy { text },
            LetterKind::Erasure => LetterBody::Erasure { text },
            LetterKind::Reply => LetterBody::Reply { entry: self.replied_entry()?, text },
            LetterKind::Consent if !self.consents_changed() => return None,
            LetterKind::Consent => {
                LetterBody::Consent { scopes: draft.scopes.clone(), text: None }
            }
        })
    }
}

/// A name without surplus spaces; `None` if it is empty or too long.
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

    /// A form with input in every field of a kind.
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

    /// Fills in one field.
    fn answer(form: &mut Form, field: Step, kind: LetterKind) {
        let Draft { sender, deed, reward, subject, day, text, .. } = filled(kind).draft;
        match field {
            Step::Kind => form.choose_kind(kind),
            Step::Sender => form.draft.sender = sender,
            Step::Deed => form.draft.deed = deed,
            Step::Reward => form.draft.reward = reward,
            Step::Subject => form.draft.subject = subject,
            Step::Day => form.draft.day = day,
            Step::Text => form.draft.text = text,
            Step::Scopes | Step::Overview | Step::Preview => {}
        }
    }

    #[test]
    fn each_field_leads_to_the_next_and_the_last_to_a_letter_that_can_be_sealed() {
        for kind in OFFERED_KINDS {
            let (mut form, mut opened) = (Form::default(), Vec::new());
            while form.step != Step::Preview {
                let field = form.step;
                opened.push(field);
                answer(&mut form, field, kind);
                assert!(form.go_on(), "{kind:?} {:?}", form.step);
            }
            assert_eq!(opened, kind.fields(), "{kind:?}");
            let body = form.letter_body().unwrap();
            assert_eq!(body.name(), kind);
            assert_eq!(body.text(), Some("It was\nlate."));
            let letter = Letter {
                hall: "mill".to_owned(),
                id: LetterId::new([1; 16]),
                written: "2026-11-23T04:00:00Z".parse::<Instant>().unwrap(),
                sender: card(),
                kind: body,
                handwriting: None,
            };
            assert_eq!(letter.check(), Ok(()), "{kind:?}");
        }
    }

    /// Asserts that without one piece of input there is no letter, and the form opens its
    /// field, from any other field.
    #[track_caller]
    fn check(kind: LetterKind, without: fn(&mut Draft), opens: Step) {
        for from in kind.fields().iter().copied().chain([Step::Overview]) {
            let mut form = filled(kind);
            without(&mut form.draft);
            form.step = from;
            while form.go_on() {}
            assert_eq!(
                (form.step, form.letter_body()),
                (opens, None),
                "{kind:?} {from:?}"
            );
        }
    }

    #[test]
    fn incomplete_fields_open_before_the_preview() {
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
    fn text_errors_are_found() {
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
    fn handwriting_replaces_typed_text() {
        for kind in OFFERED_KINDS {
            let mut form = filled(kind);
            form.draft.text = " ".to_owned();
            form.draft.handwriting = "AAAAhg".parse().ok();
            assert_eq!(form.text_error(), None, "{kind:?}");
            let letter = Letter {
                hall: "mill".to_owned(),
                id: LetterId::new([1; 16]),
                written: "2026-11-23T04:00:00Z".parse::<Instant>().unwrap(),
                sender: card(),
                kind: form.letter_body().unwrap(),
                handwriting: form.handwriting().cloned(),
            };
            assert_eq!(letter.kind.text(), None, "{kind:?}");
            assert_eq!(letter.check(), Ok(()), "{kind:?}");
            form.draft.text = "字".repeat(2001);
            assert_eq!(form.text_error(), Some(TextError::TooLong(1)), "{kind:?}");
        }
        let consent = Form {
            draft: Draft { handwriting: "AAAA".parse().ok(), ..Draft::default() },
            ..Form::default()
        };
        assert_eq!(consent.handwriting(), None, "nothing was asked");
    }

    #[test]
    fn text_is_optional_elsewhere() {
        for kind in
            [LetterKind::OwnDeed, LetterKind::Thanks, LetterKind::Wish, LetterKind::Copy]
        {
            let mut form = filled(kind);
            form.draft.text = String::new();
            assert_eq!(form.letter_body().unwrap().text(), None, "{kind:?}");
        }
    }

    #[test]
    fn guests_can_only_report_good_deeds() {
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
    fn a_guest_may_write_their_name_by_hand() {
        let name: Handwriting = "AAAAhg".parse().unwrap();
        let mut form = Form::default();
        assert!(!form.set_handwritten_guest(name.clone()), "nobody said what it is");
        form.choose_kind(LetterKind::Concern);
        assert!(!form.set_handwritten_guest(name.clone()), "a guest has no concern");
        assert_eq!(form.handwriting_limit(), HANDWRITING_LIMIT);
        form.choose_kind(LetterKind::Thanks);
        assert_eq!(form.handwriting_limit(), HANDWRITING_LIMIT - HANDWRITTEN_NAME_LIMIT);
        let wide = vec!["AAAA"; 400].join(".").parse::<Handwriting>().unwrap();
        assert!(!form.set_handwritten_guest(wide), "too much for a name");
        assert!(form.set_handwritten_guest(name.clone()));
        assert_eq!(form.draft.sender, Some(Sender::HandwrittenGuest { name }));
        form.choose_kind(LetterKind::Concern);
        assert_eq!(form.draft.sender, None);
    }

    #[test]
    fn changing_the_deed_resets_fields_that_do_not_fit() {
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

    #[test]
    fn editing_from_the_preview_returns_to_it() {
        let mut form = filled(LetterKind::Concern);
        form.step = Step::Overview;
        assert!(form.go_on() && form.step == Step::Preview);
        form.step = Step::Subject;
        form.set_subject("Bo");
        assert!(form.go_on() && form.step == Step::Preview);
        form.step = Step::Deed;
        form.choose_deed("other");
        assert!(form.go_on() && form.step == Step::Day, "it lost its day");
        form.draft.day = Some(day());
        assert!(form.go_on() && form.step == Step::Preview);
        assert!(form.go_back() && form.step == Step::Overview && !form.go_back());
        form.toggle_field(Step::Day);
        form.toggle_field(Step::Day);
        assert_eq!(form.step, Step::Overview);
    }

    proptest! {
        #[test]
        fn going_back_keeps_all_input(index in 0_usize..6, ways in prop::collection::vec(any::<bool>(), 0..40)) {
            let kind = OFFERED_KINDS[index];
            let mut form = filled(kind);
            form.step = Step::Overview;
            for on in ways {
                if on { form.go_on() } else { form.go_back() };
                prop_assert_eq!(&form.draft, &filled(kind).draft);
                prop_assert!(matches!(form.step, Step::Overview | Step::Preview));
            }
        }
    }
}
