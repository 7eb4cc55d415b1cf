//! What the score would be: ruled off from everything that is so.

use hallboard_score::Id;
use leptos::prelude::*;

use crate::components::NamedText;
use crate::format;
use crate::record::components::{LazyDetails, Line, ViewContext};
use crate::record::context::use_record_context;
use crate::record::model::Scenario;
use crate::record::prose::{StatementLine, what_if as prose};
use crate::words::record as word;

/// What the score would be with other deeds, or without some entry.
#[component]
pub fn WhatIf(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    if view.record.score().is_none() {
        return view! { <p class="soft">{view.text(word::PLAY_NONE)}</p> }.into_any();
    }
    let deeds = prose::deeds(view.formatter()).into_iter().map(|line| {
        let deed = Id::from(line.attribute.1.as_str());
        let name = line.name.text.clone();
        let stepper = view! { <Stepper deed name view=view.clone() /> };
        view! {
            <Line line view=view.clone()>
                {stepper}
            </Line>
        }
    });
    let deeds = deeds.collect_view();
    let entries = view.clone();
    view! {
        <div class="game">
            <p class="soft">{view.text(word::PLAY_LEAD)}</p>
            <Outcome view=view.clone() />
            <h3>{view.text(word::PLAY_DEEDS)}</h3>
            <ul class="paper">{deeds}</ul>
            <LazyDetails summary=view.text(word::PLAY_LEAVE_OUT) on_paper=false>
                <Entries view=entries.clone() />
            </LazyDetails>
            <p class="buttons">
                <button
                    type="button"
                    on:click=move |_| context.scenario.set(Scenario::default())
                >
                    {view.text(word::PLAY_RESET)}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// Where the scenario would lead.
#[component]
fn Outcome(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    // The score and the sentence.
    let outcome = Memo::new(move |_| {
        let scenario = context.scenario.get();
        let outcome = view.record.what_if(&scenario)?;
        let score = outcome.score_then.map(format::points).unwrap_or_default();
        Some((score, prose::outcome(view.formatter(), &scenario, &outcome)))
    });
    view! {
        <output
            class="outcome"
            aria-live="polite"
            data-supposed=move || outcome.get().map(|(score, _)| score)
        >
            {move || outcome.get().map(|(_, sentence)| sentence)}
        </output>
    }
}

/// How many of a deed are supposed.
#[component]
fn Stepper(
    /// The id of the deed's rule.
    deed: Id,
    /// The name of the deed.
    name: String,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let fewer = format!("{} {name}", view.text(word::PLAY_FEWER));
    let more = format!("{} {name}", view.text(word::PLAY_MORE));
    let (counted, decreased, increased) = (deed.clone(), deed.clone(), deed);
    let times = Memo::new(move |_| context.scenario.with(|it| it.times(&counted)));
    let decrease = move |_| {
        context.scenario.update(|scenario| {
            scenario.set(&decreased, scenario.times(&decreased).saturating_sub(1));
        });
    };
    let increase = move |_| {
        context.scenario.update(|scenario| {
            scenario.set(&increased, scenario.times(&increased) + 1);
        });
    };
    view! {
        <span class="stepper">
            <button type="button" aria-label=fewer on:click=decrease>
                "\u{2212}"
            </button>
            <output class="times">{move || times.get().to_string()}</output>
            <button type="button" aria-label=more on:click=increase>
                "+"
            </button>
        </span>
    }
}

/// The entries that can be left out.
#[component]
fn Entries(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let entries = prose::entries(view.formatter()).into_iter();
    let entries = entries.map(|line| view! { <Entry line /> });
    view! { <ul class="paper">{entries.collect_view()}</ul> }
}

/// An entry that can be left out.
#[component]
fn Entry(
    /// The entry in words.
    line: StatementLine,
) -> impl IntoView {
    let context = use_record_context();
    let id = Id::from(line.attribute.1.as_str());
    let toggled = id.clone();
    let is_left_out =
        Memo::new(move |_| context.scenario.with(|it| it.without.contains(&id)));
    let notes =
        line.notes.into_iter().map(|note| view! { <small class="soft">{note}</small> });
    view! {
        <li data-drop=line.attribute.1>
            <label class="name">
                <input
                    type="checkbox"
                    prop:checked=move || is_left_out.get()
                    on:change=move |_| context.scenario.update(|it| it.toggle(&toggled))
                />
                <span>
                    <NamedText name=line.name />
                    {notes.collect_view()}
                </span>
            </label>
            <span class="score"><bdi>{line.figure}</bdi></span>
        </li>
    }
}
