//! The board's charts: which values they show and how they are described.

use std::sync::Arc;

use hallboard_feed::{Board, BoardHistory};
use hallboard_score::{Day, Month, Points};
use leptos::prelude::*;

use crate::board::BoardViewModel;
use crate::charts::{
    ChartBand, ChartDescription, ChartSpace, HistoryChart, HistoryData, MeanChart,
    MeanData, MonthNames, Reading, TableData, Trend, by_month, changes, month_ends,
    summarize,
};
use crate::format;
use crate::language::Language;
use crate::platform::Calendar;
use crate::words::board;

/// Smaller changes are reported as no change.
const LEVEL: Points = Points::whole(2);

fn month_names(language: Language) -> MonthNames {
    MonthNames(Calendar(language).short_months())
}

fn trend_text(language: Language, trend: Trend, since: Month) -> String {
    let since = Calendar(language).month(since);
    let values = [("then", since.as_str())];
    match trend {
        Trend::Up => language.text_with(board::TREND_UP, &values),
        Trend::Level => language.text_with(board::TREND_LEVEL, &values),
        Trend::Down => language.text_with(board::TREND_DOWN, &values),
    }
}

fn table_rows<T: Copy>(
    readings: &[Reading<T>],
    language: Language,
    month_of: impl Fn(T) -> Month,
) -> Vec<[String; 2]> {
    let calendar = Calendar(language);
    let value = |value: Option<Points>| {
        value.map_or_else(|| language.text(board::CHART_NONE).to_owned(), format::points)
    };
    let row = |it: &Reading<T>| [calendar.month(month_of(it.at)), value(it.value)];
    readings.iter().map(row).collect()
}

/// How the last value compares with that of a year before, if there is one.
fn year_trend(readings: &[Reading<Month>], last: Month) -> Option<(Trend, Month)> {
    let before = last.plus(-12);
    let ends = |it: &&Reading<Month>| it.at == before || it.at == last;
    let ends: Vec<Reading<Month>> = readings.iter().filter(ends).copied().collect();
    let summary = summarize(&ends, LEVEL)?;
    (summary.first.0 == before).then_some((summary.trend, before))
}

/// The values of a chart, and the chart in words.
struct Content<T> {
    readings: Vec<Reading<T>>,
    sentence: String,
    table: TableData,
}

/// The village's mean by month; `None` if there is none to show.
fn mean_content(board: &Board, language: Language) -> Option<Content<Month>> {
    let means = board.village.means.iter();
    let readings: Vec<Reading<Month>> =
        means.map(|(at, mean)| Reading { at: *at, value: *mean }).collect();
    let calendar = Calendar(language);
    let summary = summarize(&readings, LEVEL)?;
    let year = year_trend(&readings, summary.last.0);
    let since = Some((summary.trend, summary.first.0)).filter(|it| Some(*it) != year);
    let trends = year.into_iter().chain(since);
    let trends: Vec<String> =
        trends.map(|(trend, since)| trend_text(language, trend, since)).collect();
    let sentence = language.text_with(
        board::VILLAGE_SENTENCE,
        &[
            ("month", &calendar.month(summary.last.0)),
            ("mean", &format::points(summary.last.1)),
            ("trend", &trends.join(language.text(board::TREND_THEN))),
        ],
    );
    let table = TableData {
        caption: language.text(board::VILLAGE_CAPTION).to_owned(),
        headings: [language.text(board::CHART_MONTH), language.text(board::CHART_SCORE)],
        rows: table_rows(&readings, language, |month| month),
    };
    Some(Content { readings, sentence, table })
}

/// A resident's history up to the day of the board.
fn history_content(
    board: &Board,
    history: &BoardHistory,
    language: Language,
) -> Option<Content<Day>> {
    let resident = board.residents.get(history.resident)?;
    let mut readings =
        month_ends(&by_month(history.first, history.scores.iter().copied()));
    readings.retain(|reading| reading.at < board.on);
    readings.push(Reading { at: board.on, value: Some(resident.score) });
    let summary = summarize(&readings, LEVEL)?;
    let highest_month = Calendar(language).month(summary.highest.0.month());
    let sentence = language.text_with(
        board::HISTORY_SENTENCE,
        &[
            ("trend", &trend_text(language, summary.trend, summary.first.0.month())),
            ("highest", &format::points(summary.highest.1)),
            ("highest_month", &highest_month),
        ],
    );
    let table = TableData {
        caption: language.text_with(board::HISTORY_CAPTION, &[("name", &resident.name)]),
        headings: [language.text(board::CHART_SINCE), language.text(board::CHART_SCORE)],
        rows: table_rows(&changes(&readings), language, Day::month),
    };
    Some(Content { readings, sentence, table })
}

fn bands(board: &Board, language: Language) -> Vec<ChartBand> {
    let bands = board.rules.iter().flat_map(|rules| &rules.bands);
    bands
        .map(|band| ChartBand { name: language.name(&band.names).text, min: band.min })
        .collect()
}

fn scale(board: &Board) -> (Option<Points>, Option<Points>) {
    let scale = board.rules.as_ref().map(|rules| rules.score);
    (scale.map(|scale| scale.min), scale.map(|scale| scale.max))
}

/// The starting score of the rules in force, and its label.
fn base_line(village: &Board, language: Language) -> Option<(Points, String)> {
    let base = village.rules.as_ref()?.score.base;
    let text = format::points(base);
    Some((base, language.text_with(board::CHART_BASE, &[("base", text.as_str())])))
}

/// The months in which other rules began, and their labels.
fn rulebook_marks(board: &Board, language: Language) -> Vec<(Month, String)> {
    let label = language.text(board::CHART_NEW_RULES);
    let later = board.rulebooks.iter().skip(1);
    later.map(|rules| (rules.from.month(), label.to_owned())).collect()
}

/// The village's mean by month, or a text if there is none to show.
#[component]
pub(crate) fn MeanFigure(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// The room for the drawing.
    space: ChartSpace,
    /// Label of the control that opens the table, if there is one.
    details_label: Option<&'static str>,
    /// CSS class of the text.
    text_class: &'static str,
) -> impl IntoView {
    let language = view_model.language;
    let Some(content) = mean_content(&view_model.board, language) else {
        let text = language.text(board::VILLAGE_SMALL);
        return view! { <p class=text_class>{text}</p> }.into_any();
    };
    let Content { readings, sentence, table } = content;
    let description = ChartDescription { sentence, table, details_label };
    let month_names = month_names(language);
    let data = MeanData {
        readings,
        base: base_line(&view_model.board, language),
        marks: rulebook_marks(&view_model.board, language),
    };
    view! { <MeanChart data space month_names description /> }.into_any()
}

/// A resident's history; nothing if there is none.
#[component]
pub(crate) fn HistoryFigure(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Which of the board's histories.
    history: usize,
    /// The room for the drawing.
    space: ChartSpace,
    /// Label of the control that opens the table, if there is one.
    details_label: Option<&'static str>,
) -> impl IntoView {
    history_chart(&view_model, history, space, details_label)
}

fn history_chart(
    view_model: &BoardViewModel,
    history: usize,
    space: ChartSpace,
    details_label: Option<&'static str>,
) -> Option<AnyView> {
    let (board, language) = (&view_model.board, view_model.language);
    let content = history_content(board, board.histories.get(history)?, language)?;
    let Content { readings, sentence, table } = content;
    let description = ChartDescription { sentence, table, details_label };
    let data =
        HistoryData { readings, bands: bands(board, language), scale: scale(board) };
    let month_names = month_names(language);
    Some(view! { <HistoryChart data space month_names description /> }.into_any())
}
