//! A drawing on the page, with the sentence and the table that say the same.

use hallboard_score::Month;
use leptos::prelude::*;

use super::axis::AxisWords;
use super::drawing::{Drawing, Ink, Label, Mark, Paint};
use super::history::{HistoryData, history_drawing};
use super::mean::mean_drawing;
use super::plot::Frame;
use super::reading::Reading;

/// What a chart says in words, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTexts {
    /// The sentence that says what the line says.
    pub sentence: String,
    /// What opens the table; without it the table is for screen readers alone.
    pub open_table: Option<String>,
    /// What the table is of.
    pub caption: String,
    /// The headings of its two columns.
    pub headings: [String; 2],
    /// Its rows: when, and how much.
    pub rows: Vec<[String; 2]>,
}

/// The village's mean by month.
#[component]
pub fn MeanChart(
    /// The means, in order of time.
    readings: Vec<Reading<Month>>,
    /// The room for the drawing.
    frame: Frame,
    /// The words of the axis.
    words: AxisWords,
    /// The words around it.
    texts: ChartTexts,
) -> impl IntoView {
    let drawing = mean_drawing(&readings, frame, &words);
    view! { <ChartFigure drawing texts /> }
}

/// One resident's history.
#[component]
pub fn HistoryChart(
    /// The scores, the bands and the scale.
    data: HistoryData,
    /// The room for the drawing.
    frame: Frame,
    /// The words of the axis.
    words: AxisWords,
    /// The words around it.
    texts: ChartTexts,
) -> impl IntoView {
    let drawing = history_drawing(&data, frame, &words);
    view! { <ChartFigure drawing texts /> }
}

/// Any drawing with its sentence and its table.
#[component]
pub fn ChartFigure(
    /// The drawing; a blank one is left out.
    drawing: Drawing,
    /// The words around it.
    texts: ChartTexts,
) -> impl IntoView {
    let ChartTexts { sentence, open_table, caption, headings, rows } = texts;
    let picture = (!drawing.marks.is_empty()).then(|| picture(&drawing));
    let table = (!rows.is_empty()).then(|| table(open_table, caption, headings, rows));
    view! {
        <figure role="group" class="chart">
            <figcaption class="chart-sentence">{sentence}</figcaption>
            {picture}
            {table}
        </figure>
    }
}

fn picture(drawing: &Drawing) -> impl IntoView + use<> {
    let shapes = drawing.marks.iter().filter_map(Mark::outline).map(shape);
    let letters = drawing.marks.iter().filter_map(Mark::label).map(letters);
    view! {
        <svg
            class="chart-drawing"
            aria-hidden="true"
            focusable="false"
            width=drawing.width.to_string()
            height=drawing.height.to_string()
            viewBox=drawing.view_box()
        >
            {shapes.collect_view()}
            {letters.collect_view()}
        </svg>
    }
}

fn shape((d, ink, paint): (String, Ink, Paint)) -> impl IntoView {
    let (fill, stroke, width) = match paint {
        Paint::Fill => ("currentColor", "none", None),
        Paint::Stroke(width) => ("none", "currentColor", Some(width.to_string())),
    };
    view! { <path class=ink.class() d=d fill=fill stroke=stroke stroke-width=width /> }
}

fn letters(label: &Label) -> impl IntoView + use<> {
    let class = [label.voice.class(), label.ink.class()].join(" ");
    view! {
        <text
            class=class
            x=label.x.to_string()
            y=label.y.to_string()
            text-anchor=label.anchor.value()
            font-size=label.size.to_string()
            fill="currentColor"
        >
            {label.text.clone()}
        </text>
    }
}

fn table(
    open: Option<String>,
    caption: String,
    [when, value]: [String; 2],
    rows: Vec<[String; 2]>,
) -> AnyView {
    let rows = rows.into_iter().map(|[when, value]| {
        view! {
            <tr>
                <th scope="row">{when}</th>
                <td>{value}</td>
            </tr>
        }
    });
    let table = view! {
        <table class="chart-table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{when}</th>
                    <th scope="col">{value}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    };
    match open {
        Some(open) => view! {
            <details class="chart-details">
                <summary>{open}</summary>
                {table}
            </details>
        }
        .into_any(),
        None => view! { <div class="sr-only">{table}</div> }.into_any(),
    }
}
