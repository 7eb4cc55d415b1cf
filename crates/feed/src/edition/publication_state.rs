//! The publication state that the hall stores next to its key: published figures, and no
//! personal data.

use std::collections::BTreeMap;

use hallboard_score::{Day, Month};
use serde::{Deserialize, Serialize};

use super::residents::last_month;
use super::roster::Roster;
use crate::instant::Instant;
use crate::sealed::COUNT_STEP;
use crate::snapshot::Snapshot;

/// The value of the field `format` of a publication state.
pub const PUBLICATION_STATE_FORMAT: &str = "hallboard-memory/2";

/// The previous format, which also listed who was in each mean and on each publication.
const PUBLICATION_STATE_FORMAT_1: &str = "hallboard-memory/1";

/// The figures that were published about the village, so that they never change. Stored
/// next to the key and never published; it contains numbers and no names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationState {
    /// Always [`PUBLICATION_STATE_FORMAT`].
    pub format: String,
    /// The highest version ever issued.
    pub version: u64,
    /// When the last publication was issued; unknown in states of format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// The day of the last publication; unknown in states of format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The SHA-256, in hex, of each manifest that may be in the site: that of the last
    /// publication and, until the last one is known to be complete, that of the one
    /// before. Empty in states of format 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manifest: Vec<String>,
    /// Figures by month, as first published.
    months: BTreeMap<String, Figures>,
    /// The number of sealed files of a publication, and the month in which it was last
    /// computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<SealedCount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedCount {
    month: Month,
    files: usize,
}

/// The published figures of one month. `None` for a figure that was not published, and
/// therefore never will be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Figures {
    /// The mean board score at the end of the month, in tenths of a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_tenths: Option<i32>,
    /// The number of people who took part at the end of the month, to the nearest five.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taking_part: Option<u32>,
    /// The number of good deeds in the month, to the nearest five.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deeds: Option<u32>,
}

/// A publication state of format 1.
#[derive(Deserialize)]
struct PublicationStateV1 {
    version: u64,
    /// The mean by month, in whole points; `null` for a month whose mean was withheld.
    months: BTreeMap<String, Option<i32>>,
    editions: Vec<Roster>,
}

/// Only the format, to decide how to read the rest.
#[derive(Deserialize)]
struct Named {
    format: String,
}

/// Why a publication state cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PublicationStateError {
    /// It is not JSON with the fields of its format.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It names an unknown format.
    #[error("the format is `{found}`, not `{PUBLICATION_STATE_FORMAT}`")]
    Format {
        /// The format it names.
        found: String,
    },
}

impl Default for PublicationState {
    fn default() -> PublicationState {
        PublicationState {
            format: PUBLICATION_STATE_FORMAT.to_owned(),
            version: 0,
            issued: None,
            as_of: None,
            manifest: Vec::new(),
            months: BTreeMap::new(),
            sealed: None,
        }
    }
}

impl PublicationState {
    /// Reads a publication state of this or the previous format. The previous one also
    /// contained the rosters; they are returned as well, to be stored in a file of their
    /// own.
    ///
    /// The means of format 1 stay as published, and withheld months stay withheld: a
    /// mean recomputed without one person would reveal that person's score.
    ///
    /// # Errors
    /// When the bytes are not of a known format.
    pub fn read(
        bytes: &[u8],
    ) -> Result<(PublicationState, Vec<Roster>), PublicationStateError> {
        let Named { format } = serde_json::from_slice(bytes)?;
        match format.as_str() {
            PUBLICATION_STATE_FORMAT => Ok((serde_json::from_slice(bytes)?, Vec::new())),
            PUBLICATION_STATE_FORMAT_1 => {
                let old: PublicationStateV1 = serde_json::from_slice(bytes)?;
                let figures = |mean: Option<i32>| Figures {
                    mean_tenths: mean.map(|mean| mean.saturating_mul(10)),
                    ..Figures::default()
                };
                let months = old.months.into_iter();
                let state = PublicationState {
                    version: old.version,
                    months: months.map(|(month, mean)| (month, figures(mean))).collect(),
                    ..PublicationState::default()
                };
                Ok((state, old.editions))
            }
            _ => Err(PublicationStateError::Format { found: format }),
        }
    }

    /// Reconstructs the state from a publication, for a hall that has lost its state:
    /// `version` and `issued` are those of the head, `sealed_files` is the number of
    /// sealed files in the site.
    ///
    /// Months without published figures stay unpublished, back to the first rulebook: a
    /// withheld figure is not published later.
    #[must_use]
    pub fn of_publication(
        snapshot: &Snapshot,
        version: u64,
        issued: Option<Instant>,
        sealed_files: usize,
    ) -> PublicationState {
        let as_of = snapshot.as_of;
        let mut state = PublicationState {
            version,
            issued,
            as_of: Some(as_of),
            ..PublicationState::default()
        };
        let village = &snapshot.village;
        let last = last_month(as_of);
        let rules = snapshot.rulebooks.iter().map(|book| book.from.month()).min();
        let Some(first) = village.first.into_iter().chain(rules).min() else {
            return state;
        };
        for offset in 0..=first.months_until(last) {
            let month = first.plus(offset);
            let place = village.first.map(|first| first.months_until(month));
            let place = place.and_then(|it| usize::try_from(it).ok());
            let figure = |column: &[Option<u32>]| column.get(place?).copied().flatten();
            let mean = place.and_then(|it| village.means.get(it).copied().flatten());
            let figures = Figures {
                mean_tenths: mean.and_then(|it| i32::try_from(it.hundredths() / 10).ok()),
                taking_part: figure(&village.taking_part),
                deeds: figure(&village.deeds),
            };
            state.record(month, figures);
        }
        if sealed_files > 0 {
            let month = as_of.month();
            state.sealed = Some(SealedCount { month, files: sealed_files });
        }
        state
    }

    /// The published figures of a month; `None` if the month was not decided yet.
    #[must_use]
    pub fn figures(&self, month: Month) -> Option<Figures> {
        self.months.get(&month.to_string()).copied()
    }

    /// All decided months with their published figures.
    pub fn months(&self) -> impl Iterator<Item = (Month, Figures)> {
        let months = self.months.iter();
        months.filter_map(|(month, figures)| Some((month.parse().ok()?, *figures)))
    }

    /// The number of sealed files of a publication on that day, if `taking_part`
    /// residents take part.
    ///
    /// If the number followed the residents exactly, it would reveal the day on which
    /// somebody left or joined. Therefore it never falls. It rises with the first
    /// publication of a month, to a multiple of [`COUNT_STEP`] with room for half a step
    /// more; within a month only if there is no room left.
    pub fn sealed_files(&mut self, as_of: Day, taking_part: usize) -> usize {
        let roomy = taking_part
            .saturating_add(COUNT_STEP / 2)
            .checked_next_multiple_of(COUNT_STEP)
            .unwrap_or(taking_part);
        let (month, last) = (as_of.month(), self.sealed);
        let files = match last {
            Some(last) if last.month == month && taking_part <= last.files => last.files,
            Some(last) => last.files.max(roomy),
            None => roomy,
        };
        self.sealed = Some(SealedCount { month, files });
        files
    }

    /// Stores the figures of a month, unless it has figures already.
    pub(super) fn record(&mut self, month: Month, figures: Figures) {
        self.months.entry(month.to_string()).or_insert(figures);
    }
}
