//! The stored look at a record, and the changes found at the next look.

use proptest::prelude::*;

use super::hall::*;
use super::ledgers::{at, ledgers};
use super::*;

const LOOK: &str = "2025-06-01";

fn life() -> Vec<String> {
    vec![
        helped("D", "2025-03-01"),
        helped("E", "2025-03-01"),
        littered("L", "2025-03-10", "2025-03-10"),
    ]
}

fn text(ledger: &Ledger) -> String {
    serde_json::to_string(ledger).unwrap()
}

fn look(ledger: &Ledger, on: Day) -> Seen {
    Seen::look(ledger, &text(ledger), on)
}

fn again(seen: &Seen, ledger: &Ledger) -> Result<Changes, SeenError> {
    compare(seen, ledger, &text(ledger))
}

/// Looks at one ledger, and then at another.
#[track_caller]
fn changes(before: &Ledger, after: &Ledger) -> Changes {
    let seen = look(before, day(LOOK));
    let seen = Seen::from_text(&seen.to_text()).unwrap();
    again(&seen, after).unwrap()
}

fn ids(list: &[Past]) -> Vec<&str> {
    list.iter().map(|it| it.entry.as_str()).collect()
}

fn added(changes: &Changes) -> Vec<(&str, Arrival)> {
    changes.added.iter().map(|it| (it.entry.as_str(), it.arrival)).collect()
}

fn of(entries: &[String]) -> Ledger {
    hall(&entries.join(","))
}

#[test]
fn no_changes_since_the_last_visit() {
    let changes = changes(&of(&life()), &of(&life()));
    assert!(changes.none() && changes.plain());
    assert_eq!(changes.since, Some(day(LOOK)));
}

