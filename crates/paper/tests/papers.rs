//! What is on the papers, and what is not.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use hallboard_feed::edition::{CertifiableDeed, DoorSign, DoorSigns};
use hallboard_feed::{Desk, LetterSums};
use hallboard_paper::{
    CertificatePage, Form, Forms, Layout, MOST_DEEDS, Monthly, PaperError, PaperSize,
    PrintLanguage, SignSize, Signs, Thanked,
};
use hallboard_score::{Category, Day, DeedRule, Hall, Names, Points, Rulebook, Scale};

/// What must never reach a page as it stands.
const HOSTILE: &str =
    "<script>alert(1)</script>\" onload=\"x' {{ content }} {% raw %} &amp;";
const ESCAPED: &str = "&lt;script&gt;";

fn names(chinese: &str, english: &str) -> Names {
    Names::new([("zh-Hans", chinese), ("en", english)])
}

fn day(month: i8, number: i8) -> Day {
    Day::new(2026, month, number).unwrap()
}

fn layouts() -> impl Iterator<Item = Layout> {
    let languages = [PrintLanguage::Chinese, PrintLanguage::English, PrintLanguage::Both];
    let papers = [PaperSize::A4, PaperSize::Letter];
    languages
        .into_iter()
        .flat_map(move |language| papers.map(|paper| Layout { paper, language }))
}

/// A page is whole, of its size and languages, and holds no markup but its own.
#[track_caller]
fn check_page(html: &str, layout: Layout) {
    let (width, height) = layout.paper.millimetres();
    assert!(
        html.contains(&format!("@page {{ size: {width:?}mm {height:?}mm;")),
        "{html}"
    );
    assert!(html.trim_end().ends_with("</html>"));
    assert!(!html.contains("<script") && !html.contains("onload=\""), "{html}");
    assert!(!html.contains("%{"), "{html}");
    for tag in ["zh-Hans", "en"] {
        let expected = layout.language.tags().contains(&tag);
        assert_eq!(html.contains(&format!("lang=\"{tag}\"")), expected, "{tag}");
    }
}

fn signs_of(households: &[(&str, &[u8])], categories: usize) -> DoorSigns {
    let sign = |(address, stars): &(&str, &[u8])| DoorSign {
        household: "H-secret-id".into(),
        names: names(address, address),
        stars: stars.to_vec(),
    };
    DoorSigns {
        categories: (0..categories).map(|it| names(&format!("类{it}"), "Kind")).collect(),
        signs: households.iter().map(sign).collect(),
    }
}

fn signs_page(hall: &Names, signs: &DoorSigns, size: SignSize, layout: Layout) -> String {
    let desk = Desk {
        phone: Some(HOSTILE.to_owned()),
        hours: Some(Names::new([("und", "8-12")])),
    };
    Signs { hall, on: day(11, 23), signs, desk: Some(&desk), size }.html(layout).unwrap()
}

#[test]
fn signs_have_address_stars_and_quarter_and_no_id() {
    let hall = names("磨坊村", HOSTILE);
    let signs = signs_of(&[("茶巷1号", &[5, 0, 3]), (HOSTILE, &[0, 4, 0])], 3);
    for layout in layouts() {
        for size in [SignSize::Half, SignSize::Quarter] {
            let html = signs_page(&hall, &signs, size, layout);
            check_page(&html, layout);
            assert_eq!(html.matches("<article class=\"sign\">").count(), 2);
            assert!(html.contains("茶巷1号") && html.contains(ESCAPED));
            assert!(html.contains("2026") && !html.contains("H-secret-id"));
            assert_eq!(html.matches("<use href=\"#star\"").count(), 5 + 3 + 4);
            assert_eq!(html.matches("<span class=\"none\">").count(), 3);
        }
    }
}

#[test]
fn sheets_have_two_or_four_signs() {
    let check = |size, households: usize, categories: usize, sheets: usize| {
        let stars = vec![3; categories];
        let all = vec![("茶巷1号", &stars[..]); households];
        let signs = signs_of(&all, categories);
        let hall = names("村", "Hall");
        let page = Signs { hall: &hall, on: day(1, 1), signs: &signs, desk: None, size };
        let html = page.html(Layout::default()).unwrap();
        assert_eq!(page.sheets(), sheets);
        assert_eq!(html.matches("<section class=\"sheet ").count(), sheets);
        assert_eq!(html.matches("<article class=\"sign\">").count(), households);
        assert_eq!(html.matches("<use ").count(), households * categories * 3);
    };
    for categories in [0, 1, 5, 6, 7, 12, 20] {
        check(SignSize::Half, 5, categories, 3);
        check(SignSize::Quarter, 5, categories, 2);
    }
    check(SignSize::Half, 0, 5, 0);
}

