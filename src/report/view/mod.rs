//! The words and buttons of the page.

mod camera;
mod choose;
mod hand;
mod keys;
mod named;
mod outbox;
mod own;
mod pieces;
mod preview;
mod sender;
mod what;
mod when;
mod words;

use std::cell::Cell;

use self::pieces::{button, chief, heading, p, row, soft};
use super::app::{Page, patch};
use super::model::Step;
use super::state::{Stand, State};
use crate::browser::{El, el};
use crate::language::Language;
use crate::me::pulse::follow;
use crate::report::words::word;

/// What a step is drawn as: its heading, what is under it, and what takes the focus where
/// that is not the heading.
pub(super) struct Drawn {
    heading: El,
    content: Vec<El>,
    first: Option<El>,
    /// Whether something is typed in it.
    typed: bool,
}

impl Drawn {
    fn new(title: &str, content: Vec<El>) -> Drawn {
        Drawn { heading: heading(title), content, first: None, typed: false }
    }

    fn typed(self) -> Drawn {
        Drawn { typed: true, ..self }
    }

    fn beginning_at(self, field: &El) -> Drawn {
        Drawn { first: Some(field.clone()), ..self }
    }
}

/// The whole page, and what takes the focus.
pub(super) fn page(page: Page) -> (Vec<El>, El) {
    let stand = page.ask(State::stand);
    let drawn = match stand {
        Stand::Loading => Drawn::new(
            page.language().phrase(word::PAGE_TITLE),
            vec![soft(page.language().phrase(word::PAGE_LOADING))],
        ),
        Stand::Failed => failed(page),
        Stand::Closed => closed(page),
        Stand::Form => step(page),
        Stand::Hand => hand::hand(page),
        Stand::Sent => hand::sent(page),
        Stand::Outbox => outbox::outbox(page),
    };
    let (head, asked) = match page.ask(|it| it.framed) {
        true => own::head(page),
        false => (head(page), None),
    };
    let first = asked.or(drawn.first).unwrap_or_else(|| drawn.heading.clone());
    let mut main = el("main").class("step");
    if stand == Stand::Form {
        main = main.with_any(progress(page));
    }
    main = main.with(drawn.heading).with_all(drawn.content);
    if stand == Stand::Form {
        let keys = drawn.typed.then(|| keys::keys(page)).flatten();
        main = main.with(el("div").class("bottom").with(ways(page)).with_any(keys));
    }
    if !matches!(stand, Stand::Outbox | Stand::Hand) {
        main = main.with(outbox::line(page));
    }
    let foot =
        el("footer").class("foot").with(soft(page.language().phrase(word::PAGE_PRIVATE)));
    (vec![head, main, foot], first)
}

fn step(page: Page) -> Drawn {
    match page.ask(|it| it.form.at) {
        Step::What => what::what(page),
        Step::Sender => sender::sender(page),
        Step::Deed => choose::deed(page),
        Step::Reward => choose::reward(page),
        Step::Who => choose::who(page),
        Step::When => when::when(page),
        Step::Scopes => own::scopes(page),
        Step::Words => words::words(page),
        Step::Preview => preview::preview(page),
    }
}

/// The way to the board, the other language, and how long a shared screen waits.
fn head(page: Page) -> El {
    let language = page.language();
    let board = el("a").set("href", &page.home()).text(language.phrase(word::PAGE_BOARD));
    let other = language.other();
    let switch = button(other.own_name(), move || page.change_language())
        .class("language")
        .set("lang", other.tag())
        .set("aria-label", language.phrase(word::PAGE_OTHER_LANGUAGE));
    let bar = el("div").class("document-bar").with(el("p").with(board)).with(switch);
    let rest = patch("countdown", move || rest(page, language));
    el("header").with(bar).with(rest).with(spoken_rest(page, language))
}

/// The warning for whoever hears the page: said once, and not with every second.
fn spoken_rest(page: Page, language: Language) -> El {
    let place = el("p").class("sr-only").set("role", "alert");
    let (said, before) = (place.clone(), Cell::new(false));
    follow(move || {
        let warns = page.resting().get() > 0;
        if before.replace(warns) != warns {
            said.retext(if warns { language.phrase(word::REST_SOON) } else { "" });
        }
    });
    place
}

fn rest(page: Page, language: Language) -> Vec<El> {
    let left = page.resting().get();
    let Some(left) = left.checked_sub(1) else { return Vec::new() };
    let seconds = left.to_string();
    let words = language.phrase_with(word::REST_LEFT, &[("seconds", &seconds)]);
    let words = el("span").set("data-rest", &seconds).text(&words);
    let words = words.set("aria-hidden", "true");
    vec![words, chief(language.phrase(word::REST_STAY), move || page.stay())]
}

fn progress(page: Page) -> Option<El> {
    let (step, steps) = page.ask(|it| it.form.progress())?;
    let parts = [("step", step.to_string()), ("steps", steps.to_string())];
    let [one, all] = &parts;
    let words =
        page.language().phrase_with(word::PAGE_STEP, &[(one.0, &one.1), (all.0, &all.1)]);
    let marks =
        (1..=steps).map(|at| el("span").maybe("class", (at <= step).then_some("gone")));
    let marks =
        el("span").class("marks").set("aria-hidden", "true").with_all(marks.collect());
    Some(el("p").class("progress").with(el("span").text(&words)).with(marks))
}

/// Back, and on where something was chosen before.
fn ways(page: Page) -> El {
    let language = page.language();
    let (at, ready, begun) = page.ask(|it| {
        let begun = it.form.is_begun() && !it.framed;
        (it.form.at, it.form.is_ready(), begun)
    });
    let mut buttons = Vec::new();
    if page.ask(|it| it.form.has_before()) {
        buttons.push(button(language.phrase(word::PAGE_BACK), move || {
            page.turn(|it| {
                it.form.back();
            });
        }));
    }
    match at {
        Step::Preview => {
            buttons.push(chief(language.phrase(word::PREVIEW_SEND), move || page.send()));
        }
        Step::Words | Step::Scopes => buttons.push(on(page)),
        _ if ready => buttons.push(on(page)),
        _ => {}
    }
    if begun {
        let discard =
            button(language.phrase(word::PAGE_DISCARD), move || page.turn(State::forget));
        buttons.push(discard.class("plain-button"));
    }
    row(buttons).class("buttons ways")
}

fn on(page: Page) -> El {
    chief(page.language().phrase(word::PAGE_ON), move || {
        page.turn(|it| {
            it.form.forward();
        });
    })
}

fn failed(page: Page) -> Drawn {
    let language = page.language();
    let again = chief(language.phrase(word::FAILED_AGAIN), move || {
        super::browser::go("");
    });
    let content = vec![p(language.phrase(word::FAILED_WHAT)), row(vec![again])];
    Drawn::new(language.phrase(word::FAILED_TITLE), content)
}

fn closed(page: Page) -> Drawn {
    let language = page.language();
    Drawn::new(
        language.phrase(word::CLOSED_TITLE),
        vec![p(language.phrase(word::CLOSED_WHAT))],
    )
}
