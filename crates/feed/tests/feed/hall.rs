//! A hall that publishes, for tests.

use std::io::Cursor;

use hallboard_feed::{
    Desk, Display, HEAD_FORMAT, HallInfo, Head, History, Households, Instant, LetterSums,
    Letters, Readings, Residents, SNAPSHOT_FORMAT, Snapshot, SnapshotRef, Step, Thanks,
    Trust, VerifiedFeed, Village, verify_head,
};
use hallboard_score::{Day, Month, Names, Points, Rulebook};
use minisign::KeyPair;

/// 2026-11-23T04:44:00Z, the time of issue of the fixtures.
pub(crate) const ISSUED: i64 = 1_795_409_040;
/// The validity in seconds.
pub(crate) const VALID: i64 = 14 * 86_400;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(crate) fn names(en: &str, zh: &str) -> Names {
    Names::new([("en", en), ("zh-Hans", zh)])
}

pub(crate) fn points(numbers: &[i32]) -> Vec<Points> {
    numbers.iter().map(|number| Points::whole(*number)).collect()
}

/// Two rulebooks: from 2026-11-25 everybody starts at 62, and there is a new band.
pub(crate) fn rulebooks() -> Vec<Rulebook> {
    hallboard_score::read_json(
        r#"[{
        "from": "2018-01-01", "score": {"min": 0, "max": 100, "base": 60},
        "categories": [
          {"id": "courtyard", "names": {"en": "Courtyard", "zh-Hans": "庭院"},
           "star_points": [-4, -2, 0, 2, 4], "deeds_min": -20, "deeds_max": 20.5},
          {"id": "parking", "names": {"en": "Parking"}, "star_points": [0, 0, 0, 0, 0]}],
        "deeds": [
          {"id": "job", "names": {"en": "Devotion to one's job", "zh-Hans": "敬业"},
           "points": 3, "category": "courtyard", "lasts": "P12M",
           "cap": {"count": 2, "per": "month"}},
          {"id": "litter", "names": {"en": "Littering in the docks"}, "points": -5}],
        "bands": [{"id": "steady", "names": {"en": "Steady", "zh-Hans": "稳定"}, "min": 50},
                  {"id": "good", "names": {"en": "Good", "zh-Hans": "良好"}, "min": 70}],
        "rewards": [{"id": "soap", "names": {"en": "Bar of soap"}, "cost": 2}]
      }, {
        "from": "2026-11-25", "score": {"min": 0, "max": 110, "base": 62},
        "categories": [
          {"id": "courtyard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4]}],
        "deeds": [{"id": "job", "names": {"en": "Hard work"}, "points": 4}],
        "bands": [{"id": "fine", "names": {"en": "Fine"}, "min": 65}],
        "reply_days": 14, "decide_days": 20
      }]"#
        .as_bytes(),
    )
    .unwrap()
}

/// A snapshot with data in all fields.
pub(crate) fn snapshot() -> Snapshot {
    let reading = |character, syllables: &[&str]| {
        (character, syllables.iter().map(|it| (*it).to_owned()).collect())
    };
    Snapshot {
        format: SNAPSHOT_FORMAT.to_owned(),
        hall: HallInfo {
            id: "yangqiao".to_owned(),
            names: names("Yangqiao village hall", "杨桥村文化礼堂"),
            time_zone: "Asia/Shanghai".to_owned(),
        },
        as_of: day("2026-11-23"),
        display: Display {
            pages: ["residents", "village", "rules"].map(str::to_owned).to_vec(),
            page_seconds: vec![20, 12, 12],
            opening: vec![480, 1200],
            night: vec![0, 420, 1140, 1440],
            cadence_hours: 12,
            rest_seconds: 120,
            ..Display::new(55, 50)
        },
        rulebooks: rulebooks(),
        residents: Residents {
            names: ["何秀英", "张伟", "张伟", "王芳"].map(str::to_owned).to_vec(),
            points: vec![
                Points::from_hundredths(1250),
                Points::ZERO,
                Points::whole(9),
                Points::whole(60),
            ],
            steps: Vec::new(),
        },
        history: History {
            first: Some(month("2026-08")),
            residents: vec![0, 3],
            scores: vec![
                vec![None, Some(Points::whole(60)), Some(Points::from_hundredths(7_025))],
                vec![Some(Points::whole(99)), Some(Points::whole(100)), None],
            ],
        },
        thanks: Thanks {
            residents: vec![2, 0],
            deeds: vec!["job".to_owned(), "job".to_owned()],
            dates: vec![day("2026-11-20"), day("2026-09-02")],
            points: points(&[3, 3]),
        },
        households: Households {
            categories: vec!["courtyard".to_owned(), "parking".to_owned()],
            names: vec![
                names("12 Tea Lane", "茶巷12号"),
                names("3 Bridge End", "桥头3号"),
            ],
            stars: vec![vec![5, 0], vec![0, 3]],
        },
        village: Village {
            first: Some(month("2026-09")),
            means: vec![None, Some(Points::from_hundredths(6_840))],
            taking_part: vec![None, Some(960)],
            deeds: vec![None, None],
        },
        readings: Readings::new([
            reading('何', &["he"]),
            reading('秀', &["xiu"]),
            reading('张', &["zhang"]),
            reading('敬', &["jing"]),
        ]),
        desk: Some(Desk {
            phone: Some("0571 8765 4321".to_owned()),
            hours: Some(names("Mon to Fri, 8 to 12", "周一至周五 8至12时")),
        }),
        letters: Some(Letters {
            key: "pbwR7A9aSlLQ8UOZ+a7dDr8KIzBpHZ/0CFTuUgvLkAo=".to_owned(),
            post: Some("https://hall.example/letters".to_owned()),
            sums: Some(LetterSums {
                to: month("2026-10"),
                received: 120,
                accepted: 95,
                refused: 15,
                waiting: 5,
                late: 10,
            }),
            name_reporters: true,
        }),
    }
}

