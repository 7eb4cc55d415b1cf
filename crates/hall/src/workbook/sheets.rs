//! The sheets of a workbook and their columns, for reader and writer alike.

use super::words::{self, plain};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text of any kind.
    Text,
    /// The row's own id.
    Id,
    /// The id of something else, perhaps with its name after it.
    Reference(Target),
    /// A number, exact to the hundredth.
    Points,
    /// A whole number from the one to the other.
    Whole(i64, i64),
    /// A day.
    Date,
    /// A word of a closed list.
    Word(words::List),
    /// How long a deed counts: `P6M`, `P2Y` or a word.
    Lasts,
    /// Words of a closed list, with commas between; `none` for none of them.
    Words(words::List),
}

impl Kind {
    /// Whether its cells are numbers.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Kind::Points | Kind::Whole(..))
    }
}

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Household,
    Resident,
    Category,
    Deed,
    Reward,
    Entry,
}

/// A column: the field it fills (a dot leads into an inner object or list) and its
/// heading in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) field: String,
    pub(super) english: String,
    pub(super) chinese: &'static str,
    pub(super) kind: Kind,
}

/// Stands in a list of columns for the names, a column for each language.
const NAMES: (&str, &str, &str, Kind) = ("names", "name", "名称", Kind::Text);
/// The field of the column that keeps the order of the file across sheets.
pub(super) const ORDER: &str = "order";
const LAST_ORDER: i64 = 4_294_967_294;
/// The field of the column that names a rulebook by its first day.
pub(super) const RULEBOOK: &str = "rulebook";
/// The languages that always have a column.
const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];

/// The sheets, in the order in which they are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sheet {
    Hall,
    Rulebooks,
    Categories,
    DeedRules,
    Bands,
    Rewards,
    Households,
    Residents,
    Consents,
    Ratings,
    Deeds,
    Replies,
    Redemptions,
    Moves,
}

