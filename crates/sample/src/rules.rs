//! The sample's rulebooks.
//!
//! The points follow tables that villages in China have published, as reported in the
//! press; where a scheme counts in hundreds, they are scaled down to a scale that ends at
//! 100.
//!
//! | deed | as published | here |
//! | --- | --- | --- |
//! | devotion to one's job | Yangqiao, Zhejiang, 2019: +3 | 3 |
//! | littering in the river docks | Yangqiao, 2019: −5 | −5 |
//! | clearing the river bed | Xinqi, Ningxia, 2019: +3 | 3 |
//! | swearing in public | Xinqi, 2019: −2 | −2 |
//! | graduate who comes back to start a business | Xinqi, 2019: +30 | 8 |
//! | four hours of volunteer work | Liujia, Shandong, 2019: +1 | 1, later 1.25 |
//! | seed shells thrown in the street | Liujia, 2018: −10 | −2 |
//! | yard kept clean; conflict calmed | Zuolan, Chongqing, 2023: +3, +5 | 3, 5 |
//! | filial care; brave act | Shangwujiang, Hunan, 2019: +3, +5 | 3, 5 |
//! | fee paid on time; harmony; quarrel; untidy | Dongyue, Sichuan, 2014: +5, +2, −2, −5 | 2, 2, −2, −2 |
//! | night patrol; burning straw | Xutang, Sichuan: +10, −5 | 2, −5 |
//! | lost property; frugal wedding | Xipo, Shaanxi: +5 to +10, +10 | 5, 5 |
//! | plastic bags collected; blood given | Yanji, Jilin, 2014: +10, +200 | 0.5, 6 |
//! | on time for the meeting; late | Fengjie, Chongqing: +1, −1 | 1, −1 |
//! | contract not kept | Rongcheng, Shandong: −20 | −4 |
//!
//! The five star categories and the score from 0 to 100 are Yangqiao's. The costs of
//! rewards are those of Xutang (soap 5, laundry liquid 20), Changtan in Sichuan (noodles
//! 7, paper 16), Yanji (haircut 150, here 15) and Zuolan (oil 40). The starting score of
//! 60 is Dongyue's.

use hallboard_score::{
    Band, Cap, Category, Day, DeedRule, Lasts, Names, Period, Points, Reward, Rulebook,
    Scale,
};

/// The points of a deed in the first, second and third rulebook, in hundredths; 0 if that
/// rulebook does not contain it.
type Worth = [i64; 3];

/// The index of the last rulebook.
const LATEST: usize = 2;

struct Rule {
    id: &'static str,
    english: &'static str,
    chinese: &'static str,
    worth: Worth,
    category: Option<&'static str>,
    lasts: Lasts,
    cap: Option<(u32, Period)>,
    /// The relative frequency among deeds of the same sign.
    often: u32,
}

const fn rule(
    id: &'static str,
    (english, chinese): (&'static str, &'static str),
    worth: Worth,
    often: u32,
) -> Rule {
    let (category, cap) = (None, None);
    Rule { id, english, chinese, worth, category, lasts: Lasts::Months(12), cap, often }
}

impl Rule {
    const fn of(self, category: &'static str) -> Rule {
        Rule { category: Some(category), ..self }
    }
    const fn lasts(self, lasts: Lasts) -> Rule {
        Rule { lasts, ..self }
    }
    const fn at_most(self, count: u32, per: Period) -> Rule {
        Rule { cap: Some((count, per)), ..self }
    }
}

