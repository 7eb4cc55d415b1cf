//! A chart's values as a table.

use leptos::prelude::*;

/// Two columns of text that contain the same values as a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableData {
    /// The caption.
    pub caption: String,
    /// The headings of the columns.
    pub headings: [&'static str; 2],
    /// The rows: a time and a value.
    pub rows: Vec<[String; 2]>,
}

/// A table with a header row and a header column.
#[component]
pub fn DataTable(
    /// The content of the table.
    table: TableData,
) -> impl IntoView {
    let TableData { caption, headings: [time, value], rows } = table;
    view! {
        <table class="chart-table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{time}</th>
                    <th scope="col">{value}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row_view).collect_view()}</tbody>
        </table>
    }
}

fn row_view([time, value]: [String; 2]) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{time}</th>
            <td>{value}</td>
        </tr>
    }
}
