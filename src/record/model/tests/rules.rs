//! The changes from one rulebook to the next.

use hallboard_score::{Cap, Period};

use super::hall::hall;
use super::*;

fn change_words(change: &RulesChange) -> String {
    use RulesChange as C;
    match change {
        C::Min(a, b) => format!("min {a} {b}"),
        C::Max(a, b) => format!("max {a} {b}"),
        C::Base(a, b) => format!("base {a} {b}"),
        C::ReplyDays(a, b) => format!("reply {a} {b}"),
        C::DecideDays(a, b) => format!("decide {a} {b}"),
        C::Added { part, id, .. } => format!("+{part:?} {id}"),
        C::Removed { part, id, names } => format!("-{part:?} {id} {}", names.best("en")),
        C::Renamed { id, before, after, .. } => {
            format!("{id} {}→{}", before.best("en"), after.best("en"))
        }
        C::Points { part, id, before, after, .. } => {
            format!("{part:?} {id} {before} {after}")
        }
        C::Lasts { id, before, after, .. } => format!("{id} {before} {after}"),
        C::Cap { id, before, after, .. } => {
            let actual = |it: &Option<Cap>| it.map(|it| (it.count, it.per.as_str()));
            format!("cap {id} {:?} {:?}", actual(before), actual(after))
        }
        C::Category { id, before, after, .. } => format!("of {id} {before:?} {after:?}"),
        C::StarPoints { id, before, after, .. } => {
            format!("stars {id} {} {}", before[4], after[4])
        }
        C::Limits { id, before, after, .. } => format!("{id} {before:?} {after:?}"),
    }
}

#[test]
fn rulebooks_list_their_differences() {
    let ledger = hall("");
    let all = rules(&ledger.rulebooks);
    let [latest, first] = &all[..] else { panic!("{all:?}") };
    assert_eq!((first.from, first.until), (day("2020-01-01"), Some(day("2025-12-31"))));
    assert_eq!((latest.until, latest.place, first.changes.len()), (None, 1, 0));
    let actual: Vec<String> = latest.changes.iter().map(change_words).collect();
    assert_eq!(
        actual,
        [
            "base 60 62",
            "reply 10 14",
            "help Helping→Helping out",
            "help P12M P6M",
            "Deed help 3 2",
            "+Deed lend",
            "-Deed litter Litter",
            "stars yard 4 5",
            "+Category waste",
            "Band steady 60 61",
            "Reward soap 2 3",
            "-Reward bike Bicycle",
        ]
    );
}

#[test]
fn later_rulebooks_can_add_everything() {
    let mut ledger = hall("");
    let mut book = ledger.rulebooks[1].clone();
    book.from = day("2027-01-01");
    book.score.min = points("-10");
    book.score.max = points("120");
    book.decide_days = 5;
    book.deeds[0].cap = Some(Cap { count: 1, per: Period::Year });
    book.deeds[1].category = None;
    book.categories[0].deeds_max = None;
    // The order in the ledger does not matter.
    ledger.rulebooks.insert(0, book);
    let all = rules(&ledger.rulebooks);
    assert_eq!(all.iter().map(|it| it.place).collect::<Vec<_>>(), [0, 2, 1]);
    let actual: Vec<String> = all[0].changes.iter().map(change_words).collect();
    assert_eq!(
        actual,
        [
            "min 0 -10",
            "max 100 120",
            "decide 30 5",
            r#"cap help Some((2, "month")) Some((1, "year"))"#,
            r#"of tidy Some("yard") None"#,
            "yard (Some(Points(-1000)), Some(Points(500))) (Some(Points(-1000)), None)",
        ]
    );
}

#[test]
fn identical_rulebook_has_no_differences() {
    let mut again = hall("").rulebooks;
    let mut book = again[1].clone();
    book.from = day("2027-01-01");
    again.push(book);
    assert_eq!(rules(&again)[0].changes, []);
}
