//! Pages in turn, each fading over the one before.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::{Get, With};
use web_sys::Element;

use super::frame::{controls, foot, head, notice};
use super::pages::page_view;
use crate::app::{Desk, follow, patch};
use crate::browser::{El, el, fill, set_root_sizes};
use crate::layout::Layout;
use crate::rotation::Page;
use crate::stage::{Setting, Stage};

/// The board on a screen read from afar.
pub(crate) fn wall(desk: Desk) -> Vec<El> {
    use_sizes(desk);
    vec![
        controls(desk),
        patch(desk, "header", "head", head),
        pages(desk),
        patch(desk, "div", "notice", notice).set("role", "status"),
        patch(desk, "footer", "foot", foot),
    ]
}

/// Hands the sizes of what is shown to the style sheet.
pub(super) fn use_sizes(desk: Desk) {
    follow(move || {
        if let Some(Setting::Wall(layout)) = desk.stage.get().map(|stage| stage.setting) {
            set_root_sizes(&sizes(&layout));
        }
    });
}

fn sizes(layout: &Layout) -> [(&'static str, f64); 10] {
    [
        ("--small", layout.small),
        ("--row", layout.row),
        ("--text", layout.text()),
        ("--margin", layout.margin),
        ("--gap", layout.gap),
        ("--header", layout.header),
        ("--heading", layout.heading),
        ("--notice", layout.notice),
        ("--footer", layout.footer),
        ("--pitch", layout.row_height(1)),
    ]
}

/// What one of the two layers shows, and whether it is on its way out.
#[derive(Clone, Debug, Default)]
struct Layer {
    stage: Option<Arc<Stage>>,
    page: Option<Page>,
    leaving: bool,
}

impl Layer {
    fn shows_the_same(&self, other: &Layer) -> bool {
        let same_stage = match (&self.stage, &other.stage) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        same_stage && self.page == other.page
    }
}

/// The layers under their places: pages take them in turn, so that the one that leaves
/// stays as it is while it fades.
fn layers(desk: Desk) -> [Layer; 2] {
    let Some(stage) = desk.stage.get() else {
        return [Layer::default(), Layer::default()];
    };
    let turns = desk.turns.get();
    let parts = stage.parts();
    let here = Layer {
        page: Some(turns.page(parts)),
        stage: Some(Arc::clone(&stage)),
        leaving: false,
    };
    let gone = Layer {
        page: turns.fading.map(|place| place.page(parts)),
        stage: Some(stage),
        leaving: true,
    };
    if turns.serial.is_multiple_of(2) { [here, gone] } else { [gone, here] }
}

fn pages(desk: Desk) -> El {
    let sections = [el("section"), el("section")];
    let main = el("main").class("pages").with_all(sections.to_vec());
    let drawn = RefCell::new([Layer::default(), Layer::default()]);
    let live = main.clone();
    follow(move || {
        let now = layers(desk);
        let before = drawn.replace(now.clone());
        for ((section, now), before) in sections.iter().zip(&now).zip(&before) {
            change(section.element(), now, before);
        }
        let paused = desk.turns.with(|turns| turns.paused);
        live.change("aria-live", if paused { "polite" } else { "off" });
    });
    main
}

/// Brings a section from what it shows to what it shall show.
fn change(section: &Element, now: &Layer, before: &Layer) {
    if !now.shows_the_same(before) {
        fill(section, draw(now));
    }
    let chapter = now.page.map(|page| page.chapter.word());
    let word = chapter.unwrap_or_default();
    let leaving = if now.leaving { " leaving" } else { "" };
    let hook = chapter.filter(|_| !now.leaving);
    let part = now.page.map(|page| (page.part + 1).to_string());
    let hidden = now.leaving.then_some("true");
    let attributes = [
        ("class", Some(["page ", word, leaving].concat())),
        ("data-page", hook.map(str::to_owned)),
        ("data-part", part),
        ("aria-hidden", hidden.map(str::to_owned)),
    ];
    for (name, value) in attributes {
        let set = match value {
            Some(value) => section.set_attribute(name, &value),
            None => section.remove_attribute(name),
        };
        debug_assert!(set.is_ok());
    }
}

fn draw(layer: &Layer) -> Vec<El> {
    match (&layer.stage, layer.page) {
        (Some(stage), Some(page)) => match stage.setting {
            Setting::Wall(layout) => page_view(stage, &layout, page),
            Setting::Document { .. } => Vec::new(),
        },
        _ => Vec::new(),
    }
}
