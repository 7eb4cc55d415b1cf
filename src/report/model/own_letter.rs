//! Letters requested by a resident's own page: sender and topic are known, so few steps are
//! left.

use hallboard_feed::letter::Sender;
use hallboard_score::{Day, Scope};

use super::form::{Draft, Form, Step};
use super::letter_kind::{LetterKind, LetterKindExt};
use crate::frame_message::{Agreed, LetterRequest, LetterTopic};

impl Form {
    /// The form for a request. A letter that needs no text starts at its preview.
    #[must_use]
    pub fn from_request(request: LetterRequest) -> Form {
        let LetterRequest { token, about: topic, .. } = request;
        let kind = match &topic {
            LetterTopic::Reply { .. } => LetterKind::Reply,
            LetterTopic::Consent(_) | LetterTopic::Leaving(_) => LetterKind::Consent,
            LetterTopic::Wish { .. } => LetterKind::Wish,
            LetterTopic::Correction => LetterKind::Correction,
            LetterTopic::Copy => LetterKind::Copy,
            LetterTopic::Erasure => LetterKind::Erasure,
        };
        let step = match &topic {
            LetterTopic::Consent(_) => Step::Scopes,
            _ if kind.needs_text() => Step::Text,
            _ => Step::Preview,
        };
        let reward = match &topic {
            LetterTopic::Wish { reward } => Some(reward.clone()),
            _ => None,
        };
        let scopes = match &topic {
            LetterTopic::Consent(agreed) => agreed.scopes.clone(),
            _ => Vec::new(),
        };
        let sender = Some(Sender::Resident { token });
        let draft =
            Draft { kind: Some(kind), sender, reward, scopes, ..Draft::default() };
        Form { draft, step, topic: Some(topic), previewed: false }
    }

    /// The consents according to the register.
    #[must_use]
    pub fn current_consents(&self) -> Option<&Agreed> {
        match self.topic.as_ref()? {
            LetterTopic::Consent(agreed) | LetterTopic::Leaving(agreed) => Some(agreed),
            _ => None,
        }
    }

    /// Whether the letter withdraws every consent.
    #[must_use]
    pub fn leaves(&self) -> bool {
        self.current_consents().is_some() && self.draft.scopes.is_empty()
    }