fn monthly() -> Monthly {
    let thanked = |resident, name: &str, deed: (&str, &str), date| Thanked {
        resident,
        name: name.to_owned(),
        deed: names(deed.0, deed.1),
        date,
    };
    Monthly {
        hall: names("磨坊村", "Mill hall"),
        month: day(10, 1).month(),
        published: day(11, 23),
        mean: Some(Points::from_hundredths(6_540)),
        taking_part: Some(160),
        deeds: Some(85),
        rewards: Some(35),
        letters: Some(LetterSums {
            to: day(10, 1).month(),
            received: 60,
            accepted: 40,
            refused: 15,
            waiting: 5,
            late: 20,
        }),
        thanks: vec![
            thanked(3, HOSTILE, ("清理河道", "Clearing the river"), day(10, 30)),
            thanked(1, "王小明", ("调解", "=Mediation"), day(10, 29)),
            thanked(1, "王小明", ("调解", "=Mediation"), day(10, 2)),
            thanked(2, "王小明", ("调解", "=Mediation"), day(10, 1)),
        ],
    }
}

#[test]
fn monthly_page_has_figures_and_thanks() {
    for layout in layouts() {
        let html = monthly().html(layout).unwrap();
        check_page(&html, layout);
        for figure in ["65.4", "160", "85", "35", "60", "55", "20"] {
            assert!(html.contains(figure), "{figure}");
        }
        // Two people of one name, one of them twice.
        assert_eq!(html.matches("<bdi>王小明</bdi>").count(), 2);
        assert_eq!(html.matches(&format!("<bdi>{ESCAPED}")).count(), 1);
    }
}

/// The cells of a workbook, by sheet.
fn cells(bytes: Vec<u8>) -> Vec<Vec<Vec<Data>>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = book.sheet_names();
    let rows = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(<[Data]>::to_vec).collect()
    };
    sheets.iter().map(rows).collect()
}

