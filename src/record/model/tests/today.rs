//! Forecast, explanation, replies, rewards and scenarios in the hall with one resident.

use hallboard_score::{NotCounted, Outcome};

use super::hall::*;
use super::*;

/// The lines of the statement as `name points`, and the score.
fn sum(ledger: &Ledger, on: &str) -> String {
    let why = with(ledger, |file| explain(file, day(on)));
    let Some(sum) = &why.sum else { return "none".to_owned() };
    assert!(sum.adds_up());
    let mut lines: Vec<String> = Vec::new();
    for line in &sum.lines {
        let what = match &line.of {
            LineOf::Base => "base".to_owned(),
            LineOf::Stars { rating } => why.ratings[*rating].entry.to_string(),
            LineOf::Deed { deed } => why.deeds[*deed].entry.to_string(),
            LineOf::Limit { category, sum, held } => format!("{category} {sum}→{held}"),
            LineOf::Scale { end } => format!("end {end}"),
        };
        lines.push(format!("{what} {}", line.points));
    }
    format!("{} = {}", lines.join(", "), sum.score)
}

#[test]
fn the_sum_reads_as_on_paper() {
    let check = |entries: &[String], on: &str, expected: &str| {
        assert_eq!(sum(&hall(&entries.join(",")), on), expected);
    };
    check(&[], "2024-12-31", "none");
    check(&[], "2025-01-01", "base 60, S1 2 = 62");
    check(&[], "2026-01-01", "base 62, S1 2 = 64");
    let help = |number: i32| helped(&format!("D{number}"), "2025-03-04");
    check(&[help(1), help(2), help(3)], "2025-03-04", "base 60, S1 2, D1 3, D2 3 = 68");
    let tidy = |number: i32| tidied(&format!("T{number}"), "2025-03-04");
    check(
        &[tidy(1), help(1), tidy(2)],
        "2025-03-04",
        "base 60, S1 2, T1 4, D1 3, T2 4, yard 8→5 -3 = 70",
    );
    let many: Vec<String> =
        (1..=12)
            .map(|month| helped(&format!("D{month}"), &format!("2025-{month:02}-01")))
            .chain((1..=12).map(|month| {
                helped(&format!("B{month}"), &format!("2025-{month:02}-01"))
            }))
            .collect();
    let full = sum(&hall(&many.join(",")), "2025-12-31");
    assert!(full.ends_with("end 100 -34 = 100"), "{full}");
    check(&[moved("M", "2025-03-01", "H2")], "2025-03-01", "base 60, S2 -4 = 56");
}

#[test]
fn items_have_rule_source_and_time() {
    let ledger = hall(&[helped("D", "2025-03-04"), helped("N", "2026-03-04")].join(","));
    let why = with(&ledger, |file| explain(file, day("2026-03-04")));
    let [old, new] = &why.deeds[..] else { panic!("{:?}", why.deeds) };
    assert_eq!(old.why_not, None);
    assert_eq!((old.points, old.until), (Some(points("3")), Some(day("2026-04-01"))));
    assert_eq!(old.by.as_deref(), Some("Wang"));
    let card = |item: &DeedItem| {
        let card = &why.rules[item.rule.unwrap()];
        (card.names.best("en").to_owned(), card.book.to_string(), card.reply_days)
    };
    assert_eq!(card(old), ("Helping".to_owned(), "2020-01-01".to_owned(), 10));
    assert_eq!(card(new), ("Helping out".to_owned(), "2026-01-01".to_owned(), 14));
    assert_eq!(why.rules.len(), 2);
    let swept = why.ratings.iter().find(|it| it.entry == "S1").unwrap();
    assert_eq!((swept.stars, swept.points), (4, Some(points("2"))));
    assert_eq!(swept.note.as_deref(), Some("swept"));
    assert!(why.ratings.iter().all(|it| it.entry != "S2"), "another household's");
}

/// The reply status of the deed or rating `id`.
fn reply(ledger: &Ledger, id: &str, on: &str) -> Reply {
    let why = with(ledger, |file| explain(file, day(on)));
    let deed = why.deeds.iter().find(|it| it.entry == id).map(|it| &it.dispute);
    let rating = why.ratings.iter().find(|it| it.entry == id).map(|it| &it.dispute);
    deed.or(rating).unwrap().reply.clone()
}

