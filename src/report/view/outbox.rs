//! What waits on this device, and the ways in which it can be handed over.

use std::cell::Cell;
use std::rc::Rc;

use qrcode::{Color, EcLevel, QrCode};

use super::Drawn;
use super::pieces::{button, chief, p, row, soft};
use crate::browser::{Calendar, El, el, fill, svg};
use crate::report::Page;
use crate::report::app::patch;
use crate::report::model::parts;
use crate::report::state::Shown;
use crate::report::words::word;

fn when(page: Page, seconds: i64) -> String {
    let zone = page.ask(|it| {
        let feed = it.world.feed.as_ref();
        feed.map(|feed| feed.snapshot().hall.time_zone.clone())
    });
    Calendar(page.language()).instant(seconds, zone.as_deref().unwrap_or("UTC"))
}

/// How much waits here, if anything.
pub(super) fn line(page: Page) -> El {
    patch("waits", move || {
        page.outboxes().get();
        let language = page.language();
        let (count, since) =
            page.ask_outbox(|outbox| (outbox.waiting.len(), outbox.since()));
        let Some(since) = since else { return Vec::new() };
        let (when, number) = (when(page, since), count.to_string());
        let parts = [("count", number.as_str()), ("when", when.as_str())];
        let words = match count {
            1 => language.phrase_with(word::OUTBOX_ONE, &parts),
            _ => language.phrase_with(word::OUTBOX_SOME, &parts),
        };
        let show = button(language.phrase(word::OUTBOX_SHOW), move || {
            page.turn(|it| {
                let sent = match &it.shown {
                    Shown::Sent(sent) => Some(sent.clone()),
                    _ => None,
                };
                it.shown = Shown::Outbox(sent);
            });
        });
        let mut told = vec![p(&words).set("data-waits", &number)];
        told.extend(post(page));
        told.push(row(vec![show]));
        told
    })
}

/// How the post goes.
fn post(page: Page) -> Option<El> {
    let language = page.language();
    page.post_address()?;
    let posting = page.ask_outbox(|outbox| outbox.posting);
    if posting.away {
        return Some(soft(language.phrase(word::OUTBOX_AWAY)));
    }
    if posting.refused {
        return Some(p(language.phrase(word::OUTBOX_REFUSED)));
    }
    let seconds = page.again_in()?.to_string();
    Some(soft(&language.phrase_with(word::OUTBOX_AGAIN, &[("seconds", &seconds)])))
}

/// Everything that waits.
pub(super) fn outbox(page: Page) -> Drawn {
    let language = page.language();
    let names = Rc::new(Cell::new(None));
    let letters = el("div");
    let drawn = letters.clone();
    let state = patch("", move || {
        page.outboxes().get();
        let now = page.ask_outbox(|outbox| {
            outbox.waiting.iter().map(|it| it.name.clone()).collect::<Vec<_>>()
        });
        // What somebody is just handing over stays as it is while the post comes and goes.
        if names.take().as_ref() != Some(&now) {
            fill(drawn.element(), all(page));
        }
        names.set(Some(now));
        post(page).into_iter().collect()
    });
    let close = button(language.phrase(word::OUTBOX_CLOSE), move || {
        page.turn(|it| {
            it.shown = match std::mem::take(&mut it.shown) {
                Shown::Outbox(Some(sent)) => Shown::Sent(sent),
                _ => Shown::Form,
            };
        });
    });
    let content =
        vec![soft(language.phrase(word::OUTBOX_LEAD)), state, letters, row(vec![close])];
    Drawn::new(language.phrase(word::OUTBOX_TITLE), content)
}

fn all(page: Page) -> Vec<El> {
    let language = page.language();
    let letters = page.ask_outbox(|outbox| {
        let letter = |it: &crate::report::store::Waiting| {
            (it.name.clone(), it.since, it.bytes.len().div_ceil(1024))
        };
        outbox.waiting.iter().map(letter).collect::<Vec<_>>()
    });
    if letters.is_empty() {
        return vec![p(language.phrase(word::OUTBOX_NONE)).set("role", "status")];
    }
    let letter = |(at, (name, since, size)): (usize, (String, i64, usize))| {
        let (number, size) = (at.saturating_add(1).to_string(), size.to_string());
        let when = when(page, since);
        let parts = [("number", number.as_str()), ("when", &when), ("size", &size)];
        let title = el("h2").text(&language.phrase_with(word::OUTBOX_LETTER, &parts));
        el("section").class("letter").with(title).with(ways(page, &name))
    };
    letters.into_iter().enumerate().map(letter).collect()
}

