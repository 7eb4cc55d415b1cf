//! Signs for the doors of households that agreed to one.

use hallboard_feed::Desk;
use hallboard_feed::edition::{DoorSign, DoorSigns};
use hallboard_score::{Day, Names};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::PaperError;
use crate::environment::page;
use crate::fit::{Area, font_size, height};
use crate::layout::{Layout, PaperSize};
use crate::text::{Text, quarter};

/// How much of a sheet a sign takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignSize {
    /// Half of a sheet: A5 on A4.
    #[default]
    Half,
    /// A quarter of a sheet: A6 on A4.
    Quarter,
}

/// What is on the signs.
#[derive(Clone, Copy, Debug)]
pub struct Signs<'a> {
    /// What people call the hall.
    pub hall: &'a Names,
    /// The day by which the stars are; the sign names its quarter of the year.
    pub on: Day,
    /// Which households, and their stars.
    pub signs: &'a DoorSigns,
    /// Where the hall can be reached to withdraw.
    pub desk: Option<&'a Desk>,
    /// How large the signs are.
    pub size: SignSize,
}

/// The room on a sign, in millimetres. The style sheet has the same by its custom properties.
#[derive(Clone, Copy, Debug, Serialize)]
struct Room {
    width: f64,
    height: f64,
    /// Around everything.
    edge: f64,
    /// The hall's name and the quarter, the address, the sentence below the stars, the strip.
    head: f64,
    address: f64,
    sentence: f64,
    strip: f64,
    /// In how many columns the categories stand.
    columns: usize,
    /// One category.
    row: f64,
    /// One star.
    star: f64,
    /// Between two stars.
    gap: f64,
    /// The name of a category.
    name: f64,
}

/// The most categories that stand below each other on a sign that is wide.
const MOST_ROWS: usize = 6;
const STARS: f64 = 5.0;

impl SignSize {
    /// How many signs are on a sheet.
    #[must_use]
    pub const fn on_a_sheet(self) -> usize {
        match self {
            SignSize::Half => 2,
            SignSize::Quarter => 4,
        }
    }

    fn room(self, paper: PaperSize, categories: usize) -> Room {
        let (sheet_width, sheet_height) = paper.millimetres();
        let height = sheet_height / 2.0;
        let (width, edge, head, address, sentence, strip, largest_star) = match self {
            SignSize::Half => (sheet_width, 9.0, 15.0, 24.0, 14.0, 33.0, 8.0),
            SignSize::Quarter => (sheet_width / 2.0, 7.0, 17.5, 19.0, 16.0, 34.0, 4.9),
        };
        let columns = match self {
            SignSize::Half if categories > MOST_ROWS => 2,
            _ => 1,
        };
        let rows = categories.div_ceil(columns).max(1);
        let list = height - 1.5 * edge - head - address - sentence - strip;
        let row = list / rows as f64;
        let star = (row * 0.72).min(largest_star);
        let gap = star / 7.0;
        let across = (width - 2.0 * edge) / columns as f64;
        let column_gap = if columns > 1 { edge / 2.0 } else { 0.0 };
        let name = across - column_gap - STARS * (star + gap) - 2.0;
        Room {
            width,
            height,
            edge,
            head,
            address,
            sentence,
            strip,
            columns,
            row,
            star,
            gap,
            name,
        }
    }

    /// The sizes of addresses in points, from large to small.
    fn address_sizes(self) -> &'static [f64] {
        match self {
            SignSize::Half => {
                &[40.0, 34.0, 28.0, 24.0, 20.0, 16.0, 13.0, 10.0, 8.0, 6.0, 4.0]
            }
            SignSize::Quarter => {
                &[28.0, 24.0, 20.0, 17.0, 14.0, 11.0, 9.0, 7.0, 5.0, 4.0]
            }
        }
    }
}

/// The sizes of the names of categories in points, from large to small.
const NAME_SIZES: [f64; 14] = [
    19.0,
    18.0,
    17.0,
    16.0,
    15.0,
    14.0,
    13.0,
    12.0,
    11.0,
    10.0,
    8.0,
    6.0,
    5.0,
    SMALLEST_NAME,
];
const SMALLEST_NAME: f64 = 4.0;
const EASY_NAME: f64 = 11.0;
/// The sizes of the hall's name in points, from large to small.
const HALL_SIZES: [f64; 11] =
    [12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.0, 8.0, 6.0, 4.0, 2.0];
