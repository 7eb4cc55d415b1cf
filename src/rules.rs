//! The rules, to read at leisure: what this is, what it promises, what counts how much.

use hallboard_score::{Cap, Category, DeedRule, Lasts, Names, Period, Points, Rulebook};

use leptos::prelude::Get;

use crate::app::Desk;
use crate::board::named;
use crate::browser::{Calendar, DateStyle, El, el};
use crate::document::link;
use crate::figures;
use crate::language::Language;
use crate::listing;

/// The page of the rules.
pub(crate) fn body(desk: Desk) -> Vec<El> {
    let Some(stage) = desk.stage.get() else { return Vec::new() };
    let language = stage.language;
    let promises = [
        language.say("about.consent"),
        language.say("about.shame"),
        language.say("about.open"),
        language.say("about.rewards"),
    ];
    let promises = promises
        .iter()
        .fold(el("ul").class("promises"), |list, words| list.with(el("li").text(words)));
    let made = [
        language.say("made.sum"),
        language.say("made.limits"),
        language.say("made.board"),
        language.say("made.balance"),
    ];
    let rules = stage.board.rules.as_ref();
    let reply = rules.map(|rules| el("p").text(&listing::reply(language, rules)));
    let board = link(&desk.link(""), language.say("about.board"));
    let back = el("nav").class("contents").with(el("p").with(board));
    let mut page = el("main")
        .class("chapters leisure")
        .set("data-page", "rules")
        .with(
            section(language.say("about.title"))
                .with(el("p").text(language.say("about.what")))
                .with(promises),
        )
        .with(made.iter().fold(section(language.say("made.title")), |section, words| {
            section.with(el("p").text(words))
        }))
        .with(
            section(language.say("answer.title"))
                .with_any(reply)
                .with(el("p").text(language.say("answer.how"))),
        )
        .with(
            section(language.say("leave.title"))
                .with(el("p").text(language.say("leave.how"))),
        );
    for book in stage.board.rulebooks.iter().rev() {
        page = page.with(rulebook(book, language));
    }
    vec![back, page]
}

fn section(title: &str) -> El {
    el("section").with(el("h2").text(title))
}

/// A rulebook, whole.
pub(crate) fn rulebook(book: &Rulebook, language: Language) -> El {
    let from = Calendar(language).day(book.from, DateStyle::Full);
    let scale = language.rule_with(
        "book.scale",
        &[
            ("base", &figures::points(book.score.base)),
            ("min", &figures::points(book.score.min)),
            ("max", &figures::points(book.score.max)),
        ],
    );
    let mut deeds = Lines::new(language);
    for deed in &book.deeds {
        deeds.add(
            &deed.names,
            &figures::signed(deed.points),
            &terms(book, deed, language),
        );
    }
    let mut categories = Lines::new(language);
    for category in &book.categories {
        categories.add(&category.names, &stars(category), &limits(category, language));
    }
    let mut bands = Lines::new(language);
    for band in &book.bands {
        let min = figures::points(band.min);
        bands.add(&band.names, &language.rule_with("book.band", &[("min", &min)]), "");
    }
    let mut rewards = Lines::new(language);
    for reward in &book.rewards {
        rewards.add(&reward.names, &figures::points(reward.cost), "");
    }
    section(&language.rule_with("book.title", &[("from", &from)]))
        .class("book")
        .with(el("p").text(&scale))
        .with(el("p").text(&listing::reply(language, book)))
        .with_all(deeds.under(language.rule("book.deeds")))
        .with_all(categories.under(language.rule("book.categories")))
        .with_all(bands.under(language.rule("book.bands")))
        .with_all(rewards.under(language.rule("book.rewards")))
}

/// Things, their figures, and on what terms.
struct Lines {
    language: Language,
    lines: Vec<El>,
}

impl Lines {
    fn new(language: Language) -> Lines {
        Lines { language, lines: Vec::new() }
    }

    fn add(&mut self, names: &Names, figure: &str, terms: &str) {
        let terms = (!terms.is_empty()).then(|| el("span").class("terms").text(terms));
        let name = named("span", &self.language.name(names)).class("name");
        let figure = el("span").class("score").text(figure);
        self.lines.push(el("li").with(name).with(figure).with_any(terms));
    }

    fn under(self, title: &str) -> Vec<El> {
        if self.lines.is_empty() {
            return Vec::new();
        }
        let list = el("ul").class("rows book-rows").with_all(self.lines);
        vec![el("h3").text(title), list]
    }
}

/// How long and how often a deed counts, and where.
fn terms(book: &Rulebook, deed: &DeedRule, language: Language) -> String {
    let category = deed.category.as_ref().map(|id| {
        book.category(id).map_or_else(|| id.clone(), |it| language.name(&it.names).text)
    });
    let cap = deed.cap.map(|cap| cap_words(cap, language));
    let parts = [Some(lasts(deed.lasts, language)), cap, category];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How long a deed counts.
pub(crate) fn lasts(lasts: Lasts, language: Language) -> String {
    let count = |count: u16| count.to_string();
    match lasts {
        Lasts::Months(1) => language.rule("lasts.month").to_owned(),
        Lasts::Months(months) => {
            language.rule_with("lasts.months", &[("count", &count(months))])
        }
        Lasts::Years(1) => language.rule("lasts.one_year").to_owned(),
        Lasts::Years(years) => {
            language.rule_with("lasts.years", &[("count", &count(years))])
        }
        Lasts::Year => language.rule("lasts.year").to_owned(),
        Lasts::Forever => language.rule("lasts.forever").to_owned(),
    }
}

/// How often a deed counts.
pub(crate) fn cap_words(cap: Cap, language: Language) -> String {
    let count = cap.count.to_string();
    let count = [("count", count.as_str())];
    match cap.per {
        Period::Month => language.rule_with("cap.month", &count),
        Period::Quarter => language.rule_with("cap.quarter", &count),
        Period::Year => language.rule_with("cap.year", &count),
    }
}

fn limits(category: &Category, language: Language) -> String {
    let words = |points: Option<Points>, least: bool| {
        let figure = figures::signed(points?);
        let figure = [("points", figure.as_str())];
        Some(if least {
            language.rule_with("limit.least", &figure)
        } else {
            language.rule_with("limit.most", &figure)
        })
    };
    let parts = [words(category.deeds_min, true), words(category.deeds_max, false)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The points for one to five stars.
fn stars(category: &Category) -> String {
    category.star_points.map(figures::signed).join(" / ")
}
