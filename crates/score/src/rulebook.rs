//! Rulebooks: the points of stars and deeds, from a first day on.

use serde::ser::{Serialize, Serializer};

use crate::cap::{Cap, Lasts};
use crate::day::Day;
use crate::json::{Failed, Json, Read};
use crate::json_fault::JsonFault;
use crate::map::{Map, all_differ};
use crate::points::Points;
use crate::validate::{self, Validate, non_null, strict_object};

/// The name of something by language tag (`en`, `zh-Hans`).
///
/// A list sorted by tag: the code of a map is large in the app, and there are usually two
/// names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<(String, String)>);

impl Names {
    /// Names from pairs of language tag and name.
    pub fn new<L: Into<String>, N: Into<String>>(
        pairs: impl IntoIterator<Item = (L, N)>,
    ) -> Names {
        let mut names = Names::default();
        for (language, name) in pairs {
            names.add(language.into(), name.into());
        }
        names
    }

    fn place(&self, language: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(language))
    }

    /// Adds a name, and replaces an earlier one of the same language.
    fn add(&mut self, language: String, name: String) {
        match self.place(&language) {
            Ok(known) => {
                if let Some((_, known)) = self.0.get_mut(known) {
                    *known = name;
                }
            }
            Err(place) => self.0.insert(place, (language, name)),
        }
    }

    /// The name in exactly this language.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        let place = self.place(language).ok()?;
        self.0.get(place).map(|(_, name)| name.as_str())
    }

    /// The name in this language, else the first name by tag, else an empty string.
    #[must_use]
    pub fn best(&self, language: &str) -> &str {
        self.get(language)
            .or_else(|| self.0.first().map(|(_, name)| name.as_str()))
            .unwrap_or_default()
    }

    /// Language tags with names, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(lang, name)| (lang.as_str(), name.as_str()))
    }
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// The largest number of languages in which something can have names.
pub const MOST_NAMES: usize = 100;

impl Read for Names {
    /// No language may occur twice, and there may be at most [`MOST_NAMES`].
    fn read(json: &mut Json<'_>) -> Result<Names, Failed> {
        let mut names = Names::default();
        json.entries(&mut |json, language| {
            if names.get(language).is_some() {
                let field = language.to_owned();
                return Err(json.fault(JsonFault::DuplicateField { field }));
            }
            if names.0.len() == MOST_NAMES {
                return Err(json.fault(JsonFault::ManyNames { limit: MOST_NAMES }));
            }
            names.add(language.to_owned(), String::read(json)?);
            Ok(())
        })?;
        Ok(names)
    }
}

/// The rules in force from one day until the next rulebook's.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rulebook {
    /// The first day it is in force.
    pub from: Day,
    /// The start of scores and their range.
    pub score: Scale,
    /// The categories in which households get stars.
    pub categories: Vec<Category>,
    /// The points of each kind of deed.
    pub deeds: Vec<DeedRule>,
    /// Names for ranges of the score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// What residents can buy with their balance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rewards: Vec<Reward>,
    /// The number of days in which a resident can reply before a deduction starts.
    #[serde(skip_serializing_if = "is_reply_days")]
    pub reply_days: u32,
    /// The number of days in which the hall must decide; after them the objection is
    /// granted.
    #[serde(skip_serializing_if = "is_decide_days")]
    pub decide_days: u32,
}

/// The default of [`Rulebook::reply_days`].
pub const DEFAULT_REPLY_DAYS: u32 = 10;
/// The default of [`Rulebook::decide_days`].
pub const DEFAULT_DECIDE_DAYS: u32 = 30;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_reply_days(days: &u32) -> bool {
    *days == DEFAULT_REPLY_DAYS
}
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_decide_days(days: &u32) -> bool {
    *days == DEFAULT_DECIDE_DAYS
}

fn days(json: &mut Json<'_>) -> Result<u32, Failed> {
    let days = validate::whole(json, 0, 3650)?;
    Ok(u32::try_from(days).unwrap_or_default())
}

/// The start of scores and their range, in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Scale {
    /// The lowest score.
    pub min: Points,
    /// The highest score.
    pub max: Points,
    /// The score at which everybody starts.
    pub base: Points,
}

/// A category in which households get stars.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Category {
    /// Its id, by which ratings and deed rules refer to it.
    pub id: String,
    /// Its name.
    pub names: Names,
    /// The points for one to five stars.
    pub star_points: [Points; 5],
    /// The lower limit of the sum of the category's deeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deeds_min: Option<Points>,
    /// The upper limit of the sum of the category's deeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deeds_max: Option<Points>,
}

/// The points of one kind of deed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DeedRule {
    /// Its id, by which entries refer to it.
    pub id: String,
    /// Its name.
    pub names: Names,
    /// The points it gives or takes.
    pub points: Points,
    /// The category whose limits apply to its points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How long it counts.
    #[serde(skip_serializing_if = "Lasts::is_forever")]
    pub lasts: Lasts,
    /// How often it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
}

/// A name for scores from `min` upwards.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Band {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Names,
    /// The lowest score of the band.
    pub min: Points,
}

/// Something that residents can buy with their balance.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Reward {
    /// Its id, by which redemptions refer to it.
    pub id: String,
    /// Its name.
    pub names: Names,
    /// The price, which is taken from the balance, in points.
    pub cost: Points,
}

