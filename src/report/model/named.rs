//! Whether whom a letter is about may be told who wrote it.

use hallboard_feed::letter::Sender;

use super::form::Form;
use super::what::What;

impl Form {
    /// Whether its writer can be asked: they gave a card, and it is about somebody else.
    #[must_use]
    pub fn may_name(&self) -> bool {
        let others = matches!(self.draft.what, Some(What::Thanks | What::Concern));
        others && matches!(self.draft.sender, Some(Sender::Card { .. }))
    }

    /// Whether its writer agreed.
    #[must_use]
    pub fn names(&self) -> bool {
        self.draft.named && self.may_name()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::letter::Token;

    use super::*;

    fn card() -> Option<Sender> {
        Some(Sender::Card { token: Token::new([7; 16]) })
    }

    /// Who gave a card, and what they said when they were asked.
    fn form(what: What, sender: Option<Sender>, named: bool) -> Form {
        let mut form = Form::default();
        form.tell(what);
        form.draft.sender = sender;
        form.draft.deed = Some("deed".into());
        form.draft.who = Some("Ann".into());
        form.draft.reward = Some("soap".into());
        form.draft.day = hallboard_score::Day::new(2026, 11, 22);
        form.draft.words = "words".into();
        form.draft.named = named;
        form
    }

    #[track_caller]
    fn check(what: What, sender: Option<Sender>, asked: bool) {
        for named in [false, true] {
            let form = form(what, sender.clone(), named);
            assert_eq!(form.may_name(), asked, "{form:?}");
            assert_eq!(form.names(), asked && named, "{form:?}");
            let sent = form.kind().map(|it| it.agrees_to_be_named());
            assert_eq!(sent, sender.as_ref().map(|_| asked && named), "{form:?}");
        }
    }

    #[test]
    fn who_gave_a_card_is_asked_about_what_they_say_of_others_and_says_so_themselves() {
        let guest = || Some(Sender::Guest { name: "Ann".into() });
        for what in What::ALL {
            let others = matches!(what, What::Thanks | What::Concern);
            check(what, card(), others);
            check(what, guest(), false);
            check(what, None, false);
        }
    }

    #[test]
    fn nobody_agrees_by_what_was_agreed_to_before() {
        let agreed = || form(What::Concern, card(), true);
        assert!(!Form::default().draft.named);
        let mut form = agreed();
        form.tell(What::Concern);
        assert!(form.names(), "the same");
        form.tell(What::Thanks);
        form.tell(What::Concern);
        assert!(!form.names(), "about something else");
        let mut form = agreed();
        form.name_somebody("Bo");
        assert!(!form.names(), "about somebody else");
        let mut form = agreed();
        form.name_somebody("Ann");
        assert!(form.names());
        let mut form = agreed();
        form.tell(What::Thanks);
        form.draft.named = true;
        assert!(form.be_guest("Bo"));
        form.draft.sender = card();
        assert!(!form.names(), "as somebody else");
    }
}
