//! The score over the years: a sentence, a chart, and an equivalent table.

use std::sync::Arc;

use leptos::prelude::*;

use super::history_chart::HistoryChart;
use crate::record::components::{LazyDetails, ViewContext};
use crate::record::context::use_record_context;
use crate::record::model::Range;
use crate::record::prose::history as prose;
use crate::words::record as word;

/// The score over the years.
#[component]
pub fn History(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    record.history().map(|history| {
        if history.readings.iter().all(|reading| reading.value.is_none()) {
            return view! { <p>{view.text(word::HISTORY_NONE)}</p> }.into_any();
        }
        let table = view.clone();
        view! {
            <RangeButtons view=view.clone() />
            <ShownHistory view=view.clone() />
            <LazyDetails summary=view.text(word::HISTORY_TABLE)>
                <p class="soft legend">{table.text(word::HISTORY_LEGEND)}</p>
                <HistoryTable view=table.clone() />
            </LazyDetails>
        }
        .into_any()
    })
}

const fn range_id(range: Range) -> &'static str {
    match range {
        Range::ThreeMonths => "3m",
        Range::Year => "1y",
        Range::ThreeYears => "3y",
        Range::All => "all",
    }
}

/// The buttons for the range of the chart.
#[component]
fn RangeButtons(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let buttons = Range::ALL.into_iter().rev().map(|range| {
        let is_chosen = Memo::new(move |_| context.range.get() == range);
        view! {
            <button
                type="button"
                data-range=range_id(range)
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| context.range.set(range)
            >
                {prose::range(view.formatter(), range)}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let label = view.text(word::RANGE_LABEL);
    view! { <div class="ranges" role="group" aria-label=label>{buttons}</div> }
}

/// The sentence and the chart of the selected range.
#[component]
fn ShownHistory(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let shown = move || {
        let range = context.range.get();
        let history = Arc::new(view.record.history()?.within(range));
        let sentence = prose::sentence(view.formatter(), &history);
        Some(view! {
            <p class="chart-sentence">{sentence}</p>
            <HistoryChart view=view.clone() history />
        })
    };
    view! { <div>{shown}</div> }
}

/// The history as a table, the latest day first.
#[component]
fn HistoryTable(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let headings = [word::HISTORY_FROM, word::HISTORY_SCORE, word::HISTORY_WHAT];
    let headings = headings.map(|it| view! { <th scope="col">{view.text(it)}</th> });
    let rows = view.record.history().map(|history| {
        let rows = history.rows.iter().rev().map(|row| {
            let [day, score, what] = prose::row(view.formatter(), row);
            view! {
                <tr data-day=row.day.to_string()>
                    <th scope="row">{day}</th>
                    <td class="score"><bdi>{score}</bdi></td>
                    <td>{what}</td>
                </tr>
            }
        });
        rows.collect_view()
    });
    view! {
        <table class="years">
            <caption>{view.text(word::HISTORY_CAPTION)}</caption>
            <thead>
                <tr>{headings.into_iter().collect_view()}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
