//! What the hall keeps of its publications next to its key: figures, and nothing about
//! people.

use std::collections::BTreeMap;

use hallboard_score::{Day, Month};
use serde::{Deserialize, Serialize};

use super::residents::last_month;
use super::roster::Roster;
use crate::instant::Instant;
use crate::sealed::COUNT_STEP;
use crate::snapshot::Snapshot;

/// The format a memory names in its first field.
pub const MEMORY_FORMAT: &str = "hallboard-memory/2";

/// The format before it, which also held who was in which mean and on which publication.
const MEMORY_FORMAT_1: &str = "hallboard-memory/1";

/// What was published of the village, so that it is never published otherwise. Kept next
/// to the key, never published; it holds numbers and names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationState {
    /// Always [`MEMORY_FORMAT`].
    pub format: String,
    /// The highest version ever issued.
    pub version: u64,
    /// When the last publication was issued; unknown in memories of format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// The day the last publication speaks of; unknown in memories of format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The SHA-256, in hex, of each manifest that may be in the site: of the last
    /// publication, and of the one before as long as it is not certain that the last one
    /// is whole. Empty in memories of format 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manifest: Vec<String>,
    /// Figures by month, each as it was first published.
    months: BTreeMap<String, Figures>,
    /// How many sealed files a publication has, and the month in which that was last
    /// looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<SealedCount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedCount {
    month: Month,
    files: usize,
}

/// What was published of one month; `None` for what was not, and so never is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Figures {
    /// The mean board score at its end, in tenths of a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_tenths: Option<i32>,
    /// How many took part at its end, to the nearest five.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taking_part: Option<u32>,
    /// Good deeds in it, to the nearest five.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deeds: Option<u32>,
}

/// A memory of format 1.
#[derive(Deserialize)]
struct MemoryV1 {
    version: u64,
    /// The mean by month, in whole points; `null` where it had fallen silent.
    months: BTreeMap<String, Option<i32>>,
    editions: Vec<Roster>,
}

/// The format alone, whatever else a file holds.
#[derive(Deserialize)]
struct Named {
    format: String,
}

/// Why a memory cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PublicationStateError {
    /// It is not JSON of the fields of its format.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It names a format that is not known.
    #[error("the format is `{found}`, not `{MEMORY_FORMAT}`")]
    Format {
        /// The format it names.
        found: String,
    },
}

impl Default for PublicationState {
    fn default() -> PublicationState {
        PublicationState {
            format: MEMORY_FORMAT.to_owned(),
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
    /// Reads a memory of this format or of the one before, which also held the rolls: they
    /// are given along, for a file of their own.
    ///
    /// The means of format 1 stay as they were published, and months that had fallen silent
    /// stay silent: a mean told anew without somebody would tell their score.
    ///
    /// # Errors
    /// When it is not of a known format.
    pub fn read(
        bytes: &[u8],
    ) -> Result<(PublicationState, Vec<Roster>), PublicationStateError> {
        let Named { format } = serde_json::from_slice(bytes)?;
        match format.as_str() {
            MEMORY_FORMAT => Ok((serde_json::from_slice(bytes)?, Vec::new())),
            MEMORY_FORMAT_1 => {
                let old: MemoryV1 = serde_json::from_slice(bytes)?;
                let figures = |mean: Option<i32>| Figures {
                    mean_tenths: mean.map(|mean| mean.saturating_mul(10)),
                    ..Figures::default()
                };
                let months = old.months.into_iter();
                let memory = PublicationState {
                    version: old.version,
                    months: months.map(|(month, mean)| (month, figures(mean))).collect(),
                    ..PublicationState::default()
                };
                Ok((memory, old.editions))
            }
            _ => Err(PublicationStateError::Format { found: format }),
        }
    }

    /// What a publication says of past months, for a hall whose memory is lost: `version`
    /// and `issued` are those of its head, `sealed_files` is how many there are in the site.
    ///
    /// Months of which it gives nothing stay silent, back to the first rulebook: a figure
    /// that was withheld is not published later.
    #[must_use]
    pub fn of_publication(
        snapshot: &Snapshot,
        version: u64,
        issued: Option<Instant>,
        sealed_files: usize,
    ) -> PublicationState {
        let as_of = snapshot.as_of;
        let mut memory = PublicationState {
            version,
            issued,
            as_of: Some(as_of),
            ..PublicationState::default()
        };
        let village = &snapshot.village;
        let last = last_month(as_of);
        let rules = snapshot.rulebooks.iter().map(|book| book.from.month()).min();
        let Some(first) = village.first.into_iter().chain(rules).min() else {
            return memory;
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
            memory.keep(month, figures);
        }
        if sealed_files > 0 {
            let month = as_of.month();
            memory.sealed = Some(SealedCount { month, files: sealed_files });
        }
        memory
    }

    /// What was published of a month; `None` if nothing was decided about it yet.
    #[must_use]
    pub fn figures(&self, month: Month) -> Option<Figures> {
        self.months.get(&month.to_string()).copied()
    }

    /// Every month something was decided about, with what was published of it.
    pub(super) fn months(&self) -> impl Iterator<Item = (Month, Figures)> {
        let months = self.months.iter();
        months.filter_map(|(month, figures)| Some((month.parse().ok()?, *figures)))
    }

    /// How many sealed files a publication of that day has, for so many who take part.
    ///
    /// A number that follows them tells on which day somebody left or joined. So it never
    /// falls, and rises with the first publication of a month, to a multiple of
    /// [`COUNT_STEP`] with room for half a step more; within a month only where there is no
    /// room left.
    pub fn sealed_files(&mut self, as_of: Day, taking_part: usize) -> usize {
        let roomy = taking_part
            .saturating_add(COUNT_STEP / 2)
            .checked_next_multiple_of(COUNT_STEP)
            .unwrap_or(taking_part);
        let (month, kept) = (as_of.month(), self.sealed);
        let files = match kept {
            Some(kept) if kept.month == month && taking_part <= kept.files => kept.files,
            Some(kept) => kept.files.max(roomy),
            None => roomy,
        };
        self.sealed = Some(SealedCount { month, files });
        files
    }

    /// Keeps what is published of a month, unless something was before.
    pub(super) fn keep(&mut self, month: Month, figures: Figures) {
        self.months.entry(month.to_string()).or_insert(figures);
    }
}
