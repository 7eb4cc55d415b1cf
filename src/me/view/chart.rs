//! The chart of the years, and walking along it by hand, by keys or by eye.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use hallboard_score::{Day, in_force};
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, MouseEvent};

use super::sheet::Sheet;
use crate::board::picture;
use crate::browser::{El, el, on, on_event, root_font, svg};
use crate::chart::{AxisWords, Course, CourseData, Frame, course_drawing};
use crate::language::Language;
use crate::me::dates;
use crate::me::model::History;
use crate::me::prose::history as prose;
use crate::me::words::word;

/// What is walked along.
pub(super) struct Walk {
    pub sheet: Sheet,
    pub shown: Arc<History>,
}

/// Where the reader is on the chart.
struct Pointer {
    walk: Walk,
    course: Course,
    day: Cell<Day>,
    slider: El,
    line: El,
    dot: El,
    readout: El,
}

/// The chart with its readout.
pub(super) fn chart(walk: Walk) -> El {
    let course =
        course_drawing(&data(&walk), frame(&walk), &axis_words(walk.sheet.language));
    let (line, dot) = (svg("path").class("cursor"), svg("circle").class("cursor-dot"));
    let drawing = picture(&course.drawing).with(line.clone()).with(dot.clone());
    let readout = el("p").class("readout").set("aria-live", "polite");
    let today = walk.sheet.facts.today;
    let language = walk.sheet.language;
    let slider = el("div")
        .class("walk")
        .set("role", "slider")
        .set("tabindex", "0")
        .set("aria-label", language.tell(word::HISTORY_WALK))
        .set("aria-valuemin", "0")
        .set("aria-valuemax", &walk.shown.first.days_until(today).to_string())
        .with(drawing);
    let pointer = Rc::new(Pointer {
        walk,
        course,
        day: Cell::new(today),
        slider: slider.clone(),
        line,
        dot,
        readout: readout.clone(),
    });
    pointer.go(today);
    let (keys, moves, leaves) = (Rc::clone(&pointer), Rc::clone(&pointer), pointer);
    let slider = on_event(slider, "keydown", move |event| keys.key(event));
    let slider = on_event(slider, "pointermove", move |event| moves.hover(event));
    let slider =
        on(slider, "pointerleave", move || leaves.go(leaves.walk.sheet.facts.today));
    el("figure").class("chart").with(slider).with(readout)
}

impl Pointer {
    /// Goes to a day and says what stands there.
    fn go(&self, day: Day) {
        let Walk { sheet, shown } = &self.walk;
        let voice = sheet.voice();
        self.day.set(day);
        let date = voice.day(day);
        let value = shown.reading_on(day).and_then(|reading| reading.value);
        let words = prose::readout(voice, shown, day);
        self.readout
            .retext(&[&date, voice.language.tell(word::LIST_COLON), &words].concat());
        let number = shown.first.days_until(day).to_string();
        self.slider.change("aria-valuenow", &number);
        self.slider.change("aria-valuetext", &date);
        self.slider.change("data-day", &day.to_string());
        let Some((x, y)) = self.course.place(day, value) else { return };
        let Some((top, foot)) = self.course.reach() else { return };
        let [x, y, top, foot] = [x, y, top, foot].map(|it| it.to_string());
        self.line.change("d", &["M", &x, " ", &top, "V", &foot].concat());
        for (name, value) in [("cx", &*x), ("cy", &*y), ("r", "6")] {
            self.dot.change(name, value);
        }
    }

    fn key(&self, event: &web_sys::Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let (shown, day) = (&self.walk.shown, self.day.get());
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => {
                shown.next_stop(day, false).unwrap_or(shown.first)
            }
            "ArrowRight" | "ArrowUp" => shown.next_stop(day, true).unwrap_or(shown.today),
            "Home" => shown.first,
            "End" => shown.today,
            _ => return,
        };
        event.prevent_default();
        self.go(to);
    }

    fn hover(&self, event: &web_sys::Event) {
        let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
        let left = self.slider.element().get_bounding_client_rect().left();
        let x = f64::from(event.client_x()) - left;
        let Some(day) = self.course.day_at(x) else { return };
        let day = self.snapped(day, x);
        if day != self.day.get() {
            self.go(day);
        }
    }

    /// The day of a mark or change within reach of the finger, else the day itself.
    fn snapped(&self, day: Day, x: f64) -> Day {
        let shown = &self.walk.shown;
        let stops = [shown.next_stop(day.tomorrow(), false), shown.next_stop(day, true)];
        let away = |stop: &Day| {
            let place = self.course.place(*stop, None);
            place.map_or(f64::MAX, |(at, _)| (f64::from(at) - x).abs())
        };
        let near = stops.into_iter().flatten().filter(|stop| away(stop) < 6.0);
        near.min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(day)
    }
}

fn data(walk: &Walk) -> CourseData {
    let Walk { sheet, shown } = walk;
    let book = in_force(&sheet.facts.ledger().rulebooks, sheet.facts.today);
    let scale = book.map(|book| book.score);
    CourseData {
        readings: shown.readings.clone(),
        contested: shown.contested.iter().map(|span| (span.from, span.to)).collect(),
        marks: shown.marks.iter().map(|mark| mark.day).collect(),
        bands: prose::bands(sheet.voice()),
        scale: (scale.map(|it| it.min), scale.map(|it| it.max)),
    }
}

/// The narrowest a chart is drawn, in CSS pixels.
const NARROWEST: f64 = 240.0;

fn frame(walk: &Walk) -> Frame {
    let font = root_font().clamp(12.0, 40.0);
    let width = walk.sheet.me.column(font).max(NARROWEST);
    let height = (width * 0.62).clamp(220.0, 420.0).max(font * 13.0);
    Frame { width: width as u16, height: height as u16, font: font as u16 }
}

fn axis_words(language: Language) -> AxisWords {
    AxisWords { months: dates::short_months(language) }
}
