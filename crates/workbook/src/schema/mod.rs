//! The structure of a register: its sheets, their columns, and the words in their cells.

pub(crate) mod columns;
pub(crate) mod row_rules;
pub(crate) mod sheets;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod tables;
pub(crate) mod words;
