//! `hallboard signs`, `monthly`, `forms` and `certificate`: who is in no byte of them, and what they
//! refuse.
#![cfg(test)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Ran, hallboard};
use serde_json::{Value, json};
use tempfile::TempDir;

const NOW: &str = "2026-11-23T12:00:00+08:00";
const SETTINGS: &str = "[hall]\nworkbook = \"ledger.json\"\nphone = \"0571 1234\"\n";

/// A hall folder with a key, and a register of so many residents who agree to everything.
struct Hall(TempDir);

impl Hall {
    fn new(residents: usize) -> Hall {
        let hall = Hall(TempDir::new().unwrap());
        fs::write(hall.path("hallboard.toml"), SETTINGS).unwrap();
        hall.write("ledger.json", &register(residents));
        let key = hall.path("hall.key");
        assert_eq!(hallboard(["keygen", "--out", key.to_str().unwrap()]).code, 0);
        hall
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, register: &Value) {
        fs::write(self.path(name), serde_json::to_vec(register).unwrap()).unwrap();
    }

    fn edit(&self, change: impl FnOnce(&mut Value)) {
        let mut register =
            serde_json::from_slice(&fs::read(self.path("ledger.json")).unwrap()).unwrap();
        change(&mut register);
        self.write("ledger.json", &register);
    }

    fn run(&self, line: &str) -> Ran {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let folder = self.0.path().to_str().unwrap();
        let mut words = vec![command, folder];
        words.extend(rest.split_whitespace());
        if command != "forms" {
            words.extend(["--now", NOW]);
        }
        hallboard(words)
    }

