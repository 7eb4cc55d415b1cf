//! The figure around a drawing: a sentence and a table that say the same in words.

use leptos::prelude::*;

use super::command::Drawing;
use super::data_table::{DataTable, TableData};
use super::svg::ChartSvg;

/// A chart in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartDescription {
    /// The chart's message in one sentence.
    pub sentence: String,
    /// Whether only assistive technology gets the sentence, for want of room.
    pub sentence_hidden: bool,
    /// The values.
    pub table: TableData,
    /// Label of the control that opens the table; without one, only assistive technology
    /// gets the table.
    pub details_label: Option<&'static str>,
}

/// A drawing with its description. The drawing is left out if it is blank.
#[component]
pub fn ChartFigure(
    /// The chart itself.
    drawing: Drawing,
    /// The same in words.
    description: ChartDescription,
) -> impl IntoView {
    let ChartDescription { sentence, sentence_hidden, table, details_label } =
        description;
    let class = if sentence_hidden { "chart quiet" } else { "chart" };
    let table = view! { <DataTable table /> };
    let table = match details_label {
        Some(label) => view! {
            <details class="chart-details">
                <summary>{label}</summary>
                {table}
            </details>
        }
        .into_any(),
        None => view! { <div class="sr-only">{table}</div> }.into_any(),
    };
    view! {
        <figure class=class>
            <figcaption class="chart-sentence">{sentence}</figcaption>
            {(!drawing.is_blank()).then(|| view! { <ChartSvg drawing /> })}
            {table}
        </figure>
    }
}