#[test]
fn replies_are_ordinary_and_late_entries_are_not() {
    let more = |entry: String| of(&[life(), vec![entry]].concat());
    let check = |entry: String, arrival: Arrival| {
        let changes = changes(&of(&life()), &more(entry));
        assert_eq!(changes.added[0].arrival, arrival);
        assert_eq!(changes.plain(), arrival != Arrival::Late);
        assert!(!changes.none());
    };
    check(objected("O", "2025-06-02", "L"), Arrival::Ordinary);
    check(decided("O", "2025-06-02", "L", r#""upheld""#), Arrival::Ordinary);
    check(reversed("O", "2025-06-02", "L"), Arrival::Ordinary);
    check(helped("O", "2025-06-02"), Arrival::Ordinary);
    check(helped("O", "2025-04-02"), Arrival::Ordinary);
    check(helped("O", "2025-04-01"), Arrival::Late);
    check(objected("O", "2025-04-01", "L"), Arrival::Late);
    check(rated("O", "2025-01-01", "H1", 1), Arrival::Late);
    check(rated("O", "2025-06-02", "H1", 1), Arrival::Ordinary);
}

#[test]
fn altered_entries_are_reported() {
    let before = of(&life());
    let mut after = before.clone();
    let deed = after.entries.iter_mut().find(|it| it.id == "D").unwrap();
    deed.date = day("2025-03-02");
    let altered = changes(&before, &after);
    assert_eq!(ids(&altered.altered), ["D"]);
    assert_eq!(altered.altered[0].date, day("2025-03-01"), "its day then");
    assert!(!altered.plain());
    after.entries.retain(|it| it.id != "D");
    let gone = changes(&before, &after);
    assert_eq!((ids(&gone.gone), gone.altered.len()), (vec!["D"], 0));
    assert!(!gone.plain());
    let mut after = before.clone();
    after.entries[0].note = Some("since".into());
    assert_eq!(ids(&changes(&before, &after).altered), ["C1"]);
    let mut after = before.clone();
    after.residents[0].household = Some("H2".into());
    assert!(changes(&before, &after).person_changed);
}

#[test]
fn order_matters_within_a_day_only() {
    let before = of(&life());
    let swapped = |a: &str, b: &str| {
        let mut after = before.clone();
        let place = |id: &str| before.entries.iter().position(|it| it.id == id).unwrap();
        after.entries.swap(place(a), place(b));
        changes(&before, &after)
    };
    let same_day = swapped("D", "E");
    assert_eq!(ids(&same_day.reordered), ["D", "E"]);
    assert!(!same_day.plain());
    assert_eq!(ids(&swapped("D", "L").reordered), ["D", "E"], "E stands first now");
    assert!(swapped("C1", "L").none());
}

#[test]
fn move_changes_household_entries() {
    // The rating of H2 in February becomes visible with the move in June; so do its
    // replies.
    let start = of(&life());
    let mut there = start.clone();
    there.entries.push(entry(&rated("S9", "2025-02-03", "H2", 1)));
    there.entries.push(entry(&objected("O", "2025-02-04", "S9")));
    there.entries.push(entry(&moved("M", "2025-06-02", "H2")));
    let came = changes(&start, &there);
    assert_eq!(
        added(&came),
        [("S9", Arrival::Moved), ("O", Arrival::Moved), ("M", Arrival::Ordinary)]
    );
    assert!(came.plain());
    // A move that is recorded after a rating of the old household hides that rating again.
    let mut before = start.clone();
    before.entries.push(entry(&rated("S5", "2025-05-20", "H1", 2)));
    before.entries.push(entry(&objected("P", "2025-05-21", "S5")));
    let mut after = start.clone();
    after.entries.push(entry(&moved("M", "2025-05-15", "H2")));
    let went = changes(&before, &after);
    assert_eq!(ids(&went.moved_out), ["S5", "P"]);
    assert!(went.gone.is_empty() && went.plain());
    // But a rating from before the move must not disappear with it.
    after.entries.retain(|it| it.id != "S1");
    assert_eq!(ids(&changes(&before, &after).gone), ["S1"]);
}

#[test]
fn rules_of_the_past_must_not_change() {
    let before = of(&life());
    let with_book = |from: &str| {
        let mut after = before.clone();
        let mut book = after.rulebooks[0].clone();
        book.from = day(from);
        after.rulebooks.push(book);
        changes(&before, &after)
    };
    let ahead = with_book("2025-06-02");
    assert!(ahead.plain() && !ahead.none());
    assert_eq!(ahead.rules_added, [day("2025-06-02")]);
    let back = with_book("2025-06-01");
    assert!(!back.plain());
    assert_eq!(back.rules_changed, [day("2025-06-01")]);
    let mut after = before.clone();
    after.rulebooks[0].deeds[0].points = points("2");
    assert_eq!(changes(&before, &after).rules_changed, [day("2020-01-01")]);
    after.rulebooks.remove(0);
    assert_eq!(changes(&before, &after).rules_changed, [day("2020-01-01")]);
}

#[test]
fn visit_of_another_resident_is_an_error() {
    let ledger = of(&life());
    let text = look(&ledger, day(LOOK)).to_text();
    assert_eq!(Seen::from_text(""), Err(SeenError::Damaged));
    assert_eq!(Seen::from_text("{}"), Err(SeenError::Damaged));
    assert_eq!(Seen::from_text(&text[..text.len() - 1]), Err(SeenError::Damaged));
    assert_eq!(Seen::from_text(&format!("{text}\n")), Err(SeenError::Damaged));
    assert_eq!(Seen::from_text(&text.replace("/1 ", "/2 ")), Err(SeenError::Form));
    let seen = Seen::from_text(&text).unwrap();
    let mut other = ledger.clone();
    other.residents[0].id = "R2".into();
    assert_eq!(again(&seen, &other), Err(SeenError::Other));
    let mut other = ledger;
    other.hall.id = "elsewhere".into();
    assert_eq!(again(&seen, &other), Err(SeenError::Other));
}

#[test]
fn digests_are_the_first_half_of_the_sha_256_of_the_canonical_text() {
    let text = look(&of(&life()), day(LOOK)).to_text();
    let line = text.lines().find(|line| line.ends_with(" S1\t2024-06-01\tH1")).unwrap();
    let canonical = r#"{"id":"S1","date":"2024-06-01","kind":"rating","household":"H1","category":"yard","stars":4,"note":"swept"}"#;
    let digest = hallboard_feed::Sha256::of(canonical.as_bytes()).to_string();
    assert_eq!(line, format!("1 2024-06-01 {} S1\t2024-06-01\tH1", &digest[..32]));
}

#[test]
fn whitespace_does_not_change_digests() {
    let mut ledger = of(&life());
    ledger.entries[0].note = Some(r#"a "quoted, {odd]} \\ note ["#.into());
    ledger.residents[0].name = r#"\"}, "entries": [{"#.into();
    let plain = look(&ledger, day(LOOK));
    let spread = serde_json::to_string_pretty(&ledger).unwrap();
    assert_eq!(Seen::look(&ledger, &spread, day(LOOK)), plain);
    assert_eq!(plain.to_text().lines().count(), 2 + 2 + ledger.entries.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn visit_roundtrip(
        ledger in ledgers(),
        id in "[\\\\\t\n a-c]{1,6}",
        flip in any::<prop::sample::Index>(),
        on in 0..200,
    ) {
        let mut ledger = ledger;
        if let Some(entry) = ledger.entries.first_mut() {
            entry.id = id.into();
        }
        let seen = look(&ledger, at(on));
        let text = seen.to_text();
        prop_assert_eq!(Seen::from_text(&text), Ok(seen.clone()));
        prop_assert!(again(&seen, &ledger).unwrap().none());
        let mut bytes = text.into_bytes();
        let place = flip.index(bytes.len());
        bytes[place] ^= 1;
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(Seen::from_text(&text).is_err());
        }
    }

    #[test]
    fn every_single_alteration_is_found(
        ledger in ledgers().prop_filter("entries", |it| it.entries.len() > 1),
        which in any::<prop::sample::Index>(),
        on in 0..200,
    ) {
        let seen = look(&ledger, at(on));
        let place = which.index(ledger.entries.len());
        let id = ledger.entries[place].id.clone();
        let mut altered = ledger.clone();
        altered.entries[place].note = Some("altered".into());
        let found = again(&seen, &altered).unwrap();
        prop_assert_eq!(ids(&found.altered), [id.as_str()]);
        prop_assert!(found.added.is_empty() && found.gone.is_empty());
        let mut without = ledger;
        without.entries.remove(place);
        let found = again(&seen, &without).unwrap();
        let missing = [ids(&found.gone), ids(&found.moved_out)].concat();
        prop_assert_eq!(missing, [id.as_str()]);
        prop_assert!(found.altered.is_empty() && found.reordered.is_empty());
    }
}
