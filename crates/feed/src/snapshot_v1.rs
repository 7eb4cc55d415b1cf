//! Reads snapshots of format 1, which have rows with steps up to the day of expiry, and
//! figures of the month of publication.

use hallboard_score::{
    Day, Failed, Json, Month, Points, Read, Rulebook, Validate, non_null, strict_object,
};

use crate::display::Display;
use crate::readings::Readings;
use crate::snapshot::{
    self, HallInfo, History, Households, Letters, Snapshot, Step, Thanks,
};

/// The value of the field `format` of such a snapshot.
pub(crate) const SNAPSHOT_FORMAT_1: &str = "hallboard-snapshot/1";

/// A snapshot of format 1.
pub(crate) struct SnapshotV1 {
    pub(crate) format: String,
    hall: HallInfo,
    as_of: Day,
    display: Display,
    rulebooks: Vec<Rulebook>,
    residents: Residents,
    history: History,
    thanks: Thanks,
    households: Households,
    village: Village,
    letters: Option<Letters>,
}

struct Residents {
    names: Vec<String>,
    points: Vec<Points>,
    steps: Vec<Step>,
}

struct Village {
    taking_part: Option<u32>,
    deeds_this_month: Option<u32>,
    first: Option<Month>,
    means: Vec<Option<i32>>,
}

strict_object!(SnapshotV1 {
    format,
    hall,
    as_of,
    display,
    rulebooks,
    residents,
    history,
    thanks,
    households,
    village;
    letters: non_null = None,
});
strict_object!(Residents { names, points, steps });
strict_object!(Village { taking_part, deeds_this_month, first, means });

impl Validate for SnapshotV1 {}
impl Validate for Residents {}
impl Validate for Village {}

impl Read for Step {
    fn read(json: &mut Json<'_>) -> Result<Step, Failed> {
        let (mut resident, mut day, mut points) = (None, None, None);
        let count = json.list(&mut |json, place| {
            match place {
                0 => resident = Some(u32::read(json)?),
                1 => day = Some(Day::read(json)?),
                2 => points = Read::read(json)?,
                _ => {}
            }
            Ok(())
        })?;
        match (resident, day) {
            (Some(resident), Some(day)) if count == 3 => Ok(Step(resident, day, points)),
            _ => Err(json.fault("invalid length of a step, expected 3")),
        }
    }
}

impl From<SnapshotV1> for Snapshot {
    fn from(it: SnapshotV1) -> Snapshot {
        let Residents { names, points, steps } = it.residents;
        Snapshot {
            format: it.format,
            hall: it.hall,
            as_of: it.as_of,
            display: it.display,
            rulebooks: it.rulebooks,
            residents: snapshot::Residents { names, points, steps },
            history: it.history,
            thanks: it.thanks,
            households: it.households,
            village: it.village.by_month(it.as_of.month()),
            readings: Readings::default(),
            desk: None,
            letters: it.letters,
        }
    }
}

impl Village {
    /// Converts the figures to columns of format 2, up to the month of publication, for
    /// which format 1 counted them.
    fn by_month(self, published: Month) -> snapshot::Village {
        let counted = self.taking_part.is_some() || self.deeds_this_month.is_some();
        let first = self.first.or(counted.then_some(published));
        let months =
            first.map_or(0, |first| first.months_until(published).saturating_add(1));
        // A column that extends beyond that month stays, so that `validate` refuses it.
        let months = usize::try_from(months).unwrap_or(0).max(self.means.len());
        let mut means: Vec<Option<Points>> =
            self.means.into_iter().map(|mean| mean.map(Points::whole)).collect();
        means.resize(months, None);
        let column = |of_published: Option<u32>| {
            let mut column = vec![None; months];
            if let Some(last) = column.last_mut() {
                *last = of_published;
            }
            column
        };
        snapshot::Village {
            first,
            means,
            taking_part: column(self.taking_part),
            deeds: column(self.deeds_this_month),
        }
    }
}
