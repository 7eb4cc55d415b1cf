//! Changes that an attacker or a broken disk may make to a feed. Each of them is refused.

use hallboard_feed::{
    HEAD_LIMIT, Head, Inconsistency, Instant, Part, SNAPSHOT_FORMAT, SNAPSHOT_LIMIT,
    Sha256, SnapshotRef, Trust, TrustError, VerifyError, verify_head,
};
use proptest::prelude::*;

use crate::hall::{Feed, ISSUED, Publisher, VALID, snapshot};

struct Scene {
    hall: Publisher,
    trust: Trust,
    feed: Feed,
}

fn scene() -> Scene {
    let hall = Publisher::new("yangqiao");
    let feed = hall.publish(1, &snapshot());
    Scene { trust: hall.trust(), feed, hall }
}

/// Checks that a manipulated feed is refused for the expected reason.
#[track_caller]
fn check(
    what: &str,
    tamper: impl FnOnce(&Scene) -> Feed,
    reason: impl FnOnce(&VerifyError) -> bool,
) {
    let scene = scene();
    let refusal = tamper(&scene).open(&scene.trust).expect_err(what);
    assert!(reason(&refusal), "{what}: {refusal:?}");
}

/// The head's text, changed and signed with the right key.
fn resigned(from: &'static str, to: &'static str) -> impl FnOnce(&Scene) -> Feed {
    move |scene| {
        let head = String::from_utf8(scene.feed.head.clone()).unwrap();
        assert!(head.contains(from), "{head}");
        let head = head.replacen(from, to, 1).into_bytes();
        scene.hall.signed_bytes(head, scene.feed.snapshot.clone())
    }
}

/// A head made from the right one and signed with the right key.
fn reheaded(change: impl FnOnce(&mut Head)) -> impl FnOnce(&Scene) -> Feed {
    move |scene| {
        let mut head = scene.hall.head(1, &scene.feed.snapshot);
        change(&mut head);
        scene.hall.signed(&head, scene.feed.snapshot.clone())
    }
}

/// Changed snapshot bytes with a matching head.
fn snapshotted(bytes: impl FnOnce(String) -> String) -> impl FnOnce(&Scene) -> Feed {
    move |scene| {
        let text = String::from_utf8(scene.feed.snapshot.clone()).unwrap();
        let bytes = bytes(text).into_bytes();
        scene.hall.signed(&scene.hall.head(1, &bytes), bytes)
    }
}

fn format(part: Part) -> impl FnOnce(&VerifyError) -> bool {
    move |refusal| matches!(refusal, VerifyError::Format { part: it, .. } if *it == part)
}

fn other_key(refusal: &VerifyError) -> bool {
    matches!(refusal, VerifyError::OtherKey { expected, got } if expected != got)
}

fn signature_format(refusal: &VerifyError) -> bool {
    *refusal == VerifyError::SignatureFormat
}

/// Checks whether the changed head of the scene's hall is accepted.
#[track_caller]
fn check_head(change: impl FnOnce(&mut Head), expected: bool) {
    let scene = scene();
    let feed = reheaded(change)(&scene);
    let head = verify_head(&scene.trust, &feed.head, &feed.signature);
    assert_eq!(head.is_ok(), expected, "{head:?}");
}

#[test]
fn head_limits_are_enforced() {
    for (version, expected) in [
        (0, true),
        (9_007_199_254_740_991, true),
        (9_007_199_254_740_992, false),
        (u64::MAX, false),
    ] {
        check_head(|head| head.version = version, expected);
    }
    let limit = u64::try_from(SNAPSHOT_LIMIT).unwrap();
    for (length, expected) in [(0, true), (limit, true), (limit + 1, false)] {
        check_head(|head| head.snapshot.length = length, expected);
    }
    for (seconds, expected) in [(-1, false), (0, false), (1, true)] {
        let expires = |head: &Head| Instant::from_unix(head.issued.unix() + seconds);
        check_head(|head| head.expires = expires(head).unwrap(), expected);
    }
    let scene = scene();
    for (length, expected) in [(HEAD_LIMIT, true), (HEAD_LIMIT + 1, false)] {
        let mut head = scene.feed.head.clone();
        head.resize(length, b' ');
        let feed = scene.hall.signed_bytes(head, scene.feed.snapshot.clone());
        let head = verify_head(&scene.trust, &feed.head, &feed.signature);
        assert_eq!(head.is_ok(), expected, "{length} bytes");
    }
}

