//! Clocks that contradict known times.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use common::hallboard;

use crate::{Hall, common, everything, one_line};

/// The hall's last publication.
const LAST: &str = "2026-11-23T12:00:00+08:00";

/// A clock, and its day in the hall's time zone.
const DOUBTFUL: [(&str, &str); 6] = [
    ("1970-01-01T00:00:01Z", "1970-01-01"),
    ("2015-01-01T03:00:00+08:00", "2015-01-01"),
    ("2026-11-22T09:00:00+08:00", "2026-11-22"),
    ("2026-11-23T09:59:59+08:00", "2026-11-23"),
    // Past midnight in the hall's time zone, but not in UTC.
    ("2027-01-07T17:00:00Z", "2027-01-08"),
    ("2031-05-01T12:00:00+08:00", "2031-05-01"),
];

/// A hall that has published twice and made cards, with a waiting letter.
struct PublishedHall {
    hall: Hall,
    first: u64,
}

impl PublishedHall {
    fn new() -> PublishedHall {
        static FIRST: OnceLock<PublishedHall> = OnceLock::new();
        let first = FIRST.get_or_init(PublishedHall::first);
        PublishedHall { hall: first.hall.copied(), first: first.first }
    }

    fn first() -> PublishedHall {
        let hall = Hall::new();
        hall.publish(20, 1);
        let first = hall.version();
        hall.done("cards --now 2026-11-20T12:00:00+08:00");
        hall.withdraw(22);
        hall.done(&format!("publish --feed-only --now {LAST}"));
        hall.make_letters();
        std::fs::write(hall.path("letters/incoming/1.letter"), "no letter").unwrap();
        PublishedHall { hall, first }
    }

    /// Every command that issues or purges something.
    fn lines(&self) -> Vec<String> {
        let first = self.first;
        let ledger = std::fs::read_to_string(self.hall.path("ledger.json")).unwrap();
        let ledger: serde_json::Value = serde_json::from_str(&ledger).unwrap();
        let taking_part = self.hall.feed().1.residents.names[0].clone();
        let residents = ledger["residents"].as_array().unwrap();
        let id = residents.iter().find(|it| it["name"] == *taking_part).unwrap();
        let id = id["id"].as_str().unwrap();
        vec![
            "publish --feed-only".to_owned(),
            "publish --feed-only --dry-run".to_owned(),
            "publish --feed-only --withdrawals".to_owned(),
            "publish --feed-only --withdrawals --dry-run".to_owned(),
            format!("rollback --feed-only --to {first}"),
            format!("rollback --feed-only --to {first} --dry-run"),
            "cards".to_owned(),
            format!("cards --resident {id} --reissue"),
            "inbox".to_owned(),
            "inbox --list".to_owned(),
        ]
    }
}

#[test]
fn doubtful_clock_issues_and_purges_nothing() {
    let lived = PublishedHall::new();
    let before = everything(lived.hall.0.path());
    for (now, day) in DOUBTFUL {
        for line in lived.lines() {
            let ran = lived.hall.run(&format!("{line} --now {now}"));
            assert_eq!(
                (ran.code, ran.out.as_str()),
                (1, ""),
                "{line} {now}: {}",
                ran.err
            );
            let [what, place, hint] = one_line(&ran);
            assert!(
                what.contains("the clock is doubtful, and nothing was changed"),
                "{what}"
            );
            assert!(what.contains(day) && what.contains("2026-11-23 12:00"), "{what}");
            assert!(place.contains(lived.hall.folder().to_str().unwrap()), "{place}");
            let way = format!("add --clock-is-right {day}: then everything goes ahead");
            assert!(hint.contains(&way) && hint.contains("withdrawals"), "{hint}");
            assert_eq!(everything(lived.hall.0.path()), before, "{line} {now}");
        }
    }
    let line = format!("publish --feed-only --language zh --now {}", DOUBTFUL[1].0);
    let chinese = lived.hall.run(&line);
    assert!(chinese.err.contains("--clock-is-right 2015-01-01"), "{}", chinese.err);
}

