//! Names and types of the sheets and columns in a database.

use super::sheets::{Column, Kind, Sheet};

/// Prefix of the columns of names; the language follows.
const NAME: &str = "name_";
/// Prefix of the columns of star points; the number of stars follows.
const STAR_POINTS: &str = "star_points_";

/// The application id in the header of databases that Hallboard writes: `HALL`.
pub(crate) const APPLICATION: i32 = 0x4841_4c4c;

impl Sheet {
    /// The name of its table: the English name in snake case, such as `deed_rules`.
    pub(crate) fn table(self) -> String {
        self.names().0.to_lowercase().replace(' ', "_")
    }
}

impl Column {
    /// The name of its column in a table: the field, as in `score_min` or `name_zh-Hans`;
    /// stars are numbered from one, as in `star_points_5`.
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
    fn tables_and_columns_have_the_names_of_sheets_and_fields() {
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
