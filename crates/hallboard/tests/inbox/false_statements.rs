//! Letters from dishonest programs: the hall detects what the kiosk would not have sent.

use hallboard_feed::letter::{Letter, LetterBody, Sender, Token};
use hallboard_inbox::{Caution, Problem, ReviewerInput};
use hallboard_score::{EntryKind, Points, Scope, Source};

use crate::hall::{
    card, concern, day, guest, letter, own_deed, page, reply, review, thanks,
};

const TODAY: &str = "2026-11-24";

fn problems(letters: &[Letter], input: &ReviewerInput) -> Vec<Problem> {
    let result = review(letters, input, TODAY);
    assert_eq!(result.entry.is_none(), !result.problems.is_empty());
    result.problems
}

fn one(sender: Sender, kind: LetterBody) -> Vec<Problem> {
    problems(&[letter(1, TODAY, sender, kind)], &notified_today())
}

/// The official notified the subject today.
fn notified_today() -> ReviewerInput {
    ReviewerInput { notified: Some(day(TODAY)), ..ReviewerInput::default() }
}

fn found_card() -> Sender {
    Sender::Card { token: Token::new([1; 16]) }
}

fn found_page() -> Sender {
    Sender::Resident { token: Token::new([1; 16]) }
}

fn deed(id: &str) -> (String, Points) {
    (id.to_owned(), Points::from_hundredths(-500))
}

#[test]
fn honest_letters_have_no_problems() {
    let wish = |reward: &str| LetterBody::Wish { reward: reward.to_owned(), text: None };
    let scopes = vec![Scope::Score, Scope::Board, Scope::History];
    for (sender, kind) in [
        (card("R5"), own_deed("help", TODAY)),
        (guest("陈静"), own_deed("help", TODAY)),
        (guest("nobody"), thanks("李娜", "help", TODAY)),
        (found_card(), thanks("李娜", "help", TODAY)),
        (card("R1"), concern("李娜", "litter", "2026-11-23")),
        (page("R2"), reply("D2")),
        (page("R2"), reply("S1")),
        (page("R1"), LetterBody::Consent { scopes, text: None }),
        (page("R6"), LetterBody::Consent { scopes: vec![], text: None }),
        (card("R1"), wish("soap")),
    ] {
        assert_eq!(one(sender, kind.clone()), [], "{kind:?}");
    }
    // To be done by hand: no entry and no problems.
    for kind in [LetterBody::Copy { text: None }, LetterBody::Erasure { text: None }] {
        let result =
            review(&[letter(1, TODAY, page("R1"), kind)], &notified_today(), TODAY);
        assert_eq!((result.entry, result.problems), (None, vec![]));
    }
}

