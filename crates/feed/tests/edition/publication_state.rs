//! The publication state of the hall, in both formats.

use hallboard_feed::edition::{
    Figures, PUBLICATION_STATE_FORMAT, PublicationState, ROSTERS_FORMAT, Roster, Rosters,
};

use crate::village::{agree, ledger, month, publish};

fn read(text: &str) -> Result<(PublicationState, Vec<Roster>), String> {
    PublicationState::read(text.as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn publication_state_round_trips() {
    let ledger = ledger(30, &agree(1..=30, "2025-01-01", "score"));
    let mut state = publish(&ledger, "2025-03-01").state;
    state.version = 7;
    let text = serde_json::to_string(&state).unwrap();
    assert_eq!(
        text,
        format!(
            "{{\"format\":\"{PUBLICATION_STATE_FORMAT}\",\"version\":7,\"months\":{{\
             \"2025-01\":{{\"mean_tenths\":600}},\
             \"2025-02\":{{\"mean_tenths\":600,\"taking_part\":30}}}}}}"
        )
    );
    assert_eq!(read(&text), Ok((state, Vec::new())));
}

#[test]
fn format_1_keeps_means_and_withheld_months() {
    let text = r#"{"format": "hallboard-memory/1", "version": 12,
        "months": {"2025-01": 61, "2025-02": null},
        "groups": {"2025-01": ["R01"]},
        "editions": [{"snapshot": "ab", "residents": ["R01"], "households": ["H1"],
                      "taking_part": ["R01", "R02"]}]}"#;
    let (state, rosters) = read(text).unwrap();
    assert_eq!(state.format, PUBLICATION_STATE_FORMAT);
    assert_eq!(state.version, 12);
    let mean = |tenths| Some(Figures { mean_tenths: tenths, ..Figures::default() });
    assert_eq!(state.figures(month("2025-01")), mean(Some(610)));
    assert_eq!(state.figures(month("2025-02")), mean(None));
    assert_eq!(state.figures(month("2025-03")), None);
    let roster = Roster {
        snapshot: "ab".to_owned(),
        residents: vec!["R01".to_owned()],
        households: vec!["H1".to_owned()],
        taking_part: vec!["R01".to_owned(), "R02".to_owned()],
    };
    assert_eq!(rosters, [roster]);
    let kept = serde_json::to_string(&state).unwrap();
    assert!(!kept.contains("R0") && !kept.contains("H1"), "{kept}");
}

#[test]
fn unknown_format_is_reported() {
    for (text, error) in [
        (
            r#"{"format": "hallboard-memory/3", "more": 1}"#,
            "the format is `hallboard-memory/3`, not `hallboard-memory/2`",
        ),
        ("{}", "missing field `format`"),
        ("[", "EOF"),
        (
            r#"{"format": "hallboard-memory/2", "version": 1, "months": {}, "people": []}"#,
            "unknown field `people`",
        ),
    ] {
        let found = read(text).unwrap_err();
        assert!(found.contains(error), "{text}: {found}");
    }
}

#[test]
fn empty_state_and_rosters_have_their_format() {
    assert_eq!(PublicationState::default().format, PUBLICATION_STATE_FORMAT);
    assert_eq!(PublicationState::default().version, 0);
    assert_eq!(PublicationState::default().figures(month("2025-01")), None);
    assert_eq!(Rosters::default().format, ROSTERS_FORMAT);
    let rosters = Rosters::new(vec![Roster::default(), Roster::default()]);
    assert_eq!((rosters.format.as_str(), rosters.rosters.len()), (ROSTERS_FORMAT, 2));
}

#[test]
fn number_of_sealed_files_rises_monthly_and_never_falls() {
    let mut state = PublicationState::default();
    for (as_of, taking_part, files) in [
        ("2025-03-03", 30, 64),
        // Not on the day on which little room is left …
        ("2025-03-04", 63, 64),
        ("2025-03-31", 64, 64),
        // … but in the next month.
        ("2025-04-01", 64, 128),
        ("2025-04-02", 128, 128),
        // There is no room left.
        ("2025-04-03", 129, 192),
        // The number does not fall when people leave.
        ("2025-04-04", 3, 192),
        ("2025-05-01", 3, 192),
        ("2026-01-01", 0, 192),
    ] {
        let found = state.sealed_files(as_of.parse().unwrap(), taking_part);
        assert_eq!(found, files, "{as_of}: {taking_part}");
    }
    let written = serde_json::to_string(&state).unwrap();
    assert_eq!(PublicationState::read(written.as_bytes()).unwrap().0, state);
    assert_eq!(
        PublicationState::default().sealed_files("2025-03-03".parse().unwrap(), 0),
        64
    );
}
