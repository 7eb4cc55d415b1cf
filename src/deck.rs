//! Which pages a board has on this screen: everything counted to fit, nothing clipped.

use std::ops::Range;

use hallboard_feed::Board;

use crate::figures;
use crate::language::Language;
use crate::layout::{Columns, LINE, Layout, fill};
use crate::listing::{self, Item};
use crate::rotation::Counts;
use crate::typeset::{ems, lines};

/// The widths of a resident's row, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ResidentRow {
    /// How many rows stand beside each other.
    pub columns: usize,
    /// The band's name.
    pub band: f64,
    /// The bar, 0 where there is no room for one.
    pub bar: f64,
    /// The score.
    pub score: f64,
}

/// The widest column of bands' names, in ems.
const WIDEST_BAND: f64 = 12.0;

/// A page of households: which categories of which rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarTable {
    /// Places in the board's categories.
    pub categories: Range<usize>,
    /// Places in the order of households.
    pub rows: Range<usize>,
}

/// The widths of a thank-you's row, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ThanksRow {
    /// The name.
    pub name: f64,
    /// The date, 0 where there is no room for one.
    pub date: f64,
    /// The points.
    pub points: f64,
}

/// In which order the reader's language lists who is on the board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Places in the board's residents.
    pub residents: Vec<usize>,
    /// Places in the board's households.
    pub households: Vec<usize>,
    /// Places in the board's histories.
    pub histories: Vec<usize>,
}

/// All pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    /// Residents, as places in the order of names.
    pub residents: Vec<Columns>,
    /// How their rows are divided.
    pub resident_row: ResidentRow,
    /// Households' stars.
    pub households: Vec<StarTable>,
    /// The width of a household's label, in CSS pixels.
    pub household_label: f64,
    /// The width of a category, in CSS pixels.
    pub category: f64,
    /// Thank-yous.
    pub thanks: Vec<Range<usize>>,
    /// How their rows are divided.
    pub thanks_row: ThanksRow,
    /// How many histories there are.
    pub histories: usize,
    /// What rewards cost and what earns them.
    pub reward_items: Vec<Item>,
    /// Their pages.
    pub rewards: Vec<Columns>,
    /// What counts how much.
    pub rule_items: Vec<Item>,
    /// Their pages.
    pub rules: Vec<Columns>,
}

impl Deck {
    /// The pages of that board on a screen of those sizes.
    #[must_use]
    pub fn new(
        board: &Board,
        order: &Order,
        language: Language,
        layout: &Layout,
    ) -> Deck {
        let mut deck = Deck::of_one_piece(board, language);
        deck.divide_residents(board, order, language, layout);
        deck.divide_households(board, order, language, layout);
        deck.divide_thanks(board, language, layout);
        deck.rewards = divide_items(&deck.reward_items, layout);
        deck.rules = divide_items(&deck.rule_items, layout);
        deck
    }

    /// The same as one page a chapter, for a page to scroll.
    #[must_use]
    pub fn of_one_piece(board: &Board, language: Language) -> Deck {
        let items = |list: fn(Language, &_) -> Vec<Item>| {
            board.rules.as_ref().map(|rules| list(language, rules)).unwrap_or_default()
        };
        let reward_items = items(listing::rewards);
        let rule_items = items(listing::rules);
        let one = |whole: Range<usize>| -> Columns { std::iter::once(whole).collect() };
        let whole = |count: usize| -> Vec<Columns> {
            (count > 0).then(|| one(0..count)).into_iter().collect()
        };
        let households = StarTable {
            categories: 0..board.categories.len(),
            rows: 0..board.households.len(),
        };
        Deck {
            residents: whole(board.residents.len()),
            households: (!board.households.is_empty())
                .then_some(households)
                .into_iter()
                .collect(),
            thanks: (!board.thanks.is_empty())
                .then_some(0..board.thanks.len())
                .into_iter()
                .collect(),
            histories: board.histories.len(),
            rewards: whole(reward_items.len()),
            reward_items,
            rules: whole(rule_items.len()),
            rule_items,
            ..Deck::default()
        }
    }

    /// How many pages each chapter has. Where nobody is listed, one page says so.
    #[must_use]
    pub fn counts(&self) -> Counts {
        [
            1,
            self.residents.len().max(1),
            self.households.len(),
            self.thanks.len(),
            self.histories,
            self.rewards.len(),
            self.rules.len(),
        ]
    }