const RULES: &[Rule] = &[
    rule("job-dedication", ("Ardent dedication to one's job", "爱岗敬业"), [300; 3], 20)
        .at_most(2, Period::Quarter),
    rule(
        "volunteer",
        ("Four hours of volunteer work", "志愿服务四小时"),
        [100, 100, 125],
        34,
    )
    .at_most(4, Period::Quarter),
    rule(
        "river-cleanup",
        ("Clearing rubbish from the river bed", "清理河道垃圾"),
        [300; 3],
        8,
    )
    .of("recycling")
    .at_most(1, Period::Month),
    rule("plastic-bags", ("Collecting plastic bags", "捡拾塑料袋"), [50; 3], 14)
        .of("recycling")
        .lasts(Lasts::Months(6))
        .at_most(2, Period::Month),
    rule("yard-clean", ("A yard kept clean", "庭院整洁干净"), [0, 300, 300], 7)
        .of("courtyard")
        .at_most(1, Period::Quarter),
    rule("mediation", ("Calming a conflict of neighbours", "调解邻里纠纷"), [500; 3], 3)
        .of("family")
        .lasts(Lasts::Years(1)),
    rule("harmony", ("Harmony of family and neighbours", "家庭邻里和睦"), [200; 3], 10)
        .of("family")
        .at_most(1, Period::Quarter),
    rule("filial-care", ("Caring for one's elders", "孝老敬亲"), [300; 3], 9)
        .of("family")
        .at_most(1, Period::Quarter),
    rule("brave-act", ("Helping somebody in danger", "见义勇为"), [500; 3], 1)
        .lasts(Lasts::Forever),
    rule("patrol", ("Night patrol", "夜间巡逻"), [200; 3], 12)
        .of("law")
        .lasts(Lasts::Months(6))
        .at_most(2, Period::Month),
    rule("lost-property", ("Handing in lost property", "拾金不昧"), [500; 3], 2)
        .of("law"),
    rule("fee-on-time", ("Village fees paid on time", "按时缴纳费用"), [200; 3], 12)
        .of("credit")
        .lasts(Lasts::Year)
        .at_most(1, Period::Year),
    rule("frugal-feast", ("A frugal wedding or funeral", "婚丧事简办"), [500; 3], 2)
        .of("family"),
    rule("blood-donation", ("Donating blood", "无偿献血"), [600; 3], 3)
        .lasts(Lasts::Years(2))
        .at_most(2, Period::Year),
    rule(
        "meeting",
        ("On time for the village meeting", "准时参加村民会议"),
        [100; 3],
        24,
    )
    .lasts(Lasts::Year)
    .at_most(4, Period::Year),
    rule(
        "return-home",
        ("Coming back to start a business", "大学生返乡创业"),
        [800; 3],
        1,
    )
    .lasts(Lasts::Years(3)),
    rule(
        "dock-litter",
        ("Littering in the river docks", "向河埠头倾倒垃圾"),
        [-500; 3],
        20,
    )
    .of("recycling")
    .lasts(Lasts::Months(6)),
    rule(
        "seed-shells",
        ("Throwing seed shells in the street", "街上乱扔瓜子壳"),
        [-200, -200, -100],
        24,
    )
    .of("recycling")
    .lasts(Lasts::Months(3)),
    rule("straw-burning", ("Burning straw", "焚烧秸秆"), [-500; 3], 12)
        .of("law")
        .lasts(Lasts::Months(6)),
    rule("swearing", ("Swearing in public", "公共场合说脏话"), [-200, -200, 0], 10)
        .lasts(Lasts::Months(3)),
    rule(
        "quarrel",
        ("A quarrel after mediation was refused", "拒绝调解的争吵"),
        [-200; 3],
        12,
    )
    .of("family")
    .lasts(Lasts::Months(6)),
    rule(
        "untidy-yard",
        ("An untidy yard after a reminder", "提醒后庭院仍杂乱"),
        [-200; 3],
        20,
    )
    .of("courtyard")
    .lasts(Lasts::Months(3)),
    rule("late", ("Late for the village meeting", "村民会议迟到"), [-100, -100, 0], 18)
        .lasts(Lasts::Months(3)),
    rule("contract", ("A contract not kept", "不履行合同"), [0, -400, -400], 4)
        .of("credit")
        .lasts(Lasts::Months(12)),
];

const CATEGORIES: &[(&str, &str, &str)] = &[
    ("courtyard", "Courtyard tidiness", "庭院整洁"),
    ("law", "Observance of the law", "遵纪守法"),
    ("recycling", "Recycling and rubbish disposal", "垃圾分类"),
    ("credit", "Financial credit", "诚实守信"),
    ("family", "Family values", "家庭美德"),
];

const BANDS: &[(&str, &str, &str, i32)] = &[
    ("model", "Exemplary", "模范", 90),
    ("good", "Good", "良好", 75),
    ("steady", "Steady", "稳定", 60),
    ("growing", "Growing", "成长", 0),
];

