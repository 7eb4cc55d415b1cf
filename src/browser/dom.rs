//! Elements, set once: what pages are made of.
//!
//! A page is plain data drawn whole, so it needs none of a framework's bookkeeping, and
//! that bookkeeping is most of what an app weighs. Text goes in as text nodes and
//! lengths through the style object: nothing here is parsed as HTML or as a style
//! attribute, as the content security policy demands.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element under construction.
///
/// Where the browser refuses to make one, what is asked of it is refused too, each time
/// with a word on the console.
#[derive(Clone, Debug)]
pub struct El(Element);

thread_local! {
    // Asked for once: a page of a thousand elements asks a thousand times.
    static DOCUMENT: Document = {
        let document = web_sys::window().and_then(|window| window.document());
        document.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into())
    };
}

/// Says on the console what the browser refused.
pub fn told<T>(result: Result<T, JsValue>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(refused) => {
            web_sys::console::error_1(&refused);
            None
        }
    }
}

fn made(element: Result<Element, JsValue>) -> El {
    El(told(element).unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into()))
}

/// An element of HTML.
#[must_use]
pub fn el(tag: &str) -> El {
    made(DOCUMENT.with(|it| it.create_element(tag)))
}

/// An element of SVG.
#[must_use]
pub fn svg(tag: &str) -> El {
    made(DOCUMENT.with(|it| it.create_element_ns(Some(SVG), tag)))
}

/// What is shown of the page.
#[must_use]
pub fn body() -> El {
    let body = DOCUMENT.with(Document::body).map(Element::from);
    El(body.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into()))
}

impl El {
    /// With an attribute; never `style`.
    #[must_use]
    pub fn set(self, name: &str, value: &str) -> El {
        self.change(name, value);
        self
    }

    /// Changes an attribute of an element on the page.
    pub fn change(&self, name: &str, value: &str) {
        told(self.0.set_attribute(name, value));
    }

    /// Takes an attribute off an element on the page.
    pub fn drop(&self, name: &str) {
        told(self.0.remove_attribute(name));
    }

    /// With an attribute if there is a value for it.
    #[must_use]
    pub fn maybe(self, name: &str, value: Option<&str>) -> El {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Of that class.
    #[must_use]
    pub fn class(self, class: &str) -> El {
        self.set("class", class)
    }

    /// With a property of its style.
    #[must_use]
    pub fn style(self, name: &str, value: &str) -> El {
        if let Some(element) = self.0.dyn_ref::<HtmlElement>() {
            told(element.style().set_property(name, value));
        }
        self
    }

    /// With a text at its end.
    #[must_use]
    pub fn text(self, text: &str) -> El {
        told(self.0.append_with_str_1(text));
        self
    }

    /// Puts a text in place of all that is in the element.
    pub fn retext(&self, text: &str) {
        self.0.set_text_content(Some(text));
    }

    /// With an element at its end.
    #[must_use]
    pub fn with(self, child: El) -> El {
        told(self.0.append_child(&child.0));
        self
    }

    /// With an element at its end, if there is one.
    #[must_use]
    pub fn with_any(self, child: Option<El>) -> El {
        match child {
            Some(child) => self.with(child),
            None => self,
        }
    }

    /// Puts an element at its end.
    pub fn append(&self, child: &El) {
        told(self.0.append_child(&child.0));
    }

    /// With elements at its end.
    #[must_use]
    pub fn with_all(self, children: Vec<El>) -> El {
        children.into_iter().fold(self, El::with)
    }

    /// The element itself.
    #[must_use]
    pub fn element(&self) -> &Element {
        &self.0
    }
}

/// Puts these elements in place of all that is in `place`.
pub fn fill(place: &Element, children: Vec<El>) {
    place.set_text_content(None);
    for child in children {
        told(place.append_child(&child.0));
    }
}

/// A callback of the browser's that lasts as long as the page.
///
/// All are of one type: each further one would bring its own code.
fn lasting(act: impl Fn() + 'static) -> JsValue {
    let act: Box<dyn Fn()> = Box::new(act);
    Closure::wrap(act).into_js_value()
}

/// Calls back whenever something happens to the window, for as long as the page lives.
pub fn on_window(event: &str, happened: impl Fn() + 'static) {
    let happened = lasting(happened);
    if let Some(window) = web_sys::window() {
        told(window.add_event_listener_with_callback(event, happened.unchecked_ref()));
    }
}

/// Calls back with what happened to the window, for as long as the page lives.
pub(super) fn on_window_event(event: &str, happened: impl Fn(&Event) + 'static) {
    if let Some(window) = web_sys::window() {
        hear(&window, event, happened);
    }
}

fn hear(target: &EventTarget, event: &str, happened: impl Fn(&Event) + 'static) {
    let happened: Box<dyn Fn(Event)> = Box::new(move |event| happened(&event));
    let happened = Closure::wrap(happened).into_js_value();
    told(target.add_event_listener_with_callback(event, happened.unchecked_ref()));
}

/// Calls back every second, for as long as the page lives.
pub fn every_second(act: impl Fn() + 'static) {
    let act = lasting(act);
    if let Some(window) = web_sys::window() {
        let act = act.unchecked_ref();
        told(window.set_interval_with_callback_and_timeout_and_arguments_0(act, 1000));
    }
}

/// Calls back once what is on the page now can be seen.
pub fn when_seen(act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    // A frame is asked for, and left; what follows it comes after it was painted.
    let later = move || gloo_timers::callback::Timeout::new(0, act).forget();
    let framed = Closure::once_into_js(later);
    if let Some(window) = web_sys::window() {
        told(window.request_animation_frame(framed.unchecked_ref()));
    }
}

/// Calls back whenever something happens to an element, for as long as the page lives.
#[must_use]
pub fn on(element: El, event: &str, happened: impl Fn() + 'static) -> El {
    let happened = lasting(happened);
    told(element.0.add_event_listener_with_callback(event, happened.unchecked_ref()));
    element
}

/// Calls back with what happened to an element, for as long as the page lives.
#[must_use]
pub fn on_event(element: El, event: &str, happened: impl Fn(&Event) + 'static) -> El {
    hear(&element.0, event, happened);
    element
}

/// Gives an element the focus, and shows it.
pub fn focus(element: &El) {
    if let Some(element) = element.0.dyn_ref::<HtmlElement>() {
        told(element.focus());
    }
}

/// Ticks a box, or takes the tick away.
pub fn set_checked(element: &El, checked: bool) {
    if let Some(input) = element.0.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_checked(checked);
    }
}

/// Shows a dialogue above all else, with the focus in it, or puts it away.
pub fn set_open(dialogue: &El, open: bool) {
    let Some(dialogue) = dialogue.0.dyn_ref::<web_sys::HtmlDialogElement>() else {
        return;
    };
    if dialogue.open() == open {
        return;
    }
    if open {
        told(dialogue.show_modal());
    } else {
        dialogue.close();
    }
}