#[test]
fn monthly_workbook_has_the_same_figures_and_names() {
    let bytes = monthly().xlsx(PrintLanguage::Both).unwrap();
    assert_eq!(bytes, monthly().xlsx(PrintLanguage::Both).unwrap());
    let [figures, thanks] = &cells(bytes)[..] else { panic!("not two sheets") };
    let numbers: Vec<f64> = figures
        .iter()
        .filter_map(|row| match row.get(1) {
            Some(Data::Float(number)) => Some(*number),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [65.4, 160.0, 85.0, 35.0, 60.0, 55.0, 20.0]);
    assert_eq!(thanks.len(), 5);
    assert_eq!(thanks[1][0], Data::String(HOSTILE.to_owned()));
    assert_eq!(thanks[2][1], Data::String("调解 =Mediation".to_owned()));
}

#[test]
fn figures_of_fewer_than_ten_are_omitted() {
    let check = |change: fn(&mut Monthly), gone: &[&str], left: &[&str]| {
        let mut monthly = monthly();
        monthly.thanks.clear();
        change(&mut monthly);
        let html = monthly.html(Layout::default()).unwrap();
        let cells = cells(monthly.xlsx(PrintLanguage::Both).unwrap());
        let labels: Vec<String> =
            cells[0].iter().filter_map(|row| Some(row.first()?.to_string())).collect();
        for (labelled, expected) in [(gone, false), (left, true)] {
            for label in labelled {
                let found = html.contains(&format!("lang=\"en\">{label}<"));
                assert_eq!(found, expected, "{label} on the page");
                let found = labels.iter().any(|it| it.ends_with(&format!(" {label}")));
                assert_eq!(found, expected, "{label} in the workbook");
            }
        }
    };
    let all = ["Average score", "Taking part", "Good deeds", "Rewards handed out"];
    let letters = ["Received", "Decided", "Late"];
    check(|_| {}, &[], &[&all[..], &letters[..]].concat());
    check(|it| it.taking_part = Some(9), &all[..2], &all[2..]);
    check(|it| it.taking_part = None, &["Taking part"], &["Average score"]);
    check(|it| it.mean = None, &["Average score"], &["Taking part"]);
    check(|it| it.deeds = Some(5), &["Good deeds"], &["Taking part"]);
    check(|it| it.rewards = Some(0), &["Rewards handed out"], &["Good deeds"]);
    let few = |it: &mut Monthly| {
        it.letters = it.letters.map(|sums| LetterSums { received: 5, ..sums })
    };
    check(few, &letters, &all);
    check(|it| it.letters = None, &letters, &all);
}

#[test]
fn names_beyond_a_page_are_counted() {
    let mut monthly = monthly();
    monthly.thanks = (0..2_000)
        .map(|resident| Thanked {
            resident,
            name: format!("王小明{resident}"),
            deed: names(&format!("善行{}", resident % 9), "Deed"),
            date: day(10, 1),
        })
        .collect();
    for layout in layouts() {
        let html = monthly.html(layout).unwrap();
        let shown = html.matches("<bdi>").count();
        assert!((50..2_000).contains(&shown), "{shown}");
        let more = format!(" {} ", 2_000 - shown);
        assert!(html.contains(&more), "{shown}");
    }
}

fn rules() -> Rulebook {
    let deed = |id: &str, name: &str, points, category: Option<&str>| DeedRule {
        id: id.to_owned(),
        names: names(name, name),
        points: Points::whole(points),
        category: category.map(str::to_owned),
        lasts: hallboard_score::Lasts::Forever,
        cap: None,
    };
    Rulebook {
        from: day(1, 1),
        score: Scale {
            min: Points::ZERO,
            max: Points::whole(100),
            base: Points::whole(60),
        },
        categories: vec![Category {
            id: "law".to_owned(),
            names: names("遵纪守法", "Law"),
            star_points: [Points::ZERO; 5],
            deeds_min: None,
            deeds_max: None,
        }],
        deeds: vec![
            deed("patrol", "夜间巡逻", 2, Some("law")),
            deed("hostile", HOSTILE, 2, None),
            deed("straw", "焚烧秸秆", -5, Some("law")),
            deed("lost", "无类", 1, Some("a category that is gone")),
        ],
        bands: Vec::new(),
        rewards: Vec::new(),
        reply_days: 17,
        decide_days: 23,
    }
}

fn forms(forms: &[Form], name_reporters: bool, layout: Layout) -> String {
    let (hall, rules) = (names("磨坊村", HOSTILE), rules());
    Forms { hall: &hall, rules: &rules, name_reporters, desk: None, forms }
        .html(layout)
        .unwrap()
}

#[test]
fn forms_state_that_participation_is_voluntary() {
    for layout in layouts() {
        for form in Form::ALL {
            let html = forms(&[form], true, layout);
            check_page(&html, layout);
            for tag in layout.language.tags() {
                let (voluntary, negative) = match *tag {
                    "en" => ("Taking part is voluntary", "17 days to reply"),
                    _ => ("参加自愿", "17 天申辩"),
                };
                assert!(html.contains(voluntary) && html.contains(negative), "{form:?}");
            }
        }
        let all = forms(&Form::ALL, true, layout);
        assert_eq!(all.matches("<article class=\"form ").count(), 3);
    }
}

#[test]
fn report_form_lists_deeds_by_category() {
    let html = forms(&[Form::Report], true, Layout::default());
    for deed in ["夜间巡逻", "焚烧秸秆", "无类", ESCAPED] {
        let expected = if deed == ESCAPED { 2 } else { 1 };
        assert_eq!(html.matches(deed).count(), expected, "{deed}");
    }
    let bad = html.find("For a concern: what is it about?").unwrap();
    assert!(html.find("夜间巡逻").unwrap() < bad && bad < html.find("焚烧秸秆").unwrap());
    let named = "They may know that I wrote this";
    assert!(html.contains(named));
    assert!(!forms(&[Form::Report], false, Layout::default()).contains(named));
}

/// The forms have what a letter of the kind says, and what the register's row for it needs.
#[test]
fn forms_have_the_fields_of_letters_and_columns() {
    let check = |form, expected: &[&str]| {
        let html = forms(&[form], true, Layout::default());
        for text in expected {
            assert!(html.contains(&format!(">{text}<")), "{form:?}: {text}");
        }
    };
    check(
        Form::Report,
        &[
            "我做的好事",
            "感谢别人",
            "担心的事",
            "哪一天",
            "单位",
            "邻居",
            "家人",
            "本人",
            "告知日期",
            "来源",
            "记录人",
        ],
    );
    check(
        Form::Reply,
        &[
            "条目编号",
            "申辩内容",
            "裁决结果",
            "维持",
            "推翻",
            "变更",
            "理由",
            "新分值或星级",
        ],
    );
    check(
        Form::Consent,
        &[
            "参加积分",
            "公示我的姓名和公示分数",
            "公示我的历程",
            "公示我做的好事，具名致谢",
            "公示家庭星级",
            "门口挂家庭星级的门牌",
            "本人",
            "监护人",
            "村民或家庭编号",
        ],
    );
}

#[test]
fn every_language_has_every_text_with_the_same_placeholders() {
    fn add(
        key: &str,
        table: &toml::Table,
        texts: &mut BTreeMap<String, BTreeSet<String>>,
    ) {
        for (name, value) in table {
            let key = format!("{key}.{name}");
            match value {
                toml::Value::Table(table) => add(&key, table, texts),
                toml::Value::String(text) => {
                    assert!(!text.is_empty(), "{key} is empty");
                    let gaps = text.split("%{").skip(1);
                    let gaps = gaps.map(|it| it.split('}').next().unwrap().to_owned());
                    texts.insert(key, gaps.collect());
                }
                other => panic!("{key} is no text: {other:?}"),
            }
        }
    }
    let texts = |tag: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("locales/paper.{tag}.toml"));
        let mut texts = BTreeMap::new();
        add("", &std::fs::read_to_string(file).unwrap().parse().unwrap(), &mut texts);
        texts
    };
    assert_eq!(texts("en"), texts("zh-Hans"));
}

