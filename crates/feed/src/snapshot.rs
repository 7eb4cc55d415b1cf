//! The snapshot: the least the board needs, in columns.

use hallboard_score::{
    Day, Failed, Json, Month, Names, Points, Read, Rulebook, Validate, literal_true,
    non_null, strict_object,
};
use serde::Serialize;

use crate::display::Display;
use crate::letter::LetterKey;
use crate::readings::Readings;

/// The format a snapshot names in its first field.
pub const SNAPSHOT_FORMAT: &str = "hallboard-snapshot/2";

/// Everything a publication says.
///
/// It is computed from the recognition ledger: no deduction and no low rating has any
/// effect on it, and nobody who has not agreed is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// `hallboard-snapshot/2` in everything that is written; `hallboard-snapshot/1` in what
    /// was read of that format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SNAPSHOT_FORMAT)))]
    pub format: String,
    /// The hall that publishes.
    pub hall: HallInfo,
    /// The day of publication in the hall's time zone; entries up to it are in.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::DayText"))]
    pub as_of: Day,
    /// How the hall's screen is read and run.
    pub display: Display,
    /// Every rulebook, by `from`.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<crate::schema::RulebookObject>")
    )]
    pub rulebooks: Vec<Rulebook>,
    /// The residents on the board, by name.
    pub residents: Residents,
    /// Month-end scores of those who share their history.
    pub history: History,
    /// Good deeds of the last three months, newest first.
    pub thanks: Thanks,
    /// The households whose stars are on the board, by label.
    pub households: Households,
    /// Figures of the village.
    pub village: Village,
    /// How Chinese characters in listed names and in names of deeds are read.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::ReadingsObject"))]
    pub readings: Readings,
    /// When and by which telephone number the hall can be reached; left out where the hall
    /// does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Desk"))]
    pub desk: Option<Desk>,
    /// How letters reach the hall; left out by a hall that takes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Letters"))]
    pub letters: Option<Letters>,
}

/// How letters reach the hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Letters {
    /// The key they are sealed to, in 44 characters of base64.
    pub key: String,
    /// Where they can be posted: an address with `https://`, or one relative to the site's
    /// root. Left out where they can only be handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub post: Option<String>,
    /// What became of the letters of a year; left out by a hall that does not tell, and
    /// where there were too few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "LetterSums"))]
    pub sums: Option<LetterSums>,
    /// Whether whoever reports something about somebody may agree to be named to them;
    /// left out where they may not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    pub name_reporters: bool,
}

/// What became of the letters that came in twelve months, as they stood at the end of the
/// last of them. Every count is to the nearest five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct LetterSums {
    /// The last of the months.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::MonthText"))]
    pub to: Month,
    /// How many came.
    pub received: u32,
    /// How many were accepted.
    pub accepted: u32,
    /// How many were refused.
    pub refused: u32,
    /// How many waited.
    pub waiting: u32,
    /// How many were answered later than two weeks after they came, or had waited as long.
    pub late: u32,
}

impl LetterSums {
    /// The sums as they may be published: to the nearest five, and not at all where fewer than
    /// ten letters came.
    #[must_use]
    pub fn rounded(self) -> Option<LetterSums> {
        let to_five = |count: u32| count.saturating_add(2) / 5 * 5;
        (self.received >= FEWEST_LETTERS).then(|| LetterSums {
            to: self.to,
            received: to_five(self.received),
            accepted: to_five(self.accepted),
            refused: to_five(self.refused),
            waiting: to_five(self.waiting),
            late: to_five(self.late),
        })
    }
}

/// The fewest letters of which sums are published.
const FEWEST_LETTERS: u32 = 10;

impl Letters {
    /// The key they are sealed to; `None` if it is none, and no letter can be written.
    #[must_use]
    pub fn key(&self) -> Option<LetterKey> {
        self.key.parse().ok()
    }
}

/// The hall as the board names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HallInfo {
    /// The hall's id; equal to the head's.
    pub id: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::NamesObject"))]
    pub names: Names,
    /// The IANA time zone in which its days begin and end.
    pub time_zone: String,
}

/// Where the hall can be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Desk {
    /// The telephone number, as it is dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub phone: Option<String>,
    /// The hours at which somebody is at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::NamesObject"))]
    pub hours: Option<Names>,
}

