//! Tests that need a browser: its calendar, collation, URL and storage, and the app without
//! a hall to trust.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use hallboard_score::Day;
use hallboard_web::app::BoardApp;
use hallboard_web::language::Language;
use hallboard_web::page_kind::PageKind;
use hallboard_web::platform::{
    Calendar, DateStyle, PageConfig, UrlParams, in_order_of_names, storage, without_marks,
};
use leptos::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn english() -> Language {
    Language::from_tag("en").unwrap()
}

fn chinese() -> Language {
    Language::from_tag("zh-Hans").unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[wasm_bindgen_test]
fn dates_read_as_people_write_them() {
    let check = |style, in_english: &str, in_chinese: &str| {
        let day = day("2026-11-23");
        assert_eq!(Calendar(english()).day(day, style), in_english);
        assert_eq!(Calendar(chinese()).day(day, style), in_chinese);
    };
    check(DateStyle::Weekday, "Monday 23 November", "11月23日星期一");
    check(DateStyle::ShortWeekday, "Mon 23 Nov", "11月23日周一");
    check(DateStyle::Full, "23 November 2026", "2026年11月23日");
    check(DateStyle::DayOfYear, "23 November", "11月23日");
    check(DateStyle::Month, "November 2026", "2026年11月");
    check(DateStyle::ShortMonth, "Nov", "11月");
}

#[wasm_bindgen_test]
fn counted_texts_go_by_the_rules_of_their_language() {
    use hallboard_web::platform::PluralCategory::{
        self, Few, Many, One, Other, Two, Zero,
    };
    let check = |locale, expected: [PluralCategory; 6]| {
        let found = [0.0, 1.0, 2.0, 3.0, 11.0, 100.0];
        let found = found.map(|number| PluralCategory::of(number, locale));
        assert_eq!(found, expected, "{locale}");
    };
    check("zh-Hans-CN", [Other; 6]);
    check("en-GB", [Other, One, Other, Other, Other, Other]);
    check("ar", [Zero, One, Two, Few, Many, Other]);
}

#[wasm_bindgen_test]
fn the_hall_s_day_is_not_the_browser_s() {
    let check = |seconds, zone, expected: Option<(&str, u32)>| {
        let actual = Calendar::civil_time(seconds, zone);
        let actual = actual.map(|(day, minute)| (day.to_string(), minute));
        let actual = actual.as_ref().map(|(day, minute)| (day.as_str(), *minute));
        assert_eq!(actual, expected, "{seconds} in {zone}");
    };
    check(1_795_449_599, "Asia/Shanghai", Some(("2026-11-23", 1439)));
    check(1_795_449_600, "Asia/Shanghai", Some(("2026-11-24", 0)));
    check(1_795_449_600, "UTC", Some(("2026-11-23", 960)));
    check(1_795_449_600, "America/New_York", Some(("2026-11-23", 660)));
    // A change to daylight saving time, from two to three o'clock.
    check(1_774_745_940, "Europe/Berlin", Some(("2026-03-29", 119)));
    check(1_774_746_000, "Europe/Berlin", Some(("2026-03-29", 180)));
    check(0, "Asia/Nowhere", None);
}

#[wasm_bindgen_test]
fn instants_are_shown_in_the_hall_s_time_zone() {
    let actual = Calendar(chinese()).instant(1_795_409_040, "Asia/Shanghai");
    assert_eq!(actual, "11月23日 12:44");
    let actual = Calendar(english()).instant(1_795_409_040, "Asia/Shanghai");
    assert_eq!(actual, "23 Nov, 12:44");
}

#[wasm_bindgen_test]
fn names_stand_in_the_order_of_the_language() {
    let names = ["王梅芳", "陈桂花", "Ann", "方水根", "陈建国"].map(str::to_owned);
    let sorted = in_order_of_names(chinese(), &names);
    let position = |at: usize| sorted.iter().position(|place| *place == at).unwrap();
    assert!(position(1) < position(4) && position(4) < position(3));
    assert!(position(3) < position(0));
    let houses = ["10 Tea Lane", "9 Tea Lane", "101 Tea Lane"].map(str::to_owned);
    assert_eq!(in_order_of_names(english(), &houses), [1, 0, 2]);
    let same = ["李阿大", "李阿大"].map(str::to_owned);
    assert_eq!(in_order_of_names(chinese(), &same), [0, 1]);
}

#[wasm_bindgen_test]
fn marks_are_taken_from_letters_of_every_script_that_reads_without_them() {
    let check = |text, expected| assert_eq!(without_marks(text), expected, "{text}");
    check("Trần Đặng", "Tran Đang");
    check("ǘ Żó e\u{301}", "u Zo e");
    check("Королёв", "Королев");
    check("が", "か");
    check("ＡＮＮＡ ﬁlm №5", "ANNA film No5");
    check(
        "\u{645}\u{64f}\u{62d}\u{64e}\u{645}\u{651}\u{64e}\u{62f}",
        "\u{645}\u{62d}\u{645}\u{62f}",
    );
    check("\u{5e9}\u{5c1}\u{5b8}", "\u{5e9}");
    // Vowels of Devanagari and Thai are combining marks in Unicode, but must stay.
    check("नेहा ที", "नेहा ที");
    check("王桂英", "王桂英");
}

#[wasm_bindgen_test]
fn addresses_ask_for_pages() {
    let asked = "?lang=zh&page=residents&part=3&pause&inches=65&metres=8&wall=0&theme=night&home=wall%3D1";
    let expected = UrlParams {
        language: Some(chinese()),
        page: Some(PageKind::Residents),
        part: 2,
        paused: true,
        wall: Some(false),
        inches: Some(65.0),
        metres: Some(8.0),
        night: Some(true),
        home: "wall=1".to_owned(),
        search: asked.trim_start_matches('?').to_owned(),
    };
    assert_eq!(UrlParams::from_search(asked), expected);
    assert_eq!(UrlParams::from_search(""), UrlParams::default());
    let nonsense = "?lang=xx&page=admin&part=-1&inches=NaN&metres=0";
    let search = nonsense.trim_start_matches('?').to_owned();
    assert_eq!(
        UrlParams::from_search(nonsense),
        UrlParams { search, ..UrlParams::default() }
    );
}

#[wasm_bindgen_test]
fn storage_gives_back_what_it_was_given() {
    assert!(storage::set("a test", "杨桥"));
    assert_eq!(storage::get("a test").as_deref(), Some("杨桥"));
    assert_eq!(storage::get("another test"), None);
}

fn document() -> web_sys::Document {
    web_sys::window().unwrap().document().unwrap()
}

#[wasm_bindgen_test]
fn the_shell_says_where_and_whose() {
    let meta = document().create_element("meta").unwrap();
    meta.set_attribute("name", "hallboard-site-root").unwrap();
    meta.set_attribute("content", "../").unwrap();
    document().document_element().unwrap().append_child(&meta).unwrap();
    let page = PageConfig::read();
    assert_eq!(page.link("feed/head.json"), "../feed/head.json");
    assert_eq!(page.hall, "");
    meta.remove();
}

#[wasm_bindgen_test]
async fn without_a_hall_to_trust_the_app_says_so() {
    leptos::mount::mount_to_body(|| view! { <BoardApp wall=RwSignal::new(None) /> });
    leptos::task::tick().await;
    let root = document().query_selector(".hall").unwrap().unwrap();
    assert_eq!(root.get_attribute("data-state").as_deref(), Some("failed"));
    let words = root.query_selector("[role=status]").unwrap().unwrap();
    assert!(!words.text_content().unwrap().is_empty());
    let before = words.text_content();
    let menu = root.query_selector("select.language").unwrap().unwrap();
    let chosen = if Language::from_tag(&root_lang()) == Some(english()) {
        "zh-Hans"
    } else {
        "en"
    };
    js_sys::Reflect::set(&menu, &"value".into(), &chosen.into()).unwrap();
    menu.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
    leptos::task::tick().await;
    assert_ne!(words.text_content(), before);
    assert_eq!(root_lang(), chosen);
}

fn root_lang() -> String {
    document().document_element().unwrap().get_attribute("lang").unwrap_or_default()
}
