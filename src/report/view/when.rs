//! Which day it was.

use hallboard_score::Day;

use super::Drawn;
use super::pieces::{button, choice};
use crate::browser::{Calendar, DateStyle, El, el};
use crate::language::Language;
use crate::report::Page;
use crate::report::app::patch;
use crate::report::model::{Sheet, earliest, sheet};
use crate::report::state::State;
use crate::report::words::word;

/// The first and the last day that can be told of.
fn bounds(state: &State) -> Option<(Day, Day)> {
    let draft = &state.form.draft;
    let (deed, tone) = draft.deed.as_deref().zip(draft.what?.tone())?;
    let today = state.today()?;
    Some((earliest(state.books(), deed, tone, today), today))
}

/// The step.
pub(super) fn when(page: Page) -> Drawn {
    let language = page.language();
    let title = language.phrase(word::WHEN_TITLE);
    let Some((first, today)) = page.ask(bounds) else {
        return Drawn::new(title, Vec::new());
    };
    let chosen = page.ask(|it| it.form.draft.day);
    let calendar = Calendar(language);
    let near = [
        (today, language.phrase(word::WHEN_TODAY)),
        (today.yesterday(), language.phrase(word::WHEN_YESTERDAY)),
    ];
    let near = near.into_iter().filter(|(day, _)| *day >= first).map(|(day, words)| {
        let date = calendar.day(day, DateStyle::Weekday);
        let name = el("span").text(words);
        let choice = choice(name, &date, chosen == Some(day), move || take(page, day));
        el("li").with(choice.set("data-day", &day.to_string()))
    });
    let mut content = vec![el("ul").class("choices pair").with_all(near.collect())];
    if first < today.yesterday() {
        content.push(el("h2").text(language.phrase(word::WHEN_EARLIER)));
        content.push(picker(page, language, first, today));
    }
    Drawn::new(title, content)
}

fn take(page: Page, day: Day) {
    page.turn(|it| {
        it.form.draft.day = Some(day);
        it.form.forward();
    });
}

fn shown(page: Page, first: Day, last: Day) -> Sheet {
    let month = page.ask(|it| it.month.or(it.form.draft.day.map(Day::month)));
    sheet(month.unwrap_or_else(|| last.month()), first, last)
}

/// A month of big days, and the ways to the months beside it.
fn picker(page: Page, language: Language, first: Day, last: Day) -> El {
    let turn = move |words: &str, by: i32, there: fn(&Sheet) -> bool| {
        button(words, move || {
            let now = shown(page, first, last);
            if there(&now) {
                page.typing(|it| it.month = Some(now.month.plus(by)));
            }
        })
    };
    let before = turn(language.phrase(word::WHEN_BEFORE), -1, |sheet| sheet.before);
    let after = turn(language.phrase(word::WHEN_AFTER), 1, |sheet| sheet.after);
    let (less, more) = (before.clone(), after.clone());
    let month = patch("month", move || {
        page.typed().get();
        let sheet = shown(page, first, last);
        let state = |there| if there { "false" } else { "true" };
        less.change("aria-disabled", state(sheet.before));
        more.change("aria-disabled", state(sheet.after));
        vec![
            el("h3")
                .set("aria-live", "polite")
                .text(&Calendar(language).month(sheet.month)),
            days(page, language, &sheet, first, last),
        ]
    });
    let ways = el("p").class("buttons").with(before).with(after);
    el("div").class("picker").with(ways).with(month)
}

fn days(page: Page, language: Language, sheet: &Sheet, first: Day, last: Day) -> El {
    let chosen = page.ask(|it| it.form.draft.day);
    let heads = language.phrase(word::WHEN_DAYS).split('|');
    let heads = heads
        .map(|head| el("span").class("weekday").set("aria-hidden", "true").text(head));
    let blanks = (0..sheet.blank).map(|_| el("span"));
    let days = sheet.days.iter().map(|day| {
        let day = *day;
        let number = day.day_of_month().to_string();
        if day < first || day > last {
            return el("span").class("out").text(&number);
        }
        let date = Calendar(language).day(day, DateStyle::Weekday);
        button(&number, move || take(page, day))
            .set("aria-label", &date)
            .set("aria-pressed", if chosen == Some(day) { "true" } else { "false" })
            .set("data-day", &day.to_string())
    });
    let all: Vec<El> = heads.chain(blanks).chain(days).collect();
    el("div").class("days").with_all(all)
}