    #[track_caller]
    fn done(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}\n{}", ran.out);
        ran.out
    }

    #[track_caller]
    fn refused(&self, line: &str, code: i32, expected: &str) {
        let ran = self.run(line);
        assert_eq!(ran.code, code, "{line}\n{}", ran.out);
        assert!(ran.err.contains(expected), "{line}\n{}", ran.err);
    }

    fn page(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

/// Households by what they agreed to, each with an address that tells whose it is.
const HOUSEHOLDS: [(&str, &str, &[&str]); 5] = [
    ("H1", "Agreed Lane 1", &["sign"]),
    ("H2", "Boardonly Lane 2", &["board"]),
    ("H3", "Nothing Lane 3", &[]),
    ("H4", "Withdrawn Lane 4", &["sign"]),
    ("H5", "Both Lane 5", &["sign", "board"]),
];

fn register(residents: usize) -> Value {
    let mut entries = Vec::new();
    let mut add = |date: &str, fields: Value| {
        let mut entry = json!({"id": format!("E{}", entries.len()), "date": date});
        let fields = fields.as_object().unwrap().clone();
        entry.as_object_mut().unwrap().extend(fields);
        entries.push(entry);
    };
    for (id, _, scopes) in HOUSEHOLDS.iter().filter(|it| !it.2.is_empty()) {
        add("2026-01-02", json!({"kind": "consent", "household": id, "scopes": scopes}));
    }
    add("2026-11-23", json!({"kind": "consent", "household": "H4", "scopes": []}));
    for (id, ..) in HOUSEHOLDS {
        add(
            "2026-02-01",
            json!({"kind": "rating", "household": id, "category": "yard", "stars": 5}),
        );
    }
    let all = ["score", "board", "history", "thanks"];
    for number in 0..residents {
        let id = format!("R{number}");
        add("2026-01-02", json!({"kind": "consent", "resident": id, "scopes": all}));
        add(
            "2026-10-05",
            json!({"kind": "deed", "resident": id, "deed": "help",
            "source": "organisation"}),
        );
        add(
            "2026-10-06",
            json!({"kind": "redemption", "resident": id, "reward": "soap"}),
        );
    }
    let household = |(id, address, _): &(&str, &str, &[&str])| json!({"id": id, "names": {"en": address, "zh-Hans": address}});
    let resident = |number: usize| {
        json!({"id": format!("R{number}"), "name": format!("Person{number:02}"),
            "household": "H1"})
    };
    json!({
        "format": "hallboard-ledger/1",
        "hall": {"id": "mill", "names": {"en": "Mill hall", "zh-Hans": "磨坊村"},
            "time_zone": "Asia/Shanghai"},
        "rulebooks": [{"from": "2026-01-01", "score": {"min": 0, "max": 100, "base": 60},
            "categories": [
                {"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4]},
                {"id": "family", "names": {"en": "Family"}, "star_points": [-4, -2, 0, 2, 4]},
                {"id": "credit", "names": {"en": "Credit"}, "star_points": [0, 0, 0, 1, 2]}],
            "deeds": [{"id": "help", "names": {"en": "Helping"}, "points": 3},
                {"id": "litter", "names": {"en": "Littering"}, "points": -5}],
            "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2}]}],
        "households": HOUSEHOLDS.iter().map(household).collect::<Vec<_>>(),
        "residents": (0..residents).map(resident).collect::<Vec<_>>(),
        "entries": entries,
    })
}

#[test]
fn signs_contain_consenting_households_only() {
    let hall = Hall::new(3);
    for arguments in ["", " --size a6 --paper letter", " --print-language en"] {
        let report = hall.done(&format!("signs --replace{arguments}"));
        assert!(report.contains("Signs: 2. Pages: 1."), "{report}");
        let page = hall.page("signs.html");
        for (id, address, _) in HOUSEHOLDS {
            let agrees = ["H1", "H5"].contains(&id);
            assert_eq!(page.contains(address), agrees, "{address}");
            assert!(!page.contains(&format!(">{id}<")), "{id}");
        }
        assert!(!page.contains("Person") && !page.contains("Credit"));
        assert!(page.contains("Yard") && page.contains("0571 1234"));
    }
}

#[test]
fn one_household_is_chosen_by_its_id_if_it_agreed() {
    let hall = Hall::new(1);
    hall.done(&format!("signs --household H5 --out {}", hall.path("one.html").display()));
    let page = hall.page("one.html");
    assert!(page.contains("Both Lane 5") && !page.contains("Agreed Lane 1"));
    hall.refused("signs --household H2", 2, "the household H2 has not agreed to a sign");
    hall.refused("signs --household H4", 2, "the household H4 has not agreed to a sign");
    hall.refused("signs --household H9", 2, "no household in the register has the id H9");
    assert!(!hall.path("signs.html").exists());
}

/// Whatever a household has below three stars, its sign is the same to the byte.
#[test]
fn a_low_rating_makes_the_same_page_as_none() {
    let hall = Hall::new(1);
    hall.done("signs");
    let unrated = hall.page("signs.html");
    for stars in [1, 2, 3] {
        hall.write("ledger.json", &register(1));
        hall.edit(|register| {
            register["entries"].as_array_mut().unwrap().push(json!({"id": "low",
                "date": "2026-03-01", "kind": "rating", "household": "H1",
                "category": "family", "stars": stars}));
        });
        hall.done("signs --replace");
        assert_eq!(hall.page("signs.html") == unrated, stars < 3, "{stars}");
    }
}

#[test]
fn existing_page_is_replaced_only_on_request() {
    let hall = Hall::new(1);
    fs::write(hall.path("forms.html"), "mine").unwrap();
    assert_eq!(hall.run("forms").code, 2);
    assert_eq!(hall.page("forms.html"), "mine");
    hall.done("forms --replace --on 2026-11-23");
    assert!(hall.page("forms.html").contains("参加自愿"));
}

#[test]
fn the_page_of_a_month_names_those_whom_the_board_names() {
    let hall = Hall::new(12);
    hall.edit(|register| {
        let entries = register["entries"].as_array_mut().unwrap();
        for (id, scopes) in [("R1", json!(["score"])), ("R2", json!(["score", "board"]))]
        {
            entries.push(json!({"id": format!("less-{id}"), "date": "2026-11-01",
                "kind": "consent", "resident": id, "scopes": scopes}));
        }
        entries.push(json!({"id": "other-month", "date": "2026-09-30", "kind": "deed",
            "resident": "R2", "deed": "help", "source": "self"}));
    });
    hall.refused("monthly", 1, "no publication that is signed with the hall's key");
    hall.done("publish --feed-only");
    hall.done(&format!("monthly --xlsx {}", hall.path("month.xlsx").display()));
    let page = hall.page("monthly-2026-10.html");
    for number in 0..12 {
        let name = format!("Person{number:02}");
        assert_eq!(page.contains(&name), !(1..=2).contains(&number), "{name}");
    }
    assert!(page.contains("Helping") && !page.contains("Lane"));
    assert!(page.contains("Rewards handed out"));
    assert!(hall.path("month.xlsx").metadata().unwrap().len() > 1_000);
}

#[test]
fn a_month_of_fewer_than_ten_people_has_no_figures() {
    let hall = Hall::new(9);
    hall.done("publish --feed-only");
    hall.done("monthly");
    let page = hall.page("monthly-2026-10.html");
    for label in ["Average score", "Taking part", "Good deeds", "Rewards handed out"] {
        assert!(!page.contains(&format!(">{label}<")), "{label}");
    }
    assert!(page.contains("no figures to publish") && page.contains("Person03"));
}

#[test]
fn only_the_newest_publication_of_the_halls_own_key_is_printed() {
    let hall = Hall::new(10);
    hall.done("publish --feed-only");
    let old = TempDir::new().unwrap();
    for file in fs::read_dir(hall.path("site/feed")).unwrap().map(|it| it.unwrap().path())
    {
        if file.is_file() {
            fs::copy(&file, old.path().join(file.file_name().unwrap())).unwrap();
        }
    }
    let ran = hallboard([
        "publish",
        hall.0.path().to_str().unwrap(),
        "--feed-only",
        "--now",
        "2026-11-23T12:30:00+08:00",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for file in fs::read_dir(old.path()).unwrap().map(|it| it.unwrap().path()) {
        let to = hall.path("site/feed").join(file.file_name().unwrap());
        fs::copy(&file, to).unwrap();
    }
    let later = |now: &str| {
        hallboard(["monthly", hall.0.path().to_str().unwrap(), "--replace", "--now", now])
    };
    let ran = later("2026-11-23T13:00:00+08:00");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("an older publication than the last one"), "{}", ran.err);

    let snapshot = fs::read_dir(hall.path("site/feed"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .find(|it| {
            it.to_str().unwrap().contains("snapshot-")
                && it.extension().unwrap() == "json"
        });
    let mut bytes = fs::read(snapshot.as_ref().unwrap()).unwrap();
    bytes.push(b' ');
    fs::write(snapshot.unwrap(), bytes).unwrap();
    let ran = later("2026-11-23T13:00:00+08:00");
    assert!(ran.err.contains("signed with the hall's key"), "{}", ran.err);
    assert!(!hall.path("monthly-2026-10.html").exists());
}

#[test]
fn an_expired_publication_makes_no_page() {
    let hall = Hall::new(10);
    hall.done("publish --feed-only");
    let ran = hallboard([
        "monthly",
        hall.0.path().to_str().unwrap(),
        "--now",
        "2026-12-20T12:00:00+08:00",
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("has expired"), "{}", ran.err);
    assert!(!hall.path("monthly-2026-11.html").exists());
}

#[test]
fn forms_contain_rules_and_no_residents() {
    let hall = Hall::new(3);
    hall.done("forms --on 2026-11-23");
    let page = hall.page("forms.html");
    assert!(page.contains("Helping") && page.contains("Littering"));
    assert!(!page.contains("Person") && !page.contains("Lane"));
    hall.done("forms --only consent --replace --on 2026-11-23");
    assert!(!hall.page("forms.html").contains("Helping"));
    hall.refused(
        "forms --replace --on 2025-12-31",
        1,
        "no rules are in force on 2025-12-31",
    );
}

#[test]
fn certificates_name_the_chosen_deeds_of_their_holder_and_nobody_else() {
    let hall = Hall::new(3);
    hall.edit(|register| {
        let entries = register["entries"].as_array_mut().unwrap();
        for (id, day, deed) in
            [("sung", "2026-11-01", "sing"), ("litter", "2026-11-02", "litter")]
        {
            entries.push(json!({"id": id, "date": day, "kind": "deed", "resident": "R1",
                "deed": deed, "source": "organisation", "notified": "2026-11-02"}));
        }
        let deeds = register["rulebooks"][0]["deeds"].as_array_mut().unwrap();
        deeds.push(json!({"id": "sing", "names": {"en": "Singing", "zh-Hans": "唱歌"},
            "points": 1}));
    });
    let list = hall.done("certificate R1");
    let own = own_deed(&hall, "R1");
    assert!(list.contains("sung") && list.contains(&own), "{list}");
    assert!(
        list.contains("2026-11-01  Singing") && !list.contains("Littering"),
        "{list}"
    );
    assert!(!hall.path("certificate.html").exists());
    for arguments in
        ["", "--paper letter", "--print-language en", "--print-language zh-Hans"]
    {
        let report = hall.done(&certificate_of("R1", "sung", arguments));
        assert!(report.contains("Person01") && report.contains("Good deeds: 1."));
        assert!(report.contains("https://hall.example/verify/"), "{report}");
        let page = hall.page("certificate.html");
        assert!(page.contains("Person01") && page.contains("2026"), "{page}");
        let chinese = !arguments.ends_with(" en");
        assert_eq!(page.contains("唱歌"), chinese);
        for absent in
            ["Helping", "Littering", "Person00", "Person02", "Lane", "sung", "R1"]
        {
            assert!(!page.contains(absent), "{absent}");
        }
    }
    let first = hall.page("certificate.html");
    hall.done(&certificate_of("R1", "sung", "--print-language zh-Hans"));
    assert_eq!(hall.page("certificate.html"), first, "the same page is made twice");
}

#[test]
fn certificates_need_consent_a_good_deed_and_an_address() {
    let hall = Hall::new(3);
    hall.edit(|register| {
        let entries = register["entries"].as_array_mut().unwrap();
        entries.push(json!({"id": "less", "date": "2026-11-01", "kind": "consent",
            "resident": "R1", "scopes": ["score", "thanks"]}));
        entries.push(json!({"id": "litter", "date": "2026-11-02", "kind": "deed",
            "resident": "R2", "deed": "litter", "source": "organisation",
            "notified": "2026-11-02"}));
    });
    let others = own_deed(&hall, "R0");
    let no_consent = "R1 has not agreed to be on the board";
    hall.refused("certificate R1", 2, no_consent);
    hall.refused(&certificate_of("R1", &own_deed(&hall, "R1"), ""), 2, no_consent);
    hall.refused("certificate R9", 2, "R9");
    let not_theirs = "is none of the good deeds of Person02";
    hall.refused(&certificate_of("R2", "litter", ""), 2, not_theirs);
    hall.refused(&certificate_of("R2", &others, ""), 2, not_theirs);
    hall.refused(&certificate_of("R2", "E999", ""), 2, not_theirs);
    let own = own_deed(&hall, "R2");
    hall.refused(&format!("certificate R2 --entry {own}"), 2, "address");
    let long = format!("https://hall.example/{}/", "a".repeat(2_400));
    hall.refused(
        &format!("certificate R2 --entry {own} --address {long}"),
        2,
        "too long for a QR code",
    );
    assert!(!hall.path("certificate.html").exists());
    hall.done(&certificate_of("R2", &own, ""));
}

#[test]
fn more_deeds_than_a_sheet_has_room_for_are_refused() {
    let hall = Hall::new(1);
    let entries: Vec<String> = (0..9).map(|it| format!("more-{it}")).collect();
    hall.edit(|register| {
        let all = register["entries"].as_array_mut().unwrap();
        all.extend(entries.iter().map(|id| {
            json!({"id": id, "date": "2026-11-01", "kind": "deed", "resident": "R0",
                "deed": "help", "source": "organisation"})
        }));
    });
    let of = |count: usize| {
        let chosen: Vec<String> =
            entries.iter().take(count).map(|it| format!("--entry {it}")).collect();
        format!(
            "certificate R0 --address https://hall.example/ --replace {}",
            chosen.join(" ")
        )
    };
    hall.done(&of(8));
    hall.refused(&of(9), 2, "at most 8");
}

/// The id of the deed that [`register`] gives a resident.
fn own_deed(hall: &Hall, resident: &str) -> String {
    let register: Value =
        serde_json::from_slice(&fs::read(hall.path("ledger.json")).unwrap()).unwrap();
    let entries = register["entries"].as_array().unwrap();
    let deed = entries.iter().find(|it| {
        it["kind"] == "deed" && it["resident"] == resident && it["deed"] == "help"
    });
    deed.unwrap()["id"].as_str().unwrap().to_owned()
}

fn certificate_of(resident: &str, entry: &str, arguments: &str) -> String {
    format!(
        "certificate {resident} --entry {entry} --address https://hall.example/ --replace \
         {arguments}"
    )
}
