//! Cards that are held before a camera. What reads them is loaded when somebody asks for it.

use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::dom::{El, el, fill, on, on_event, told};

/// What is said around the camera.
#[derive(Clone, Copy, Debug)]
pub struct CameraWords {
    /// On the button that turns it on.
    pub show: &'static str,
    /// While it is on.
    pub hold: &'static str,
    /// On the button that turns it off.
    pub stop: &'static str,
    /// Where there is none that can be used.
    pub blind: &'static str,
}

struct Camera {
    place: El,
    words: CameraWords,
    /// The function of `boot.js` that shows the camera's picture in an element.
    look: Function,
    read: Box<dyn Fn(&str)>,
}

/// A button for the camera, and what comes of it: `read` is given the text of the first
/// code that is seen. The camera is off again once one is, or when this leaves the page.
/// Nothing where the page knows of no camera.
#[must_use]
pub fn camera(words: CameraWords, read: impl Fn(&str) + 'static) -> Option<El> {
    let name = JsValue::from_str("hallboardCamera");
    let look = Reflect::get(&js_sys::global(), &name).ok()?.dyn_into().ok()?;
    let place = el("div").class("camera");
    let camera = Camera { place: place.clone(), words, look, read: Box::new(read) };
    Rc::new(camera).rest(None);
    Some(place)
}

fn button(words: &str, act: Box<dyn Fn()>) -> El {
    on(el("button").set("type", "button").text(words), "click", act)
}

fn said(words: &str, role: &str) -> El {
    el("p").set("role", role).text(words)
}

impl Camera {
    /// The camera is off; says why, where that is not by anybody's wish.
    fn rest(self: Rc<Self>, why: Option<&str>) {
        let why = why.map(|why| said(why, "alert").class("fault"));
        let camera = Rc::clone(&self);
        let show = Box::new(move || Rc::clone(&camera).watch());
        let show = button(self.words.show, show);
        fill(self.place.element(), why.into_iter().chain([show]).collect());
    }

    fn watch(self: Rc<Self>) {
        let (camera, stopped) = (Rc::clone(&self), Rc::clone(&self));
        let video = el("video").set("muted", "").set("playsinline", "");
        let video = on_event(video, "card", move |event| {
            let seen = Reflect::get(event, &JsValue::from_str("detail"));
            let seen = seen.unwrap_or(JsValue::NULL);
            let blind = seen.is_null().then_some(camera.words.blind);
            Rc::clone(&camera).rest(blind);
            if let Some(text) = seen.as_string() {
                (camera.read)(&text);
            }
        });
        let stop = Box::new(move || Rc::clone(&stopped).rest(None));
        let stop = button(self.words.stop, stop);
        let hold = said(self.words.hold, "status");
        fill(self.place.element(), vec![hold, video.clone(), stop.clone()]);
        told(self.look.call1(&JsValue::UNDEFINED, video.element()));
        if let Some(stop) = stop.element().dyn_ref::<HtmlElement>() {
            told(stop.focus());
        }
    }
}
