//! Lists of deeds and rewards, independent of how they are laid out.

use hallboard_score::{DeedRule, Points, Rulebook};

use crate::format;
use crate::language::{Language, Named};
use crate::words::{board, rules};

/// A line or paragraph of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleListItem {
    /// A paragraph.
    Words(String),
    /// A heading within the list.
    Heading(String),
    /// A deed or reward with its points.
    Line {
        /// Its name.
        name: Named,
        /// Points that it gives, takes or costs.
        figure: String,
        /// Whether it gives points.
        gives: bool,
    },
}

/// Rewards with their cost. Deeds that earn points are listed among the rules.
#[must_use]
pub fn rewards(language: Language, rules: &Rulebook) -> Vec<RuleListItem> {
    if rules.rewards.is_empty() {
        return Vec::new();
    }
    let mut items =
        vec![RuleListItem::Words(language.text(board::REWARDS_LEAD).to_owned())];
    items.extend(rules.rewards.iter().map(|reward| RuleListItem::Line {
        name: language.name(&reward.names),
        figure: format::points(reward.cost),
        gives: false,
    }));
    items
}

/// Deeds with their points, those that give points first, and the right to reply.
#[must_use]
pub fn rules(language: Language, rules: &Rulebook) -> Vec<RuleListItem> {
    let (gives, takes): (Vec<_>, Vec<_>) =
        rules.deeds.iter().partition(|deed| deed.points >= Points::ZERO);
    let base = format::points(rules.score.base);
    let mut items = vec![RuleListItem::Words(
        language.text_with(board::RULES_LEAD, &[("base", &base)]),
    )];
    items.extend(gives.into_iter().map(|deed| line(language, deed)));
    if !takes.is_empty() {
        items.push(RuleListItem::Heading(language.text(board::RULES_TAKES).to_owned()));
        items.extend(takes.into_iter().map(|deed| line(language, deed)));
    }
    items.push(RuleListItem::Words(reply(language, rules)));
    items
}

/// The right to reply, as one paragraph.
#[must_use]
pub fn reply(language: Language, rules: &Rulebook) -> String {
    let reply = rules.reply_days.to_string();
    let decide = rules.decide_days.to_string();
    language.text_with(rules::BOOK_REPLY, &[("reply", &reply), ("decide", &decide)])
}

fn line(language: Language, deed: &DeedRule) -> RuleListItem {
    RuleListItem::Line {
        name: language.name(&deed.names),
        figure: format::signed(deed.points),
        gives: deed.points > Points::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::english;
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

    fn figures(items: &[RuleListItem]) -> Vec<&str> {
        let mut found = Vec::new();
        for item in items {
            if let RuleListItem::Line { figure, .. } = item {
                found.push(figure.as_str());
            }
        }
        found
    }

    #[test]
    fn deeds_for_rewards_are_listed_only_in_the_rules() {
        let rules = rulebook(&[3, -5, 10, 0]);
        assert_eq!(figures(&rewards(english(), &rules)), ["2"]);
        let none = Rulebook { rewards: vec![], ..rules };
        assert!(rewards(english(), &none).is_empty());
    }

    #[test]
    fn deeds_that_take_points_come_last_with_the_right_to_reply() {
        let book = rulebook(&[-5, 3, -1]);
        let items = rules(english(), &book);
        assert_eq!(figures(&items), ["+3", "−5", "−1"]);
        let Some(RuleListItem::Words(words)) = items.last() else {
            panic!("no last words")
        };
        assert!(words.contains("10") && words.contains("30"), "{words}");
    }
}
