//! The columns of each sheet: field, heading in both languages, kind of content.

use super::sheets::{Kind, ORDER, RULEBOOK, Sheet, Target};
use super::words;

/// Field, English heading, Chinese heading, kind of content.
pub(crate) type Row = (&'static str, &'static str, &'static str, Kind);

/// Placeholder in a list of columns for the names, which have one column per language.
pub(crate) const NAMES: (&str, &str, &str, Kind) = ("names", "name", "名称", Kind::Text);
/// The largest value of the order column; the next larger `u32` means no order.
const LAST_ORDER: i64 = 4_294_967_294;

const ID: Row = ("id", "id", "编号", Kind::Id);
const OF_RULEBOOK: Row = (RULEBOOK, "rulebook", "规则起始日期", Kind::Date);
const RESIDENT: Row = ("resident", "resident", "村民", Kind::Reference(Target::Resident));
const HOUSEHOLD: Row =
    ("household", "household", "家庭", Kind::Reference(Target::Household));
const CATEGORY: Row = ("category", "category", "类别", Kind::Reference(Target::Category));
const POINTS: Row = ("points", "points", "分值", Kind::Points);
const STARS: Row = ("stars", "stars", "星级", Kind::Whole(1, 5));

const HALL: &[Row] = &[
    ID,
    NAMES,
    ("time_zone", "time zone", "时区", Kind::Name),
    ("format", "format", "格式", Kind::Name),
];
const RULEBOOKS: &[Row] = &[
    ("from", "from", "起始日期", Kind::Date),
    ("score.min", "min", "最低分", Kind::Points),
    ("score.max", "max", "最高分", Kind::Points),
    ("score.base", "base", "基础分", Kind::Points),
    ("reply_days", "reply days", "申辩天数", Kind::Whole(0, 3650)),
    ("decide_days", "decide days", "裁决天数", Kind::Whole(0, 3650)),
];
const CATEGORIES: &[Row] = &[
    OF_RULEBOOK,
    ID,
    NAMES,
    ("star_points.0", "1 star", "一星", Kind::Points),
    ("star_points.1", "2 stars", "二星", Kind::Points),
    ("star_points.2", "3 stars", "三星", Kind::Points),
    ("star_points.3", "4 stars", "四星", Kind::Points),
    ("star_points.4", "5 stars", "五星", Kind::Points),
    ("deeds_min", "deeds min", "行为下限", Kind::Points),
    ("deeds_max", "deeds max", "行为上限", Kind::Points),
];
const DEED_RULES: &[Row] = &[
    OF_RULEBOOK,
    ID,
    NAMES,
    POINTS,
    CATEGORY,
    ("lasts", "lasts", "有效期", Kind::Lasts),
    ("cap.count", "cap count", "上限次数", Kind::Whole(1, 1_000_000)),
    ("cap.per", "cap per", "上限周期", Kind::Word(words::PERIODS)),
];
const BANDS: &[Row] = &[OF_RULEBOOK, ID, NAMES, ("min", "min", "最低分", Kind::Points)];
const REWARDS: &[Row] =
    &[OF_RULEBOOK, ID, NAMES, ("cost", "cost", "所需积分", Kind::Points)];
const HOUSEHOLDS: &[Row] = &[ID, NAMES];
const RESIDENTS: &[Row] = &[ID, ("name", "name", "姓名", Kind::Text), HOUSEHOLD];
const CONSENTS: &[Row] = &[
    RESIDENT,
    HOUSEHOLD,
    ("scopes", "scopes", "同意范围", Kind::Words(words::SCOPES)),
    ("given_by", "given by", "同意人", Kind::Word(words::GIVEN_BY)),
];
const RATINGS: &[Row] = &[HOUSEHOLD, CATEGORY, STARS];
const DEEDS: &[Row] = &[
    RESIDENT,
    ("deed", "deed", "行为", Kind::Reference(Target::Deed)),
    ("source", "source", "来源", Kind::Word(words::SOURCES)),
    ("notified", "notified", "告知日期", Kind::Date),
];
const REPLIES: &[Row] = &[
    ("kind", "kind", "种类", Kind::Word(words::REPLIES)),
    ("entry", "entry", "针对条目", Kind::Reference(Target::Entry)),
    ("text", "text", "申辩内容", Kind::Text),
    ("outcome", "outcome", "裁决结果", Kind::Word(words::OUTCOMES)),
    POINTS,
    STARS,
    ("reason", "reason", "理由", Kind::Text),
];
const REDEMPTIONS: &[Row] =
    &[RESIDENT, ("reward", "reward", "奖励", Kind::Reference(Target::Reward))];
const MOVES: &[Row] = &[RESIDENT, HOUSEHOLD];

pub(crate) const BEFORE_ENTRY: &[Row] = &[ID, ("date", "date", "日期", Kind::Date)];
pub(crate) const AFTER_ENTRY: &[Row] = &[
    ("note", "note", "备注", Kind::Text),
    ("by", "by", "记录人", Kind::Text),
    (ORDER, "order", "顺序", Kind::Whole(0, LAST_ORDER)),
];

/// The columns of a sheet, without those that all sheets of entries share.
pub(crate) fn rows(sheet: Sheet) -> &'static [Row] {
    match sheet {
        Sheet::Hall => HALL,
        Sheet::Rulebooks => RULEBOOKS,
        Sheet::Categories => CATEGORIES,
        Sheet::DeedRules => DEED_RULES,
        Sheet::Bands => BANDS,
        Sheet::Rewards => REWARDS,
        Sheet::Households => HOUSEHOLDS,
        Sheet::Residents => RESIDENTS,
        Sheet::Consents => CONSENTS,
        Sheet::Ratings => RATINGS,
        Sheet::Deeds => DEEDS,
        Sheet::Replies => REPLIES,
        Sheet::Redemptions => REDEMPTIONS,
        Sheet::Moves => MOVES,
    }
}
