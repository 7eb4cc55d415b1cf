//! Charts: typed data in, SVG and an equivalent sentence and table out.
//!
//! plotters computes coordinates and series. Its backend ([`CommandBackend`]) records typed
//! commands ([`DrawCommand`]), which [`ChartSvg`] turns into SVG elements. Colours are names
//! of the design ([`ChartColor`]), so one drawing works by day, by night and on paper.
//!
//! The board's charts are the components [`MeanChart`] and [`HistoryChart`]. A chart with a
//! cursor takes its geometry from [`record_drawing`] and passes the cursor to [`ChartSvg`]
//! as children.
//!
//! Nothing here reads a clock, measures text in the browser or chooses words: labels are
//! arguments, and text is measured by the estimate [`text_width`]. [`ChartSpace`]
//! determines the size of a drawing.

mod axis;
mod backend;
mod band;
mod command;
mod data_table;
mod figure;
mod history_chart;
mod line;
mod mean_chart;
mod plot;
mod reading;
mod record_chart;
mod summary;
mod svg;

#[cfg(test)]
mod tests;

pub use axis::MonthNames;
pub use backend::CommandBackend;
pub use band::ChartBand;
pub use command::{
    ChartColor, ChartText, DrawCommand, Drawing, Paint, Point, Tenths, TextAnchor,
    TextRole, text_width,
};
pub use data_table::{DataTable, DataTableProps, TableData};
pub use figure::{ChartDescription, ChartFigure, ChartFigureProps, ChartSpace, Draw};
pub use history_chart::{HistoryChart, HistoryChartProps, HistoryData, history_drawing};
pub use mean_chart::{MeanChart, MeanChartProps, MeanData, mean_drawing};
pub use plot::ChartSize;
pub use reading::{Reading, by_month, month_ends};
pub use record_chart::{RecordChartData, RecordDrawing, record_drawing};
pub use summary::{Summary, Trend, changes, summarize};
pub use svg::{ChartSvg, ChartSvgProps, SvgPath, svg_paths};
