//! The charts of the board: data in, a [`Drawing`] of plain marks out.
//!
//! plotters does the coordinates and the series; [`backend`] is where it draws.
//! Colours are names of the design ([`Ink`]), so a drawing looks right by day, by
//! night and on paper, and nothing in it needs an inline style.
//!
//! # What this module does not do
//! It knows no language but the words it is given, reads no clock, asks the browser
//! for nothing, and measures text by its own estimate ([`advance`]). Legends, captions
//! and meshes of plotters are not used.

mod axis;
mod backend;
mod course;
mod drawing;
mod facts;
mod history;
mod mean;
mod plot;
mod reading;

#[cfg(test)]
mod proof;

pub use axis::AxisWords;
pub use backend::Recorder;
pub use course::{Course, CourseData, course_drawing};
pub use drawing::{Anchor, Drawing, Ink, Label, Mark, Paint, Tenths, Voice, advance};
pub use facts::{Facts, Trend, changes, facts};
pub use history::{BandGround, HistoryData, history_drawing};
pub use mean::mean_drawing;
pub use plot::Frame;
pub use reading::{Reading, by_month, month_ends};
