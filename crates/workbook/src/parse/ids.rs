//! Generates ids for rows without one: the next free number in the style of the others.

use std::collections::BTreeMap;

use super::values::folded;
use crate::schema::sheets::Target;

/// The ids seen in each list, and in references to it.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    styles: BTreeMap<Target, BTreeMap<String, Style>>,
    /// The prefix of the generated ids of each list, chosen with the first one.
    chosen: BTreeMap<Target, String>,
}

/// The ids with a common prefix, followed by a number.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    own: u64,
    largest: u64,
    width: usize,
}

/// Larger numbers are not continued.
const LAST: u64 = 999_999_999_999_999;

impl Ids {
    /// Records an id; `own` if it is one of the list, not a reference to it.
    pub(crate) fn record(&mut self, target: Target, id: &str, own: bool) {
        // A row that `inbox` adds must not change any generated id.
        if is_of_letter(id) {
            return;
        }
        let folded_id;
        let id = match id.is_ascii() {
            true => id,
            false => {
                folded_id = folded(id).to_uppercase();
                folded_id.as_str()
            }
        };
        let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
        let Some((start, number)) = id.split_at_checked(id.len() - digits) else {
            return;
        };
        let Ok(number @ ..=LAST) = number.parse::<u64>() else { return };
        let styles = self.styles.entry(target).or_default();
        if !styles.contains_key(start) {
            // The number of prefixes is limited, in case ids follow no style.
            if styles.len() >= 10_000 {
                return;
            }
            styles.insert(start.to_owned(), Style::default());
        }
        let Some(style) = styles.get_mut(start) else { return };
        style.largest = style.largest.max(number);
        if own {
            style.own += 1;
            style.width = style.width.max(digits);
        }
    }

    /// A new id that occurs nowhere else.
    pub(crate) fn make(&mut self, target: Target) -> String {
        let styles = self.styles.entry(target).or_default();
        let start = self.chosen.entry(target).or_insert_with(|| {
            let usual = match target {
                Target::Resident => "R",
                Target::Household => "H",
                _ => "E",
            };
            let most = styles.iter().filter(|(_, style)| style.own > 0);
            let most = most.max_by_key(|(start, style)| (style.own, *start == usual));
            most.map_or(usual, |(start, _)| start.as_str()).to_owned()
        });
        let style = styles.entry(start.clone()).or_default();
        if style.own == 0 {
            style.width = 4;
        }
        style.own += 1;
        style.largest += 1;
        format!("{start}{:0width$}", style.largest, width = style.width)
    }
}

/// Whether it is an id that `inbox` gives to entries from letters: `L` and twenty hex
/// digits.
fn is_of_letter(id: &str) -> bool {
    id.strip_prefix('L').is_some_and(|digits| {
        digits.len() == 20
            && digits.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_ids_continue_the_style_and_are_unique() {
        let check = |own: &[&str], referred: &[&str], made: [&str; 2]| {
            let mut ids = Ids::default();
            own.iter().for_each(|id| ids.record(Target::Entry, id, true));
            referred.iter().for_each(|id| ids.record(Target::Entry, id, false));
            assert_eq!([ids.make(Target::Entry), ids.make(Target::Entry)], made);
        };
        check(&[], &[], ["E0001", "E0002"]);
        check(&["E0001", "E0007"], &[], ["E0008", "E0009"]);
        check(&["E1", "E2"], &["E12"], ["E13", "E14"]);
        check(&["2025-009", "2025-010", "x1"], &[], ["2025-011", "2025-012"]);
        check(&["7", "8"], &[], ["9", "10"]);
        check(&["first", "second"], &["E0003"], ["E0004", "E0005"]);
        check(&["E0001"], &["Ｅ０００９"], ["E0010", "E0011"]);
        check(&["E99999999999999999999"], &[], ["E0001", "E0002"]);
        let (first, second) = ("L00112233445566778891", "L0f112233445566778899");
        check(&[first, second], &[], ["E0001", "E0002"]);
        check(&["L0001", first, second], &[first], ["L0002", "L0003"]);
    }

    #[test]
    fn each_list_has_its_own_style() {
        let mut ids = Ids::default();
        ids.record(Target::Resident, "R0004", true);
        assert_eq!(ids.make(Target::Resident), "R0005");
        assert_eq!(ids.make(Target::Household), "H0001");
    }
}