/// Like [`snapshot`], but in format 1: rows have steps, and the counts are of the month
/// of publication.
pub(crate) fn snapshot_v1() -> Snapshot {
    let step =
        |row, on, points: Option<i32>| Step(row, day(on), points.map(Points::whole));
    let mut old = snapshot();
    old.format = "hallboard-snapshot/1".to_owned();
    old.residents.steps = vec![
        step(2, "2026-11-25", Some(10)),
        step(0, "2026-12-01", None),
        step(3, "2026-12-01", Some(20)),
    ];
    old.village = Village {
        first: Some(month("2026-09")),
        means: vec![None, Some(Points::whole(68)), None],
        taking_part: vec![None, None, Some(960)],
        deeds: vec![None, None, None],
    };
    old.readings = Readings::default();
    old.desk = None;
    old
}

/// The JSON of a snapshot in the format that it names.
pub(crate) fn bytes(snapshot: &Snapshot) -> Vec<u8> {
    let mut json = serde_json::to_value(snapshot).unwrap();
    if snapshot.format != SNAPSHOT_FORMAT {
        let fields = json.as_object_mut().unwrap();
        fields.remove("readings");
        let steps = snapshot.residents.steps.iter();
        fields["residents"]["steps"] = steps
            .map(|Step(row, day, points)| serde_json::json!([row, day, points]))
            .collect();
        let village = &snapshot.village;
        let (means, _of_month) = village.means.split_at(village.means.len() - 1);
        fields["village"] = serde_json::json!({
            "taking_part": village.taking_part.last(),
            "deeds_this_month": village.deeds.last(),
            "first": village.first,
            "means": means,
        });
    }
    serde_json::to_vec(&json).unwrap()
}

/// The files of one publication.
#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) head: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) snapshot: Vec<u8>,
}

impl Feed {
    pub(crate) fn open(
        &self,
        trust: &Trust,
    ) -> Result<VerifiedFeed, hallboard_feed::VerifyError> {
        verify_head(trust, &self.head, &self.signature)?.open(&self.snapshot)
    }
}

/// A hall and its key.
pub(crate) struct Publisher {
    pub(crate) hall: &'static str,
    pub(crate) keys: KeyPair,
}

impl Publisher {
    pub(crate) fn new(hall: &'static str) -> Publisher {
        Publisher { hall, keys: KeyPair::generate_unencrypted_keypair().unwrap() }
    }

    pub(crate) fn public_key(&self) -> String {
        let file = self.keys.pk.to_box().unwrap().into_string();
        file.lines().nth(1).unwrap().to_owned()
    }

    pub(crate) fn trust(&self) -> Trust {
        Trust::new(self.hall, &self.public_key()).unwrap()
    }

    /// A head with this version for these bytes. Version 1 is issued at [`ISSUED`], each
    /// further one a second later.
    pub(crate) fn head(&self, version: u64, snapshot: &[u8]) -> Head {
        let at = ISSUED + i64::try_from(version).unwrap() - 1;
        Head {
            format: HEAD_FORMAT.to_owned(),
            hall: self.hall.to_owned(),
            key: self.trust().key_id().to_owned(),
            version,
            issued: Instant::from_unix(at).unwrap(),
            expires: Instant::from_unix(at + VALID).unwrap(),
            snapshot: SnapshotRef::of(snapshot),
        }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        let trusted = "timestamp:1795409040\tfile:head.json\thashed";
        self.sign_with(bytes, trusted).into_bytes()
    }

    /// The signature file of these bytes, with that trusted comment.
    pub(crate) fn sign_with(&self, bytes: &[u8], trusted: &str) -> String {
        let (keys, trusted) = (&self.keys, Some(trusted));
        let made =
            minisign::sign(Some(&keys.pk), &keys.sk, Cursor::new(bytes), trusted, None);
        made.unwrap().into_string()
    }

    pub(crate) fn signed(&self, head: &Head, snapshot: Vec<u8>) -> Feed {
        self.signed_bytes(serde_json::to_vec(head).unwrap(), snapshot)
    }

    pub(crate) fn signed_bytes(&self, head: Vec<u8>, snapshot: Vec<u8>) -> Feed {
        Feed { signature: self.sign(&head), head, snapshot }
    }

    pub(crate) fn publish(&self, version: u64, snapshot: &Snapshot) -> Feed {
        let bytes = bytes(snapshot);
        self.signed(&self.head(version, &bytes), bytes)
    }
}
