//! The village's numbers.

use hallboard_feed::{Board, LetterSums};

use crate::browser::{Calendar, El, el};
use crate::language::Language;

/// A number and what it counts.
pub(crate) type Figure = (String, String);

/// The numbers there are to show, most telling first.
pub(crate) fn village_figures(board: &Board, language: Language) -> Vec<Figure> {
    let village = &board.village;
    let month = Calendar(language).month_name(village.deeds_month);
    let five_stars =
        board.households.iter().filter(|household| household.stars.contains(&5)).count();
    let taking_part = village
        .taking_part
        .map(|count| (count.to_string(), language.say("village.taking_part").to_owned()));
    let deeds = village.deeds.map(|count| {
        let words = language.say_with("village.deeds", &[("month", &month)]);
        (count.to_string(), words)
    });
    let stars = (five_stars > 0)
        .then(|| (five_stars.to_string(), language.say("village.five_stars").to_owned()));
    let letters =
        village.letters.map(|sums| (sums.received.to_string(), letters(sums, language)));
    [taking_part, deeds, stars, letters].into_iter().flatten().collect()
}

/// What became of the letters.
fn letters(sums: LetterSums, language: Language) -> String {
    let month = Calendar(language).month_name(sums.to);
    let [accepted, refused, waiting, late] =
        [sums.accepted, sums.refused, sums.waiting, sums.late].map(|it| it.to_string());
    let facts = [
        ("month", month.as_str()),
        ("accepted", &accepted),
        ("refused", &refused),
        ("waiting", &waiting),
        ("late", &late),
    ];
    language.say_with("village.letters", &facts)
}

/// Numbers below each other.
pub(crate) fn figures(figures: &[Figure]) -> El {
    figures.iter().fold(el("div").class("figures"), |list, (number, words)| {
        let number = el("strong").text(number);
        list.with(el("p").class("figure").with(number).with(el("span").text(words)))
    })
}
