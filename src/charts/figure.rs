//! The figure around a drawing: a sentence and a table that say the same in words.

use std::sync::Arc;

use leptos::prelude::*;

use super::command::Drawing;
use super::data_table::{DataTable, TableData};
use super::plot::ChartSize;
use super::svg::ChartSvg;
use crate::platform::{Size, use_size};

/// A chart in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartDescription {
    /// The chart's message in one sentence.
    pub sentence: String,
    /// The values.
    pub table: TableData,
    /// Label of the control that opens the table; without one, only assistive technology
    /// gets the table.
    pub details_label: Option<&'static str>,
}

/// The room for a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartSpace {
    /// That size.
    Fixed(ChartSize),
    /// The remaining space, as determined by the style sheet.
    Measured {
        /// Font size of the axes' labels, in CSS pixels.
        font: u16,
    },
}

/// Makes a drawing of a size.
pub type Draw = Arc<dyn Fn(ChartSize) -> Drawing + Send + Sync>;

/// A drawing with its description. The drawing is left out if it is blank.
#[component]
pub fn ChartFigure(
    /// Makes the chart itself.
    draw: Draw,
    /// The room for it.
    space: ChartSpace,
    /// The same in words.
    description: ChartDescription,
) -> impl IntoView {
    let ChartDescription { sentence, table, details_label } = description;
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
    let drawing = match space {
        ChartSpace::Fixed(size) => drawing_view(draw(size)).into_any(),
        ChartSpace::Measured { font } => {
            view! { <MeasuredDrawing draw font /> }.into_any()
        }
    };
    view! {
        <figure class="chart">
            <figcaption class="chart-sentence">{sentence}</figcaption>
            {drawing}
            {table}
        </figure>
    }
}

fn drawing_view(drawing: Drawing) -> Option<impl IntoView> {
    (!drawing.is_blank()).then(|| view! { <ChartSvg drawing /> })
}

/// A drawing as large as its place.
#[component]
fn MeasuredDrawing(
    /// Makes the drawing.
    draw: Draw,
    /// Font size of the axes' labels, in CSS pixels.
    font: u16,
) -> impl IntoView {
    let place = NodeRef::new();
    let size = use_size(place);
    let drawing = move || {
        let Size { width, height } = size.get();
        drawing_view(draw(ChartSize { width: width as u16, height: height as u16, font }))
    };
    view! {
        <div class="chart-space" node_ref=place>
            {drawing}
        </div>
    }
}
