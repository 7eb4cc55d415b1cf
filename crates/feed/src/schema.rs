//! JSON Schemas of the published files, generated from the types.
//!
//! The types of `hallboard-score` have stricter readers than a schema can express, and no
//! dependency on schemas. The types in this module describe their JSON form, and are
//! never constructed.

#![expect(dead_code, reason = "only the schemas of these types are used")]

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::head::Head;
use crate::snapshot::Snapshot;

/// The schema of `head.json`.
#[must_use]
pub fn head() -> Schema {
    of::<Head>()
}

/// The schema of `snapshot-<sha256>.json`.
#[must_use]
pub fn snapshot() -> Schema {
    of::<Snapshot>()
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

macro_rules! plain {
    ($($name:ident as $title:literal = $schema:tt;)+) => {$(
        pub(crate) struct $name;
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

plain! {
    InstantText as "Instant" = {
        "description": "A second of UTC from 1970 to 2200.",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
    };
    Sha256Text as "Sha256" = {
        "description": "A SHA-256 in lower-case hex digits.",
        "type": "string",
        "pattern": "^[0-9a-f]{64}$"
    };
    DayText as "Day" = {
        "description": "A day that exists, from 1900-01-01 to 2200-12-31, in the hall's time zone.",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    };
    MonthText as "Month" = {
        "description": "A month from 1900-01 to 2200-12.",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}$"
    };
    PointsNumber as "Points" = {
        "description": "Points: an exact decimal of at most two places.",
        "type": "number",
        "minimum": -1_000_000,
        "maximum": 1_000_000
    };
    PageWord as "Page" = {
        "description": "A page of the board, by its name.",
        "type": "string",
        "enum": (crate::display::PAGES)
    };
    LastsText as "Lasts" = {
        "description": "How long a deed counts, from the day it starts; n from 1 to 1200.",
        "type": "string",
        "pattern": "^(P[0-9]+[MY]|year|forever)$"
    };
    ReadingsObject as "Readings" = {
        "description": "Readings in pinyin, in letters from a to z, by single characters.",
        "type": "object",
        "propertyNames": {"minLength": 1, "maxLength": 1},
        "additionalProperties": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "pattern": "^[a-z]+$"}
        }
    };
    NamesObject as "Names" = {
        "description": "What something is called, by language tag (`en`, `zh-Hans`).",
        "type": "object",
        "additionalProperties": {"type": "string"}
    };
}

/// The rules in force from one day until the next rulebook's.
#[derive(JsonSchema)]
#[schemars(rename = "Rulebook", deny_unknown_fields)]
pub(crate) struct RulebookObject {
    /// The first day it is in force.
    from: DayText,
    /// The start of scores and their range.
    score: Scale,
    /// The categories in which households get stars.
    categories: Vec<Category>,
    /// The points of each kind of deed.
    deeds: Vec<DeedRule>,
    /// Names for ranges of the score.
    #[schemars(default)]
    bands: Vec<Band>,
    /// What residents can buy with their balance.
    #[schemars(default)]
    rewards: Vec<Reward>,
    /// The number of days in which a resident can reply before a deduction starts.
    #[schemars(default = "ten", range(max = 3650))]
    reply_days: u32,
    /// The number of days in which the hall must decide; after them the objection is
    /// granted.
    #[schemars(default = "thirty", range(max = 3650))]
    decide_days: u32,
}

fn ten() -> u32 {
    10
}

fn thirty() -> u32 {
    30
}

/// The start of scores and their range.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Scale {
    /// The lowest score.
    min: PointsNumber,
    /// The highest score.
    max: PointsNumber,
    /// The score at which everybody starts, between `min` and `max`.
    base: PointsNumber,
}

/// A category in which households get stars.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Category {
    /// Its id.
    id: String,
    /// Its name.
    names: NamesObject,
    /// The points for one to five stars.
    star_points: [PointsNumber; 5],
    /// The lower limit of the sum of the category's deeds; not above 0.
    #[schemars(default, with = "PointsNumber", skip_serializing_if = "Option::is_none")]
    deeds_min: Option<PointsNumber>,
    /// The upper limit of the sum of the category's deeds; not below 0.
    #[schemars(default, with = "PointsNumber", skip_serializing_if = "Option::is_none")]
    deeds_max: Option<PointsNumber>,
}

/// The points of one kind of deed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DeedRule {
    /// Its id.
    id: String,
    /// Its name.
    names: NamesObject,
    /// The points it gives or takes.
    points: PointsNumber,
    /// The category whose limits apply to its points.
    #[schemars(default, with = "String", skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// How long it counts; `forever` if absent.
    #[schemars(default, with = "LastsText", skip_serializing_if = "Option::is_none")]
    lasts: Option<LastsText>,
    /// How often it counts; without a limit if absent.
    #[schemars(default, with = "Cap", skip_serializing_if = "Option::is_none")]
    cap: Option<Cap>,
}

/// How often a deed counts within a calendar period.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Cap {
    /// The number of deeds that count.
    #[schemars(range(min = 1, max = 1_000_000))]
    count: u32,
    /// The calendar period.
    per: Period,
}

/// A calendar period.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Period {
    Month,
    Quarter,
    Year,
}

/// A name for scores from `min` upwards.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Band {
    /// Its id.
    id: String,
    /// Its name.
    names: NamesObject,
    /// The lowest score of the band.
    min: PointsNumber,
}

/// Something that residents can buy with their balance.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Reward {
    /// Its id.
    id: String,
    /// Its name.
    names: NamesObject,
    /// The price, which is taken from the balance; not negative.
    cost: PointsNumber,
}
