//! The sheets of a workbook and their columns, shared by reader and writer.

use super::columns::{AFTER_ENTRY, BEFORE_ENTRY, NAMES, Row, rows};
use super::words::{self, plain};

/// The kind of content in a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Free text.
    Text,
    /// A name with a fixed spelling, such as that of a time zone.
    Name,
    /// The row's own id.
    Id,
    /// The id of another item, optionally followed by its name.
    Reference(Target),
    /// A number, exact to the hundredth.
    Points,
    /// A whole number between two bounds, both inclusive.
    Whole(i64, i64),
    /// A day.
    Date,
    /// A word of a closed list.
    Word(words::List),
    /// How long a deed counts: `P6M`, `P2Y` or a word.
    Lasts,
    /// Words of a closed list, separated by commas; `none` for an empty list.
    Words(words::List),
}

impl Kind {
    /// Whether its cells are numbers.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Kind::Points | Kind::Whole(..))
    }
}

/// The kind of item a reference points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Household,
    Resident,
    Category,
    Deed,
    Reward,
    Entry,
}

/// A column: the field it fills (a dot leads into an inner object or list) and its heading
/// in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) field: String,
    pub(crate) english: String,
    pub(crate) chinese: &'static str,
    pub(crate) kind: Kind,
}

/// Field of the column that preserves the order of entries across sheets.
pub(crate) const ORDER: &str = "order";
/// Field of the column that identifies a rulebook by its first day.
pub(crate) const RULEBOOK: &str = "rulebook";
/// The languages that always have a column of names.
const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];

/// The sheets, in the order in which they are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sheet {
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

impl Sheet {
    pub(crate) const ALL: [Sheet; 14] = [
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
    pub(crate) fn names(self) -> (&'static str, &'static str) {
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

    /// Its name in both languages, as it is written.
    pub(crate) fn title(self) -> String {
        let (english, chinese) = self.names();
        format!("{english} {chinese}")
    }

    /// The sheet with that name, in either language or both.
    pub(crate) fn of(name: &str) -> Option<Sheet> {
        Sheet::ALL.into_iter().find(|sheet| {
            let (english, chinese) = sheet.names();
            is_either(name, english, chinese)
        })
    }

    /// The kind of all its entries; `None` if a column holds the kind, or the sheet has no
    /// entries.
    pub(crate) fn entry_kind(self) -> Option<&'static str> {
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
    pub(crate) fn has_entries(self) -> bool {
        self >= Sheet::Consents
    }

    fn all_rows(self) -> impl Iterator<Item = &'static Row> {
        let (before, after) = if self.has_entries() {
            (BEFORE_ENTRY, AFTER_ENTRY)
        } else {
            (&[][..], &[][..])
        };
        before.iter().chain(rows(self)).chain(after)
    }

    /// Its columns, with columns of names for the default languages and the given ones.
    pub(crate) fn columns<'a>(
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

    /// The column with that heading.
    pub(crate) fn column(self, heading: &str) -> Option<Column> {
        let row = self
            .all_rows()
            .find(|row| {
                let matches =
                    is_either(heading, row.1, row.2) || is_field(heading, row.0);
                **row != NAMES && matches
            })
            .map(Column::plain);
        row.or_else(|| {
            let tag = language(heading).filter(|_| self.has_names())?;
            Some(Column::name(&tag))
        })
    }

    /// Whether its rows have names, with one column per language.
    pub(crate) fn has_names(self) -> bool {
        rows(self).contains(&NAMES)
    }

    /// The column of that field.
    pub(crate) fn field(self, field: &str) -> Option<Column> {
        let row = self.all_rows().find(|row| row.0 == field && **row != NAMES);
        row.map(Column::plain)
    }

    /// The kind of item that its ids identify.
    pub(crate) fn target(self) -> Option<Target> {
        Some(match self {
            Sheet::Households => Target::Household,
            Sheet::Residents => Target::Resident,
            Sheet::Categories => Target::Category,
            Sheet::DeedRules => Target::Deed,
            Sheet::Rewards => Target::Reward,
            sheet if sheet.has_entries() => Target::Entry,
            _ => return None,
        })
    }
}

/// The language of a column of names, from its heading: `name (en)`, `名称（中文）`, `name_fr`.
fn language(heading: &str) -> Option<String> {
    let folded: String = heading.chars().map(words::half_width).collect();
    let folded = folded.trim();
    let (before, tag) = match folded.split_once('(') {
        Some((before, rest)) => (before, rest.split_once(')')?.0),
        None if folded == NAMES.2 => (folded, LANGUAGES[1]),
        None => folded.split_once('_')?,
    };
    let before = plain(before);
    let tag = tag.trim();
    let known = match tag {
        "英文" | "英语" | "English" | "english" => LANGUAGES[0],
        "中文" | "简体中文" | "汉语" | "Chinese" | "chinese" => LANGUAGES[1],
        tag => tag,
    };
    let is_valid = known.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let named = before == NAMES.1 || before == NAMES.2 || before == "name名称";
    (named && is_valid && !known.is_empty()).then(|| known.to_owned())
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

    /// The heading in both languages, as it is written.
    pub(crate) fn heading(&self) -> String {
        format!("{} {}", self.english, self.chinese)
    }
}

/// Whether a text is the name of a field's column in a database table, such as `score_min`;
/// stars are numbered from one, as in `star_points_5`.
fn is_field(text: &str, field: &str) -> bool {
    let Some((outer, inner)) = field.split_once('.') else { return text == field };
    let Some(rest) = text.strip_prefix(outer).and_then(|rest| rest.strip_prefix('_'))
    else {
        return false;
    };
    match inner.parse::<u32>() {
        Ok(index) => rest.parse() == Ok(index + 1),
        Err(_) => rest == inner,
    }
}

/// Whether a text is `english`, `chinese` or both, ignoring case, blanks and `_`.
fn is_either(text: &str, english: &str, chinese: &str) -> bool {
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
    fn headings_are_known_in_each_language_or_both() {
        check(Sheet::Deeds, "resident 村民", Some("resident"));
        check(Sheet::Deeds, "Resident", Some("resident"));
        check(Sheet::Deeds, " 村民 ", Some("resident"));
        check(Sheet::Deeds, "stars", None);
        check(Sheet::Consents, "given_by", Some("given_by"));
        check(Sheet::Categories, "5 stars 五星", Some("star_points.4"));
        check(Sheet::Households, "name (zh-Hans) 名称", Some("names.zh-Hans"));
        check(Sheet::Households, "Name (fr)", Some("names.fr"));
        check(Sheet::Households, "name", None);
        check(Sheet::Households, "名称", Some("names.zh-Hans"));
        check(Sheet::Households, "名称（中文）", Some("names.zh-Hans"));
        check(Sheet::Households, "Name_en", Some("names.en"));
        check(Sheet::Residents, "name", Some("name"));
        check(Sheet::Residents, "name (en)", None);
    }

    #[test]
    fn every_written_heading_is_read_back() {
        for sheet in Sheet::ALL {
            assert_eq!(Sheet::of(&sheet.title()), Some(sheet));
            for column in sheet.columns(["fr"]) {
                assert_eq!(sheet.column(&column.heading()).as_ref(), Some(&column));
                assert_eq!(sheet.column(&column.english).as_ref(), Some(&column));
            }
        }
    }
}
