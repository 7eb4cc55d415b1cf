//! One page on the wall: a heading, and what fits under it.

use super::charts::{history_chart, mean_chart};
use super::households::star_table;
use super::listing::listing;
use super::residents::{initials, resident_rows};
use super::shared::{beside, named, title_of};
use super::thanks::thanks_rows;
use super::village::{Figure, figures, village_figures};
use crate::browser::{El, el};
use crate::chart::Frame;
use crate::figures::{pixels, points};
use crate::language::Named;
use crate::layout::{LINE, Layout};
use crate::rotation::{Chapter, Page};
use crate::stage::Stage;
use crate::typeset::{ems, lines};

/// The page of that number.
pub(super) fn page_view(stage: &Stage, layout: &Layout, page: Page) -> Vec<El> {
    let part = page.part;
    let deck = &stage.deck;
    let language = stage.language;
    let under = |words: &str, parts: usize, body: Option<El>| {
        let title = Named { text: title_of(page.chapter, language), lang: None };
        let head = heading(layout, &title, &beside(words, part, parts));
        [Some(head), body].into_iter().flatten().collect()
    };
    match page.chapter {
        Chapter::Village => {
            under(language.say("village.beside"), 1, Some(village(stage, layout)))
        }
        Chapter::Residents => match deck.residents.get(part) {
            Some(columns) => {
                let words = language.say("residents.beside");
                let words = [words, " · ", &initials(stage, columns)].concat();
                let rows = resident_rows(stage, columns, deck.resident_row);
                under(&words, deck.residents.len(), Some(rows))
            }
            None => under("", 1, Some(nobody(stage).class("words"))),
        },
        Chapter::Households => {
            let table = deck.households.get(part).map(|table| star_table(stage, table));
            under(language.say("households.beside"), deck.households.len(), table)
        }
        Chapter::Thanks => {
            let rows = deck.thanks.get(part).map(|rows| thanks_rows(stage, rows.clone()));
            under(language.say("thanks.beside"), deck.thanks.len(), rows)
        }
        Chapter::History => history(stage, layout, part),
        Chapter::Rewards => {
            let columns = deck.rewards.get(part);
            let rows = columns.map(|columns| listing(&deck.reward_items, columns));
            under(language.say("rewards.beside"), deck.rewards.len(), rows)
        }
        Chapter::Rules => {
            let columns = deck.rules.get(part);
            let rows = columns.map(|columns| listing(&deck.rule_items, columns));
            under(language.say("rules.beside"), deck.rules.len(), rows)
        }
    }
}

/// Why nobody is listed.
pub(crate) fn nobody(stage: &Stage) -> El {
    let words = if stage.board.consent_expired {
        stage.language.say("notice.expired")
    } else {
        stage.language.say("residents.none")
    };
    el("p").text(words)
}

/// A title set as large as it fits, and what stands beside it where there is room.
fn heading(layout: &Layout, title: &Named, beside: &str) -> El {
    // A heavy face is wider than the estimate is made for.
    let title_ems = ems(&title.text) * 1.06;
    let size = (layout.row * 1.2).min(layout.body_width / title_ems.max(1.0));
    let room = layout.body_width - size * title_ems - layout.small;
    let beside = (layout.small * ems(beside) <= room).then(|| el("p").text(beside));
    let title = named("h2", title).style("font-size", &pixels(size));
    el("div").class("heading").with(title).with_any(beside)
}

fn village(stage: &Stage, layout: &Layout) -> El {
    let language = stage.language;
    let found = village_figures(&stage.board, language);
    let width = layout.body_width * if found.is_empty() { 1.0 } else { 0.68 };
    let chart = mean_chart(&stage.board, language, None, &|text| {
        chart_frame(layout, width, 0.0, text)
    });
    let chart = chart
        .unwrap_or_else(|| el("p").class("words").text(language.say("village.small")));
    let chart =
        el("div").class("village-chart").style("width", &pixels(width)).with(chart);
    el("div").class("village-body").with(chart).with(figures(&that_fit(found, layout)))
}

/// The numbers that fit below each other beside the chart.
fn that_fit(figures: Vec<Figure>, layout: &Layout) -> Vec<Figure> {
    let width = layout.body_width * 0.27 / layout.small;
    let mut left = layout.body_height;
    let mut fits = |(_, words): &Figure| {
        let words = lines(words, width - 0.3) as f64;
        left -= layout.row * 1.45 + layout.small * (words * LINE + 0.75);
        left >= 0.0
    };
    figures.into_iter().take_while(|figure| fits(figure)).collect()
}

/// Less than that many lines is no room for a chart under its sentence.
const LEAST_CHART: f64 = 5.0;
/// Less than that many lines is no room for a chart at all.
const BARE_CHART: f64 = 6.0;

/// The height left under `above` and the sentence; where that is too little for a chart,
/// the sentence is left to screen readers.
fn chart_height(layout: &Layout, width: f64, above: f64, text: &str) -> (f64, bool) {
    let text_lines = lines(text, width / layout.small) as f64;
    let all = layout.body_height - above;
    let under = all - layout.small * (LINE * text_lines + 0.1);
    let quiet = under < layout.small * LEAST_CHART && all >= layout.small * BARE_CHART;
    (if quiet { all } else { under }, quiet)
}

fn chart_frame(layout: &Layout, width: f64, above: f64, text: &str) -> (Frame, bool) {
    let (height, quiet) = chart_height(layout, width, above, text);
    let font = layout.small.ceil() as u16;
    (Frame { width: width as u16, height: height as u16, font }, quiet)
}

fn history(stage: &Stage, layout: &Layout, part: usize) -> Vec<El> {
    let language = stage.language;
    let place = stage.order.histories.get(part).copied();
    let Some(history) = place.and_then(|place| stage.board.histories.get(place)) else {
        return Vec::new();
    };
    let Some(resident) = stage.board.residents.get(history.resident) else {
        return Vec::new();
    };
    let words = language.say("history.beside");
    let parts = stage.board.histories.len();
    let person = language.person(&resident.name);
    let head = heading(layout, &person, &beside(words, part, parts));
    let above = layout.row * 1.75;
    let width = layout.body_width;
    let chart = history_chart(&stage.board, history, language, None, &|text| {
        chart_frame(layout, width, above, text)
    });
    let band = resident.band.as_ref().map(|names| named("span", &language.name(names)));
    let score = el("p")
        .class("score-line")
        .with(el("strong").text(&points(resident.score)))
        .with_any(band);
    [Some(head), Some(score), chart].into_iter().flatten().collect()
}
