//! The record itself.

use super::frame::{foot, head};
use crate::browser::{El, el};
use crate::figures;
use crate::me::Me;
use crate::me::app::patch;

/// Everything.
pub(in crate::me) fn record(me: Me) -> Vec<El> {
    let main = patch(me, "main", "chapters", |me| {
        let Some(facts) = me.facts() else { return Vec::new() };
        let score = facts.score().map(figures::points).unwrap_or_default();
        let why = facts.why().is_some_and(|it| it.sum.as_ref().is_some_and(|it| it.adds_up()));
        let history = facts.history().map_or(0, |it| it.rows.len());
        vec![el("p").text(&format!("{score} {why} {history}"))]
    });
    vec![head(me), main, foot(me)]
}