#[test]
fn every_false_statement_is_found() {
    let several = || Problem::Several {
        name: "王伟".to_owned(),
        ids: vec!["R3".to_owned(), "R4".to_owned()],
    };
    let not_on_board = |name: &str| Problem::NotOnBoard { name: name.to_owned() };
    let (litter, points) = deed("litter");
    let bad = Problem::BadDeed { deed: litter, points };
    let unknown = Problem::UnknownDeed { deed: "fly".to_owned(), on: day(TODAY) };
    let future = Problem::Future { date: day("2026-11-25"), latest: day(TODAY) };
    let apart =
        Problem::NotParticipating { resident: "R1".to_owned(), on: day("2025-02-28") };
    let good = Problem::GoodDeed { deed: "help".to_owned() };
    let late = Problem::Late { until: day("2026-10-12") };
    let reward = Problem::UnknownReward { reward: "car".to_owned(), on: day(TODAY) };
    let wish = |reward: &str| LetterBody::Wish { reward: reward.to_owned(), text: None };
    let hundredths = Points::from_hundredths;
    let dear =
        Problem::CannotAfford { cost: hundredths(20_000), balance: hundredths(300) };
    let consent =
        |scopes: &[Scope]| LetterBody::Consent { scopes: scopes.to_vec(), text: None };
    let not_yours = |id: &str| Problem::NotAboutSender(id.to_owned());
    let no_reply = Problem::NoReply(hallboard_score::KindWord::Consent);
    for (sender, kind, problem) in [
        (card("R1"), own_deed("litter", TODAY), bad.clone()),
        (card("R1"), thanks("李娜", "litter", TODAY), bad),
        (card("R1"), own_deed("fly", TODAY), unknown.clone()),
        (guest("x"), thanks("李娜", "fly", TODAY), unknown),
        (card("R1"), own_deed("help", "2026-11-25"), future),
        (card("R1"), own_deed("help", "2025-02-28"), apart),
        (guest("nobody"), own_deed("help", TODAY), Problem::AmbiguousSubject),
        (
            guest("王伟"),
            own_deed("help", TODAY),
            Problem::Several {
                name: String::new(),
                ids: vec!["R3".to_owned(), "R4".to_owned()],
            },
        ),
        (found_card(), own_deed("help", TODAY), Problem::AmbiguousSubject),
        (card("R1"), thanks("张三", "help", TODAY), Problem::AboutSelf),
        (card("R1"), thanks("陈静", "help", TODAY), not_on_board("陈静")),
        (card("R1"), thanks("赵云", "help", TODAY), not_on_board("赵云")),
        (guest("x"), thanks("王伟", "help", TODAY), several()),
        (card("R1"), concern("李娜", "help", TODAY), good),
        (card("R1"), concern("张三", "litter", TODAY), Problem::AboutSelf),
        (card("R1"), concern("陈静", "litter", TODAY), not_on_board("陈静")),
        (found_card(), concern("李娜", "litter", TODAY), Problem::UnknownCard),
        (page("R1"), reply("D2"), not_yours("D2")),
        (page("R1"), reply("D3"), late),
        (page("R1"), reply("D4"), Problem::Again("D4".to_owned())),
        (page("R1"), reply("D5"), Problem::AlreadyReversed("D5".to_owned())),
        (page("R1"), reply("E9"), Problem::UnknownEntry("E9".to_owned())),
        (page("R1"), reply("C1"), no_reply),
        (page("R3"), reply("S1"), not_yours("S1")),
        (page("R6"), reply("S1"), Problem::Guardian),
        (page("R6"), consent(&[Scope::Score, Scope::Board]), Problem::Guardian),
        (found_page(), consent(&[]), Problem::UnknownCard),
        (found_page(), LetterBody::Erasure { text: None }, Problem::UnknownCard),
        (found_card(), LetterBody::Copy { text: None }, Problem::UnknownCard),
        (card("R1"), wish("car"), reward),
        (card("R1"), wish("boat"), dear),
    ] {
        assert_eq!(one(sender, kind.clone()), [problem], "{kind:?}");
    }
}

#[test]
fn guests_have_fewer_rights_than_cards() {
    let source = |sender: Sender, kind: LetterBody| {
        let result = review(&[letter(1, TODAY, sender, kind)], &notified_today(), TODAY);
        let guests = result.cautions.contains(&Caution::GuestsOwn);
        match result.entry.unwrap().kind {
            EntryKind::Deed { resident, source, notified, .. } => {
                (resident.to_string(), source, notified, guests)
            }
            kind => panic!("{kind:?}"),
        }
    };
    let id = || "R5".to_owned();
    let deed = || own_deed("help", TODAY);
    assert_eq!(source(card("R5"), deed()), (id(), Source::SelfReport, None, false));
    assert_eq!(source(guest("陈静"), deed()), (id(), Source::Neighbour, None, true));
    let (other, notified) = ("R2".to_owned(), Some(day(TODAY)));
    let thanked = source(card("R5"), thanks("李娜", "help", TODAY));
    assert_eq!(thanked, (other.clone(), Source::Neighbour, None, false));
    let worried = source(card("R1"), concern("李娜", "litter", TODAY));
    assert_eq!(worried, (other, Source::Neighbour, notified, false));
}

