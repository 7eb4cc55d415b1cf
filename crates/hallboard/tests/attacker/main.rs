//! An attacker who stores every publication of a hundred days and compares them.
//!
//! A simulated village is published every day. A script that sees nothing but the public
//! bytes of all days claims who had deductions, which households have low stars, who left
//! and who joined. Its right and wrong claims are counted against the ledger and compared
//! with guessing, which is to claim the same number of the same candidates at random. More
//! than four standard deviations above that fails the test. The same strategies are run
//! against a careless publisher, where they must succeed: this shows that the test can
//! fail.
//! `cargo test -p hallboard --test attacker -- --nocapture` prints the figures as a table.
//! With `HALLBOARD_ATTACKER=full` it also attacks villages of 1,200 and more villages of
//! each size; that is best run with `--release`.
//! size; that is best run with `--release`.
#![cfg(test)]

mod claims;
mod measure;
mod publisher;
mod strategies;
mod twins;
mod view;
mod village;

use claims::Attacker;
use measure::{HEAD, Score};
use publisher::{Careless, Hall, Publisher};
use strategies::STRATEGIES;
use view::View;
use village::{Plan, Village};

/// Numbers of residents, each with the number of villages of that size.
fn sizes() -> Vec<(u32, u64)> {
    // Of 80 about 64 take part, and of 160 about 128: there the number of sealed files
    // jumps.
    let is_full = std::env::var("HALLBOARD_ATTACKER").is_ok_and(|it| it == "full");
    if is_full {
        vec![(60, 16), (80, 12), (120, 8), (160, 6), (300, 4), (1200, 2)]
    } else {
        vec![(60, 4), (80, 4), (120, 2), (300, 1)]
    }
}

/// All that is public of a hundred days, and the judge who knows the facts.
fn publish_all(plan: Plan, publisher: &mut dyn Publisher) -> (Vec<View>, Attacker) {
    let (mut views, mut judge) = (Vec::new(), Attacker::default());
    Village::new(plan).each_day(|today, ledger| {
        let (public, roster) = publisher.publish(ledger, today);
        views.push(View::new(&public));
        judge.learn(ledger, today, &roster);
    });
    (views, judge)
}

/// Attacks villages of one size.
fn attack<P: Publisher>(residents: u32, seeds: u64, publisher: fn() -> P) -> Vec<Score> {
    let mut scores = vec![Score::default(); STRATEGIES.len()];
    for seed in 1..=seeds {
        let plan = Plan { seed, residents, new_rules: seed % 2 == 0 };
        let (views, judge) = publish_all(plan, &mut publisher());
        for (score, strategy) in scores.iter_mut().zip(STRATEGIES) {
            score.add(strategy, &views, &judge);
        }
    }
    scores
}

fn table(of: &str, residents: u32, seeds: u64, scores: &[Score]) {
    println!("\n{of}\n\n{HEAD}");
    for (strategy, score) in STRATEGIES.iter().zip(scores) {
        let (name, question) = (strategy.name, strategy.question);
        println!("| {seeds} of {residents} | {name} | {question:?} | {score} |");
    }
}

#[test]
fn does_no_better_than_guessing() {
    let mut too_good = Vec::new();
    for (residents, seeds) in sizes() {
        let scores = attack(residents, seeds, Hall::default);
        table("As the hall publishes", residents, seeds, &scores);
        for (strategy, score) in STRATEGIES.iter().zip(&scores) {
            if strategy.is_bound && score.beats_guessing() {
                too_good.push((residents, strategy.name, strategy.question, *score));
            }
        }
    }
    assert!(too_good.is_empty(), "{too_good:#?}");
}

#[test]
fn succeeds_where_the_publisher_is_careless() {
    let (residents, seeds) = (120, 6);
    let scores = attack(residents, seeds, || Careless);
    table("As a careless publisher would", residents, seeds, &scores);
    let failed: Vec<_> = STRATEGIES
        .iter()
        .zip(&scores)
        .filter(|(strategy, score)| {
            strategy.succeeds_on_careless && !score.beats_guessing()
        })
        .map(|(strategy, score)| (strategy.name, strategy.question, *score))
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
