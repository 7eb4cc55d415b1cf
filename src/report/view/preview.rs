//! All that will be sent.

use hallboard_feed::letter::{Sender, clean_text};

use super::pieces::button;
use super::{Drawn, named, own, what};
use crate::board;
use crate::browser::{Calendar, DateStyle, El, el};
use crate::language::{Language, Named};
use crate::report::Page;
use crate::report::model::{Step, What};
use crate::report::state::State;
use crate::report::words::word;

/// A field of the letter, and the step at which it is chosen.
struct Field {
    title: &'static str,
    value: El,
    step: Option<Step>,
}

fn plain(text: &str) -> El {
    el("span").text(text)
}

fn person(language: Language, name: &str) -> El {
    board::named("span", &language.person(name))
}

fn fields(state: &State, named: Option<El>) -> Vec<Field> {
    let language = state.world.language;
    let draft = &state.form.draft;
    let Some(what) = draft.what else { return Vec::new() };
    let steps = state.form.steps();
    let mut fields = Vec::new();
    let mut add = |title, value, step| fields.push(Field { title, value, step });
    let asks = |step| steps.contains(&step);
    let if_asked = |step| asks(step).then_some(step);
    let name = own::named(state).unwrap_or(what::named(language, what).0);
    add(language.phrase(word::PREVIEW_WHAT), plain(name), if_asked(Step::What));
    let sender = match &draft.sender {
        Some(Sender::Guest { name }) => {
            plain(&language.phrase_with(word::PREVIEW_GUEST, &[("name", name)]))
        }
        Some(Sender::Resident { .. }) => {
            plain(&language.phrase_with(word::OWN_SENDER, &[("name", &state.writer)]))
        }
        _ => plain(language.phrase(word::PREVIEW_CARD)),
    };
    add(language.phrase(word::PREVIEW_SENDER), sender, if_asked(Step::Sender));
    for (title, value) in own::fields(state) {
        add(title, value, if_asked(Step::Scopes));
    }
    if let Some(id) = draft.deed.as_ref().filter(|_| asks(Step::Deed)) {
        let rule = state.rules().and_then(|rules| rules.deed(id));
        let name = rule.map(|rule| language.name(&rule.names));
        let value = board::named("span", &name.unwrap_or_else(|| bare(id)));
        add(language.phrase(word::PREVIEW_DEED), value, Some(Step::Deed));
    }
    if let Some(id) = draft.reward.as_ref().filter(|_| what == What::Wish) {
        let reward = state.rules().and_then(|rules| rules.reward(id));
        let name = reward.map(|reward| language.name(&reward.names));
        let value = board::named("span", &name.unwrap_or_else(|| bare(id)));
        add(language.phrase(word::PREVIEW_REWARD), value, if_asked(Step::Reward));
    }
    if let Some(who) = draft.who.as_ref().filter(|_| asks(Step::Who)) {
        let title = match what {
            What::Thanks => language.phrase(word::PREVIEW_TO),
            _ => language.phrase(word::PREVIEW_ABOUT),
        };
        add(title, person(language, who), Some(Step::Who));
    }
    if let Some(day) = draft.day.filter(|_| asks(Step::When)) {
        let value = plain(&Calendar(language).day(day, DateStyle::Full));
        add(language.phrase(word::PREVIEW_DAY), value, Some(Step::When));
    }
    if asks(Step::Words) {
        let words = clean_text(&draft.words);
        let value = match words.is_empty() {
            true => plain(language.phrase(word::PREVIEW_NO_WORDS)).class("soft"),
            false => plain(&words).class("own-words"),
        };
        add(language.phrase(word::PREVIEW_WORDS), value, Some(Step::Words));
    }
    if let Some(value) = named {
        add(language.phrase(word::NAMED_TITLE), value, None);
    }
    if let Some(feed) = &state.world.feed {
        let value = board::named("span", &language.name(&feed.snapshot().hall.names));
        add(language.phrase(word::PREVIEW_HALL), value, None);
    }
    let added = plain(language.phrase(word::PREVIEW_ADDED_NOTE)).class("soft");
    add(language.phrase(word::PREVIEW_ADDED), added, None);
    fields
}

fn bare(id: &str) -> Named {
    Named { text: id.to_owned(), lang: None }
}

/// The step.
pub(super) fn preview(page: Page) -> Drawn {
    let language = page.language();
    let named = named::sent(page);
    let fields = page.ask(|it| fields(it, named));
    let mut list = el("dl").class("preview");
    for Field { title, value, step } in fields {
        let change = step.map(|step| {
            let label =
                language.phrase_with(word::PREVIEW_CHANGE_WHAT, &[("field", title)]);
            button(language.phrase(word::PREVIEW_CHANGE), move || {
                page.turn(|it| it.form.at = step);
            })
            .set("aria-label", &label)
        });
        let value = el("dd").with(value).with_any(change);
        list = list.with(el("div").with(el("dt").text(title)).with(value));
    }
    let mut content = own::meaning(page);
    content.push(list);
    content.extend(named::tick(page));
    content.extend(named::told(page));
    Drawn::new(language.phrase(word::PREVIEW_TITLE), content)
}
