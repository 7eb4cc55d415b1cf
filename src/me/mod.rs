//! The page of one's own: everything the hall has on a resident.

pub mod model;
