//! Lists of what counts and what it buys, as pages and documents set them.

use hallboard_score::{DeedRule, Points, Rulebook};

use crate::figures;
use crate::language::{Language, Named};

/// One line or paragraph of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A paragraph.
    Words(String),
    /// A heading within the list.
    Heading(String),
    /// A thing and its figure.
    Line {
        /// What it is.
        name: Named,
        /// Points given, taken or asked for.
        figure: String,
        /// Whether it is given.
        gives: bool,
    },
}

/// What rewards cost and which deeds earn them.
#[must_use]
pub fn rewards(language: Language, rules: &Rulebook) -> Vec<Item> {
    if rules.rewards.is_empty() {
        return Vec::new();
    }
    let mut items = vec![Item::Words(language.say("rewards.lead").to_owned())];
    items.extend(rules.rewards.iter().map(|reward| Item::Line {
        name: language.name(&reward.names),
        figure: figures::points(reward.cost),
        gives: false,
    }));
    let earning: Vec<&DeedRule> =
        rules.deeds.iter().filter(|deed| deed.points > Points::ZERO).collect();
    if !earning.is_empty() {
        items.push(Item::Heading(language.say("rewards.earn").to_owned()));
        items.extend(earning.into_iter().map(|deed| line(language, deed)));
    }
    items
}

/// What counts how much, what gives before what takes, and the right to reply.
#[must_use]
pub fn rules(language: Language, rules: &Rulebook) -> Vec<Item> {
    let (gives, takes): (Vec<_>, Vec<_>) =
        rules.deeds.iter().partition(|deed| deed.points >= Points::ZERO);
    let base = figures::points(rules.score.base);
    let mut items =
        vec![Item::Words(language.say_with("rules.lead", &[("base", &base)]))];
    items.extend(gives.into_iter().map(|deed| line(language, deed)));
    if !takes.is_empty() {
        items.push(Item::Heading(language.say("rules.takes").to_owned()));
        items.extend(takes.into_iter().map(|deed| line(language, deed)));
    }
    items.push(Item::Words(reply(language, rules)));
    items
}

/// The right to reply, in one paragraph.
#[must_use]
pub fn reply(language: Language, rules: &Rulebook) -> String {
    let reply = rules.reply_days.to_string();
    let decide = rules.decide_days.to_string();
    language.rule_with("book.reply", &[("reply", &reply), ("decide", &decide)])
}

fn line(language: Language, deed: &DeedRule) -> Item {
    Item::Line {
        name: language.name(&deed.names),
        figure: figures::signed(deed.points),
        gives: deed.points > Points::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_score::{Lasts, Names, Reward, Scale};

    fn rulebook(points: &[i32]) -> Rulebook {
        let deed = |points: &i32| DeedRule {
            id: points.to_string(),
            names: Names::new([("en", format!("deed {points}"))]),
            points: Points::whole(*points),
            category: None,
            lasts: Lasts::Forever,
            cap: None,
        };
        Rulebook {
            from: "2020-01-01".parse().unwrap(),
            score: Scale {
                min: Points::ZERO,
                max: Points::whole(100),
                base: Points::whole(60),
            },
            categories: vec![],
            deeds: points.iter().map(deed).collect(),
            bands: vec![],
            rewards: vec![Reward {
                id: "soap".into(),
                names: Names::new([("en", "Soap")]),
                cost: Points::whole(2),
            }],
            reply_days: 10,
            decide_days: 30,
        }
    }

    fn figures(items: &[Item]) -> Vec<&str> {
        let mut found = Vec::new();
        for item in items {
            if let Item::Line { figure, .. } = item {
                found.push(figure.as_str());
            }
        }
        found
    }

    #[test]
    fn rewards_come_with_the_deeds_that_earn_them() {
        let rules = rulebook(&[3, -5, 10, 0]);
        assert_eq!(figures(&rewards(Language::English, &rules)), ["2", "+3", "+10"]);
        let none = Rulebook { rewards: vec![], ..rules };
        assert!(rewards(Language::English, &none).is_empty());
    }

    #[test]
    fn what_takes_points_stands_last_with_the_right_to_reply() {
        let book = rulebook(&[-5, 3, -1]);
        let items = rules(Language::English, &book);
        assert_eq!(figures(&items), ["+3", "−5", "−1"]);
        let Some(Item::Words(words)) = items.last() else { panic!("no last words") };
        assert!(words.contains("10") && words.contains("30"), "{words}");
    }
}
