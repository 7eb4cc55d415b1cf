//! What a letter from somebody's own page has of its own.

use hallboard_score::Scope;

use super::Drawn;
use super::pieces::{button, chief, p, row, soft};
use crate::browser::{Calendar, DateStyle, El, el, on};
use crate::handed::About;
use crate::language::Language;
use crate::me::pulse::follow;
use crate::report::Page;
use crate::report::app::patch;
use crate::report::model::{What, is_allowed};
use crate::report::state::{Shown, State};
use crate::report::words::word;

/// The way back to the page around.
pub(super) fn back(page: Page) -> El {
    button(page.language().phrase(word::OWN_BACK), move || page.go_back())
}

/// The way back, or the question whether to lose what was written by it, with what takes
/// the focus then.
pub(super) fn head(page: Page) -> (El, Option<El>) {
    let language = page.language();
    let bar = el("div").class("document-bar");
    if !page.ask(|it| it.asking) {
        // Where nothing is left to do, the way back is the chief one below.
        let done = page.ask(|it| matches!(it.shown, Shown::Sent(_)));
        let back = (!done).then(|| back(page).class("back"));
        return (el("header").with(bar.with_any(back)), None);
    }
    let stay = chief(language.phrase(word::OWN_STAY), move || page.stay_here());
    let go = button(language.phrase(word::OWN_GO), move || page.leave_frame());
    let words = p(language.phrase(word::OWN_ASK)).set("role", "alert");
    let question =
        el("div").class("told asked").with(words).with(row(vec![stay.clone(), go]));
    (el("header").with(bar.with(question)), Some(stay))
}

/// What it is called, where its kind alone does not say it.
pub(super) fn named(state: &State) -> Option<&'static str> {
    leaves(state).then(|| state.world.language.phrase(word::OWN_LEAVING))
}

fn leaves(state: &State) -> bool {
    state.form.agreed().is_some() && state.form.draft.scopes.is_empty()
}

/// The entry that is replied to, and how long it can be.
pub(super) fn entry(page: Page) -> Vec<El> {
    let language = page.language();
    page.ask(|it| match &it.form.task {
        Some(About::Reply { title, until, .. }) => {
            let day = Calendar(language).day(*until, DateStyle::Full);
            let until = language.phrase_with(word::OWN_UNTIL, &[("day", &day)]);
            vec![p(title).class("has"), soft(&until)]
        }
        _ => Vec::new(),
    })
}

/// What will be sent, beside what every letter has.
pub(super) fn fields(state: &State) -> Vec<(&'static str, El)> {
    let language = state.world.language;
    match &state.form.task {
        Some(About::Reply { title, .. }) => {
            vec![(language.phrase(word::OWN_ENTRY), el("span").text(title))]
        }
        Some(About::Consent(_) | About::Leaving(_)) => {
            let scopes = state.form.draft.scopes.iter();
            let list = scopes.fold(el("span"), |list, it| {
                list.with(el("span").class("line").text(scope(language, *it).0))
            });
            let value = match leaves(state) {
                true => el("span").text(language.phrase(word::OWN_NOTHING)),
                false => list,
            };
            vec![(language.phrase(word::OWN_THEN), value)]
        }
        _ => Vec::new(),
    }
}

/// What comes of it, in plain words.
pub(super) fn meaning(page: Page) -> Vec<El> {
    let language = page.language();
    let (task, what, leaves) =
        page.ask(|it| (it.form.task.is_some(), it.form.draft.what, leaves(it)));
    let words = match what.filter(|_| task) {
        Some(What::Reply) => language.phrase(word::OWN_REPLY_EFFECT),
        Some(What::Consent) if leaves => language.phrase(word::OWN_LEAVING_EFFECT),
        Some(What::Consent) => language.phrase(word::OWN_CONSENT_EFFECT),
        Some(What::Wish) => language.phrase(word::OWN_WISH_EFFECT),
        Some(What::Correction) => language.phrase(word::OWN_CORRECTION_EFFECT),
        Some(What::Copy) => language.phrase(word::OWN_COPY_EFFECT),
        Some(What::Erasure) => language.phrase(word::OWN_ERASURE_EFFECT),
        _ => return Vec::new(),
    };
    let grave = leaves || what == Some(What::Erasure);
    vec![if grave { p(words).class("told") } else { p(words) }]
}

/// What it is called, and what it means.
fn scope(language: Language, scope: Scope) -> (&'static str, &'static str) {
    match scope {
        Scope::Score => {
            (language.phrase(word::OWN_SCORE), language.phrase(word::OWN_SCORE_NOTE))
        }
        Scope::Board => {
            (language.phrase(word::OWN_BOARD), language.phrase(word::OWN_BOARD_NOTE))
        }
        Scope::History => {
            (language.phrase(word::OWN_HISTORY), language.phrase(word::OWN_HISTORY_NOTE))
        }
        Scope::Thanks => {
            (language.phrase(word::OWN_THANKS), language.phrase(word::OWN_THANKS_NOTE))
        }
    }
}

/// The step: what is agreed to.
pub(super) fn scopes(page: Page) -> Drawn {
    let language = page.language();
    let agreed = page.ask(|it| it.form.agreed().cloned()).unwrap_or_default();
    let mut content = vec![soft(language.phrase(word::OWN_SCOPES_LEAD))];
    if agreed.guarded {
        content.push(p(language.phrase(word::OWN_GUARDED)).class("told"));
    }
    let switches = Scope::ALL
        .iter()
        .map(|scope| el("li").with(switch(page, *scope, is_allowed(&agreed, *scope))));
    content.push(el("ul").class("choices switches").with_all(switches.collect()));
    content.push(patch("same", move || {
        page.typed().get();
        let same = page.ask(|it| !it.form.is_ready());
        same.then(|| soft(language.phrase(word::OWN_SAME))).into_iter().collect()
    }));
    Drawn::new(language.phrase(word::OWN_SCOPES_TITLE), content)
}

/// A switch stays where it is while it is pressed, and the focus with it.
fn switch(page: Page, of: Scope, allowed: bool) -> El {
    let language = page.language();
    let (name, note) = scope(language, of);
    let words = el("span").class("what").with(el("span").text(name));
    let words = words.with(el("small").text(note));
    let switch = el("button")
        .set("type", "button")
        .set("role", "switch")
        .set("class", "choice switch")
        .set("data-scope", of.word())
        .maybe("aria-disabled", (!allowed).then_some("true"))
        .with(words);
    let said = el("span").class("said").set("aria-hidden", "true");
    let switch = switch.with(said.clone());
    let shown = switch.clone();
    follow(move || {
        page.typed().get();
        let is_on = page.ask(|it| it.form.draft.scopes.contains(&of));
        shown.change("aria-checked", if is_on { "true" } else { "false" });
        said.retext(match is_on {
            true => language.phrase(word::OWN_YES),
            false => language.phrase(word::OWN_NO),
        });
    });
    on(switch, "click", move || page.typing(|it| it.form.switch(of)))
}
