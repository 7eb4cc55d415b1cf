//! A complete rulebook.

use hallboard_score::{Category, DeedRule, Names, Rulebook};
use leptos::prelude::*;

use super::terms::{category_limits, deed_terms, star_points};
use crate::components::NamedText;
use crate::format;
use crate::language::{Language, Named};
use crate::platform::{Calendar, DateStyle};
use crate::rule_list;
use crate::words::rules;

/// The texts of a rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RulebookContent {
    pub(crate) title: String,
    pub(crate) scale: String,
    pub(crate) reply: String,
    /// The lists, without empty ones.
    pub(crate) lists: Vec<RulebookList>,
}

/// A list of a rulebook, such as its deeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RulebookList {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<RulebookRow>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RulebookRow {
    pub(crate) name: Named,
    /// Its points.
    pub(crate) figure: String,
    /// Its terms, if there are any.
    pub(crate) terms: Option<String>,
}

impl RulebookRow {
    fn new(
        names: &Names,
        language: Language,
        figure: String,
        terms: String,
    ) -> RulebookRow {
        let terms = (!terms.is_empty()).then_some(terms);
        RulebookRow { name: language.name(names), figure, terms }
    }
}

impl RulebookContent {
    /// Describes a rulebook.
    pub(crate) fn new(book: &Rulebook, language: Language) -> RulebookContent {
        let from = Calendar(language).day(book.from, DateStyle::Full);
        let scale = [
            ("base", format::points(book.score.base)),
            ("min", format::points(book.score.min)),
            ("max", format::points(book.score.max)),
        ];
        let scale = scale.each_ref().map(|(name, value)| (*name, value.as_str()));
        let lists = [
            (language.text(rules::BOOK_DEEDS), deed_rows(book, language)),
            (language.text(rules::BOOK_CATEGORIES), category_rows(book, language)),
            (language.text(rules::BOOK_BANDS), band_rows(book, language)),
            (language.text(rules::BOOK_REWARDS), reward_rows(book, language)),
        ];
        let lists = lists.into_iter().filter(|(_, rows)| !rows.is_empty());
        RulebookContent {
            title: language.text_with(rules::BOOK_TITLE, &[("from", from.as_str())]),
            scale: language.text_with(rules::BOOK_SCALE, &scale),
            reply: rule_list::reply(language, book),
            lists: lists.map(|(title, rows)| RulebookList { title, rows }).collect(),
        }
    }
}

fn deed_rows(book: &Rulebook, language: Language) -> Vec<RulebookRow> {
    let row = |deed: &DeedRule| {
        let points = format::signed(deed.points);
        let terms = deed_terms(book, deed, language);
        RulebookRow::new(&deed.names, language, points, terms)
    };
    book.deeds.iter().map(row).collect()
}

fn category_rows(book: &Rulebook, language: Language) -> Vec<RulebookRow> {
    let row = |category: &Category| {
        let (points, limits) =
            (star_points(category), category_limits(category, language));
        RulebookRow::new(&category.names, language, points, limits)
    };
    book.categories.iter().map(row).collect()
}

fn band_rows(book: &Rulebook, language: Language) -> Vec<RulebookRow> {
    let rows = book.bands.iter().map(|band| {
        let min = format::points(band.min);
        let figure = language.text_with(rules::BOOK_BAND, &[("min", min.as_str())]);
        RulebookRow::new(&band.names, language, figure, String::new())
    });
    rows.collect()
}

fn reward_rows(book: &Rulebook, language: Language) -> Vec<RulebookRow> {
    let rows = book.rewards.iter().map(|reward| {
        let cost = format::points(reward.cost);
        RulebookRow::new(&reward.names, language, cost, String::new())
    });
    rows.collect()
}

/// A rulebook as a section.
#[component]
pub(crate) fn RulebookSection(
    /// The rulebook's texts.
    content: RulebookContent,
) -> impl IntoView {
    let RulebookContent { title, scale, reply, lists } = content;
    view! {
        <section class="book">
            <h2>{title}</h2>
            <p>{scale}</p>
            <p>{reply}</p>
            {lists.into_iter().map(list_view).collect_view()}
        </section>
    }
}

fn list_view(list: RulebookList) -> impl IntoView {
    view! {
        <h3>{list.title}</h3>
        <ul class="rows book-rows">{list.rows.into_iter().map(row_view).collect_view()}</ul>
    }
}

fn row_view(row: RulebookRow) -> impl IntoView {
    view! {
        <li>
            <span class="name">
                <NamedText name=row.name />
            </span>
            <span class="score"><bdi>{row.figure}</bdi></span>
            {row.terms.map(|terms| view! { <span class="terms">{terms}</span> })}
        </li>
    }
}