#[test]
fn doubtful_clock_publishes_none_of_many_halls() {
    let halls = [Hall::published(), Hall::published()];
    let before: Vec<_> = halls.iter().map(|it| everything(&it.folder())).collect();
    let folders = halls.each_ref().map(Hall::folder);
    let folders: Vec<&str> = folders.iter().map(|it| it.to_str().unwrap()).collect();
    let run = |more: &[&str]| {
        let line = ["publish", "--feed-only", "--now", "2015-01-01T12:00:00+08:00"];
        hallboard(line.iter().chain(more).chain(&folders).copied().collect::<Vec<_>>())
    };
    let ran = run(&[]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert_eq!(ran.err.matches("the clock is doubtful").count(), 2, "{}", ran.err);
    let after: Vec<_> = halls.iter().map(|it| everything(&it.folder())).collect();
    assert_eq!(after, before);
    let ran = run(&["--clock-is-right", "2015-01-01"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

/// The two earliest clocks are left out: nobody takes part on those days, so `cards` would
/// fail.
#[test]
fn confirmation_is_valid_for_its_day_only() {
    for (now, day) in [DOUBTFUL[2], DOUBTFUL[3], DOUBTFUL[4], DOUBTFUL[5]] {
        let count = PublishedHall::new().lines().len();
        for number in 0..count {
            let lived = PublishedHall::new();
            let line = format!("{} --now {now}", lived.lines()[number]);
            let before = everything(lived.hall.0.path());
            for other in ["2026-11-24", "1970-01-02"] {
                let ran = lived.hall.run(&format!("{line} --clock-is-right {other}"));
                assert_eq!(ran.code, 1, "{line}: {}", ran.out);
                let [what, _, hint] = one_line(&ran);
                assert!(what.contains(other) && what.contains(day), "{what}");
                assert!(hint.contains(&format!("--clock-is-right {day}")), "{hint}");
                assert_eq!(everything(lived.hall.0.path()), before, "{line}");
            }
            lived.hall.done(&format!("{line} --clock-is-right {day}"));
            let changed = everything(lived.hall.0.path()) != before;
            assert_eq!(changed, !line.contains("--dry-run"), "{line}");
        }
    }
}

#[test]
fn withdrawal_is_published_on_the_confirmed_day() {
    for (now, day) in &DOUBTFUL[3..] {
        let hall = Hall::published();
        let name = hall.withdraw(23);
        let line = format!("publish --feed-only --withdrawals --now {now}");
        assert_eq!(hall.run(&line).code, 1);
        assert!(hall.feed().1.residents.names.contains(&name), "{now}");
        hall.done(&format!("{line} --clock-is-right {day}"));
        assert!(!hall.feed().1.residents.names.contains(&name), "{now}");
    }
}

#[test]
fn two_hours_back_and_forty_five_days_on_no_clock_is_doubted() {
    for now in [
        "2026-11-23T10:00:00+08:00",
        "2026-11-23T10:00:01+08:00",
        LAST,
        "2027-01-07T12:00:00+08:00",
    ] {
        let lived = PublishedHall::new();
        // Commands that publish come last, so that each is checked against the same
        // publication.
        let mut lines = lived.lines();
        lines.sort_by_key(|it| !it.contains("--dry-run") && !it.starts_with(['c', 'i']));
        let publishing = lines.iter().position(|it| it == "publish --feed-only").unwrap();
        for line in &lines[..=publishing] {
            lived.hall.done(&format!("{line} --now {now}"));
        }
    }
}

/// After a confirmed leap forward and back again, the clock is checked against the last
/// publication.
#[test]
fn a_confirmed_day_is_the_last_publication_from_then_on() {
    let hall = Hall::published();
    hall.done(
        "publish --feed-only --now 2031-05-01T12:00:00+08:00 --clock-is-right 2031-05-01",
    );
    let ran = hall.run("publish --feed-only --now 2026-11-24T12:00:00+08:00");
    assert_eq!(ran.code, 1, "{}", ran.out);
    hall.done(
        "publish --feed-only --now 2026-11-24T12:00:00+08:00 --clock-is-right 2026-11-24",
    );
    hall.done("publish --feed-only --now 2026-11-25T12:00:00+08:00");
}

/// If the state file is lost or outdated, the head in the site counts; if the site is lost,
/// the state file does.
#[test]
fn the_head_in_the_site_or_the_state_file_is_enough() {
    for lost in ["key.memory.json", "site"] {
        let hall = Hall::published();
        match lost {
            "site" => std::fs::remove_dir_all(hall.path("site")).unwrap(),
            file => std::fs::remove_file(hall.path(file)).unwrap(),
        }
        let before = everything(&hall.folder());
        let ran = hall.run("publish --feed-only --now 2026-11-23T09:00:00+08:00");
        assert_eq!(ran.code, 1, "{lost}: {}", ran.out);
        one_line(&ran);
        assert_eq!(everything(&hall.folder()), before, "{lost}");
    }
    // Heads signed by other keys prove nothing about this hall's clock.
    let (hall, other) = (Hall::published(), Hall::new());
    std::fs::remove_file(hall.path("key.memory.json")).unwrap();
    for key in ["key", "key.pub"] {
        std::fs::copy(other.path(key), hall.path(key)).unwrap();
    }
    hall.done("publish --feed-only --now 2015-01-01T12:00:00+08:00");
}

#[test]
fn the_computers_own_clock_is_checked_against_the_halls_files() {
    let hours = |hours: u64| SystemTime::now() + Duration::from_secs(hours * 3600);
    for name in ["ledger.json", "notes/plan.txt", "letters/incoming/1.letter", "key"] {
        let hall = Hall::new();
        let path = hall.path(name);
        hall.make_letters();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let options = || std::fs::File::options().append(true).create(true).open(&path);
        let changed = |at: SystemTime| options().unwrap().set_modified(at).unwrap();
        changed(hours(3));
        let before = everything(hall.0.path());
        for line in ["publish --feed-only", "publish --feed-only --dry-run", "cards"] {
            let ran = hall.run(line);
            assert_eq!(ran.code, 1, "{name} {line}: {}", ran.out);
            let [what, _, hint] = one_line(&ran);
            assert!(what.contains(path.to_str().unwrap()), "{what}");
            assert!(hint.contains("the file has a wrong time"), "{hint}");
            assert_eq!(everything(hall.0.path()), before, "{line}");
        }
        // A given instant is not checked against the files.
        hall.done("publish --feed-only --dry-run --now 2026-11-23T12:00:00+08:00");
        let now = jiff::Timestamp::now()
            .to_zoned(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap())
            .date();
        hall.done(&format!("publish --feed-only --dry-run --clock-is-right {now}"));
        assert_eq!(
            hall.run("publish --feed-only").code,
            1,
            "a dry run sets nothing right"
        );
        hall.done(&format!("publish --feed-only --clock-is-right {now}"));
        // From then on without confirmation.
        hall.done("publish --feed-only");
        changed(hours(1));
        hall.done("publish --feed-only");
    }
    // Files in the site prove nothing: others can write there.
    let hall = Hall::new();
    hall.done("publish --feed-only");
    let file = std::fs::File::create(hall.path("site/photo.jpg")).unwrap();
    file.set_modified(hours(24 * 365)).unwrap();
    hall.done("publish --feed-only");
}
