//! The household's stars over time.

use leptos::prelude::*;

use crate::language::Language;
use crate::record::components::{LazyDetails, Line, ViewContext};
use crate::record::prose::stars::{Stars as StarWords, category};
use crate::words::record as word;

/// The most stars of a category.
const MOST: u8 = 5;

/// The household's stars over time.
#[component]
pub fn Stars(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    if record.stars().is_empty() {
        return view! { <p class="soft">{view.text(word::STARS_NONE)}</p> }.into_any();
    }
    let categories = record.stars().iter().map(|stars| {
        let stars = category(view.formatter(), stars);
        view! { <Category stars view=view.clone() /> }
    });
    view! {
        <p class="soft">{view.text(word::STARS_LEAD)}</p>
        <ul class="paper">{categories.collect_view()}</ul>
    }
    .into_any()
}

/// A category: its stars today, and those before.
#[component]
fn Category(
    /// The category in words.
    stars: StarWords,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let StarWords { line, now, before } = stars;
    let language = view.language;
    let earlier = (!before.is_empty()).then(|| {
        let summary = language.message(word::STARS_EARLIER).count("count", before.len());
        view! {
            <LazyDetails summary=summary.finish()>
                <EarlierStars steps=before.clone() language />
            </LazyDetails>
        }
    });
    view! {
        <Line line view>
            <StarSigns stars=now language />
            {earlier}
        </Line>
    }
}

/// The stars before, and since when.
#[component]
fn EarlierStars(
    /// The stars of each step, and since when.
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

/// Stars out of five as signs, with the number for who does not see them.
#[component]
fn StarSigns(
    /// How many; `None` without a rating.
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