strict_object!(Rulebook {
    from, score, categories, deeds;
    bands: Read::read = Vec::new(),
    rewards: Read::read = Vec::new(),
    reply_days: days = DEFAULT_REPLY_DAYS,
    decide_days: days = DEFAULT_DECIDE_DAYS,
});
strict_object!(Scale { min, max, base });
strict_object!(Category {
    id, names, star_points;
    deeds_min: non_null = None,
    deeds_max: non_null = None,
});
strict_object!(DeedRule {
    id, names, points;
    category: non_null = None,
    lasts: Read::read = Lasts::default(),
    cap: non_null = None,
});
strict_object!(Band { id, names, min });
strict_object!(Reward { id, names, cost });

/// The first id that occurs twice.
pub(crate) fn twice<'a>(
    mut ids: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    if all_differ(ids.clone()) {
        return None;
    }
    let mut seen: Map<&str, ()> = Map::default();
    ids.find(|id| seen.insert(id, ()).is_some())
}

fn no_twice<'a>(
    list: &'static str,
    ids: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), JsonFault> {
    match twice(ids) {
        Some(id) => Err(JsonFault::SecondId { id: id.to_owned(), list }),
        None => Ok(()),
    }
}

impl Validate for Rulebook {
    fn validate(&self) -> Result<(), JsonFault> {
        no_twice("categories", self.categories.iter().map(|it| it.id.as_str()))?;
        no_twice("deeds", self.deeds.iter().map(|it| it.id.as_str()))?;
        no_twice("bands", self.bands.iter().map(|it| it.id.as_str()))?;
        no_twice("rewards", self.rewards.iter().map(|it| it.id.as_str()))
    }
}

impl Rulebook {
    /// The category with this id.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|it| it.id == id)
    }

    /// The rule of a deed.
    #[must_use]
    pub fn deed(&self, id: &str) -> Option<&DeedRule> {
        self.deeds.iter().find(|it| it.id == id)
    }

    /// The reward with this id.
    #[must_use]
    pub fn reward(&self, id: &str) -> Option<&Reward> {
        self.rewards.iter().find(|it| it.id == id)
    }

    /// The score for points from stars and deeds.
    #[must_use]
    pub fn score(&self, points: Points) -> Points {
        (self.score.base + points).held(self.score.min, self.score.max)
    }

    /// The band of a score: the one with the highest `min` that is not above the score.
    /// Of equal ones, the first.
    #[must_use]
    pub fn band(&self, score: Points) -> Option<&Band> {
        self.bands
            .iter()
            .rev()
            .filter(|band| band.min <= score)
            .max_by_key(|band| band.min)
    }
}

impl Validate for Scale {
    fn validate(&self) -> Result<(), JsonFault> {
        if self.min > self.max {
            return Err(JsonFault::MinAboveMax { min: self.min, max: self.max });
        }
        if self.base < self.min || self.base > self.max {
            return Err(JsonFault::BaseOutside { base: self.base });
        }
        Ok(())
    }
}

impl Validate for Category {
    fn validate(&self) -> Result<(), JsonFault> {
        if let Some(min) = self.deeds_min.filter(|min| *min > Points::ZERO) {
            return Err(JsonFault::DeedsMinAbove { min });
        }
        if let Some(max) = self.deeds_max.filter(|max| *max < Points::ZERO) {
            return Err(JsonFault::DeedsMaxBelow { max });
        }
        Ok(())
    }
}

impl Category {
    /// Clamps a sum of deeds to the category's limits.
    #[must_use]
    pub fn clamp(&self, sum: Points) -> Points {
        let sum = self.deeds_min.map_or(sum, |min| sum.max(min));
        self.deeds_max.map_or(sum, |max| sum.min(max))
    }
}

impl Validate for DeedRule {}
impl Validate for Band {}

impl Validate for Reward {
    fn validate(&self) -> Result<(), JsonFault> {
        if self.cost < Points::ZERO {
            return Err(JsonFault::NegativeCost { cost: self.cost });
        }
        Ok(())
    }
}

/// The rulebook in force on a day: the latest whose `from` is not after it.
#[must_use]
pub fn in_force(rulebooks: &[Rulebook], on: Day) -> Option<&Rulebook> {
    rulebooks.iter().filter(|book| book.from <= on).max_by_key(|book| book.from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::read_json;

    fn names(count: usize) -> String {
        let names: Vec<String> = (0..count).map(|it| format!("\"x{it}\":\"\"")).collect();
        format!("{{{}}}", names.join(","))
    }

    #[test]
    fn number_of_names_is_limited() {
        let read = read_json::<Names>(names(MOST_NAMES).as_bytes()).unwrap();
        assert_eq!(read.iter().count(), MOST_NAMES);
        // Names after the first surplus one are not read.
        let whole = names(MOST_NAMES + 1);
        for text in [whole.clone(), whole.replace("}", ",\"y\":!"), names(100_000)] {
            let error = read_json::<Names>(text.as_bytes()).unwrap_err();
            assert_eq!(error.what, JsonFault::ManyNames { limit: MOST_NAMES });
            assert!(error.column <= whole.len(), "{}", error.column);
        }
        let twice = whole.replace("x100", "x99");
        let error = read_json::<Names>(twice.as_bytes()).unwrap_err();
        assert_eq!(error.what.to_string(), "duplicate field `x99`");
    }

    proptest! {
        #[test]
        fn first_duplicate_id_is_found(
            ids in prop::collection::vec("[a-e]{1,2}", 0..12),
        ) {
            let seen = |at: usize| ids[..at].contains(&ids[at]);
            let expected = (0..ids.len()).find(|at| seen(*at)).map(|at| ids[at].as_str());
            prop_assert_eq!(twice(ids.iter().map(String::as_str)), expected);
        }
    }
}
