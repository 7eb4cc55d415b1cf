//! The household's stars over time.

use leptos::prelude::*;

use crate::components::NamedText;
use crate::language::Language;
use crate::record::components::{LazyDetails, Line, ViewContext};
use crate::record::prose::stars::{self as prose, Stars as StarWords};
use crate::words::record as word;

/// The maximum number of stars.
const MOST: u8 = 5;

/// The household's stars over time.
#[component]
pub fn Stars(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    if record.stars().is_empty() {
        return view! { <p class="soft">{view.text(word::STARS_NONE)}</p> }.into_any();
    }
    let lead = prose::lead(view.formatter(), record.stars());
    let categories = prose::categories(view.formatter(), record.stars());
    let earlier: Vec<StarWords> =
        categories.iter().filter(|stars| !stars.before.is_empty()).cloned().collect();
    let today = categories.into_iter().map(|stars| {
        view! { <Category stars view=view.clone() /> }
    });
    view! {
        <p class="soft">{lead}</p>
        <ul class="paper">{today.collect_view()}</ul>
        <Earlier categories=earlier view />
    }
    .into_any()
}

/// A category and its stars today.
#[component]
fn Category(
    /// The formatted category.
    stars: StarWords,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let StarWords { line, now, .. } = stars;
    let language = view.language;
    view! {
        <Line line view>
            <StarSigns stars=now language />
        </Line>
    }
}

/// The earlier stars of all categories, folded.
#[component]
fn Earlier(
    /// The categories with earlier stars.
    categories: Vec<StarWords>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let (language, is_empty) = (view.language, categories.is_empty());
    let summary = view.text(word::STARS_EARLIER);
    let list = move || {
        let category = |stars: StarWords| {
            let name = stars.line.name;
            view! {
                <h3>
                    <NamedText name />
                </h3>
                <EarlierStars steps=stars.before language />
            }
        };
        categories.clone().into_iter().map(category).collect_view()
    };
    (!is_empty).then(|| view! { <LazyDetails summary>{list.clone()}</LazyDetails> })
}

/// Earlier stars and their dates.
#[component]
fn EarlierStars(
    /// The stars of each step, and their date.
    steps: Vec<(Option<u8>, String)>,
    /// The reader's language.
    language: Language,
) -> impl IntoView {
    let steps = steps.into_iter().map(|(stars, since)| {
        view! {
            <li>
                <StarSigns stars language />
                <span class="soft">{since}</span>
            </li>
        }
    });
    view! { <ol class="star-steps">{steps.collect_view()}</ol> }
}

/// Stars out of five as symbols, with the number for screen readers.
#[component]
fn StarSigns(
    /// The number of stars; `None` without a rating.
    stars: Option<u8>,
    /// The reader's language.
    language: Language,
) -> impl IntoView {
    let Some(stars) = stars.map(|stars| stars.min(MOST)) else {
        return view! { <span class="unrated">{language.text(word::STARS_UNRATED)}</span> }
            .into_any();
    };
    let words = language.message(word::WHY_STARS).count("stars", usize::from(stars));
    view! {
        <span
            class="stars"
            role="img"
            aria-label=words.finish()
            data-stars=stars.to_string()
        >
            <span class="given" style:width=format!("{stars}em")></span>
            <span class="open" style:width=format!("{}em", MOST - stars)></span>
        </span>
    }
    .into_any()
}
