//! How many people took part, month by month, as the hall has published it.

use hallboard_feed::edition::Figures;
use hallboard_score::Month;

use crate::context::HallContext;
use crate::failure::CliError;

/// The number of people who took part at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Participation {
    /// The month.
    pub month: Month,
    /// The number, to the nearest five; `None` if it was not counted or fewer than ten took
    /// part.
    pub count: Option<u32>,
}

/// The months from the first to the last of which a number was published, without gaps.
///
/// # Errors
/// If the hall's record of its publications cannot be read.
pub fn participation(context: &HallContext) -> Result<Vec<Participation>, CliError> {
    let state = context.state_files().publication_state()?;
    let counted =
        |(month, figures): (Month, Figures)| Some((month, figures.taking_part?));
    Ok(without_gaps(&state.months().filter_map(counted).collect::<Vec<_>>()))
}

/// `counted` is in order of months.
fn without_gaps(counted: &[(Month, u32)]) -> Vec<Participation> {
    let (Some((first, _)), Some((last, _))) = (counted.first(), counted.last()) else {
        return Vec::new();
    };
    let count_of = |month: Month| {
        counted.iter().find(|(it, _)| *it == month).map(|(_, count)| *count)
    };
    let months = (0..=first.months_until(*last)).map(|offset| first.plus(offset));
    months.map(|month| Participation { month, count: count_of(month) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_score::Day;

    #[test]
    fn months_without_a_number_are_kept_between_others() {
        let month = |year, month| Day::new(year, month, 1).unwrap().month();
        let check = |counted: &[(Month, u32)], expected: &[(Month, Option<u32>)]| {
            let months = without_gaps(counted);
            let months: Vec<_> = months.iter().map(|it| (it.month, it.count)).collect();
            assert_eq!(months, expected);
        };
        check(&[], &[]);
        check(&[(month(2026, 3), 10)], &[(month(2026, 3), Some(10))]);
        check(
            &[(month(2025, 12), 15), (month(2026, 2), 20)],
            &[
                (month(2025, 12), Some(15)),
                (month(2026, 1), None),
                (month(2026, 2), Some(20)),
            ],
        );
    }
}
