//! The what-if game, visibly separated from actual figures.

use hallboard_score::Id;
use leptos::ev::Event;
use leptos::prelude::*;

use crate::components::NamedText;
use crate::format;
use crate::record::components::{LazyDetails, ViewContext};
use crate::record::context::use_record_context;
use crate::record::model::Scenario;
use crate::record::prose::StatementLine;
use crate::record::prose::what_if::{self as prose, PossibleDeed};
use crate::words::record as word;

/// The score with other deeds, or without some entries.
#[component]
pub fn WhatIf(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    if view.record.score().is_none() {
        return view! { <p class="soft">{view.text(word::PLAY_NONE)}</p> }.into_any();
    }
    let deeds = prose::deeds(view.formatter());
    let entries = view.clone();
    view! {
        <div class="game">
            <p class="soft">{view.text(word::PLAY_LEAD)}</p>
            <DeedChoice deeds view=view.clone() />
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
            <Outcome view />
        </div>
    }
    .into_any()
}

/// The selection of a deed, and of its number.
#[component]
fn DeedChoice(
    /// The deeds that would give points.
    deeds: Vec<PossibleDeed>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let Some(first) = deeds.first().map(|it| it.id.clone()) else {
        return view! { <p class="soft">{view.text(word::PLAY_FEW)}</p> }.into_any();
    };
    let chosen = RwSignal::new(first);
    let options = deeds.into_iter().map(|deed| {
        let PossibleDeed { id, label } = deed;
        let own = id.clone();
        let is_chosen = move || chosen.with(|it| *it == own);
        view! {
            <option value=id.to_string() prop:selected=is_chosen>
                {label}
            </option>
        }
    });
    let options = options.collect_view();
    let choose = move |event: Event| {
        let id = Id::from(event_target_value(&event).as_str());
        context.scenario.update(|it| it.choose(&id));
        chosen.set(id);
    };
    view! {
        <p class="deed-choice">
            <label for="deed-choice">{view.text(word::PLAY_CHOOSE)}</label>
            <select id="deed-choice" on:change=choose>
                {options}
            </select>
        </p>
        <Stepper chosen view />
    }
    .into_any()
}

/// The result of the scenario.
#[component]
fn Outcome(
    /// The open record and the language.
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

/// The number of the selected deed.
#[component]
fn Stepper(
    /// The id of the deed's rule.
    chosen: RwSignal<Id>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let times = Memo::new(move |_| {
        let chosen = chosen.get();
        context.scenario.with(|it| it.times(&chosen))
    });
    let set_times = move |times: u32| {
        let chosen = chosen.get_untracked();
        context.scenario.update(|it| it.set(&chosen, times));
    };
    let decrease = move |_| set_times(times.get_untracked().saturating_sub(1));
    let increase = move |_| set_times(times.get_untracked() + 1);
    let label = view.text(word::PLAY_TIMES);
    view! {
        <span class="stepper" role="group" aria-label=label>
            <button type="button" aria-label=view.text(word::PLAY_FEWER) on:click=decrease>
                "\u{2212}"
            </button>
            <output class="times">{move || times.get().to_string()}</output>
            <button type="button" aria-label=view.text(word::PLAY_MORE) on:click=increase>
                "+"
            </button>
        </span>
    }
}

/// The entries that can be ignored.
#[component]
fn Entries(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let entries = prose::entries(view.formatter()).into_iter();
    let entries = entries.map(|line| view! { <Entry line /> });
    view! { <ul class="paper">{entries.collect_view()}</ul> }
}

/// An entry that can be ignored.
#[component]
fn Entry(
    /// The formatted entry.
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
