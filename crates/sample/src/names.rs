//! Names of people and houses.

use hallboard_score::{Household, Names};

use crate::rng::Rng;

/// Surnames, with their frequency per mille. One is very common, as in many villages.
const SURNAMES: &[(&str, u32)] = &[
    ("杨", 160),
    ("王", 66),
    ("李", 64),
    ("张", 60),
    ("陈", 58),
    ("刘", 38),
    ("周", 36),
    ("吴", 35),
    ("徐", 33),
    ("胡", 30),
    ("朱", 28),
    ("林", 26),
    ("何", 25),
    ("郑", 23),
    ("方", 22),
    ("叶", 21),
    ("黄", 20),
    ("孙", 19),
    ("赵", 18),
    ("沈", 17),
    ("金", 16),
    ("钱", 15),
    ("余", 14),
    ("洪", 13),
    ("潘", 12),
    ("许", 12),
    ("邵", 11),
    ("蒋", 10),
    ("罗", 10),
    ("唐", 9),
    ("傅", 8),
    ("童", 8),
    ("章", 7),
    ("汪", 7),
    ("翁", 6),
    ("詹", 5),
    ("欧阳", 4),
    ("诸葛", 3),
    ("上官", 2),
    ("司徒", 2),
];

/// The characters of given names.
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "秀", "英", "丽", "强", "磊", "军", "洋", "勇", "艳",
    "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂", "兰", "文", "辉", "玉", "萍",
    "红", "建", "国", "华", "志", "春", "梅", "海", "燕", "德", "福", "荣", "淑", "珍",
    "思", "远", "子", "涵", "雨", "晨", "欣", "怡", "浩", "然", "嘉", "琪", "宇", "轩",
    "博", "诗", "若", "曦", "金", "龙", "水", "根", "木", "林", "永", "康", "翠", "云",
];

/// Names that are a challenge for the layout.
pub(crate) const LONG: &[&str] = &[
    "阿卜杜热西提·买买提江",
    "Wilhelmina Featherstonehaugh-Montgomery",
    "古丽娜扎尔·阿不都热合曼",
    "Nguyễn Thị Phương Thảo",
    "Margaret Chen",
    "欧阳子涵",
];

const LANES: &[(&str, &str)] = &[
    ("Tea Lane", "茶园巷"),
    ("Bridge End", "桥头"),
    ("Camphor Square", "樟树坪"),
    ("Ferry Steps", "渡口"),
    ("Mill Road", "水碓路"),
    ("Bamboo Slope", "竹坡"),
    ("Hall Front", "礼堂前"),
    ("Orange Grove", "橘园"),
    ("Upper Village", "上村"),
    ("Lower Village", "下村"),
    ("Well Lane", "井头弄"),
    ("River Bank", "江滨路"),
];

/// Households with house numbers in their lanes, in random order of the addresses.
pub(crate) fn households(rng: &mut Rng, count: u32) -> Vec<Household> {
    let width = count.to_string().len().max(3);
    let mut places = rng.shuffled(count).into_iter();
    (1..=count)
        .map(|number| {
            let place = places.next().unwrap_or(number);
            let lanes = u32::try_from(LANES.len()).unwrap_or(1);
            let lane = usize::try_from(place % lanes).unwrap_or(0);
            let (english, chinese) = LANES.get(lane).copied().unwrap_or(("Lane", "巷"));
            let house = place / lanes + 1;
            Household {
                id: format!("H{number:0width$}").into(),
                names: Names::new([
                    ("en", format!("{house} {english}")),
                    ("zh-Hans", format!("{chinese}{house}号")),
                ]),
            }
        })
        .collect()
}

/// A random surname.
pub(crate) fn surname(rng: &mut Rng) -> &'static str {
    rng.weigh(SURNAMES, |it| it.1).map_or("杨", |it| it.0)
}

/// A random given name of one or two characters.
pub(crate) fn given(rng: &mut Rng) -> String {
    let characters = if rng.happens(220) { 1 } else { 2 };
    (0..characters).filter_map(|_| rng.pick(GIVEN).copied()).collect()
}
