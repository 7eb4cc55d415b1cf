//! The page of a month, to pin up in the hall.

use std::collections::BTreeSet;

use hallboard_feed::{Board, LetterSums};
use hallboard_score::{Day, Month, Names, Points};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::PaperError;
use crate::environment::page;
use crate::fit::height;
use crate::layout::{Layout, PrintLanguage};
use crate::text::{Text, day, month};

/// The smallest group a figure is printed of, and so the smallest count.
const SMALLEST_GROUP: u32 = 10;

/// The content of the monthly page: the village's figures, and thanks to people on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Monthly {
    /// What people call the hall.
    pub hall: Names,
    /// The month: the last that was over on the day of publication.
    pub month: Month,
    /// The day of publication.
    pub published: Day,
    /// The mean board score at the month's end; `None` where the group is too small.
    pub mean: Option<Points>,
    /// How many took part at its end, to the nearest five.
    pub taking_part: Option<u32>,
    /// Its good deeds, to the nearest five.
    pub deeds: Option<u32>,
    /// The rewards handed out in it, to the nearest five.
    pub rewards: Option<u32>,
    /// What became of the letters of a year; `None` where the hall does not publish it.
    pub letters: Option<LetterSums>,
    /// Who is thanked for what, the latest deed first.
    pub thanks: Vec<Thanked>,
}

/// Somebody the board thanks for a deed of the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thanked {
    /// Which of the board's residents: two may have one name.
    pub resident: usize,
    /// Their name.
    pub name: String,
    /// What the deed is called.
    pub deed: Names,
    /// The day it was done.
    pub date: Day,
}

/// A figure as it is printed.
pub(crate) struct Figure {
    /// The key of its label in the locales.
    pub(crate) label: &'static str,
    pub(crate) text: String,
    /// The same as a number.
    pub(crate) number: f64,
    /// Whether it is to the nearest five.
    pub(crate) is_rounded: bool,
}

impl Figure {
    fn count(label: &'static str, count: Option<u32>) -> Option<Figure> {
        let count = count.filter(|count| *count >= SMALLEST_GROUP)?;
        Some(Figure {
            label,
            text: count.to_string(),
            number: f64::from(count),
            is_rounded: true,
        })
    }
}

impl Monthly {
    /// The month a page made from a board is of: the last that was over on the day of
    /// publication.
    #[must_use]
    pub fn month_of(board: &Board) -> Month {
        board.as_of.month().plus(-1)
    }

    /// The content for [the month](Monthly::month_of) of a board opened from a verified
    /// publication; `rewards` are those handed out in that month.
    #[must_use]
    pub fn of_board(board: &Board, rewards: Option<u32>) -> Monthly {
        let village = &board.village;
        let month = Monthly::month_of(board);
        let mean = village.means.iter().find(|(of, _)| *of == month);
        let thanked = |it: &hallboard_feed::BoardThanks| {
            let name = board.residents.get(it.resident)?.name.clone();
            let (deed, date) = (it.deed.clone(), it.date);
            (date.month() == month).then_some(Thanked {
                resident: it.resident,
                name,
                deed,
                date,
            })
        };
        Monthly {
            hall: board.hall.names.clone(),
            month,
            published: board.as_of,
            mean: mean.and_then(|(_, mean)| *mean),
            taking_part: village.taking_part,
            deeds: village.deeds,
            rewards,
            letters: village.letters,
            thanks: board.thanks.iter().filter_map(thanked).collect(),
        }
    }

    /// The figures that may be printed; none of fewer than ten people.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        let too_few = self.taking_part.is_some_and(|count| count < SMALLEST_GROUP);
        let mean = self.mean.filter(|_| !too_few).map(|mean| Figure {
            label: "monthly.mean",
            text: mean.to_string(),
            number: mean.hundredths() as f64 / 100.0,
            is_rounded: false,
        });
        let counts = [
            Figure::count("monthly.taking_part", self.taking_part),
            Figure::count("monthly.deeds", self.deeds),
            Figure::count("monthly.rewards", self.rewards),
        ];
        mean.into_iter().chain(counts.into_iter().flatten()).collect()
    }

    /// The decisions on letters, if there were enough letters to publish numbers.
    pub(crate) fn letters(&self) -> Option<Letters> {
        let sums = self.letters.filter(|it| it.received >= SMALLEST_GROUP)?;
        Some(Letters {
            to: sums.to,
            counts: [
                ("monthly.received", sums.received),
                ("monthly.decided", sums.accepted.saturating_add(sums.refused)),
                ("monthly.late", sums.late),
            ],
        })
    }

    /// The page.
    ///
    /// # Errors
    /// When a template has a fault.
    pub fn html(&self, layout: Layout) -> Result<String, PaperError> {
        let language = layout.language;
        let figure = |it: &Figure| {
            context! { label => it.label, value => it.text.as_str(), is_rounded => it.is_rounded }
        };
        let letters = self.letters().map(|it| {
            let count = |(label, count): &(&str, u32)| context! { label => *label, count => *count };
            let counts: Vec<Value> = it.counts.iter().map(count).collect();
            context! { to => month(it.to, language), counts }
        });
        let thanks = Fitted::of(&self.thanks, self.letters().is_some(), layout);
        let content = context! {
            hall => Text::of(&self.hall, language),
            month => month(self.month, language),
            published => day(self.published, language),
            figures => self.figures().iter().map(figure).collect::<Vec<_>>(),
            letters,
            thanks => Value::from(Serde(&thanks.deeds)),
            size => thanks.size,
            more => thanks.more,
            between => between(language),
        };
        page("monthly.html", layout, content)
    }
}

