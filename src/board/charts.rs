//! The board's charts, with the sentence and the table that say the same.

use hallboard_feed::{Board, BoardHistory};
use hallboard_score::{Month, Points};

use crate::browser::{Calendar, El, el, svg};
use crate::chart::{
    AxisWords, BandGround, Drawing, Facts, Frame, HistoryData, Ink, Mark, Paint, Reading,
    Trend, by_month, changes, facts, history_drawing, mean_drawing, month_ends,
};
use crate::figures;
use crate::language::Language;

/// The same as a drawing, in a table.
struct Table {
    caption: String,
    headings: [&'static str; 2],
    rows: Vec<[String; 2]>,
}

/// A drawing with its sentence and its table; the table is for screen readers alone
/// where nothing opens it.
fn figure(drawing: &Drawing, sentence: &str, table: &Table, open: Option<String>) -> El {
    let sentence = el("figcaption").class("chart-sentence").text(sentence);
    let table = match open {
        Some(open) => el("details")
            .class("chart-details")
            .with(el("summary").text(&open))
            .with(table.draw()),
        None => el("div").class("sr-only").with(table.draw()),
    };
    let picture = (!drawing.marks.is_empty()).then(|| picture(drawing));
    el("figure").with(sentence).with_any(picture).with(table)
}

impl Table {
    fn draw(&self) -> El {
        let heading = |text: &str| el("th").set("scope", "col").text(text);
        let [when, value] = &self.headings;
        let head = el("tr").with(heading(when)).with(heading(value));
        let rows = self.rows.iter().fold(el("tbody"), |body, [when, value]| {
            let when = el("th").set("scope", "row").text(when);
            body.with(el("tr").with(when).with(el("td").text(value)))
        });
        el("table")
            .class("chart-table")
            .with(el("caption").text(&self.caption))
            .with(el("thead").with(head))
            .with(rows)
    }
}

fn class(quiet: bool) -> &'static str {
    if quiet { "chart quiet" } else { "chart" }
}

/// A drawing as SVG.
pub(crate) fn picture(drawing: &Drawing) -> El {
    let picture = svg("svg")
        .class("chart-drawing")
        .set("aria-hidden", "true")
        .set("width", &drawing.width.to_string())
        .set("height", &drawing.height.to_string())
        .set("viewBox", &drawing.view_box());
    // Neighbours that look alike are one element, which spares a busy chart a third.
    let mut shapes: Vec<(String, Ink, Paint)> = Vec::new();
    for (path, ink, paint) in drawing.marks.iter().filter_map(Mark::outline) {
        match shapes.last_mut() {
            Some(last) if (last.1, last.2) == (ink, paint) => last.0.push_str(&path),
            _ => shapes.push((path, ink, paint)),
        }
    }
    let picture = shapes.into_iter().fold(picture, |picture, (path, ink, paint)| {
        let shape = svg("path").class(ink.class()).set("d", &path);
        picture.with(match paint {
            Paint::Fill => shape.set("fill", "currentColor"),
            Paint::Stroke(width) => shape
                .set("fill", "none")
                .set("stroke", "currentColor")
                .set("stroke-width", &width.to_string()),
        })
    });
    drawing.marks.iter().filter_map(Mark::label).fold(picture, |picture, label| {
        let class = [label.voice.class(), " ", label.ink.class()].concat();
        let letters = svg("text")
            .class(&class)
            .set("x", &label.x.to_string())
            .set("y", &label.y.to_string())
            .set("text-anchor", label.anchor.value())
            .set("font-size", &label.size.to_string())
            .set("fill", "currentColor");
        picture.with(letters.text(&label.text))
    })
}

/// A mean that moves by less has no direction worth a word.
const LEVEL: Points = Points::whole(2);

fn axis_words(language: Language) -> AxisWords {
    let calendar = Calendar(language);
    let month = |number| calendar.short_month(Month::new(2000, number));
    AxisWords { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(month) }
}

