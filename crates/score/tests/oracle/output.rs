//! The results for a resident, in the form in which the command prints them.

use hallboard_score::{Day, Points};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Standing {
    pub(crate) resident: String,
    pub(crate) score: Option<Points>,
    pub(crate) band: Option<String>,
    pub(crate) balance: Option<Points>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct HistoryPoint {
    pub(crate) date: Day,
    pub(crate) score: Option<Points>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Explanation {
    pub(crate) resident: String,
    pub(crate) on: Day,
    pub(crate) score: Points,
    pub(crate) band: Option<String>,
    pub(crate) balance: Points,
    pub(crate) base: Points,
    pub(crate) stars: Vec<Stars>,
    pub(crate) deeds: Vec<Deed>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) sum: Points,
    pub(crate) clamped: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Stars {
    pub(crate) category: String,
    pub(crate) entry: String,
    pub(crate) stars: u8,
    pub(crate) points: Points,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Deed {
    pub(crate) entry: String,
    pub(crate) deed: String,
    pub(crate) date: Day,
    pub(crate) category: Option<String>,
    pub(crate) points: Option<Points>,
    pub(crate) counts: bool,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) why: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Limit {
    pub(crate) category: String,
    pub(crate) sum: Points,
    pub(crate) held: Points,
}