type Row = (&'static str, &'static str, &'static str, Kind);

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
    ("time_zone", "time zone", "时区", Kind::Text),
    ("format", "format", "格式", Kind::Text),
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

const BEFORE_ENTRY: &[Row] = &[ID, ("date", "date", "日期", Kind::Date)];
const AFTER_ENTRY: &[Row] = &[
    ("note", "note", "备注", Kind::Text),
    ("by", "by", "记录人", Kind::Text),
    (ORDER, "order", "顺序", Kind::Whole(0, LAST_ORDER)),
];

impl Sheet {
    pub(super) const ALL: [Sheet; 14] = [
        Sheet::Hall,
        Sheet::Rulebooks,
        Sheet::Categories,
        Sheet::DeedRules,
        Sheet::Bands,
        Sheet::Rewards,
        Sheet::Households,
        Sheet::Residents,
        Sheet::Consents,
        Sheet::Ratings,
        Sheet::Deeds,
        Sheet::Replies,
        Sheet::Redemptions,
        Sheet::Moves,
    ];

    /// Its name in English and in Chinese.
    pub(super) fn names(self) -> (&'static str, &'static str) {
        match self {
            Sheet::Hall => ("Hall", "礼堂"),
            Sheet::Rulebooks => ("Rulebooks", "规则"),
            Sheet::Categories => ("Categories", "类别"),
            Sheet::DeedRules => ("Deed rules", "行为规则"),
            Sheet::Bands => ("Bands", "等级"),
            Sheet::Rewards => ("Rewards", "奖励"),
            Sheet::Households => ("Households", "家庭"),
            Sheet::Residents => ("Residents", "村民"),
            Sheet::Consents => ("Consents", "同意"),
            Sheet::Ratings => ("Ratings", "评星"),
            Sheet::Deeds => ("Deeds", "行为"),
            Sheet::Replies => ("Replies", "申辩与裁决"),
            Sheet::Redemptions => ("Redemptions", "兑换"),
            Sheet::Moves => ("Moves", "迁移"),
        }
    }

    /// Its name in both languages, as written.
    pub(super) fn title(self) -> String {
        let (english, chinese) = self.names();
        format!("{english} {chinese}")
    }

    /// The sheet of that name, in either language or both.
    pub(super) fn of(name: &str) -> Option<Sheet> {
        Sheet::ALL.into_iter().find(|sheet| {
            let (english, chinese) = sheet.names();
            says(name, english, chinese)
        })
    }

    /// The kind of all its entries; `None` where a column says it, or it has none.
    pub(super) fn entry_kind(self) -> Option<&'static str> {
        Some(match self {
            Sheet::Consents => "consent",
            Sheet::Ratings => "rating",
            Sheet::Deeds => "deed",
            Sheet::Redemptions => "redemption",
            Sheet::Moves => "move",
            _ => return None,
        })
    }

    /// Whether its rows are entries.
    pub(super) fn has_entries(self) -> bool {
        self >= Sheet::Consents
    }

    fn rows(self) -> &'static [Row] {
        match self {
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

    fn all_rows(self) -> impl Iterator<Item = &'static Row> {
        let (before, after) = if self.has_entries() {
            (BEFORE_ENTRY, AFTER_ENTRY)
        } else {
            (&[][..], &[][..])
        };
        before.iter().chain(self.rows()).chain(after)
    }

    /// Its columns, with names in the usual languages and those given.
    pub(super) fn columns<'a>(
        self,
        languages: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Column> {
        let mut tags: Vec<&str> = LANGUAGES.to_vec();
        for tag in languages {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        self.all_rows()
            .flat_map(|row| match *row == NAMES {
                true => tags.iter().map(|tag| Column::name(tag)).collect(),
                false => vec![Column::plain(row)],
            })
            .collect()
    }

    /// The column a heading stands for.
    pub(super) fn column(self, heading: &str) -> Option<Column> {
        let row = self
            .all_rows()
            .find(|row| **row != NAMES && says(heading, row.1, row.2))
            .map(Column::plain);
        row.or_else(|| {
            self.rows().contains(&NAMES).then_some(())?;
            let (before, rest) = heading.trim().split_once('(')?;
            let tag = rest.split_once(')')?.0.trim();
            before.trim().eq_ignore_ascii_case(NAMES.1).then(|| Column::name(tag))
        })
    }
}

impl Column {
    fn plain(row: &Row) -> Column {
        let (field, english, chinese, kind) = *row;
        Column { field: field.to_owned(), english: english.to_owned(), chinese, kind }
    }

    fn name(tag: &str) -> Column {
        let (field, english, chinese, kind) = NAMES;
        Column {
            field: format!("{field}.{tag}"),
            english: format!("{english} ({tag})"),
            chinese,
            kind,
        }
    }

    /// The heading in both languages, as written.
    pub(super) fn heading(&self) -> String {
        format!("{} {}", self.english, self.chinese)
    }
}

/// Whether a text says `english`, `chinese` or both; case, blanks and `_` aside.
fn says(text: &str, english: &str, chinese: &str) -> bool {
    let (text, english) = (plain(text), plain(english));
    text == english || text == chinese || text == english + chinese
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sheet: Sheet, heading: &str, field: Option<&str>) {
        let column = sheet.column(heading);
        assert_eq!(column.as_ref().map(|it| it.field.as_str()), field, "{heading}");
    }

    #[test]
    fn headings_are_known_in_either_language_or_both() {
        check(Sheet::Deeds, "resident 村民", Some("resident"));
        check(Sheet::Deeds, "Resident", Some("resident"));
        check(Sheet::Deeds, " 村民 ", Some("resident"));
        check(Sheet::Deeds, "stars", None);
        check(Sheet::Consents, "given_by", Some("given_by"));
        check(Sheet::Categories, "5 stars 五星", Some("star_points.4"));
        check(Sheet::Households, "name (zh-Hans) 名称", Some("names.zh-Hans"));
        check(Sheet::Households, "Name (fr)", Some("names.fr"));
        check(Sheet::Households, "name", None);
        check(Sheet::Residents, "name", Some("name"));
        check(Sheet::Residents, "name (en)", None);
    }

    #[test]
    fn every_heading_written_is_known_and_of_its_own_column() {
        for sheet in Sheet::ALL {
            assert_eq!(Sheet::of(&sheet.title()), Some(sheet));
            for column in sheet.columns(["fr"]) {
                assert_eq!(sheet.column(&column.heading()).as_ref(), Some(&column));
                assert_eq!(sheet.column(&column.english).as_ref(), Some(&column));
            }
        }
    }
}
