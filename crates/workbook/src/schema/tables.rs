//! The sheets as tables of a database.

use super::sheets::{Column, Kind, Sheet};

/// What is before the language in the name of a column that holds names.
const NAME: &str = "name_";
/// What is before the number in the name of a column that holds star points.
const STAR_POINTS: &str = "star_points_";

/// The application a database of ours names in its header: `HALL`.
pub(crate) const APPLICATION: i32 = 0x4841_4c4c;

impl Sheet {
    /// The name of its table: its English name, `deed_rules`.
    pub(crate) fn table(self) -> String {
        self.names().0.to_lowercase().replace(' ', "_")
    }
}

impl Column {
    /// The name of its column in a table: its field, `score_min`, `name_zh-Hans`, with
    /// the stars from one to five, `star_points_5`.
    pub(crate) fn in_table(&self) -> String {
        match self.field.split_once('.') {
            Some(("names", tag)) => format!("{NAME}{tag}"),
            Some(("star_points", index)) => {
                let index: usize = index.parse().unwrap_or_default();
                format!("{STAR_POINTS}{}", index + 1)
            }
            Some((outer, inner)) => format!("{outer}_{inner}"),
            None => self.field.clone(),
        }
    }

    /// Its type in a table.
    pub(crate) fn type_in_table(&self) -> &'static str {
        match self.kind {
            Kind::Whole(..) => "INTEGER",
            Kind::Points => "REAL",
            _ => "TEXT",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_are_named_like_sheets_and_fields() {
        assert_eq!(Sheet::DeedRules.table(), "deed_rules");
        let names = |sheet: Sheet| -> Vec<String> {
            sheet.columns(["fr"]).iter().map(Column::in_table).collect()
        };
        assert_eq!(
            names(Sheet::Categories)[2..6],
            ["name_en", "name_zh-Hans", "name_fr", "star_points_1"]
        );
        for sheet in Sheet::ALL {
            let mut names = names(sheet);
            names.sort();
            names.dedup();
            assert_eq!(names.len(), sheet.columns(["fr"]).len(), "{sheet:?}");
        }
    }
}