/// The height of the line above it, and the width of the quarter beside it, in millimetres.
const TITLE: f64 = 8.0;
const QUARTER: f64 = 32.0;
/// How large the second language is, of the first.
const OTHER: f64 = 0.78;
/// How much of a row its letters may take.
const FILLED: f64 = 0.94;

#[derive(Serialize)]
struct Sign {
    address: Text,
    /// The size of the address in points.
    size: f64,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    category: Text,
    /// The size of the name in points.
    size: f64,
    stars: u8,
}

impl Signs<'_> {
    /// The page with the sheets of signs.
    ///
    /// # Errors
    /// When a template has a fault.
    pub fn html(&self, layout: Layout) -> Result<String, PaperError> {
        let language = layout.language;
        let categories: Vec<Text> =
            self.signs.categories.iter().map(|it| Text::of(it, language)).collect();
        let room = self.size.room(layout.paper, categories.len());
        let sizes = self.name_sizes(&categories, room);
        let rows: Vec<(Text, f64)> = categories.into_iter().zip(sizes).collect();
        let signs: Vec<Sign> = self
            .signs
            .signs
            .iter()
            .map(|it| self.sign(it, &rows, room, layout))
            .collect();
        let sheets: Vec<&[Sign]> = signs.chunks(self.size.on_a_sheet()).collect();
        // A quarter has room for the number alone.
        let hours = self.desk.filter(|_| self.size == SignSize::Half);
        let hours = hours.and_then(|desk| desk.hours.as_ref());
        let hall = Text::of(self.hall, language);
        let beside_quarter = Area {
            width: room.width - 2.0 * room.edge - QUARTER,
            height: room.head - TITLE,
        };
        let content = context! {
            hall_size => font_size(&hall.line(), beside_quarter, &HALL_SIZES),
            hall,
            quarter => quarter(self.on, language),
            sheets => Value::from(Serde(sheets)),
            room => Value::from(Serde(room)),
            kind => match self.size {
                SignSize::Half => "half",
                SignSize::Quarter => "quarter",
            },
            other => OTHER,
            phone => self.desk.and_then(|desk| desk.phone.as_ref()),
            hours => hours.map(|it| Text::of(it, language)),
        };
        page("signs.html", layout, content)
    }

    /// How many sheets there are.
    #[must_use]
    pub fn sheets(&self) -> usize {
        self.signs.signs.len().div_ceil(self.size.on_a_sheet())
    }

    fn sign(
        &self,
        sign: &DoorSign,
        rows: &[(Text, f64)],
        room: Room,
        layout: Layout,
    ) -> Sign {
        let address = Text::of(&sign.names, layout.language);
        let width = room.width - 2.0 * room.edge;
        let lines = address.wordings().len().max(1) as f64;
        let area = Area { width, height: (room.address - 3.0) / lines };
        let sizes = self.size.address_sizes();
        let fits = |text: &str| font_size(text, area, sizes);
        let size = address
            .wordings()
            .iter()
            .map(|it| fits(&it.text))
            .fold(f64::INFINITY, f64::min);
        let row = |((category, size), stars): (&(Text, f64), &u8)| Row {
            category: category.clone(),
            size: *size,
            stars: *stars,
        };
        Sign {
            address,
            size: if size.is_finite() { size } else { 0.0 },
            rows: rows.iter().zip(&sign.stars).map(row).collect(),
        }
    }

    /// The sizes of the names of categories, in points: one for all that fit into their rows in
    /// letters that are read with ease; a name that is too long for these has its own.
    fn name_sizes(&self, categories: &[Text], room: Room) -> Vec<f64> {
        let height = |category: &Text, size: f64| match (self.size, category.wordings()) {
            (SignSize::Quarter, [first, other]) => {
                height(&first.text, room.name, size)
                    + height(&other.text, room.name, size * OTHER)
            }
            _ => height(&category.line(), room.name, size),
        };
        let fitting = |category: &Text| {
            let fits = |size: &&f64| height(category, **size) <= room.row * FILLED;
            NAME_SIZES.iter().find(fits).copied().unwrap_or(SMALLEST_NAME)
        };
        let own: Vec<f64> = categories.iter().map(fitting).collect();
        let easy = own.iter().copied().filter(|size| *size >= EASY_NAME);
        let common = easy.fold(f64::INFINITY, f64::min);
        own.into_iter().map(|size| size.min(common)).collect()
    }
}
