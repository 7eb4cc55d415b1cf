//! Letters from somebody's own page: who writes and about what is known, so that few steps
//! are left.

use hallboard_feed::letter::Sender;
use hallboard_score::Scope;

use super::form::{Draft, Form, Step};
use super::what::What;
use crate::handed::{About, Agreed, Handed};

impl Form {
    /// The form for what was handed over. What needs no word more begins with all that will
    /// be sent.
    #[must_use]
    pub fn own(handed: Handed) -> Form {
        let Handed { token, about, .. } = handed;
        let what = match &about {
            About::Reply { .. } => What::Reply,
            About::Consent(_) | About::Leaving(_) => What::Consent,
            About::Wish { .. } => What::Wish,
            About::Correction => What::Correction,
            About::Copy => What::Copy,
            About::Erasure => What::Erasure,
        };
        let at = match &about {
            About::Consent(_) => Step::Scopes,
            _ if what.needs_words() => Step::Words,
            _ => Step::Preview,
        };
        let reward = match &about {
            About::Wish { reward } => Some(reward.clone()),
            _ => None,
        };
        let scopes = match &about {
            About::Consent(agreed) => agreed.scopes.clone(),
            _ => Vec::new(),
        };
        let sender = Some(Sender::Resident { token });
        let draft =
            Draft { what: Some(what), sender, reward, scopes, ..Draft::default() };
        Form { draft, at, task: Some(about) }
    }

    /// What was agreed to before.
    #[must_use]
    pub fn agreed(&self) -> Option<&Agreed> {
        match self.task.as_ref()? {
            About::Consent(agreed) | About::Leaving(agreed) => Some(agreed),
            _ => None,
        }
    }

    /// The entry that is replied to.
    pub(super) fn entry(&self) -> Option<String> {
        match self.task.as_ref()? {
            About::Reply { entry, .. } => Some(entry.clone()),
            _ => None,
        }
    }

    /// Whether something else is agreed to than before, and may be.
    pub(super) fn differs(&self) -> bool {
        self.agreed().is_some_and(|agreed| {
            let (now, before) = (&self.draft.scopes, &agreed.scopes);
            let same = |scope: &Scope| now.contains(scope) == before.contains(scope);
            let allowed = |scope: &Scope| is_allowed(agreed, *scope);
            !Scope::ALL.iter().all(same) && now.iter().all(allowed)
        })
    }

    /// Agrees to something, or no more. What means nothing without another goes with it,
    /// and what another means nothing without comes with it.
    pub fn switch(&mut self, scope: Scope) {
        let Some(agreed) = self.agreed() else { return };
        let on = !self.draft.scopes.contains(&scope);
        let follows = |it: &Scope| *it == scope || needs(*it).contains(&scope);
        let wanted = |it: &Scope| match (on, self.draft.scopes.contains(it)) {
            (true, there) => there || *it == scope || needs(scope).contains(it),
            (false, there) => there && !follows(it),
        };
        let scopes: Vec<Scope> = Scope::ALL.iter().copied().filter(wanted).collect();
        if !on || scopes.iter().all(|it| is_allowed(agreed, *it)) {
            self.draft.scopes = scopes;
        }
    }
}

/// What something means nothing without.
const fn needs(scope: Scope) -> &'static [Scope] {
    match scope {
        Scope::Score => &[],
        Scope::Board => &[Scope::Score],
        Scope::History | Scope::Thanks => &[Scope::Score, Scope::Board],
    }
}

/// Whether somebody may agree to it from their own page: under a guardian only to what the
/// guardian did.
#[must_use]
pub fn is_allowed(agreed: &Agreed, scope: Scope) -> bool {
    !agreed.guarded || agreed.scopes.contains(&scope)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::Instant;
    use hallboard_feed::letter::{Kind, Letter, LetterId, Token};
    use hallboard_score::Day;
    use proptest::prelude::*;

    use super::*;

    const ALL: [Scope; 4] = [Scope::Score, Scope::Board, Scope::History, Scope::Thanks];

    fn own(about: About) -> Form {
        Form::own(Handed { token: Token::new([7; 16]), name: "Ann".into(), about })
    }

    fn agreed(scopes: &[Scope], guarded: bool) -> Agreed {
        Agreed { scopes: scopes.to_vec(), guarded }
    }

    fn reply() -> About {
        let until = Day::new(2026, 11, 28).unwrap();
        About::Reply { entry: "E184".into(), title: "Straw".into(), until }
    }

    #[test]
    fn each_task_begins_where_something_is_left_to_say() {
        let some = || agreed(&ALL, false);
        let check = |about, at, sends: bool| {
            let form = own(about);
            assert_eq!(form.at, at);
            assert_eq!(form.kind().is_some(), sends, "{form:?}");
            assert!(form.steps().contains(&at) && form.steps().len() == 2);
        };
        check(reply(), Step::Words, false);
        check(About::Correction, Step::Words, false);
        check(About::Consent(some()), Step::Scopes, false);
        check(About::Leaving(some()), Step::Preview, true);
        check(About::Copy, Step::Preview, true);
        check(About::Erasure, Step::Preview, true);
        check(About::Wish { reward: "soap".into() }, Step::Preview, true);
    }

    #[test]
    fn a_reply_is_to_the_entry_that_was_handed_over_and_needs_words() {
        let mut form = own(reply());
        assert!(!form.forward() && !form.has_before());
        form.draft.words = " It was not me. ".into();
        assert!(form.forward() && form.at == Step::Preview);
        let expected =
            Kind::Reply { entry: "E184".into(), text: "It was not me.".into() };
        assert_eq!(form.kind(), Some(expected));
        assert!(form.back() && form.at == Step::Words);
    }

    /// The switches as they stand, after one was pressed.
    #[track_caller]
    fn check(before: &[Scope], guarded: bool, pressed: Scope, after: &[Scope]) {
        let mut form = own(About::Consent(agreed(before, guarded)));
        form.switch(pressed);
        assert_eq!(form.draft.scopes, after);
        assert_eq!(form.is_ready(), after != before);
    }

    #[test]
    fn what_means_nothing_alone_comes_and_goes_with_the_others() {
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
        fn whatever_is_pressed_fits_together_and_can_be_sealed(
            first in prop::collection::vec(any::<bool>(), 4),
            guarded: bool,
            pressed in prop::collection::vec(0_usize..4, 0..12),
        ) {
            let before: Vec<Scope> =
                ALL.into_iter().zip(first).filter(|(_, on)| *on).map(|(it, _)| it).collect();
            let mut form = own(About::Consent(agreed(&before, guarded)));
            for place in &pressed {
                form.switch(ALL[*place]);
            }
            let now = form.draft.scopes.clone();
            prop_assert!(!guarded || now.iter().all(|it| before.contains(it)));
            prop_assert_eq!(form.kind().is_some(), now != before);
            if let Some(kind) = form.kind() {
                let letter = Letter {
                    hall: "mill".to_owned(),
                    id: LetterId::new([1; 16]),
                    written: "2026-11-23T04:00:00Z".parse::<Instant>().unwrap(),
                    sender: form.draft.sender.clone().unwrap(),
                    kind,
                };
                prop_assert_eq!(letter.check(), Ok(()));
            }
        }
    }
}
