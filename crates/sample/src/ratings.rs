//! Generates the stars of households, twice a year.

use hallboard_score::{
    Category, Day, EntryKind, Household, Id, Month, Outcome, Rulebook, Text, in_force,
};

use crate::Village;
use crate::register::{DraftId, LedgerBuilder};
use crate::rng::Rng;

/// The percentage of households for each number of stars at the start.
const AT_FIRST: &[(u8, u32)] = &[(1, 2), (2, 9), (3, 33), (4, 39), (5, 17)];

/// The stars of every household in every category, round by round.
pub(crate) fn ratings(
    village: &Village,
    households: &[Household],
    books: &[Rulebook],
    drafts: &mut LedgerBuilder,
) {
    let mut rng = village.rng(7);
    let rounds = rounds(village);
    for household in households {
        let Some(first) = rounds.first() else { return };
        let categories = in_force(books, *first).map_or(&[][..], |book| &book.categories);
        for category in categories {
            let mut stars = rng.weigh(AT_FIRST, |it| it.1).map_or(3, |it| it.0);
            for round in &rounds {
                if rng.happens(150) {
                    continue;
                }
                stars = drift(&mut rng, stars);
                let date = rng.day(*round, round.plus_days(20)).min(village.until);
                let rating = drafts.add(date, rating(household, category, stars));
                if stars <= 2 && rng.happens(40) {
                    object(village, &mut rng, (rating, date, stars), drafts);
                }
            }
        }
    }
}

fn rating(household: &Household, category: &Category, stars: u8) -> EntryKind {
    let (household, category) = (household.id.clone(), category.id.as_str().into());
    EntryKind::Rating { household, category, stars }
}

/// The first days of the rounds: in March and September.
fn rounds(village: &Village) -> Vec<Day> {
    let (start, until) = (village.start(), village.until);
    (start.year()..=until.year())
        .flat_map(|year| {
            [3, 9].map(|month| Month::new(year, month).first_day().plus_days(4))
        })
        .filter(|day| start <= *day && *day <= until)
        .collect()
}

/// Changes the stars a little: usually not at all, and slightly more often upwards than
/// downwards.
fn drift(rng: &mut Rng, stars: u8) -> u8 {
    match rng.below(100) {
        0..7 => stars.saturating_add(1).min(5),
        7..12 => stars.saturating_sub(1).max(1),
        _ => stars,
    }
}

fn object(
    village: &Village,
    rng: &mut Rng,
    (rating, date, stars): (DraftId, Day, u8),
    drafts: &mut LedgerBuilder,
) {
    let objected = date.plus_days(rng.between(1, 9));
    let decided = objected.plus_days(rng.between(2, 15));
    if decided > village.until {
        return;
    }
    let text = Some(Text::new_static("天气不好，请复查"));
    drafts.about(rating, objected, EntryKind::Objection { entry: Id::default(), text });
    let outcome = match rng.below(3) {
        0 => Outcome::Upheld,
        1 => Outcome::Overturned,
        _ => Outcome::ChangedStars((stars + 1).min(5)),
    };
    let reason = Some(Text::new_static("复查小组到户查看"));
    let entry = Id::default();
    drafts.about(rating, decided, EntryKind::Decision { entry, outcome, reason });
}
