//! The consequences of a letter, in plain words.

use leptos::prelude::*;

use crate::report::context::ReportContext;
use crate::report::model::{Form, LetterKind};
use crate::words::{Word, report as word};

/// The consequences of a letter from a resident's own page; `None` for other letters.
fn own_letter_effect(form: &Form) -> Option<Word> {
    form.topic.as_ref()?;
    match form.draft.kind? {
        LetterKind::Reply => Some(word::OWN_REPLY_EFFECT),
        LetterKind::Consent if form.leaves() => Some(word::OWN_LEAVING_EFFECT),
        LetterKind::Consent => Some(word::OWN_CONSENT_EFFECT),
        LetterKind::Wish => Some(word::OWN_WISH_EFFECT),
        LetterKind::Correction => Some(word::OWN_CORRECTION_EFFECT),
        LetterKind::Copy => Some(word::OWN_COPY_EFFECT),
        LetterKind::Erasure => Some(word::OWN_ERASURE_EFFECT),
        LetterKind::OwnDeed | LetterKind::Thanks | LetterKind::Concern => None,
    }
}

/// Whether the consequences cannot be undone by another letter.
fn is_grave(form: &Form) -> bool {
    form.leaves() || form.draft.kind == Some(LetterKind::Erasure)
}

/// The consequences of a letter from a resident's own page.
#[component]
pub fn OwnLetterNotice() -> impl IntoView {
    let context = ReportContext::expect();
    let (effect, grave) =
        context.form.with_untracked(|form| (own_letter_effect(form), is_grave(form)));
    let class = grave.then_some("callout");
    effect.map(|effect| view! { <p class=class>{context.t(effect)}</p> })
}

/// The consequences of a concern, by whether its sender agreed to be named. Nothing for
/// other letters.
#[component]
pub fn ConcernNotice() -> impl IntoView {
    let context = ReportContext::expect();
    let named = Memo::new(move |_| context.form.with(Form::is_named));
    let concern =
        context.form.with_untracked(|form| form.draft.kind == Some(LetterKind::Concern));
    let words = move || {
        let word =
            if named.get() { word::CONCERN_NOTICE_NAMED } else { word::CONCERN_NOTICE };
        context.language.get().text(word)
    };
    concern.then(|| view! { <p class="callout">{words}</p> })
}

#[cfg(test)]
mod tests {
    use hallboard_feed::letter::Token;

    use super::*;
    use crate::frame_message::{Agreed, LetterRequest, LetterTopic};

    fn check(about: LetterTopic, effect: Word, grave: bool) {
        let (token, name) = (Token::new([7; 16]), "Ann".to_owned());
        let form = Form::from_request(LetterRequest { token, name, about });
        assert_eq!(own_letter_effect(&form), Some(effect));
        assert_eq!(is_grave(&form), grave);
    }

    #[test]
    fn leaving_and_erasure_have_a_warning() {
        let scopes = vec![hallboard_score::Scope::Score];
        let agreed = Agreed { scopes, guarded: false };
        check(LetterTopic::Consent(agreed.clone()), word::OWN_CONSENT_EFFECT, false);
        check(LetterTopic::Leaving(agreed), word::OWN_LEAVING_EFFECT, true);
        check(LetterTopic::Erasure, word::OWN_ERASURE_EFFECT, true);
        check(LetterTopic::Copy, word::OWN_COPY_EFFECT, false);
    }

    #[test]
    fn other_letters_have_no_warning() {
        let mut form = Form::default();
        form.choose_kind(LetterKind::Wish);
        assert_eq!(own_letter_effect(&form), None);
    }
}
