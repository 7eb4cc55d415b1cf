//! The sender's consent to be named to the subject of a letter.

use hallboard_feed::letter::Sender;

use super::form::Form;
use super::letter_kind::LetterKindExt;

impl Form {
    /// Whether the sender can be asked: they have a card, and the letter is about another
    /// resident.
    #[must_use]
    pub fn can_be_named(&self) -> bool {
        self.draft.kind.is_some_and(LetterKindExt::is_about_another)
            && matches!(self.draft.sender, Some(Sender::Card { .. }))
    }

    /// Whether the sender agreed.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.draft.named && self.can_be_named()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::letter::Token;

    use super::super::letter_kind::{LetterKind, OFFERED_KINDS};
    use super::*;

    fn card() -> Option<Sender> {
        Some(Sender::Card { token: Token::new([7; 16]) })
    }

    /// Who gave a card, and kind they said when they were asked.
    fn form(kind: LetterKind, sender: Option<Sender>, named: bool) -> Form {
        let mut form = Form::default();
        form.choose_kind(kind);
        form.draft.sender = sender;
        form.draft.deed = Some("deed".into());
        form.draft.subject = Some("Ann".into());
        form.draft.reward = Some("soap".into());
        form.draft.day = hallboard_score::Day::new(2026, 11, 22);
        form.draft.text = "words".into();
        form.draft.named = named;
        form
    }

    #[track_caller]
    fn check(kind: LetterKind, sender: Option<Sender>, asked: bool) {
        for named in [false, true] {
            let form = form(kind, sender.clone(), named);
            assert_eq!(form.can_be_named(), asked, "{form:?}");
            assert_eq!(form.is_named(), asked && named, "{form:?}");
            let sent = form.letter_body().map(|it| it.agrees_to_be_named());
            assert_eq!(sent, sender.as_ref().map(|_| asked && named), "{form:?}");
        }
    }

    #[test]
    fn naming_needs_a_card_and_a_choice() {
        let guest = || Some(Sender::Guest { name: "Ann".into() });
        for kind in OFFERED_KINDS {
            let others = matches!(kind, LetterKind::Thanks | LetterKind::Concern);
            check(kind, card(), others);
            check(kind, guest(), false);
            check(kind, None, false);
        }
    }

    #[test]
    fn naming_choice_is_not_carried_over() {
        let agreed = || form(LetterKind::Concern, card(), true);
        assert!(!Form::default().draft.named);
        let mut form = agreed();
        form.choose_kind(LetterKind::Concern);
        assert!(form.is_named(), "the same");
        form.choose_kind(LetterKind::Thanks);
        form.choose_kind(LetterKind::Concern);
        assert!(!form.is_named(), "about something else");
        let mut form = agreed();
        form.set_subject("Bo");
        assert!(!form.is_named(), "about somebody else");
        let mut form = agreed();
        form.set_subject("Ann");
        assert!(form.is_named());
        let mut form = agreed();
        form.choose_kind(LetterKind::Thanks);
        form.draft.named = true;
        assert!(form.set_guest("Bo"));
        form.draft.sender = card();
        assert!(!form.is_named(), "as somebody else");
    }
}