    fn divide_residents(
        &mut self,
        board: &Board,
        order: &Order,
        language: Language,
        layout: &Layout,
    ) {
        let Layout { small, row, .. } = *layout;
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max);
        let name =
            widest(&mut board.residents.iter().map(|it| ems(&it.name))).min(9.0) * row;
        let bands = board.residents.iter().filter_map(|it| it.band.as_ref());
        let band =
            widest(&mut bands.map(|names| ems(names.best(language.tag())) + 0.1)) * small;
        // However a hall names its bands, the score stands beside them.
        let band = band.min(WIDEST_BAND * small).min(layout.body_width * 0.45);
        let scores = board.residents.iter().map(|it| ems(&figures::points(it.score)));
        let score = widest(&mut scores.into_iter()) * row * 1.1;
        let gap = row * 0.4;
        let plain = name + band + score + 2.0 * gap;
        let least_bar = row * 1.5 + gap;
        let columns = layout.columns(plain + least_bar).max(layout.columns(plain));
        let column = layout.column(columns);
        let left = column - plain - gap;
        let bar = if left >= row * 1.2 { left.min(column * 0.3) } else { 0.0 };
        self.resident_row = ResidentRow { columns, band, bar, score };
        let used = plain - name + if bar > 0.0 { bar + gap } else { 0.0 };
        let room = (column - used) / row;
        let heights: Vec<f64> = order
            .residents
            .iter()
            .filter_map(|place| board.residents.get(*place))
            .map(|resident| {
                let words = resident.band.as_ref().map(|it| it.best(language.tag()));
                let beside = words.map_or(1, |words| lines(words, band / small));
                layout.row_height(lines(&resident.name, room).max(beside))
            })
            .collect();
        self.residents = fill(&heights, |_| false, layout.body_height, columns);
    }

    fn divide_households(
        &mut self,
        board: &Board,
        order: &Order,
        language: Language,
        layout: &Layout,
    ) {
        let Layout { small, row, body_width, .. } = *layout;
        let label = |names: &hallboard_score::Names| language.name(names).text;
        let widest = board
            .households
            .iter()
            .map(|household| ems(&label(&household.names)) * row)
            .fold(0.0, f64::max);
        self.household_label = widest.min(body_width * 0.42) + row * 0.5;
        let names: Vec<String> =
            board.categories.iter().map(|it| label(&it.names)).collect();
        let head = names.iter().map(|name| ems(name) * 0.62 + 0.6).fold(0.0, f64::max);
        let least = (head.max(5.4) * small).min(body_width - self.household_label);
        let room = ((body_width - self.household_label) / least).max(1.0) as usize;
        let groups = names.len().div_ceil(room).max(1);
        let beside = names.len().div_ceil(groups).max(1);
        self.category = (body_width - self.household_label) / beside as f64;
        let head_lines = names
            .iter()
            .map(|name| lines(name, self.category / small - 0.4))
            .max()
            .unwrap_or(1);
        let head_height = small * (0.5 + LINE * head_lines as f64);
        let heights: Vec<f64> = order
            .households
            .iter()
            .filter_map(|place| board.households.get(*place))
            .map(|household| {
                let room = self.household_label / row - 0.5;
                layout.row_height(lines(&label(&household.names), room))
            })
            .collect();
        let rows = fill(&heights, |_| false, layout.body_height - head_height, 1);
        let starts = (0..names.len()).step_by(beside);
        self.households = rows
            .into_iter()
            .flatten()
            .flat_map(|rows| starts.clone().map(move |start| (start, rows.clone())))
            .map(|(start, rows)| StarTable {
                categories: start..(start + beside).min(names.len()),
                rows,
            })
            .collect();
    }

    fn divide_thanks(&mut self, board: &Board, language: Language, layout: &Layout) {
        let Layout { small, row, body_width, .. } = *layout;
        let names = board
            .thanks
            .iter()
            .filter_map(|thanks| board.residents.get(thanks.resident))
            .map(|resident| ems(&resident.name) * row);
        let name = names.fold(0.0, f64::max).min(body_width * 0.34) + row * 0.6;
        let given = board.thanks.iter().map(|it| ems(&figures::signed(it.points)) * row);
        let points = given.fold(0.0, f64::max) + row * 0.3;
        let date = match language {
            Language::English => 7.4 * small,
            Language::Chinese => 5.0 * small,
        };
        let deed = body_width - name - points;
        let date = if deed - date > row * 8.0 { date } else { 0.0 };
        self.thanks_row = ThanksRow { name, date, points };
        let room = (deed - date) / layout.text();
        let heights: Vec<f64> = board
            .thanks
            .iter()
            .map(|thanks| {
                let deed = language.name(&thanks.deed).text;
                let resident = board.residents.get(thanks.resident);
                let name = resident.map_or(1, |it| lines(&it.name, name / row - 0.6));
                layout.text_height(lines(&deed, room - 0.5)).max(layout.row_height(name))
            })
            .collect();
        self.thanks = fill(&heights, |_| false, layout.body_height, 1)
            .into_iter()
            .flatten()
            .collect();
    }
}

/// Pages of a list in as many columns as its lines allow.
fn divide_items(items: &[Item], layout: &Layout) -> Vec<Columns> {
    let figure = layout.row * 2.6;
    let longest = items
        .iter()
        .map(|item| match item {
            Item::Line { name, .. } => ems(&name.text) * layout.text() + figure,
            Item::Words(_) | Item::Heading(_) => 0.0,
        })
        .fold(0.0, f64::max);
    let words = |text: &str, column: f64| {
        let count = lines(text, column / layout.small) as f64;
        layout.small * (0.9 + LINE * count)
    };
    let too_high = |item: &Item| match item {
        Item::Words(text) => words(text, layout.column(2)) > layout.body_height,
        Item::Line { .. } | Item::Heading(_) => false,
    };
    let beside = layout.columns(longest.min(layout.column(2))).min(2);
    let columns = if items.iter().any(too_high) { 1 } else { beside };
    let column = layout.column(columns);
    let heights: Vec<f64> = items
        .iter()
        .map(|item| match item {
            Item::Line { name, .. } => {
                layout.text_height(lines(&name.text, (column - figure) / layout.text()))
            }
            Item::Heading(_) => layout.row_height(1),
            Item::Words(text) => words(text, column),
        })
        .collect();
    let leads = |at: usize| matches!(items.get(at), Some(Item::Heading(_)));
    fill(&heights, leads, layout.body_height, columns)
}