    /// The last day for the reply; `None` for other letters.
    #[must_use]
    pub fn reply_until(&self) -> Option<Day> {
        match self.topic.as_ref()? {
            LetterTopic::Reply { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// The id of the replied entry.
    pub(super) fn replied_entry(&self) -> Option<String> {
        match self.topic.as_ref()? {
            LetterTopic::Reply { entry, .. } => Some(entry.clone()),
            _ => None,
        }
    }

    /// Whether the chosen scopes differ from the current consents, and are all allowed.
    pub(super) fn consents_changed(&self) -> bool {
        self.current_consents().is_some_and(|current| {
            let (chosen, before) = (&self.draft.scopes, &current.scopes);
            let same = |scope: &Scope| chosen.contains(scope) == before.contains(scope);
            let allowed = |scope: &Scope| is_allowed(current, *scope);
            !Scope::ALL.iter().all(same) && chosen.iter().all(allowed)
        })
    }

    /// Toggles a consent scope. Turning one off also turns off the scopes that depend on
    /// it; turning one on also turns on the scopes it requires.
    pub fn toggle_scope(&mut self, scope: Scope) {
        let Some(current) = self.current_consents() else { return };
        let chosen = |it: &Scope| self.draft.scopes.contains(it);
        let turn_on = !chosen(&scope);
        let kept = |it: &Scope| match turn_on {
            true => chosen(it) || *it == scope || requires(scope).contains(it),
            false => chosen(it) && *it != scope && !requires(*it).contains(&scope),
        };
        let scopes: Vec<Scope> = Scope::ALL.iter().copied().filter(kept).collect();
        if !turn_on || scopes.iter().all(|it| is_allowed(current, *it)) {
            self.draft.scopes = scopes;
        }
    }
}

/// The scopes without which a scope has no effect.
const fn requires(scope: Scope) -> &'static [Scope] {
    match scope {
        Scope::Score => &[],
        Scope::Board => &[Scope::Score],
        Scope::History | Scope::Thanks => &[Scope::Score, Scope::Board],
    }
}

/// Whether a resident may consent to a scope on their own page. Under a guardian only
/// scopes that the guardian consented to are allowed.
#[must_use]
pub fn is_allowed(current: &Agreed, scope: Scope) -> bool {
    !current.guarded || current.scopes.contains(&scope)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::Instant;
    use hallboard_feed::letter::{Letter, LetterBody, LetterId, Token};
    use proptest::prelude::*;

    use super::*;

    const ALL: [Scope; 4] = [Scope::Score, Scope::Board, Scope::History, Scope::Thanks];

    fn own(about: LetterTopic) -> Form {
        let (token, name) = (Token::new([7; 16]), "Ann".into());
        Form::from_request(LetterRequest { token, name, about })
    }

    fn agreed(scopes: &[Scope], guarded: bool) -> Agreed {
        Agreed { scopes: scopes.to_vec(), guarded }
    }

    fn reply() -> LetterTopic {
        let until = Day::new(2026, 11, 28).unwrap();
        LetterTopic::Reply { entry: "E184".into(), title: "Straw".into(), until }
    }

    #[test]
    fn each_task_starts_at_its_first_incomplete_step() {
        let some = || agreed(&ALL, false);
        let check = |about, at, sends: bool| {
            let form = own(about);
            assert_eq!(form.step, at);
            assert_eq!(form.letter_body().is_some(), sends, "{form:?}");
            assert!(at == Step::Preview || form.fields() == [at]);
        };
        check(reply(), Step::Text, false);
        check(LetterTopic::Correction, Step::Text, false);
        check(LetterTopic::Consent(some()), Step::Scopes, false);
        check(LetterTopic::Leaving(some()), Step::Preview, true);
        check(LetterTopic::Copy, Step::Preview, true);
        check(LetterTopic::Erasure, Step::Preview, true);
        check(LetterTopic::Wish { reward: "soap".into() }, Step::Preview, true);
    }

    #[test]
    fn reply_needs_its_entry_and_text() {
        let mut form = own(reply());
        assert!(!form.go_on() && !form.has_previous() && form.step == Step::Text);
        form.draft.text = " It was not me. ".into();
        assert!(form.go_on() && form.step == Step::Preview);
        let expected = LetterBody::Reply {
            entry: "E184".into(),
            text: Some("It was not me.".into()),
        };
        assert_eq!(form.letter_body(), Some(expected));
        assert!(form.go_back() && form.step == Step::Text);
    }

    /// Asserts the switches after one of them was pressed.
    #[track_caller]
    fn check(before: &[Scope], guarded: bool, pressed: Scope, after: &[Scope]) {
        let mut form = own(LetterTopic::Consent(agreed(before, guarded)));
        form.toggle_scope(pressed);
        assert_eq!(form.draft.scopes, after);
        assert_eq!(form.is_ready(), after != before);
    }

    #[test]
    fn dependent_scopes_are_toggled_together() {
        use Scope::{Board, History, Score, Thanks};
        check(&ALL, false, Score, &[]);
        check(&ALL, false, Board, &[Score]);
        check(&ALL, false, History, &[Score, Board, Thanks]);
        check(&[Score], false, Thanks, &[Score, Board, Thanks]);
        check(&[], false, Board, &[Score, Board]);
        check(&[Score, Board], false, Score, &[]);
    }

    #[test]
    fn under_a_guardian_nothing_more_is_agreed_to() {
        use Scope::{Board, History, Score};
        check(&[Score], true, Board, &[Score]);
        check(&[Score], true, History, &[Score]);
        check(&[Score, Board], true, Board, &[Score]);
        check(&[Score, Board], true, Score, &[]);
    }

    proptest! {
        #[test]
        fn any_selection_is_consistent_and_can_be_sealed(
            first in prop::collection::vec(any::<bool>(), 4),
            guarded: bool,
            pressed in prop::collection::vec(0_usize..4, 0..12),
        ) {
            let before: Vec<Scope> =
                ALL.into_iter().zip(first).filter(|(_, on)| *on).map(|(it, _)| it).collect();
            let mut form = own(LetterTopic::Consent(agreed(&before, guarded)));
            for place in &pressed {
                form.toggle_scope(ALL[*place]);
            }
            let now = form.draft.scopes.clone();
            prop_assert!(!guarded || now.iter().all(|it| before.contains(it)));
            prop_assert_eq!(form.letter_body().is_some(), now != before);
            if let Some(kind) = form.letter_body() {
                let letter = Letter {
                    hall: "mill".to_owned(),
                    id: LetterId::new([1; 16]),
                    written: "2026-11-23T04:00:00Z".parse::<Instant>().unwrap(),
                    sender: form.draft.sender.clone().unwrap(),
                    kind,
                    handwriting: None,
                };
                prop_assert_eq!(letter.check(), Ok(()));
            }
        }
    }
}
