//! A resident's own part of the register: complete, and without data about others.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use hallboard_feed::edition::{OwnLedgers, Reporters};
use hallboard_feed::sealed::{
    DOCUMENT_LIMIT, OwnRefusal, SealFault, Sealing, Secret, pack, part_length,
    reporters_in, size_for, with_reporters,
};
use hallboard_feed::{VerifiedHead, verify_head};
use hallboard_score::{Ledger, Register, ShapeError, read_ledger};
use proptest::prelude::*;
use serde_json::json;

use crate::hall::{ISSUED, Publisher, VALID, snapshot};
use crate::ledgers::{PEOPLE, at, ledgers, offsets};

/// A small village: R1 moves from H1 to H2 in June, R2 stays in H1.
pub(crate) fn village() -> Ledger {
    let entries = [
        json!({"id": "E1", "date": "2025-03-01", "kind": "consent", "resident": "R1", "scopes": ["score"]}),
        json!({"id": "E2", "date": "2025-03-01", "kind": "consent", "resident": "R2", "scopes": ["score"]}),
        json!({"id": "E3", "date": "2025-03-02", "kind": "rating", "household": "H1", "category": "yard", "stars": 4}),
        json!({"id": "E4", "date": "2025-04-02", "kind": "deed", "resident": "R1", "deed": "help", "source": "organisation", "by": "Wang, of the hall"}),
        json!({"id": "E5", "date": "2025-04-05", "kind": "deed", "resident": "R1", "deed": "litter", "source": "neighbour", "notified": "2025-04-06", "note": "seen twice", "by": "Zhao next door"}),
        json!({"id": "E6", "date": "2025-04-06", "kind": "deed", "resident": "R2", "deed": "help", "source": "household", "by": "Sun"}),
        json!({"id": "E7", "date": "2025-04-07", "kind": "objection", "entry": "E5", "text": "not me"}),
        json!({"id": "E8", "date": "2025-04-08", "kind": "objection", "entry": "E6"}),
        json!({"id": "E9", "date": "2025-04-09", "kind": "decision", "entry": "E5", "outcome": "overturned", "by": "the panel"}),
        json!({"id": "E10", "date": "2025-06-01", "kind": "move", "resident": "R1", "household": "H2"}),
        json!({"id": "E11", "date": "2025-06-01", "kind": "rating", "household": "H1", "category": "yard", "stars": 1}),
        json!({"id": "E12", "date": "2025-02-01", "kind": "rating", "household": "H2", "category": "yard", "stars": 2}),
        json!({"id": "E13", "date": "2025-07-01", "kind": "consent", "household": "H2", "scopes": ["board"]}),
        json!({"id": "E14", "date": "2025-07-01", "kind": "rating", "household": "H3", "category": "yard", "stars": 5}),
        json!({"id": "E15", "date": "2025-07-02", "kind": "objection", "entry": "E12"}),
        json!({"id": "E16", "date": "2025-07-03", "kind": "redemption", "resident": "R2", "reward": "soap"}),
    ];
    let ledger = json!({
        "format": "hallboard-ledger/1",
        "hall": {"id": "yangqiao", "names": {"en": "Hall"}, "time_zone": "Asia/Shanghai"},
        "rulebooks": [{
            "from": "2018-01-01", "score": {"min": 0, "max": 100, "base": 60},
            "categories": [{"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4]}],
            "deeds": [{"id": "help", "names": {"en": "Help"}, "points": 3},
                      {"id": "litter", "names": {"en": "Litter"}, "points": -5}],
            "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2}]}],
        "households": [{"id": "H1", "names": {"en": "One"}}, {"id": "H2", "names": {"en": "Two"}},
                       {"id": "H3", "names": {"en": "Three"}}],
        "residents": [{"id": "R1", "name": "张三", "household": "H1"},
                      {"id": "R2", "name": "李四", "household": "H1"},
                      {"id": "R3", "name": "王五"}],
        "entries": entries,
    });
    read_ledger(ledger.to_string().as_bytes()).unwrap()
}

fn ids(ledger: &Ledger) -> Vec<&str> {
    ledger.entries.iter().map(|it| it.id.as_str()).collect()
}

#[test]
fn part_has_exactly_what_concerns_the_resident() {
    let village = village();
    let parts = OwnLedgers::new(&village);
    for (who, homes, entries) in [
        ("R1", vec!["H1", "H2"], "E1 E3 E4 E5 E7 E9 E10 E12 E13 E15"),
        ("R2", vec!["H1"], "E2 E3 E6 E8 E11 E16"),
        ("R3", vec![], ""),
    ] {
        let part = parts.of(who).unwrap();
        assert_eq!(ids(&part).join(" "), entries, "{who}");
        let lived: Vec<&str> = part.households.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(lived, homes, "{who}");
        assert_eq!(part.residents.len(), 1, "{who}");
    }
    assert!(parts.of("R4").is_none());
    let text = serde_json::to_string(&parts.of("R1").unwrap()).unwrap();
    for (words, there) in [
        ("seen twice", true),
        ("Wang, of the hall", true),
        ("the panel", true),
        ("Zhao next door", false),
        ("李四", false),
        ("R2", false),
        ("H3", false),
    ] {
        assert_eq!(text.contains(words), there, "{words}");
    }
}

#[test]
fn circular_references_terminate() {
    let mut village = village();
    let objection = |entry: &str| hallboard_score::EntryKind::Objection {
        entry: entry.into(),
        text: None,
    };
    village.entries[6].kind = objection("E9");
    village.entries[8].kind = objection("E7");
    village.entries[14].kind = objection("E15");
    assert_eq!(ids(&OwnLedgers::new(&village).of("R2").unwrap()).len(), 6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn figures_of_a_part_equal_those_of_the_register(
        ledger in ledgers(), offset in offsets(), span in 0..200_i32,
    ) {
        let (whole, parts) = (Register::new(&ledger), OwnLedgers::new(&ledger));
        let (from, to) = (at(offset - 20), at(offset - 20 + span));
        for id in PEOPLE {
            let part = parts.of(id).unwrap();
            let text = serde_json::to_vec(&part).unwrap();
            prop_assert_eq!(&read_ledger(&text).unwrap(), &part);
            let part = Register::new(&part);
            let (one, all) = (part.file(id).unwrap(), whole.file(id).unwrap());
            for day in [from, at(offset), to] {
                prop_assert_eq!(one.standing(day), all.standing(day));
                prop_assert_eq!(one.explain(day), all.explain(day));
            }
            prop_assert_eq!(one.history(from, to), all.history(from, to));
            prop_assert_eq!(part.files().len(), 1);
        }
    }
}

pub(crate) struct Scene {
    pub(crate) head: VerifiedHead,
    pub(crate) secret: Secret,
}

impl Scene {
    pub(crate) fn new() -> Scene {
        let hall = Publisher::new("yangqiao");
        let feed = hall.publish(7, &snapshot());
        let head = verify_head(&hall.trust(), &feed.head, &feed.signature).unwrap();
        Scene { head, secret: Secret::new([7; 16]) }
    }

    pub(crate) fn sealed(&self, document: &[u8], version: u64) -> Vec<u8> {
        let packed = pack(document);
        let size = size_for(packed.len()).unwrap();
        let sealing = Sealing { hall: "yangqiao", version };
        sealing.close(&self.secret, &packed, size).unwrap()
    }
}

#[track_caller]
fn refused(what: &str, document: &[u8], reason: impl FnOnce(&OwnRefusal) -> bool) {
    let scene = Scene::new();
    let refusal = scene.head.open_own(&scene.secret, &scene.sealed(document, 7));
    let refusal = refusal.expect_err(what);
    assert!(reason(&refusal), "{what}: {refusal:?}");
}

#[test]
fn secret_opens_its_part_under_a_verified_head() {
    let scene = Scene::new();
    let part = OwnLedgers::new(&village()).of("R1").unwrap();
    let text = serde_json::to_string(&part).unwrap();
    let own = scene.head.open_own(&scene.secret, &scene.sealed(text.as_bytes(), 7));
    let own = own.unwrap();
    assert_eq!((own.text(), own.ledger()), (text.as_str(), &part));
    assert_eq!(own.resident().unwrap().id, "R1");
    assert_eq!(own.version(), 7);
    let (issued, expires) = (scene.head.issued(), scene.head.expires());
    assert_eq!((own.issued(), own.expires()), (issued, expires));
    assert_eq!((issued, expires), (ISSUED + 6, ISSUED + 6 + VALID));
    let path = Sealing { hall: "yangqiao", version: 7 }.path(&scene.secret);
    assert_eq!(scene.head.own_path(&scene.secret), path);

    let closed = Err(OwnRefusal::Seal(SealFault::Closed));
    let older = scene.sealed(text.as_bytes(), 6);
    assert_eq!(scene.head.open_own(&scene.secret, &older), closed, "an older version");
    let file = scene.sealed(text.as_bytes(), 7);
    let other = Secret::new([8; 16]);
    assert_eq!(scene.head.open_own(&other, &file), closed, "somebody else's");
}

/// Runs a future that never waits.
fn now<T>(work: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(work).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn externally_unpacked_text_is_checked_too() {
    let scene = Scene::new();
    let text =
        serde_json::to_string(&OwnLedgers::new(&village()).of("R1").unwrap()).unwrap();
    let file = scene.sealed(text.as_bytes(), 7);
    let check = |what: &str, file: &[u8], found: Option<Vec<u8>>, expected| {
        let unpack = |packed: Vec<u8>, limit: usize| {
            assert_eq!(
                (packed, limit),
                (pack(text.as_bytes()), DOCUMENT_LIMIT),
                "{what}"
            );
            std::future::ready(found)
        };
        let opened = now(scene.head.open_own_by(&scene.secret, file, unpack));
        assert_eq!(opened, expected, "{what}");
    };
    let by_itself = scene.head.open_own(&scene.secret, &file);
    assert!(by_itself.is_ok());
    check("as it is", &file, Some(text.clone().into_bytes()), by_itself);
    check("damaged", &file, None, Err(SealFault::Unpack.into()));
    let endless = vec![b' '; DOCUMENT_LIMIT + 1];
    check("endless", &file, Some(endless), Err(SealFault::TooLong.into()));
    let longest = vec![0xff; DOCUMENT_LIMIT];
    check("as long as may be", &file, Some(longest), Err(OwnRefusal::Text));
    check("another text", &file, Some(vec![0xff]), Err(OwnRefusal::Text));
    check(
        "cut short",
        &file[1..],
        None,
        Err(SealFault::Size { got: file.len() - 1 }.into()),
    );
}

/// Reporters who agreed are named after the part, which is unchanged.
#[test]
fn reporters_are_named_for_reported_deeds_only() {
    let scene = Scene::new();
    let part = OwnLedgers::new(&village()).of("R1").unwrap();
    // E4 was reported by an organisation, E6 is about somebody else, E9 is not a deed.
    let named = ["E4", "E5", "E6", "E9"].map(|it| (it.into(), "李\u{1e}\n四 ".into()));
    let reporters = Reporters::new(named);
    assert_eq!(reporters.of(&part), [("E5", "李 四")]);
    let text = serde_json::to_string(&part).unwrap();
    let whole = with_reporters(&text, &reporters.of(&part));
    let own = scene.head.open_own(&scene.secret, &scene.sealed(whole.as_bytes(), 7));
    let own = own.unwrap();
    assert_eq!((own.text(), own.ledger()), (text.as_str(), &part));
    assert_eq!((own.reporter("E5"), own.reporter("E4")), (Some("李 四"), None));
    assert_eq!(part_length(&whole), text.len());
    assert_eq!(part_length(&text), text.len());
    let behind = with_reporters("", &[("E5", "李四"), ("E7", "Li")]);
    let found: Vec<_> = reporters_in(&behind).collect();
    assert_eq!(found, [("E5", "李四"), ("E7", "Li")]);
    assert_eq!(with_reporters(&text, &Reporters::default().of(&part)), text);
    assert_eq!(Reporters::new([("E5".into(), " \n".into())]).of(&part), []);
}

#[test]
fn invalid_parts_are_refused() {
    let part = OwnLedgers::new(&village()).of("R1").unwrap();
    let json = |ledger: &Ledger| serde_json::to_vec(ledger).unwrap();
    refused("no text", b"\xff", |it| *it == OwnRefusal::Text);
    refused("no ledger", b"{}", |it| {
        matches!(it, OwnRefusal::Ledger(ShapeError::Text { .. }))
    });
    refused("everybody's", &json(&village()), |it| {
        *it == OwnRefusal::Residents { found: 3 }
    });
    for behind in ["", "E5", "E5\u{1f}", "E9\u{1f}Li", "E6\u{1f}Li"] {
        let document = [&json(&part)[..], b"\x1e", behind.as_bytes()].concat();
        refused("no deed's reporter", &document, |it| *it == OwnRefusal::Reporters);
    }
    let mut other = part;
    other.hall.id = "elsewhere".to_owned();
    refused(
        "another hall's",
        &json(&other),
        |it| matches!(it, OwnRefusal::OtherHall { got, .. } if got == "elsewhere"),
    );
}