/// Residents in columns: `names[i]` stands with `points[i]` on `as_of`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Residents {
    /// The names, in code-point order; two people of one name are two rows.
    pub names: Vec<String>,
    /// Stars plus deeds of the recognition ledger after category limits, before base, on
    /// `as_of`: 0 or more.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::PointsNumber>"))]
    pub points: Vec<Points>,
    /// Of format 1 alone: what changes after `as_of` and before the head's `expires`, by
    /// day, then resident.
    #[serde(skip)]
    pub steps: Vec<Step>,
}

/// Of format 1: from that day on the resident stands at other points, or is no longer
/// listed.
///
/// Written as `[resident, day, points]`, `points` being `null` where the resident
/// leaves the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(
    /// The row in `residents`, from 0.
    pub u32,
    /// The first day it holds.
    pub Day,
    /// The points from then on; `None` ends the listing.
    pub Option<Points>,
);

/// Month-end scores in columns: `scores[i][m]` is that of `residents[i]` at the end
/// of the month `m` after `first`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The first month of every row; `null` where nobody shares a history.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::MonthText>"))]
    pub first: Option<Month>,
    /// Rows in `residents`, from 0.
    pub residents: Vec<u32>,
    /// Scores by month; `null` where there is none to show.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<Vec<Option<crate::schema::PointsNumber>>>")
    )]
    pub scores: Vec<Vec<Option<Points>>>,
}

/// Good deeds in columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Thanks {
    /// Rows in `residents`, from 0.
    pub residents: Vec<u32>,
    /// Ids of deed rules, in the rulebook in force on the date.
    pub deeds: Vec<String>,
    /// The days of the deeds.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::DayText>"))]
    pub dates: Vec<Day>,
    /// What each gave, in points.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::PointsNumber>"))]
    pub points: Vec<Points>,
}

/// Household stars in columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Households {
    /// The categories shown, in the rulebook's order.
    pub categories: Vec<String>,
    /// What people call each household.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::NamesObject>"))]
    pub names: Vec<Names>,
    /// `stars[c][i]`: category `c`, household `i`; 3 to 5, or 0 where it has none or fewer.
    #[cfg_attr(feature = "schema", schemars(inner(inner(range(max = 5)))))]
    pub stars: Vec<Vec<u8>>,
}

/// Figures over groups of ten people or more, by month. The columns are of one length: that
/// of the months from `first` to the last that was over on `as_of`. A figure that was
/// published once is never changed or withdrawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Village {
    /// The month of the first figures; `null` where there are none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::MonthText>"))]
    pub first: Option<Month>,
    /// The mean board score at each month's end: to a tenth of a point over 30 people or
    /// more, to a whole point over fewer; `null` where the group is too small.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<Option<crate::schema::PointsNumber>>")
    )]
    pub means: Vec<Option<Points>>,
    /// How many took part at each month's end, to the nearest five; `null` where it was not
    /// counted or the group is too small.
    pub taking_part: Vec<Option<u32>>,
    /// Good deeds of each month, to the nearest five; `null` likewise.
    pub deeds: Vec<Option<u32>>,
}

strict_object!(Snapshot {
    format,
    hall,
    as_of,
    display,
    rulebooks,
    residents,
    history,
    thanks,
    households,
    village,
    readings;
    desk: non_null = None,
    letters: non_null = None,
});
strict_object!(Desk { ; phone: non_null = None, hours: non_null = None });
strict_object!(Letters {
    key;
    post: non_null = None,
    sums: non_null = None,
    name_reporters: literal_true = false,
});
strict_object!(LetterSums { to, received, accepted, refused, waiting, late });
strict_object!(HallInfo { id, names, time_zone });
strict_object!(History { first, residents, scores });
strict_object!(Thanks { residents, deeds, dates, points });
strict_object!(Households { categories, names, stars });
strict_object!(Village { first, means, taking_part, deeds });

/// What a format 2 has of residents.
struct ResidentColumns {
    names: Vec<String>,
    points: Vec<Points>,
}
strict_object!(ResidentColumns { names, points });
impl Validate for ResidentColumns {}

impl Read for Residents {
    fn read(json: &mut Json<'_>) -> Result<Residents, Failed> {
        let ResidentColumns { names, points } = Read::read(json)?;
        Ok(Residents { names, points, steps: Vec::new() })
    }
}

impl Validate for Snapshot {}
impl Validate for Letters {}
impl Validate for LetterSums {}
impl Validate for HallInfo {}
impl Validate for Desk {}
impl Validate for History {}
impl Validate for Thanks {}
impl Validate for Households {}
impl Validate for Village {}
