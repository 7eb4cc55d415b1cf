//! The snapshot: the minimal data that the board needs, in columns.

use hallboard_score::{
    Day, Failed, Json, Month, Names, Points, Read, Rulebook, Validate, literal_true,
    non_null, strict_object,
};
use serde::Serialize;

use crate::display::Display;
use crate::letter::LetterKey;
use crate::readings::Readings;

/// The value of the field `format` of a snapshot.
pub const SNAPSHOT_FORMAT: &str = "hallboard-snapshot/2";

/// All data of a publication.
///
/// It is computed from the recognition ledger: deductions and low ratings have no effect
/// on it, and it contains nobody who has not consented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// `hallboard-snapshot/2` in every snapshot that is written; `hallboard-snapshot/1`
    /// in one that was read in that format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SNAPSHOT_FORMAT)))]
    pub format: String,
    /// The hall that publishes.
    pub hall: HallInfo,
    /// The day of publication in the hall's time zone. Entries up to and including that
    /// day are counted.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::DayText"))]
    pub as_of: Day,
    /// The display settings.
    pub display: Display,
    /// Every rulebook, by `from`.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<crate::schema::RulebookObject>")
    )]
    pub rulebooks: Vec<Rulebook>,
    /// The residents on the board, by name.
    pub residents: Residents,
    /// Month-end scores of the residents who share their history.
    pub history: History,
    /// Good deeds of the last three months, newest first.
    pub thanks: Thanks,
    /// The households whose stars are on the board, by label.
    pub households: Households,
    /// Statistics of the village.
    pub village: Village,
    /// The pinyin readings of Chinese characters in the names of residents and deeds.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::ReadingsObject"))]
    pub readings: Readings,
    /// The telephone number and the hours of the hall; absent if the hall does not
    /// publish them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Desk"))]
    pub desk: Option<Desk>,
    /// How the hall accepts letters; absent if it accepts none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Letters"))]
    pub letters: Option<Letters>,
}

/// How the hall accepts letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Letters {
    /// The key that letters are sealed to, in 44 characters of base64.
    pub key: String,
    /// The address for posting letters: with `https://`, or relative to the site's root.
    /// Absent if letters can only be delivered in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub post: Option<String>,
    /// The number of letters by result over twelve months; absent if the hall does not
    /// publish it, or if there were too few letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "LetterSums"))]
    pub sums: Option<LetterSums>,
    /// Whether reporters may agree to be named to the subjects of their letters; absent
    /// if they may not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    pub name_reporters: bool,
}

/// The letters received in twelve months, by state at the end of the last month. Every
/// count is rounded to the nearest five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct LetterSums {
    /// The last of the twelve months.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::MonthText"))]
    pub to: Month,
    /// Received in total.
    pub received: u32,
    /// Accepted.
    pub accepted: u32,
    /// Refused.
    pub refused: u32,
    /// Still open.
    pub waiting: u32,
    /// Answered later than two weeks after receipt, or open for longer than that.
    pub late: u32,
}

impl LetterSums {
    /// The sums for publication: rounded to the nearest five, or `None` for fewer than
    /// ten letters.
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

/// The smallest number of letters for which sums are published.
const FEWEST_LETTERS: u32 = 10;

impl Letters {
    /// The key that letters are sealed to; `None` if it is invalid, and letters cannot be
    /// written.
    #[must_use]
    pub fn key(&self) -> Option<LetterKey> {
        self.key.parse().ok()
    }
}

/// The hall, as named on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HallInfo {
    /// The id of the hall; equal to the one in the head.
    pub id: String,
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::NamesObject"))]
    pub names: Names,
    /// The IANA time zone that determines its days.
    pub time_zone: String,
}

/// How to reach the hall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Desk {
    /// The telephone number, as dialled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub phone: Option<String>,
    /// The hours at which the desk is staffed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::NamesObject"))]
    pub hours: Option<Names>,
}

/// Residents in columns: `names[i]` has `points[i]` on `as_of`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Residents {
    /// Names in code-point order; two people with the same name are two rows.
    pub names: Vec<String>,
    /// Points from stars and deeds of the recognition ledger on `as_of`, after category
    /// limits and without the base score: 0 or more.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::PointsNumber>"))]
    pub points: Vec<Points>,
    /// Only in format 1: changes after `as_of` and before the head's `expires`, by day,
    /// then resident.
    #[serde(skip)]
    pub steps: Vec<Step>,
}

/// Only in format 1: from that day on the resident has other points, or is no longer
/// listed.
///
/// Written as `[resident, day, points]`, with `null` for `points` if the resident is no
/// longer listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(
    /// The row in `residents`, from 0.
    pub u32,
    /// The first day on which it applies.
    pub Day,
    /// The points from then on; `None` ends the listing.
    pub Option<Points>,
);

/// Month-end scores in columns: `scores[i][m]` is the score of `residents[i]` at the end
/// of the month `m` months after `first`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The first month of every row; `null` if nobody shares their history.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::MonthText>"))]
    pub first: Option<Month>,
    /// Rows in `residents`, from 0.
    pub residents: Vec<u32>,
    /// Scores by month; `null` if there is none.
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
    /// The points that each deed gave.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::PointsNumber>"))]
    pub points: Vec<Points>,
}

/// Household stars in columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Households {
    /// The ids of the categories shown, in the rulebook's order.
    pub categories: Vec<String>,
    /// The name of each household.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::NamesObject>"))]
    pub names: Vec<Names>,
    /// `stars[c][i]` is for category `c` and household `i`: 3 to 5, or 0 for fewer or
    /// none.
    #[cfg_attr(feature = "schema", schemars(inner(inner(range(max = 5)))))]
    pub stars: Vec<Vec<u8>>,
}

/// Figures over groups of ten people or more, by month. All columns have the same length:
/// the number of months from `first` to the last one that was over on `as_of`. A
/// published figure is never changed or withdrawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Village {
    /// The month of the first figures; `null` if there are none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::MonthText>"))]
    pub first: Option<Month>,
    /// The mean board score at each month's end: to a tenth of a point for 30 people or
    /// more, to a whole point for fewer; `null` if the group is too small.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<Option<crate::schema::PointsNumber>>")
    )]
    pub means: Vec<Option<Points>>,
    /// The number of people who took part at each month's end, to the nearest five;
    /// `null` if it was not counted or the group is too small.
    pub taking_part: Vec<Option<u32>>,
    /// The number of good deeds in each month, to the nearest five; `null` as above.
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

/// The columns of residents in format 2.
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
