//! Letters for tests.

use hallboard_feed::Instant;
use hallboard_feed::letter::{
    GRID_HEIGHT, GRID_WIDTH, GridPoint, Handwriting, Letter, LetterBody, LetterId,
    LetterKind, LetterSecret, Proof, STROKES_LIMIT, Sender, Stroke, Token,
};
use hallboard_score::{Day, Scope};
use proptest::prelude::*;

pub(crate) const HALL: &str = "yangqiao";
/// 2026-11-23T04:44:00Z
pub(crate) const WRITTEN: i64 = 1_795_409_040;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn secret() -> LetterSecret {
    LetterSecret::new([7; 32])
}

/// The sender with the weakest proof that a kind requires.
pub(crate) fn sender(proof: Proof) -> Sender {
    match proof {
        Proof::NameOnly => Sender::Guest { name: "王芳".to_owned() },
        Proof::Card => Sender::Card { token: Token::new([1; 16]) },
        Proof::Own => Sender::Resident { token: Token::new([2; 16]) },
    }
}

/// A letter of a kind, with this text if there is one.
pub(crate) fn letter(kind: LetterKind, text: Option<&str>) -> Letter {
    let date = day("2026-11-22");
    let (deed, who) = ("help".to_owned(), "李娜".to_owned());
    let given = text.map(str::to_owned);
    let needed = Some(text.unwrap_or("…").to_owned());
    let said = match kind {
        LetterKind::OwnDeed => LetterBody::OwnDeed { deed, date, text: given },
        LetterKind::Thanks => {
            LetterBody::Thanks { to: who, deed, date, text: given, named: false }
        }
        LetterKind::Concern => {
            LetterBody::Concern { about: who, deed, date, text: needed, named: false }
        }
        LetterKind::Reply => LetterBody::Reply { entry: "E17".to_owned(), text: needed },
        LetterKind::Consent => {
            LetterBody::Consent { scopes: Scope::ALL.to_vec(), text: given }
        }
        LetterKind::Wish => LetterBody::Wish { reward: "rice".to_owned(), text: given },
        LetterKind::Correction => LetterBody::Correction { text: needed },
        LetterKind::Copy => LetterBody::Copy { text: given },
        LetterKind::Erasure => LetterBody::Erasure { text: given },
    };
    Letter {
        hall: HALL.to_owned(),
        id: LetterId::new([9; 16]),
        written: Instant::from_unix(WRITTEN).unwrap(),
        sender: sender(kind.needs()),
        kind: said,
        handwriting: None,
    }
}

/// A point on the grid.
pub(crate) fn point(x: u16, y: u16) -> GridPoint {
    GridPoint::new(x, y).unwrap()
}

/// A stroke through these points.
pub(crate) fn stroke(points: &[(u16, u16)]) -> Stroke {
    let mut points = points.iter().map(|(x, y)| point(*x, *y));
    let mut stroke = Stroke::new(points.next().unwrap());
    points.for_each(|point| {
        stroke.draw_to(point);
    });
    stroke
}

/// Handwriting of at most this many bytes, and as close to it as possible.
pub(crate) fn handwriting_of(bytes: usize) -> Handwriting {
    let mut strokes = Vec::new();
    let mut left = bytes + 1;
    while left >= 5 && strokes.len() < STROKES_LIMIT {
        let mut stroke = Stroke::new(point(0, 0));
        let mut x = 0;
        while stroke.bytes() + 2 < left && stroke.draw_to(point((x + 1) % 31, 0)) {
            x += 1;
        }
        left -= stroke.bytes() + 1;
        strokes.push(stroke);
    }
    Handwriting::new(strokes).unwrap()
}

/// Arbitrary handwriting of a few short strokes.
pub(crate) fn any_handwriting() -> impl Strategy<Value = Handwriting> {
    let points = proptest::collection::vec((0..GRID_WIDTH, 0..GRID_HEIGHT), 1..9);
    proptest::collection::vec(points, 1..6).prop_map(|strokes| {
        Handwriting::new(strokes.iter().map(|it| stroke(it)).collect()).unwrap()
    })
}

/// An arbitrary letter within the limits.
pub(crate) fn any_letter() -> impl Strategy<Value = Letter> {
    let text = proptest::option::of("[a\"\\\\ 好\u{1f33e}\n]{0,400}x");
    let name = "[a\"\\\\ 好\u{1f33e}]{0,70}x";
    let scopes = proptest::sample::subsequence(Scope::ALL.to_vec(), 0..=4);
    let proof = proptest::sample::select(vec![Proof::NameOnly, Proof::Card, Proof::Own]);
    let kind = proptest::sample::select(LetterKind::ALL.to_vec());
    let numbers = (any::<[u8; 16]>(), 0..7_000_000_000_i64, any::<[u8; 16]>());
    let by_hand = proptest::option::of(any_handwriting());
    let by_hand = (by_hand, any_handwriting(), any::<bool>());
    (kind, text, name, scopes, proof, numbers, by_hand).prop_map(
        |(kind, text, name, agreed, proof, (id, written, token), by_hand)| {
            let mut letter = letter(kind, text.as_deref());
            let (words, signature, signs) = by_hand;
            letter.handwriting = words;
            letter.id = LetterId::new(id);
            letter.written = Instant::from_unix(written).unwrap();
            letter.sender = match proof.max(kind.needs()) {
                Proof::NameOnly if signs => Sender::HandwrittenGuest { name: signature },
                Proof::NameOnly => Sender::Guest { name: name.clone() },
                Proof::Card => Sender::Card { token: Token::new(token) },
                Proof::Own => Sender::Resident { token: Token::new(token) },
            };
            match &mut letter.kind {
                LetterBody::OwnDeed { date, .. } => *date = letter.written.day().unwrap(),
                LetterBody::Thanks { to: who, date, named, .. }
                | LetterBody::Concern { about: who, date, named, .. } => {
                    *named = token[0] % 2 == 0;
                    *who = name;
                    *date = letter.written.day().unwrap().tomorrow();
                }
                LetterBody::Consent { scopes, .. } => *scopes = agreed,
                _ => {}
            }
            letter
        },
    )
}
