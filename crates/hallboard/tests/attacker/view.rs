//! Parses what is public of a day.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_score::{Day, Month};
use serde_json::Value;

use crate::publisher::Public;

/// Figures of one month; points are in hundredths.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Figures {
    pub(crate) mean: Option<i64>,
    pub(crate) taking_part: Option<i64>,
    pub(crate) deeds: Option<i64>,
}

/// A thanked deed: the row, the deed, and the points in hundredths.
pub(crate) type Thanked = (usize, String, i64);

/// One day's publication, parsed. Rows and households are numbered by position.
pub(crate) struct View {
    pub(crate) day: Day,
    pub(crate) names: Vec<String>,
    pub(crate) points: Vec<i64>,
    /// Row, day, and the points from then on.
    pub(crate) steps: Vec<(usize, Day, Option<i64>)>,
    /// By row: the scores at the ends of months, oldest first.
    pub(crate) history: BTreeMap<usize, Vec<Option<i64>>>,
    pub(crate) thanks: Vec<Thanked>,
    /// The labels of households.
    pub(crate) labels: Vec<String>,
    /// By category, then by household.
    pub(crate) stars: Vec<Vec<u8>>,
    /// Points of stars, by category as in `stars`.
    pub(crate) star_points: Vec<Vec<i64>>,
    pub(crate) village: BTreeMap<Month, Figures>,
    pub(crate) sealed: usize,
    rows: BTreeMap<String, Option<usize>>,
}

impl View {
    pub(crate) fn new(public: &Public) -> View {
        let all: Value = serde_json::from_slice(&public.snapshot).unwrap();
        let day: Day = text(&all["as_of"]).parse().unwrap();
        let residents = &all["residents"];
        let names: Vec<String> = list(&residents["names"]).map(text).collect();
        let mut rows: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (row, name) in names.iter().enumerate() {
            // Two residents with the same name cannot be followed from day to day.
            rows.entry(name.clone()).and_modify(|it| *it = None).or_insert(Some(row));
        }
        let steps = list(&residents["steps"]).map(|step| {
            (place(&step[0]), text(&step[1]).parse().unwrap(), points(&step[2]))
        });
        let scores =
            list(&all["history"]["scores"]).map(|it| list(it).map(points).collect());
        let thanks = &all["thanks"];
        let thanks = list(&thanks["residents"])
            .zip(list(&thanks["deeds"]))
            .zip(list(&thanks["dates"]).zip(list(&thanks["points"])))
            .map(|((row, deed), (date, given))| {
                let what = format!("{} {}", text(date), text(deed));
                (place(row), what, points(given).unwrap())
            });
        let households = &all["households"];
        let categories: Vec<String> = list(&households["categories"]).map(text).collect();
        let star_points = categories.iter().map(|id| star_points(&all, day, id));
        View {
            day,
            points: list(&residents["points"]).map(|it| points(it).unwrap()).collect(),
            steps: steps.collect(),
            history: list(&all["history"]["residents"]).map(place).zip(scores).collect(),
            thanks: thanks.collect(),
            labels: list(&households["names"]).map(Value::to_string).collect(),
            stars: list(&households["stars"])
                .map(|it| {
                    list(it)
                        .map(|it| u8::try_from(it.as_u64().unwrap()).unwrap())
                        .collect()
                })
                .collect(),
            star_points: star_points.collect(),
            village: village(&all["village"]),
            sealed: public.sealed,
            names,
            rows,
        }
    }

    /// The row of a resident with a unique name.
    pub(crate) fn row(&self, name: &str) -> Option<usize> {
        self.rows.get(name).copied().flatten()
    }

    /// The rows that can be followed, which are those with a unique name.
    pub(crate) fn followed(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().enumerate().filter_map(|(row, name)| {
            (self.row(name) == Some(row)).then_some((row, name.as_str()))
        })
    }

    /// The position of a household, by its label.
    pub(crate) fn household(&self, label: &str) -> Option<usize> {
        self.labels.iter().position(|it| it == label)
    }

    /// The deeds a row is thanked for.
    pub(crate) fn thanked(&self, row: usize) -> BTreeSet<(&str, i64)> {
        let of_row = self.thanks.iter().filter(|(it, ..)| *it == row);
        of_row.map(|(_, what, points)| (what.as_str(), *points)).collect()
    }

    /// The newest month with figures.
    pub(crate) fn newest(&self) -> Option<(Month, &Figures)> {
        self.village.last_key_value().map(|(month, figures)| (*month, figures))
    }

    /// The points of a number of stars.
    pub(crate) fn worth(&self, category: usize, stars: u8) -> i64 {
        let worth = &self.star_points[category];
        usize::from(stars).checked_sub(1).map_or(0, |place| worth[place].max(0))
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn place(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// Converts points to hundredths.
#[expect(clippy::cast_possible_truncation, reason = "points are small")]
fn points(value: &Value) -> Option<i64> {
    value.as_f64().map(|it| (it * 100.0).round() as i64)
}

fn star_points(all: &Value, day: Day, category: &str) -> Vec<i64> {
    let day = day.to_string();
    let book = list(&all["rulebooks"]).filter(|it| text(&it["from"]) <= day).last();
    let categories = book.into_iter().flat_map(|it| list(&it["categories"]));
    let mut known = categories.filter(|it| it["id"] == category);
    known
        .next()
        .into_iter()
        .flat_map(|it| list(&it["star_points"]))
        .filter_map(points)
        .collect()
}

fn village(columns: &Value) -> BTreeMap<Month, Figures> {
    let Some(first) = columns["first"].as_str() else { return BTreeMap::new() };
    let first: Month = first.parse().unwrap();
    let [means, taking_part, deeds] = ["means", "taking_part", "deeds"]
        .map(|column| list(&columns[column]).collect::<Vec<_>>());
    let months = (0..).zip(means.iter().zip(taking_part).zip(deeds));
    months
        .map(|(offset, ((mean, taking_part), deeds))| {
            let (taking_part, deeds) = (taking_part.as_i64(), deeds.as_i64());
            (first.plus(offset), Figures { mean: points(mean), taking_part, deeds })
        })
        .collect()
}
