//! Cells and rows written into files, of which every other byte stays as it is.

#[cfg(not(target_arch = "wasm32"))]
pub mod append;
pub mod fill;
mod splice;