#[test]
fn subject_must_match_the_letter() {
    let input =
        |id: &str| ReviewerInput { resident: Some(id.to_owned()), ..notified_today() };
    let thanked = |id: &str| {
        problems(
            &[letter(1, TODAY, guest("x"), thanks("王伟", "help", TODAY))],
            &input(id),
        )
    };
    assert_eq!(thanked("R3"), []);
    assert_eq!(thanked("R1"), [Problem::WrongSubject { resident: "R1".to_owned() }]);
    let own = |sender: Sender, id: &str| {
        problems(&[letter(1, TODAY, sender, own_deed("help", TODAY))], &input(id))
    };
    assert_eq!(own(guest("nobody"), "R5"), []);
    assert_eq!(own(guest("nobody"), "R7"), [Problem::AmbiguousSubject]);
    assert_eq!(
        own(card("R1"), "R2"),
        [Problem::WrongSubject { resident: "R2".to_owned() }]
    );
}

#[test]
fn concern_needs_a_notified_subject() {
    let about = concern("李娜", "litter", "2026-11-20");
    let check = |notified: Option<&str>, expected: &[Problem]| {
        let input =
            ReviewerInput { notified: notified.map(day), ..ReviewerInput::default() };
        let letters = [letter(1, TODAY, card("R1"), about.clone())];
        assert_eq!(problems(&letters, &input), expected, "{notified:?}");
    };
    let when = |notified: &str| Problem::NotificationDate {
        notified: day(notified),
        from: day(TODAY),
        to: day(TODAY),
    };
    check(None, &[Problem::SubjectNotNotified { resident: "R2".to_owned() }]);
    check(Some("2026-11-23"), &[when("2026-11-23")]);
    check(Some("2026-11-25"), &[when("2026-11-25")]);
    check(Some(TODAY), &[]);
}

#[test]
fn concerns_per_reporter_and_week_are_limited() {
    let concern = |number: u32, by: &str, about: &str| {
        letter(number, TODAY, card(by), concern(about, "litter", TODAY))
    };
    let three: Vec<Letter> = (1..4).map(|it| concern(it, "R1", "李娜")).collect();
    assert_eq!(problems(&three, &notified_today()), []);
    let with = |last: Letter| [three.clone(), vec![last]].concat();
    let week = hallboard_inbox::week_of(day(TODAY)).unwrap();
    let too_many = [Problem::TooMany { week }];
    // The limit does not depend on the subject or on the sender's clock.
    let mut backdated = concern(4, "R1", "李娜");
    backdated.written = crate::hall::noon("2026-11-01");
    backdated.kind = crate::hall::concern("李娜", "litter", "2026-10-30");
    let mut from_page = concern(4, "R1", "李娜");
    from_page.sender = page("R1");
    let fourths =
        [concern(4, "R1", "李娜"), concern(0, "R1", "李娜"), backdated, from_page];
    for fourth in fourths {
        assert_eq!(problems(&with(fourth), &notified_today()), too_many);
    }
    assert_eq!(problems(&with(concern(4, "R2", "张三")), &notified_today()), []);
}

#[test]
fn reply_has_the_day_of_writing_but_not_after_receipt() {
    let date = |written: &str| {
        let result = review(
            &[letter(1, written, page("R2"), reply("D2"))],
            &notified_today(),
            TODAY,
        );
        let long = result.cautions.len();
        (result.entry.unwrap().date, long)
    };
    assert_eq!(date("2026-11-23"), (day("2026-11-23"), 0));
    assert_eq!(date("2026-11-28"), (day(TODAY), 0));
    assert_eq!(date("2026-11-11"), (day("2026-11-11"), 1));
    assert_eq!(date("2026-11-01"), (day("2026-11-10"), 1));
}

#[test]
fn consent_takes_effect_on_the_day_of_receipt() {
    let leave = LetterBody::Consent { scopes: vec![], text: None };
    let result =
        review(&[letter(1, "2026-01-01", page("R1"), leave)], &notified_today(), TODAY);
    assert_eq!(result.entry.unwrap().date, day(TODAY));
}