const VERIFY: &str = "https://hall.example/verify/#1.AAAA";

fn hall() -> Hall {
    Hall {
        id: "mill".to_owned(),
        names: names("磨坊村", HOSTILE),
        time_zone: "Asia/Shanghai".to_owned(),
    }
}

fn certifiable(count: usize) -> Vec<CertifiableDeed> {
    let deed = |number: usize| CertifiableDeed {
        entry: "E-secret-id".into(),
        date: day(10, 1 + number as i8),
        names: names(&format!("清理河道{number}"), HOSTILE),
    };
    (0..count).map(deed).collect()
}

#[test]
fn certificates_have_name_deeds_days_and_one_code_and_no_id() {
    let hall = hall();
    for count in [1, 2, MOST_DEEDS] {
        let deeds = certifiable(count);
        for layout in layouts() {
            let page = CertificatePage {
                hall: &hall,
                holder: HOSTILE,
                issued: day(11, 23),
                deeds: &deeds,
            };
            let html = page.html(layout, VERIFY).unwrap();
            check_page(&html, layout);
            assert!(html.contains(&format!("<bdi>{ESCAPED}")));
            assert_eq!(html.matches("<span class=\"date\">").count(), count);
            assert_eq!(html.matches("<section class=\"sheet\">").count(), 1);
            assert_eq!(html.matches("shape-rendering=\"crispEdges\"").count(), 1);
            assert!(!html.contains("E-secret-id") && !html.contains("1.AAAA"));
        }
    }
}

#[test]
fn a_certificate_signs_the_texts_of_its_print() {
    let hall = Hall { names: names("磨坊村", "Mill hall"), ..hall() };
    let deeds = [CertifiableDeed {
        entry: "E1".into(),
        date: day(10, 5),
        names: names("清理河道", "Clearing the river"),
    }];
    let page = CertificatePage {
        hall: &hall,
        holder: "王小明",
        issued: day(11, 23),
        deeds: &deeds,
    };
    let check = |language, hall: &str, title: &str| {
        let certificate = page.certificate(language);
        assert_eq!(
            (certificate.hall.as_str(), certificate.holder.as_str()),
            ("mill", "王小明")
        );
        assert_eq!(
            (certificate.hall_name.as_str(), certificate.issued),
            (hall, day(11, 23))
        );
        let [deed] = &certificate.deeds[..] else { panic!("not one deed") };
        assert_eq!((deed.title.as_str(), deed.date), (title, day(10, 5)));
    };
    check(PrintLanguage::Chinese, "磨坊村", "清理河道");
    check(PrintLanguage::English, "Mill hall", "Clearing the river");
    check(PrintLanguage::Both, "磨坊村 · Mill hall", "清理河道 · Clearing the river");
    let nameless = Hall { names: Names::default(), ..hall.clone() };
    let nameless = CertificatePage { hall: &nameless, ..page };
    assert_eq!(nameless.certificate(PrintLanguage::Both).hall_name, "mill");
}

#[test]
fn an_address_with_too_fine_a_code_is_refused() {
    let (hall, deeds) = (hall(), certifiable(1));
    let page =
        CertificatePage { hall: &hall, holder: "A", issued: day(11, 23), deeds: &deeds };
    let check = |length: usize, there: bool| {
        let address = format!("https://hall.example/{}", "a".repeat(length));
        let made = page.html(Layout::default(), &address);
        assert_eq!(made.is_ok(), there, "{length}");
        assert!(there || matches!(made, Err(PaperError::Address)), "{length}");
    };
    check(760, true);
    check(1_000, true);
    check(2_200, false);
    check(4_000, false);
}