#[test]
fn deduction_has_a_reply_deadline() {
    let ledger = hall(&littered("D", "2025-03-01", "2025-03-05"));
    let check = |on: &str, days_left: u32| {
        let until = day("2025-03-14");
        assert_eq!(reply(&ledger, "D", on), Reply::CanReply { until, days_left });
    };
    check("2025-03-01", 14);
    check("2025-03-14", 1);
    assert_eq!(reply(&ledger, "D", "2025-03-15"), Reply::Undisputed);
    let score = |on| with(&ledger, |file| file.standing(day(on)).score);
    assert_eq!(score("2025-03-14"), Some(points("62")));
    assert_eq!(score("2025-03-15"), Some(points("57")));
    let unnotified = littered("D", "2025-03-01", "2025-03-05");
    let unnotified = hall(&unnotified.replace(r#", "notified": "2025-03-05""#, ""));
    assert_eq!(reply(&unnotified, "D", "2026-01-01"), Reply::NeverNotified);
}

#[test]
fn objections_are_shown_with_their_outcome() {
    let litter = littered("D", "2025-03-01", "2025-03-01");
    let objection = objected("O", "2025-03-05", "D");
    let ledger = |more: &[String]| {
        let begin = [litter.clone(), objection.clone()];
        hall(&[&begin[..], more].concat().join(","))
    };
    let contested = |days_left| {
        let (since, decide_by) = (day("2025-03-05"), day("2025-04-04"));
        Reply::Contested(OpenObjection { since, decide_by, days_left })
    };
    let silent = ledger(&[]);
    assert_eq!(reply(&silent, "D", "2025-03-05"), contested(30));
    assert_eq!(reply(&silent, "D", "2025-04-03"), contested(1));
    let on = day("2025-04-04");
    assert_eq!(reply(&silent, "D", "2025-04-04"), Reply::Silence { on });
    let upheld = ledger(&[decided("X", "2025-03-20", "D", r#""upheld""#)]);
    assert_eq!(reply(&upheld, "D", "2025-03-19"), contested(16));
    assert_eq!(reply(&upheld, "D", "2025-03-20"), Reply::Settled);
    let back = ledger(&[
        decided("X", "2025-03-20", "D", r#""changed", "points": -2"#),
        reversed("Y", "2025-03-22", "D"),
        objected("Z", "2025-03-23", "D"),
    ]);
    assert_eq!(reply(&back, "D", "2025-03-22"), Reply::Reversed);
    let actual = with(&back, |file| dispute(file, "D", day("2025-03-23")));
    assert_eq!(actual.objection.unwrap().text.as_deref(), Some("not me"));
    let verdict = actual.decision.unwrap();
    assert_eq!(verdict.outcome, Outcome::ChangedPoints(points("-2")));
    assert_eq!(
        (verdict.said.on, verdict.said.text.as_deref()),
        (day("2025-03-20"), Some("seen"))
    );
    assert_eq!(actual.reversal.unwrap().entry, "Y");
    let [(late, NoEffect::AlreadyVoid)] = &actual.without_effect[..] else {
        panic!("{:?}", actual.without_effect)
    };
    assert_eq!(late.entry, "Z");
}

#[test]
fn score_if_nobody_decides() {
    let ledger = hall(
        &[littered("D", "2025-03-01", "2025-03-01"), objected("O", "2025-03-15", "D")]
            .join(","),
    );
    let check = |id: &str, on: &str, expected: Option<[&str; 6]>| {
        let forecast = with(&ledger, |file| forecast_dispute(file, id, day(on)));
        let shown = forecast.map(|it| {
            let shown = |it: ScoreForecast| [it.today.unwrap(), it.then.unwrap()];
            [shown(it.upheld), shown(it.overturned), shown(it.silent)].concat()
        });
        let expected = expected.map(|it| it.map(points).to_vec());
        assert_eq!(shown, expected, "{id} on {on}");
    };
    check("D", "2025-03-14", None);
    check("D", "2025-03-15", Some(["57", "57", "62", "62", "62", "62"]));
    check("D", "2025-04-13", Some(["57", "57", "62", "62", "62", "62"]));
    check("D", "2025-04-14", None);
    check("C1", "2025-03-15", None);
    let rated = hall(
        &[rated("S3", "2025-03-01", "H1", 1), objected("O", "2025-03-02", "S3")]
            .join(","),
    );
    let forecast =
        with(&rated, |file| forecast_dispute(file, "S3", day("2025-03-02"))).unwrap();
    assert_eq!(forecast.upheld.today, Some(points("56")));
    assert_eq!(
        (forecast.silent.then, forecast.decide_by),
        (Some(points("62")), day("2025-04-01"))
    );
}

#[test]
fn future_decision_is_not_silence() {
    let entries = [
        littered("D", "2025-03-01", "2025-03-01"),
        objected("O", "2025-03-15", "D"),
        decided("X", "2025-03-20", "D", r#""upheld""#),
    ];
    let ledger = hall(&entries.join(","));
    let forecast =
        with(&ledger, |file| forecast_dispute(file, "D", day("2025-03-16"))).unwrap();
    assert_eq!(forecast.silent.then, Some(points("62")));
    assert_eq!(forecast.upheld.then, Some(points("57")));
}

#[test]
fn upcoming_steps_are_listed_by_day() {
    let entries = [
        helped("H", "2024-04-10").replace("2024-04-10", "2025-01-10"),
        littered("D", "2025-12-01", "2025-12-05"),
        littered("E", "2025-11-28", "2025-11-29"),
        objected("O", "2025-12-02", "E"),
    ];
    let ledger = hall(&entries.join(","));
    let now = with(&ledger, |file| now(file, day("2025-12-10")));
    assert_eq!((now.score, now.then), (Some(points("65")), day("2026-03-10")));
    let actual: Vec<String> = now
        .steps
        .iter()
        .map(|step| {
            let reasons: Vec<String> = step.reasons.iter().map(tell).collect();
            let [before, score] = [step.before, step.score].map(Option::unwrap);
            format!(
                "{} {before}→{score} {} rest {}",
                step.date,
                reasons.join(" "),
                step.rest
            )
        })
        .collect();
    assert_eq!(
        actual,
        [
            "2025-12-15 65→60 D starts rest 0",
            "2026-01-01 60→62 book silence E rest 2",
            "2026-02-01 62→59 H lapses rest 0",
        ]
    );
    assert_eq!(
        (now.score_then, now.band_then.as_deref()),
        (Some(points("59")), Some("low"))
    );
    assert_eq!((now.band.as_deref(), now.balance), (Some("steady"), Some(points("3"))));
}

fn tell(reason: &Reason) -> String {
    match reason {
        Reason::Deed { entry, was: Some(NotCounted::NotStarted), why: None, .. } => {
            format!("{entry} starts")
        }
        Reason::Deed { entry, why: Some(NotCounted::Lapsed), .. } => {
            format!("{entry} lapses")
        }
        Reason::Silence { entry } => format!("silence {entry}"),
        Reason::Rulebook { .. } => "book".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn no_upcoming_steps() {
    let now = with(&hall(""), |file| now(file, day("2025-03-01")));
    assert_eq!(now.steps, []);
    assert_eq!(now.score, now.score_then);
}

#[test]
fn rewards_say_how_many_points_are_missing() {
    let entries = [
        helped("D", "2025-03-01"),
        redeemed("A", "2025-03-02", "soap"),
        redeemed("B", "2025-03-03", "soap"),
        reversed("X", "2025-03-04", "B"),
    ];
    let ledger = hall(&entries.join(","));
    let rewards = with(&ledger, |file| rewards(file, day("2025-03-05")));
    assert_eq!(rewards.balance, Some(points("1")));
    let short: Vec<_> =
        rewards.offers.iter().map(|it| (it.reward.as_str(), it.short)).collect();
    assert_eq!(short, [("soap", Some(points("1"))), ("bike", Some(points("49")))]);
    let back: Vec<_> = rewards
        .redemptions
        .iter()
        .map(|it| (it.entry.as_str(), it.cost, it.taken_back.as_ref().map(|it| it.on)))
        .collect();
    let two = points("2");
    assert_eq!(back, [("A", two, None), ("B", two, Some(day("2025-03-04")))]);
}

#[test]
fn scenario_uses_the_engine_and_leaves_the_record() {
    let ledger = hall(&littered("?", "2025-03-01", "2025-03-01"));
    let before = ledger.clone();
    let check = |set: &[(&str, u32)], without: &[&str], score: &str, balance: &str| {
        let mut play = Scenario::default();
        set.iter().for_each(|(deed, times)| play.set(deed, *times));
        without.iter().for_each(|entry| play.toggle(entry));
        let played = with(&ledger, |file| super::what_if(file, day("2025-03-20"), &play));
        assert_eq!(played.score, Some(points("57")));
        assert_eq!(played.score_then, Some(points(score)), "{set:?} {without:?}");
        assert_eq!(played.balance_then, Some(points(balance)));
        assert_eq!(played.difference, Some(points(score) - points("57")));
    };
    check(&[], &[], "57", "0");
    check(&[("help", 1)], &[], "60", "3");
    // The cap is two in a month.
    check(&[("help", 3)], &[], "63", "6");
    check(&[("tidy", 2)], &[], "62", "8");
    check(&[("litter", 1)], &[], "52", "0");
    check(&[("unheard", 1)], &[], "57", "0");
    check(&[], &["?"], "62", "0");
    check(&[("help", 1)], &["?", "S1"], "63", "3");
    check(&[("help", 0)], &["?", "?"], "57", "0");
    assert_eq!(ledger, before);
}