/// The ways in which a letter can be handed over.
pub(super) fn ways(page: Page, name: &str) -> El {
    let language = page.language();
    let place = el("div").class("hand-over");
    let codes = el("div");
    let (saved, shown) = (name.to_owned(), name.to_owned());
    let over = over(page, name);
    let (one, other) = (over.clone(), over.clone());
    let save = chief(language.phrase(word::OUTBOX_FILE), move || {
        page.save(&saved);
        one.change("class", "over");
    });
    let drawn = codes.clone();
    let show = button(language.phrase(word::OUTBOX_CODES), move || {
        show_code(page, &drawn, &shown, 0);
        other.change("class", "over");
    });
    place.with(row(vec![save, show])).with(codes).with(over)
}

/// Only who has taken the letter along can say that the hall has it; and says so twice.
fn over(page: Page, name: &str) -> El {
    let place = el("div").class("over hidden");
    ask(page, &place, name.to_owned());
    place
}

fn ask(page: Page, place: &El, name: String) {
    let (language, drawn) = (page.language(), place.clone());
    let ask = button(language.phrase(word::OUTBOX_OVER), move || {
        sure(page, &drawn, &name);
    });
    fill(place.element(), vec![row(vec![ask])]);
}

fn sure(page: Page, place: &El, name: &str) {
    let language = page.language();
    let (taken, kept, drawn) = (name.to_owned(), name.to_owned(), place.clone());
    let yes = chief(language.phrase(word::OUTBOX_YES), move || {
        page.let_go(&taken);
        page.change(|it| {
            if matches!(it.shown, Shown::Sent(_)) && !it.framed {
                it.shown = Shown::Form;
            }
        });
    });
    let no =
        button(language.phrase(word::OUTBOX_NO), move || ask(page, &drawn, kept.clone()));
    let words = p(language.phrase(word::OUTBOX_SURE)).set("role", "alert");
    fill(place.element(), vec![words, row(vec![yes, no])]);
}

/// Puts one of a letter's codes into its place.
fn show_code(page: Page, place: &El, name: &str, at: usize) {
    let language = page.language();
    let bytes = page.ask_outbox(|outbox| {
        let letter = outbox.waiting.iter().find(|it| it.name == name);
        letter.map(|it| it.bytes.clone()).unwrap_or_default()
    });
    let parts = parts(name, &bytes);
    let Some(code) = parts.get(at).and_then(|part| picture(part)) else { return };
    let (part, whole) = (at.saturating_add(1).to_string(), parts.len().to_string());
    let of = [("part", part.as_str()), ("parts", whole.as_str())];
    let words = language.phrase_with(word::OUTBOX_CODE_OF, &of);
    let code = code.set("aria-label", &words).set("data-code", &part);
    let mut buttons = Vec::new();
    let mut way = |words: &'static str, to: usize| {
        let (place, name) = (place.clone(), name.to_owned());
        buttons.push(button(words, move || show_code(page, &place, &name, to)));
    };
    if let Some(before) = at.checked_sub(1) {
        way(language.phrase(word::OUTBOX_PREVIOUS), before);
    }
    if at.saturating_add(1) < parts.len() {
        way(language.phrase(word::OUTBOX_NEXT), at.saturating_add(1));
    }
    let help = soft(language.phrase(word::OUTBOX_CODES_HELP));
    let words = p(&words).set("role", "status");
    fill(place.element(), vec![words, code, row(buttons), help]);
}

/// A code, with the quiet ground that readers need around it.
fn picture(text: &str) -> Option<El> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().iter().enumerate() {
        if *color == Color::Dark {
            let (x, y) = (at.checked_rem(width)?, at.checked_div(width)?);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let side = width.saturating_add(8);
    let ground = svg("rect").set("x", "-4").set("y", "-4").set("fill", "#fff");
    let ground = ground.set("width", &side.to_string()).set("height", &side.to_string());
    let drawing = svg("svg")
        .set("viewBox", &format!("-4 -4 {side} {side}"))
        .set("role", "img")
        .set("class", "code")
        .set("shape-rendering", "crispEdges");
    Some(drawing.with(ground).with(svg("path").set("fill", "#000").set("d", &path)))
}
