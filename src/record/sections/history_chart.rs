//! The chart of the years, with a cursor that is moved by pointer and keyboard.

use std::sync::Arc;

use hallboard_score::in_force;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;

use super::history_cursor::{day_at, day_of_key, position};
use crate::charts::{ChartSize, ChartSvg, MonthNames, RecordChartData, record_drawing};
use crate::platform::{Calendar, DateStyle, offset_x, root_font};
use crate::record::components::ViewContext;
use crate::record::context::use_record_context;
use crate::record::model::History;
use crate::record::prose::history as prose;
use crate::words::record as word;

/// The space at each side of the column of text, in CSS pixels.
const EDGE: f64 = 20.0;
/// The widest column, in letters of the page.
const MEASURE: f64 = 45.0;
/// The narrowest chart, in CSS pixels.
const NARROWEST: f64 = 240.0;

/// The chart and what its cursor stands on.
#[component]
pub fn HistoryChart(
    /// What the section is made from.
    view: ViewContext,
    /// What is shown.
    history: Arc<History>,
) -> impl IntoView {
    let context = use_record_context();
    let (today, first) = (view.record.today, history.first);
    let chart = {
        let data = chart_data(&view, &history);
        let months = MonthNames(Calendar(view.language).short_months());
        Memo::new(move |_| {
            let size = chart_size(context.viewport_width.get(), root_font());
            record_drawing(&data, size, &months)
        })
    };
    let cursor = RwSignal::new(today);
    let place = {
        let history = Arc::clone(&history);
        Memo::new(move |_| chart.with(|it| position(&history, it, cursor.get())))
    };
    let slider = NodeRef::<Div>::new();
    let on_key = {
        let history = Arc::clone(&history);
        move |event: KeyboardEvent| {
            if let Some(day) = day_of_key(&history, cursor.get_untracked(), &event.key())
            {
                event.prevent_default();
                cursor.set(day);
            }
        }
    };
    let on_pointer = {
        let history = Arc::clone(&history);
        move |event: PointerEvent| {
            let Some(slider) = slider.get_untracked() else { return };
            let x = offset_x(&slider, event.client_x());
            let day = chart.with_untracked(|it| day_at(&history, it, x));
            if let Some(day) = day
                && day != cursor.get_untracked()
            {
                cursor.set(day);
            }
        }
    };
    let label = view.text(word::HISTORY_WALK);
    let days = first.days_until(today).to_string();
    let language = view.language;
    let readout = move || {
        let (formatter, day) = (view.formatter(), cursor.get());
        let colon = view.text(word::LIST_COLON);
        let words = prose::readout(formatter, &history, day);
        format!("{}{colon}{words}", formatter.day(day))
    };
    let drawing = move || {
        let drawing = chart.with(|it| it.drawing.clone());
        view! {
            <ChartSvg drawing>
                <path class="cursor" d=move || place.get().map(|it| it.line()) />
                <circle
                    class="cursor-dot"
                    r="6"
                    cx=move || place.get().map(|it| it.x.to_string())
                    cy=move || place.get().map(|it| it.y.to_string())
                />
            </ChartSvg>
        }
    };
    view! {
        <figure class="chart">
            <div
                node_ref=slider
                class="walk"
                role="slider"
                tabindex="0"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax=days
                aria-valuenow=move || first.days_until(cursor.get()).to_string()
                aria-valuetext=move || Calendar(language).day(cursor.get(), DateStyle::Full)
                data-day=move || cursor.get().to_string()
                on:keydown=on_key
                on:pointermove=on_pointer
                on:pointerleave=move |_| cursor.set(today)
            >
                {drawing}
            </div>
            <p class="readout" aria-live="polite">{readout}</p>
        </figure>
    }
}

fn chart_data(view: &ViewContext, history: &History) -> RecordChartData {
    let book = in_force(&view.record.ledger().rulebooks, view.record.today);
    let scale = book.map(|book| book.score);
    RecordChartData {
        readings: history.readings.clone(),
        contested: history.contested.iter().map(|span| (span.from, span.to)).collect(),
        marks: history.marks.iter().map(|mark| mark.day).collect(),
        bands: prose::bands(view.formatter()),
        scale: (scale.map(|it| it.min), scale.map(|it| it.max)),
    }
}

/// The size of the chart in a viewport of that width, for letters of that size.
fn chart_size(viewport_width: f64, font: f64) -> ChartSize {
    let font = font.clamp(12.0, 40.0);
    let column = (viewport_width - 2.0 * EDGE).min(font * MEASURE);
    let width = column.max(NARROWEST);
    let height = (width * 0.62).clamp(220.0, 420.0).max(font * 13.0);
    ChartSize { width: width as u16, height: height as u16, font: font as u16 }
}