#[test]
fn verified_head_has_the_signed_values() {
    let scene = scene();
    let head =
        verify_head(&scene.trust, &scene.feed.head, &scene.feed.signature).unwrap();
    let signed = scene.hall.head(1, &scene.feed.snapshot);
    let found = SnapshotRef::of(&scene.feed.snapshot);
    assert_eq!(head.head(), &signed);
    assert_eq!((head.version(), head.key_id()), (1, scene.trust.key_id()));
    assert_eq!((head.issued(), head.expires()), (ISSUED, ISSUED + VALID));
    assert_eq!((head.snapshot(), head.snapshot_name()), (found, found.name()));
    assert_eq!(head.snapshot_length(), u64::try_from(scene.feed.snapshot.len()).unwrap());
}

#[test]
fn feed_is_late_by_cadence_and_expires_with_its_head() {
    let scene = scene();
    let feed = scene.feed.open(&scene.trust).unwrap();
    let late_after = feed.snapshot().display.late_after();
    for (now, late, expired) in [
        (i64::MIN, false, false),
        (ISSUED, false, false),
        (ISSUED + late_after, false, false),
        (ISSUED + late_after + 1, true, false),
        (ISSUED + VALID - 1, true, false),
        (ISSUED + VALID, true, true),
        (i64::MAX, true, true),
    ] {
        assert_eq!((feed.is_late(now), feed.expired(now)), (late, expired), "{now}");
    }
}

#[test]
fn unchanged_feed_is_accepted() {
    let scene = scene();
    let feed = scene.feed.open(&scene.trust).unwrap();
    assert_eq!(*feed.snapshot(), snapshot());
    assert_eq!(feed.head().version(), 1);
    assert_eq!(feed.head().key_id(), scene.trust.key_id());
    assert_eq!(feed.head().snapshot_length(), scene.feed.snapshot.len() as u64);
    let name = format!("snapshot-{}.json", Sha256::of(&scene.feed.snapshot));
    assert_eq!(feed.head().snapshot_name(), name);
}

#[test]
fn files_of_other_halls_and_keys_are_refused() {
    let another = || Publisher::new("yangqiao");
    check("signed by another key", |_| another().publish(1, &snapshot()), other_key);
    let signature_of_another = |scene: &Scene| Feed {
        signature: another().sign(&scene.feed.head),
        ..scene.feed.clone()
    };
    check("signature by another key", signature_of_another, other_key);
    let renamed = |scene: &Scene| {
        // Another key with the key id of the hall.
        let mut forged = another();
        let mut bytes = forged.keys.sk.to_bytes();
        let place = bytes.windows(8).position(|it| it == forged.keys.sk.keynum());
        let place = place.unwrap();
        bytes[place..place + 8].copy_from_slice(scene.hall.keys.pk.keynum());
        forged.keys.sk = minisign::SecretKey::from_bytes(&bytes).unwrap();
        let signature = minisign::sign(
            None,
            &forged.keys.sk,
            std::io::Cursor::new(&scene.feed.head),
            None,
            None,
        );
        let signature = signature.unwrap().into_string().into_bytes();
        Feed { signature, ..scene.feed.clone() }
    };
    check("key id forged", renamed, |it| *it == VerifyError::Signature);
    let other_hall = |it: &VerifyError| matches!(it, VerifyError::OtherHall { part: Part::Head, got, .. } if got == "xiacun");
    check("for another hall", reheaded(|head| head.hall = "xiacun".into()), other_hall);
    let named = reheaded(|head| head.key = "0123456789ABCDEF".into());
    check("head names another key", named, other_key);
    let foreign = snapshotted(|text| text.replacen("yangqiao", "xiacun", 1));
    check("snapshot of another hall", foreign, |it| {
        matches!(it, VerifyError::OtherHall { part: Part::Snapshot, .. })
    });
}

#[test]
fn mismatched_files_are_refused() {
    let swap = |scene: &Scene| {
        let mut other = snapshot();
        other.residents.points.swap(0, 3);
        let snapshot = serde_json::to_vec(&other).unwrap();
        Feed { snapshot, ..scene.feed.clone() }
    };
    let length_or_hash = |it: &VerifyError| {
        matches!(it, VerifyError::Hash { .. } | VerifyError::Length { .. })
    };
    check("snapshot swapped", swap, length_or_hash);
    let mixed = |scene: &Scene| {
        let signature = scene.hall.publish(2, &snapshot()).signature;
        Feed { signature, ..scene.feed.clone() }
    };
    check("signature of another version", mixed, |it| *it == VerifyError::Signature);
    check(
        "wrong length",
        reheaded(|head| head.snapshot.length += 1),
        |it| matches!(it, VerifyError::Length { expected, got } if *expected == got + 1),
    );
    check(
        "wrong hash",
        reheaded(|head| head.snapshot.sha256 = Sha256::of(b"")),
        |it| matches!(it, VerifyError::Hash { expected, .. } if *expected == Sha256::of(b"")),
    );
}