/// Id, names, and the cost in hundredths by rulebook.
const REWARDS: &[(&str, &str, &str, Worth)] = &[
    ("soap", "Bar of soap", "肥皂一块", [500; 3]),
    ("napkins", "Pack of napkins", "纸巾一包", [300, 300, 350]),
    ("noodles", "Packet of noodles", "挂面一包", [700; 3]),
    ("haircut", "A haircut at the hall", "礼堂理发一次", [0, 1500, 1500]),
    ("toilet-paper", "Pack of toilet paper", "卫生纸一提", [1600; 3]),
    ("laundry-liquid", "Bottle of laundry liquid", "洗衣液一瓶", [2000; 3]),
    ("oil", "Can of cooking oil", "食用油一桶", [0, 4000, 4000]),
];

/// The relative frequency of a deed among deeds of the same sign.
pub(crate) fn often(id: &str) -> u32 {
    RULES.iter().find(|rule| rule.id == id).map_or(0, |rule| rule.often)
}

/// Up to three rulebooks: from the first year, and after two fifths and four fifths of
/// the years, if those are later.
#[must_use]
pub fn rulebooks(first: i16, years: u8) -> Vec<Rulebook> {
    let years = i16::from(years);
    let starts = [first, first + years * 2 / 5, first + years * 4 / 5];
    let mut books: Vec<Rulebook> = Vec::new();
    for (edition, year) in starts.into_iter().enumerate() {
        let from = Day::new(year, 1, 1);
        let later = |day: &Day| books.last().is_none_or(|book| book.from < *day);
        if let Some(from) = from.filter(later) {
            books.push(rulebook(from, edition));
        }
    }
    books
}

/// The last of the three rulebooks, in force from the first day of a year.
pub(crate) fn latest(year: i16) -> Option<Rulebook> {
    Day::new(year, 1, 1).map(|from| rulebook(from, LATEST))
}

fn rulebook(from: Day, edition: usize) -> Rulebook {
    let of_edition = |worth: &Worth| {
        let hundredths = worth.get(edition).copied().filter(|it| *it != 0)?;
        Some(Points::from_hundredths(hundredths))
    };
    let rewards = REWARDS.iter().filter_map(|(id, english, chinese, cost)| {
        let (id, names) = ((*id).to_owned(), names(english, chinese));
        Some(Reward { id, names, cost: of_edition(cost)? })
    });
    Rulebook {
        from,
        score: Scale {
            min: Points::ZERO,
            max: Points::whole(100),
            base: Points::whole(60),
        },
        categories: CATEGORIES.iter().map(|it| category(*it, edition)).collect(),
        deeds: RULES
            .iter()
            .filter_map(|rule| Some(deed(rule, of_edition(&rule.worth)?)))
            .collect(),
        bands: BANDS
            .iter()
            .map(|(id, english, chinese, min)| Band {
                id: (*id).to_owned(),
                names: names(english, chinese),
                min: Points::whole(*min),
            })
            .collect(),
        rewards: rewards.collect(),
        reply_days: 10,
        decide_days: if edition < 2 { 30 } else { 20 },
    }
}

fn names(english: &str, chinese: &str) -> Names {
    Names::new([("en", english), ("zh-Hans", chinese)])
}

fn category((id, english, chinese): (&str, &str, &str), edition: usize) -> Category {
    let worth =
        if edition == 0 { [-400, -200, 0, 200, 400] } else { [-400, -200, 0, 150, 300] };
    Category {
        id: id.to_owned(),
        names: names(english, chinese),
        star_points: worth.map(Points::from_hundredths),
        deeds_min: Some(Points::whole(-15)),
        deeds_max: Some(Points::whole(if edition == 0 { 15 } else { 12 })),
    }
}

fn deed(rule: &Rule, points: Points) -> DeedRule {
    DeedRule {
        id: rule.id.to_owned(),
        names: names(rule.english, rule.chinese),
        points,
        category: rule.category.map(str::to_owned),
        lasts: rule.lasts,
        cap: rule.cap.map(|(count, per)| Cap { count, per }),
    }
}
