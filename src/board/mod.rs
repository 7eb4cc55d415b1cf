//! The board: on a wall, as pages in turn within a fixed frame; on a phone or a desktop, as
//! one document.

mod context;
mod directory;
mod document;
mod gesture;
mod hall_heading;
mod input;
mod language_switch;
mod notice_bar;
mod sections;
mod street;
mod view_model;
pub(crate) mod wall;

pub(crate) use context::{BoardContext, use_board};
pub(crate) use document::{BoardDocument, DocumentFrame};
pub(crate) use input::use_input;
pub(crate) use language_switch::LanguageSwitch;
pub(crate) use view_model::BoardViewModel;
pub use wall::WallView;
pub(crate) use wall::{ClosedView, DiagnosticsDialog, use_root_sizes};