fn trend_words(language: Language, trend: Trend, since: Month) -> String {
    let then = Calendar(language).month(since);
    let then = [("then", then.as_str())];
    match trend {
        Trend::Up => language.say_with("trend.up", &then),
        Trend::Level => language.say_with("trend.level", &then),
        Trend::Down => language.say_with("trend.down", &then),
    }
}

fn rows<T: Copy>(
    readings: &[Reading<T>],
    language: Language,
    when: impl Fn(T) -> String,
) -> Vec<[String; 2]> {
    let value = |value: Option<Points>| {
        value.map_or_else(|| language.say("chart.none").to_owned(), figures::points)
    };
    readings.iter().map(|reading| [when(reading.at), value(reading.value)]).collect()
}

/// The village's mean by month; nothing where there is none to show.
///
/// `open_table` is what opens the table, `frame` the room beside a sentence and whether
/// the sentence is left to screen readers.
pub(crate) fn mean_chart(
    board: &Board,
    language: Language,
    open_table: Option<String>,
    frame: &dyn Fn(&str) -> (Frame, bool),
) -> Option<El> {
    let readings: Vec<Reading<Month>> = board
        .village
        .means
        .iter()
        .map(|(at, mean)| Reading { at: *at, value: *mean })
        .collect();
    let calendar = Calendar(language);
    let found: Facts<Month> = facts(&readings, LEVEL)?;
    let sentence = language.say_with(
        "village.sentence",
        &[
            ("month", &calendar.month(found.last.0)),
            ("mean", &figures::points(found.last.1)),
            ("trend", &trend_words(language, found.trend, found.first.0)),
        ],
    );
    let (frame, quiet) = frame(&sentence);
    let drawing = mean_drawing(&readings, frame, &axis_words(language));
    let table = Table {
        caption: language.say("village.caption").to_owned(),
        headings: [language.say("chart.month"), language.say("chart.score")],
        rows: rows(&readings, language, |month| calendar.month(month)),
    };
    Some(figure(&drawing, &sentence, &table, open_table).class(class(quiet)))
}

/// Somebody's history up to the day of the board.
pub(crate) fn history_chart(
    board: &Board,
    history: &BoardHistory,
    language: Language,
    open_table: Option<String>,
    frame: &dyn Fn(&str) -> (Frame, bool),
) -> Option<El> {
    let resident = board.residents.get(history.resident)?;
    let mut readings =
        month_ends(&by_month(history.first, history.scores.iter().copied()));
    readings.retain(|reading| reading.at < board.on);
    readings.push(Reading { at: board.on, value: Some(resident.score) });
    let calendar = Calendar(language);
    let found = facts(&readings, LEVEL)?;
    let sentence = language.say_with(
        "history.sentence",
        &[
            ("trend", &trend_words(language, found.trend, found.first.0.month())),
            ("highest", &figures::points(found.highest.1)),
            ("highest_month", &calendar.month(found.highest.0.month())),
        ],
    );
    let (frame, quiet) = frame(&sentence);
    let table = Table {
        caption: language.say_with("history.caption", &[("name", &resident.name)]),
        headings: [language.say("chart.since"), language.say("chart.score")],
        rows: rows(&changes(&readings), language, |day| calendar.month(day.month())),
    };
    let data =
        HistoryData { readings, bands: bands(board, language), scale: scale(board) };
    let drawing = history_drawing(&data, frame, &axis_words(language));
    Some(figure(&drawing, &sentence, &table, open_table).class(class(quiet)))
}

fn bands(board: &Board, language: Language) -> Vec<BandGround> {
    let bands = board.rules.iter().flat_map(|rules| &rules.bands);
    bands
        .map(|band| BandGround { name: language.name(&band.names).text, min: band.min })
        .collect()
}

fn scale(board: &Board) -> (Option<Points>, Option<Points>) {
    let scale = board.rules.as_ref().map(|rules| rules.score);
    (scale.map(|scale| scale.min), scale.map(|scale| scale.max))
}
