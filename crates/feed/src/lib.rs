//! Under construction.

mod snapshot;

pub use snapshot::{
    Display, HallCard, History, Households, Residents, SNAPSHOT_FORMAT, Snapshot, Step,
    Thanks, Village,
};