/// What became of the letters of a year.
pub(crate) struct Letters {
    /// The last of its months.
    pub(crate) to: Month,
    /// Labels and counts.
    pub(crate) counts: [(&'static str, u32); 3],
}

/// A deed, and the names of those who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Deed {
    deed: Text,
    names: Vec<String>,
}

/// The thanks that fit on the page.
#[derive(Debug, PartialEq)]
struct Fitted {
    deeds: Vec<Deed>,
    /// The size of the names in points.
    size: f64,
    /// How many people are thanked and do not fit.
    more: usize,
}

/// The sizes of names in points, from large to small.
const SIZES: [f64; 7] = [17.0, 16.0, 15.0, 14.0, 13.0, 12.0, SMALLEST];
const SMALLEST: f64 = 11.0;
/// What else is on the page, in millimetres of its height: in one language and in both; and
/// where there are letters, what they take.
const BESIDES: [f64; 2] = [127.0, 157.0];
const LETTERS: [f64; 2] = [36.0, 48.0];
/// Both edges of the page, in millimetres of its width.
const EDGES: f64 = 36.0;
/// Below each deed.
const GAP: f64 = 2.6;

impl Fitted {
    /// All of them in the largest letters they fit in; in the smallest, as many as do.
    fn of(thanks: &[Thanked], has_letters: bool, layout: Layout) -> Fitted {
        let all = by_deed(thanks, layout.language);
        let (_, sheet_height) = layout.paper.millimetres();
        let of = |[one, both]: [f64; 2]| match layout.language {
            PrintLanguage::Both => both,
            PrintLanguage::Chinese | PrintLanguage::English => one,
        };
        let letters = if has_letters { of(LETTERS) } else { 0.0 };
        let free = sheet_height - of(BESIDES) - letters;
        let fits = |deeds: &[Deed], size: f64| taken(deeds, size, layout) <= free;
        if let Some(size) = SIZES.into_iter().find(|size| fits(&all, *size)) {
            return Fitted { deeds: all, size, more: 0 };
        }
        let counts: Vec<usize> = (1..=thanks.len()).collect();
        let first = |count: usize| thanks.get(..count).unwrap_or_default();
        let count = counts.partition_point(|count| {
            fits(&by_deed(first(*count), layout.language), SMALLEST)
        });
        let shown = first(count);
        let more = people(thanks).difference(&people(shown)).count();
        Fitted { deeds: by_deed(shown, layout.language), size: SMALLEST, more }
    }
}

fn people(thanks: &[Thanked]) -> BTreeSet<usize> {
    thanks.iter().map(|it| it.resident).collect()
}

/// The deeds that most people did first; each name once.
fn by_deed(thanks: &[Thanked], language: PrintLanguage) -> Vec<Deed> {
    let mut deeds: Vec<(Text, Vec<(usize, &str)>)> = Vec::new();
    for it in thanks {
        let deed = Text::of(&it.deed, language);
        let place = deeds.iter().position(|(known, _)| *known == deed);
        let place = place.unwrap_or_else(|| {
            deeds.push((deed, Vec::new()));
            deeds.len() - 1
        });
        let person = (it.resident, it.name.as_str());
        if let Some((_, names)) =
            deeds.get_mut(place).filter(|it| !it.1.contains(&person))
        {
            names.push(person);
        }
    }
    for (_, names) in &mut deeds {
        names.sort_unstable();
    }
    deeds.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    let deed = |(deed, names): (Text, Vec<(usize, &str)>)| Deed {
        deed,
        names: names.into_iter().map(|(_, name)| name.to_owned()).collect(),
    };
    deeds.into_iter().map(deed).collect()
}

/// The separator of two names, in the first language.
fn between(language: PrintLanguage) -> String {
    let words = Text::words("monthly.between", language, &[]).unwrap_or_default();
    words.wordings().first().map(|it| it.text.clone()).unwrap_or_default()
}

/// The height of the deeds and names, in millimetres.
fn taken(deeds: &[Deed], size: f64, layout: Layout) -> f64 {
    let (sheet_width, _) = layout.paper.millimetres();
    let (width, between) = (sheet_width - EDGES, between(layout.language));
    let of_deed = |it: &Deed| {
        let names = it.names.join(&between);
        height(&format!("{}  {names}", it.deed.line()), width, size) + GAP
    };
    deeds.iter().map(of_deed).sum()
}