#[test]
fn malformed_heads_are_refused() {
    let head = || format(Part::Head);
    let other_format = |it: &VerifyError| matches!(it, VerifyError::OtherFormat { got, .. } if got == "hallboard-head/2");
    check("format", resigned("hallboard-head/1", "hallboard-head/2"), other_format);
    let newer = resigned(
        r#""format":"hallboard-head/1""#,
        r#""format":"hallboard-head/2","more":1"#,
    );
    check("newer format with more fields", newer, other_format);
    check("unknown field", resigned(r#""hall":"#, r#""more":1,"hall":"#), head());
    check("key twice", resigned(r#""hall":"#, r#""hall":"yangqiao","hall":"#), head());
    let twice = resigned(r#""format":"#, r#""format":"hallboard-head/1","format":"#);
    check("format twice", twice, head());
    check("missing field", resigned(r#""version":1,"#, ""), head());
    check("trailing bytes", resigned("}}", "}} x"), head());
    check("cut short", resigned("}}", "}"), head());
    check("version below 0", resigned(r#""version":1"#, r#""version":-1"#), head());
    check("version a fraction", resigned(r#""version":1"#, r#""version":1.5"#), head());
    let huge = resigned(r#""version":1"#, r#""version":9007199254740992"#);
    check("version beyond the limit", huge, head());
    check("instant", resigned("T04:44:00Z", "T04:44:00+00:00"), head());
    check("hash in capitals", resigned(r#""sha256":""#, r#""sha256":"A"#), head());
    check("byte order mark", resigned("{", "\u{feff}{"), head());
    check("expires at issue", reheaded(|head| head.expires = head.issued), |it| {
        *it == VerifyError::Lifetime
    });
    let early = reheaded(|head| head.expires = Instant::from_unix(0).unwrap());
    check("expires before issue", early, |it| *it == VerifyError::Lifetime);
}

#[test]
fn malformed_snapshots_are_refused() {
    let snapshot = || format(Part::Snapshot);
    let newer = snapshotted(|text| text.replacen("snapshot/2", "snapshot/3", 1));
    check("format", newer, |it| {
        matches!(it, VerifyError::OtherFormat { part: Part::Snapshot, expected, .. }
            if *expected == SNAPSHOT_FORMAT)
    });
    // A snapshot of format 1 is checked against the fields of that format, and the error
    // is specific.
    let older = snapshotted(|text| text.replacen("snapshot/2", "snapshot/1", 1));
    check("fields of format 2 in format 1", older, snapshot());
    let more = snapshotted(|text| text.replacen("\"hall\":", "\"more\":1,\"hall\":", 1));
    check("unknown field", more, snapshot());
    check("trailing bytes", snapshotted(|text| text + "x"), snapshot());
    check("not JSON", snapshotted(|_| "hello".to_owned()), snapshot());
    check("empty", snapshotted(|_| String::new()), snapshot());
    check("too deep", snapshotted(|_| "[".repeat(100_000)), snapshot());
    let third = snapshotted(|text| text.replacen("12.5", "12.125", 1));
    check("finer than a hundredth", third, snapshot());
    let uneven = snapshotted(|text| text.replacen("[12.5,", "[", 1));
    check("columns of different lengths", uneven, |it| {
        matches!(
            it,
            VerifyError::Shape { inconsistency: Inconsistency::Length { .. }, .. }
        )
    });
    let readings = |changed: &'static str| {
        snapshotted(move |text| text.replacen(r#"{"何":["he"],"#, changed, 1))
    };
    for (name, changed) in [
        ("a reading of two characters", r#"{"何秀":["he"],"#),
        ("a reading of no character", r#"{"":["he"],"#),
        ("a character twice", r#"{"何":["he"],"何":["he"],"#),
        ("no reading", r#"{"何":[],"#),
        ("a reading in other letters", r#"{"何":["hé"],"#),
        ("an empty reading", r#"{"何":[""],"#),
    ] {
        check(name, readings(changed), snapshot());
    }
}

#[test]
fn oversized_files_are_refused_unread() {
    let too_large = |which: Part| move |it: &VerifyError| matches!(it, VerifyError::TooLarge { part, .. } if *part == which);
    let padded = |scene: &Scene| {
        let mut head = scene.feed.head.clone();
        head.resize(8 * 1024 + 1, b' ');
        scene.hall.signed_bytes(head, scene.feed.snapshot.clone())
    };
    check("head of 8 KiB and a byte", padded, too_large(Part::Head));
    let comment = |scene: &Scene| Feed {
        signature: [&scene.feed.signature[..], &[b'\n'; 4096]].concat(),
        ..scene.feed.clone()
    };
    check("signature without end", comment, too_large(Part::Signature));
    let long = snapshotted(|text| text + &" ".repeat(SNAPSHOT_LIMIT));
    check("snapshot announced too large", long, too_large(Part::Snapshot));
    let longer = |scene: &Scene| Feed {
        snapshot: vec![b' '; SNAPSHOT_LIMIT + 1],
        ..scene.feed.clone()
    };
    check("snapshot sent too large", longer, too_large(Part::Snapshot));
}

#[test]
fn files_of_the_largest_size_are_accepted() {
    let scene = scene();
    let mut head = scene.feed.head.clone();
    head.resize(8 * 1024, b' ');
    let mut snapshot = scene.feed.snapshot.clone();
    scene.hall.signed_bytes(head, snapshot.clone()).open(&scene.trust).unwrap();
    snapshot.resize(SNAPSHOT_LIMIT, b' ');
    let head = scene.hall.head(1, &snapshot);
    scene.hall.signed(&head, snapshot).open(&scene.trust).unwrap();
}

fn signature_lines(scene: &Scene, change: impl FnOnce(&mut Vec<String>)) -> Feed {
    let text = String::from_utf8(scene.feed.signature.clone()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    change(&mut lines);
    Feed { signature: (lines.join("\n") + "\n").into_bytes(), ..scene.feed.clone() }
}

#[test]
fn malformed_signature_files_are_refused() {
    let line = |change: fn(&mut Vec<String>)| {
        move |scene: &Scene| signature_lines(scene, change)
    };
    check("a fifth line", line(|it| it.push("more".into())), signature_format);
    check("an empty fifth line", line(|it| it.push(String::new())), signature_format);
    check("no comment", line(|it| it[0].clear()), signature_format);
    check("a space after", line(|it| it[1].push(' ')), signature_format);
    let text = |change: fn(String) -> String| {
        move |scene: &Scene| {
            let text = String::from_utf8(scene.feed.signature.clone()).unwrap();
            Feed { signature: change(text).into_bytes(), ..scene.feed.clone() }
        }
    };
    check("a last line without end", text(|it| it.trim_end().into()), signature_format);
    check("one more line feed", text(|it| it + "\n"), signature_format);
    check("line ends of old", text(|it| it.replace('\n', "\r")), signature_format);
    check("a blank line before", text(|it| format!("\n{it}")), signature_format);
    check("a mark before", text(|it| format!("\u{feff}{it}")), signature_format);
    check("lines swapped", line(|it| it.swap(1, 3)), signature_format);
    check("no lines", line(Vec::clear), signature_format);
    check("another trusted comment", line(|it| it[2].push('1')), |it| {
        *it == VerifyError::Signature
    });
    let empty = |scene: &Scene| Feed { signature: Vec::new(), ..scene.feed.clone() };
    check("empty", empty, signature_format);
}

#[test]
fn windows_line_ends_and_untrusted_comments_are_accepted() {
    let scene = scene();
    let commented = signature_lines(&scene, |it| it[0].push_str(" 杨桥"));
    commented.open(&scene.trust).unwrap();
    let text = String::from_utf8(scene.feed.signature.clone()).unwrap();
    let signature = text.replace('\n', "\r\n").into_bytes();
    Feed { signature, ..scene.feed.clone() }.open(&scene.trust).unwrap();
}

/// A key from minisign's documentation and its signatures of the text `test`.
const VECTOR_KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const LEGACY: &str = "untrusted comment: signature from minisign secret key
RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=
trusted comment: timestamp:1555779966\tfile:test
QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==
";
const HASHED: &str = "untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1556193335\tfile:test
y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==
";

#[test]
fn valid_legacy_signatures_are_refused() {
    let trust = Trust::new("yangqiao", VECTOR_KEY).unwrap();
    assert_eq!(trust.key_id(), "E7620F1842B4E81F");
    let legacy = verify_head(&trust, b"test", LEGACY.as_bytes());
    assert_eq!(legacy.unwrap_err(), VerifyError::LegacySignature);
    // The hashed signature is accepted; only then is the text found not to be a head.
    let hashed = verify_head(&trust, b"test", HASHED.as_bytes());
    assert!(format(Part::Head)(&hashed.unwrap_err()));
    let other = verify_head(&trust, b"tesT", HASHED.as_bytes());
    assert_eq!(other.unwrap_err(), VerifyError::Signature);
}

#[test]
fn invalid_keys_are_reported() {
    let check =
        |key: &str, ok: bool| assert_eq!(Trust::new("h", key).is_ok(), ok, "{key}");
    check(VECTOR_KEY, true);
    check(&format!("  {VECTOR_KEY}\n"), true);
    check("", false);
    check("RWQf", false);
    check(&VECTOR_KEY.replacen("RW", "QQ", 1), false);
    check(&VECTOR_KEY[1..], false);
    check(&format!("{VECTOR_KEY}AAAA"), false);
    assert_eq!(Trust::new("", VECTOR_KEY), Err(TrustError::NoHall));
}

/// All copies of `bytes` with one flipped bit.
fn flips(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        (bit / 8, flipped)
    })
}

#[test]
fn every_flipped_bit_and_every_truncation_of_the_head_is_refused() {
    let Scene { trust, feed, .. } = scene();
    for (at, head) in flips(&feed.head) {
        let refusal = verify_head(&trust, &head, &feed.signature).unwrap_err();
        assert_eq!(refusal, VerifyError::Signature, "byte {at}");
    }
    for length in 0..feed.head.len() {
        let refusal = verify_head(&trust, &feed.head[..length], &feed.signature);
        assert_eq!(refusal.unwrap_err(), VerifyError::Signature, "{length} bytes");
    }
}

#[test]
fn every_flipped_bit_and_every_truncation_of_the_signature_is_refused() {
    let Scene { trust, feed, .. } = scene();
    let right = verify_head(&trust, &feed.head, &feed.signature).unwrap();
    let comment = "untrusted comment: ".len();
    let free = comment..feed.signature.iter().position(|byte| *byte == b'\n').unwrap();
    for (at, signature) in flips(&feed.signature) {
        match verify_head(&trust, &feed.head, &signature) {
            // The text of the first line is not signed and not used.
            Ok(head) => assert!(head == right && free.contains(&at), "byte {at}"),
            Err(refusal) => assert!(refusal.is_transient(), "byte {at}: {refusal:?}"),
        }
    }
    for length in 0..feed.signature.len() {
        let refusal = verify_head(&trust, &feed.head, &feed.signature[..length]);
        assert_eq!(refusal.unwrap_err(), VerifyError::SignatureFormat, "{length} bytes");
    }
}

#[test]
fn every_flipped_bit_and_every_truncation_of_the_snapshot_is_refused() {
    let Scene { trust, feed, .. } = scene();
    let head = verify_head(&trust, &feed.head, &feed.signature).unwrap();
    for (at, snapshot) in flips(&feed.snapshot) {
        let refusal = head.clone().open(&snapshot).unwrap_err();
        assert!(matches!(refusal, VerifyError::Hash { .. }), "byte {at}: {refusal:?}");
    }
    for length in 0..feed.snapshot.len() {
        let refusal = head.clone().open(&feed.snapshot[..length]).unwrap_err();
        assert!(matches!(refusal, VerifyError::Length { .. }), "{length} bytes");
    }
}

proptest! {
    #[test]
    fn signed_random_bytes_are_refused(noise in any::<Vec<u8>>(), at in any::<prop::sample::Index>()) {
        let scene = scene();
        let mut bytes = scene.feed.snapshot.clone();
        let at = at.index(bytes.len());
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise.iter().copied());
        let changed = bytes != scene.feed.snapshot;
        let feed = scene.hall.signed(&scene.hall.head(1, &bytes), bytes);
        // A letter in a name may become another one; then the board shows the text as
        // read.
        match feed.open(&scene.trust) {
            Ok(feed) => {
                let board = feed.board(feed.snapshot().as_of, 0);
                prop_assert!(board.residents.len() <= feed.snapshot().residents.names.len());
            }
            Err(_) => prop_assert!(changed),
        }
        let nonsense = scene.hall.signed_bytes(noise, Vec::new());
        prop_assert!(nonsense.open(&scene.trust).is_err());
    }
}
