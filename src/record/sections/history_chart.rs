//! The history chart, with a cursor for pointer and keyboard.

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

/// The margin at each side of the text column, in CSS pixels.
const EDGE: f64 = 20.0;
/// The maximum width of the column, in ems.
const MEASURE: f64 = 45.0;
/// The minimum width of the chart, in CSS pixels.
const NARROWEST: f64 = 240.0;

/// The pointer type that can hover.
const MOUSE: &str = "mouse";

/// The chart and the details of the day at its cursor.
#[component]
pub fn HistoryChart(
    /// The open record and the language.
    view: ViewContext,
    /// The range of the history that is shown.
    history: Arc<History>,
) -> impl IntoView {
    let context = use_record_context();
    let (today, first) = (view.record.today, history.first);
    let chart = {
        let data = chart_data(&view, &history);
        let months = MonthNames(Calendar(view.language).short_months());
        Memo::new(move |_| {
            context.has_large_text.track();
            let size = chart_size(context.viewport_width.get(), root_font());
            record_drawing(&data, size, &months)
        })
    };
    // Touch and click select a day permanently; a hovering mouse only temporarily.
    let chosen = RwSignal::new(today);
    let hovered = RwSignal::new(None);
    let cursor = Memo::new(move |_| hovered.get().unwrap_or_else(|| chosen.get()));
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
                hovered.set(None);
                chosen.set(day);
            }
        }
    };
    let day_under = {
        let history = Arc::clone(&history);
        move |event: &PointerEvent| {
            let slider = slider.get_untracked()?;
            let x = offset_x(&slider, event.client_x());
            chart.with_untracked(|it| day_at(&history, it, x))
        }
    };
    let on_press = {
        let day_under = day_under.clone();
        move |event: PointerEvent| {
            if let Some(day) = day_under(&event) {
                hovered.set(None);
                chosen.set(day);
            }
        }
    };
    let on_move = move |event: PointerEvent| {
        let Some(day) = day_under(&event) else { return };
        if event.pointer_type() == MOUSE && event.buttons() == 0 {
            set_if_changed(hovered, Some(day));
        } else {
            set_if_changed(chosen, day);
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
            // Above the chart, so that a finger does not cover it.
            <p class="readout" aria-live="polite">
                {readout}
            </p>
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
                class=("chosen", move || chosen.get() != today)
                on:pointerdown=on_press
                on:pointermove=on_move
                on:pointerleave=move |_| hovered.set(None)
            >
                {drawing}
            </div>
        </figure>
    }
}

fn set_if_changed<T: PartialEq + Clone + Send + Sync + 'static>(
    signal: RwSignal<T>,
    value: T,
) {
    if signal.with_untracked(|it| *it != value) {
        signal.set(value);
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

/// The size of the chart for a viewport of that width and that font size.
fn chart_size(viewport_width: f64, font: f64) -> ChartSize {
    let font = font.clamp(12.0, 40.0);
    let column = (viewport_width - 2.0 * EDGE).min(font * MEASURE);
    let width = column.max(NARROWEST);
    let height = (width * 0.62).clamp(200.0, 420.0).max(font * 12.0);
    ChartSize { width: width as u16, height: height as u16, font: font as u16 }
}
