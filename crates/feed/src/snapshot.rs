//! The snapshot: the least the board needs, in columns.

use hallboard_score::{
    Day, Json, Month, Names, Points, Read, Rulebook, Sound, Stop, present, strict_object,
    yes,
};
use serde::Serialize;

use crate::display::Display;
use crate::letter::LetterKey;

/// The format a snapshot names in its first field.
pub const SNAPSHOT_FORMAT: &str = "hallboard-snapshot/1";

/// Everything a publication says.
///
/// Who has not agreed, and who stands below the starting score, is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Always `hallboard-snapshot/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SNAPSHOT_FORMAT)))]
    pub format: String,
    /// The hall that publishes.
    pub hall: HallCard,
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
    /// The sums as they may be told: to the nearest five, and not at all where fewer than
    /// ten letters came.
    #[must_use]
    pub fn told(self) -> Option<LetterSums> {
        let told = |count: u32| count.saturating_add(2) / 5 * 5;
        (self.received >= FEWEST_LETTERS).then(|| LetterSums {
            to: self.to,
            received: told(self.received),
            accepted: told(self.accepted),
            refused: told(self.refused),
            waiting: told(self.waiting),
            late: told(self.late),
        })
    }
}

/// The fewest letters sums are told of.
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
pub struct HallCard {
    /// The hall's id; equal to the head's.
    pub id: String,
    /// What people call it.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::NamesObject"))]
    pub names: Names,
    /// The IANA time zone in which its days begin and end.
    pub time_zone: String,
}

/// Residents in columns: `names[i]` stands with `points[i]` on `as_of`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Residents {
    /// The names, in code-point order; two people of one name are two rows.
    pub names: Vec<String>,
    /// Stars plus deeds after category limits, before base, on `as_of`.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::PointsNumber>"))]
    pub points: Vec<Points>,
    /// What changes after `as_of` and before the head's `expires`, by day, then resident.
    pub steps: Vec<Step>,
}

/// From that day on the resident stands at other points, or is no longer listed.
///
/// Written as `[resident, day, points]`, `points` being `null` where the resident
/// leaves the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step(
    /// The row in `residents`, from 0.
    pub u32,
    /// The first day it holds.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::DayText"))]
    pub Day,
    /// The points from then on; `None` ends the listing.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<crate::schema::PointsNumber>")
    )]
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
    /// `stars[c][i]`: category `c`, household `i`; 0 where it has none.
    #[cfg_attr(feature = "schema", schemars(inner(inner(range(max = 5)))))]
    pub stars: Vec<Vec<u8>>,
}

/// Figures over groups of ten or more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Village {
    /// How many take part, to the nearest five; `null` where the group is too small to
    /// speak of.
    pub taking_part: Option<u32>,
    /// Good deeds of the month of `as_of` up to it, to the nearest five; `null` where the
    /// group is too small to speak of.
    pub deeds_this_month: Option<u32>,
    /// The first month of `means`; `null` where there is none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::MonthText>"))]
    pub first: Option<Month>,
    /// The mean score at each month's end, to the nearest whole point; `null` where
    /// the group is too small to speak of.
    pub means: Vec<Option<i32>>,
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
    village;
    letters: present = None,
});
strict_object!(Letters {
    key;
    post: present = None,
    sums: present = None,
    name_reporters: yes = false,
});
strict_object!(LetterSums { to, received, accepted, refused, waiting, late });
strict_object!(HallCard { id, names, time_zone });
strict_object!(Residents { names, points, steps });
strict_object!(History { first, residents, scores });
strict_object!(Thanks { residents, deeds, dates, points });
strict_object!(Households { categories, names, stars });
strict_object!(Village { taking_part, deeds_this_month, first, means });

impl Read for Step {
    fn read(json: &mut Json<'_>) -> Result<Step, Stop> {
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

impl Sound for Snapshot {}
impl Sound for Letters {}
impl Sound for LetterSums {}
impl Sound for HallCard {}
impl Sound for Residents {}
impl Sound for History {}
impl Sound for Thanks {}
impl Sound for Households {}
impl Sound for Village {}
