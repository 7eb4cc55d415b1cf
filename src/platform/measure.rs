//! Sizes of elements and texts, as the browser lays them out.

use std::rc::Rc;

use js_sys::Array;
use leptos::html;
use leptos::leptos_dom::helpers::request_animation_frame;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement,
    HtmlElement, ResizeObserver,
};

use super::events::log_err;

/// A size in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// The size of an element's border box.
#[must_use]
pub fn size_of(element: &Element) -> Size {
    let rect = element.get_bounding_client_rect();
    Size { width: rect.width(), height: rect.height() }
}

/// The result of a callback of [`on_resize`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measurement {
    /// The callback is called again at the next change of size.
    Done,
    /// The callback changed the layout, and is called again in the next frame.
    Repeat,
}

/// Calls back in the frame after one of the elements changed its size, and once at the
/// start, until the current owner is cleaned up.
pub fn on_resize<const N: usize>(
    elements: [&Element; N],
    callback: impl Fn() -> Measurement + 'static,
) {
    let callback: Rc<dyn Fn() -> Measurement> = Rc::new(callback);
    let observation = StoredValue::new_local(None);
    let is_active = move || observation.try_with_value(Option::is_some) == Some(true);
    // Browsers report an error if the observer's own callback changes sizes again.
    let listener: Box<dyn Fn(Array)> =
        Box::new(move |_| measure_in_frame(Rc::clone(&callback), is_active));
    let listener = Closure::wrap(listener);
    let observer = ResizeObserver::new(listener.as_ref().unchecked_ref());
    let Some(observer) = log_err(observer) else { return };
    for element in elements {
        observer.observe(element);
    }
    observation.set_value(Some((observer, listener)));
    on_cleanup(move || {
        let observation = observation.try_update_value(Option::take).flatten();
        if let Some((observer, _listener)) = observation {
            observer.disconnect();
        }
    });
}

fn measure_in_frame(
    callback: Rc<dyn Fn() -> Measurement>,
    is_active: impl Fn() -> bool + Copy + 'static,
) {
    request_animation_frame(move || {
        if is_active() && callback() == Measurement::Repeat {
            measure_in_frame(callback, is_active);
        }
    });
}

/// The size of an element while it is on the page; zero before that.
pub fn use_size(element: NodeRef<html::Div>) -> RwSignal<Size> {
    let size = RwSignal::new(Size::default());
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let measured = element.clone();
        on_resize([&element], move || {
            let now = size_of(&measured);
            if size.get_untracked() != now {
                size.set(now);
            }
            Measurement::Done
        });
    });
    size
}

/// The sizes of a box with columns of fixed height and of its items, in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSizes {
    /// The number of columns that the box shows.
    pub columns: usize,
    /// The space between two columns.
    pub gap: f64,
    /// The width of the box.
    pub width: f64,
    /// The width of all columns, including those beyond the box.
    pub scroll_width: f64,
    /// The horizontal distance of each item from the start of the box.
    pub offsets: Vec<f64>,
    /// The height of each item.
    pub heights: Vec<f64>,
}

/// The sizes of a multi-column box. Its items are the children of the one child of
/// `content`.
#[must_use]
pub fn flow_sizes(flow: &HtmlElement, content: &Element) -> Option<FlowSizes> {
    let style = computed_style(flow)?;
    let number = |name| {
        let value = style.get_property_value(name).ok();
        value.map_or(f64::NAN, |value| js_sys::parse_float(&value))
    };
    // Both are keywords (`auto`, `normal`) until the style sheet has loaded.
    let columns = number("column-count").max(1.0) as usize;
    let gap = number("column-gap").max(0.0);
    let from_right = style.get_property_value("direction").is_ok_and(|it| it == "rtl");
    let frame = flow.get_bounding_client_rect();
    let mut sizes = FlowSizes {
        columns,
        gap,
        width: frame.width(),
        scroll_width: f64::from(flow.scroll_width()),
        ..FlowSizes::default()
    };
    let mut item = content.first_element_child().and_then(|it| it.first_element_child());
    while let Some(element) = item {
        let rect = element.get_bounding_client_rect();
        let offset = if from_right {
            frame.right() - rect.right()
        } else {
            rect.left() - frame.left()
        };
        sizes.offsets.push(offset);
        sizes.heights.push(rect.height());
        item = element.next_element_sibling();
    }
    Some(sizes)
}

/// Sets a custom property of an element, in CSS pixels; `None` removes it.
pub fn set_length(element: &HtmlElement, name: &str, pixels: Option<f64>) {
    let style = element.style();
    match pixels {
        Some(pixels) => log_err(style.set_property(name, &format!("{pixels:.2}px"))),
        None => log_err(style.remove_property(name)).map(drop),
    };
}

/// A typeface of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typeface {
    /// The typeface of the page.
    Text,
    /// The typeface of headings and of the names of people who are thanked.
    Display,
}

/// A font of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// The size in CSS pixels.
    pub size: f64,
    /// The CSS font weight.
    pub weight: u16,
    /// The typeface.
    pub typeface: Typeface,
}

impl Font {
    /// A font in the page's typeface.
    #[must_use]
    pub fn new(size: f64, weight: u16) -> Font {
        Font { size, weight, typeface: Typeface::Text }
    }
}

/// The width of each text in CSS pixels, on one line.
#[must_use]
pub fn text_widths<'a>(font: Font, texts: impl IntoIterator<Item = &'a str>) -> Vec<f64> {
    CANVAS.with(|canvas| {
        let Some(canvas) = canvas else { return Vec::new() };
        let Font { size, weight, typeface } = font;
        canvas.set_font(&format!("{weight} {size}px {}", font_family(typeface)));
        let width =
            |text| log_err(canvas.measure_text(text)).map_or(0.0, |it| it.width());
        texts.into_iter().map(width).collect()
    })
}

thread_local! {
    // Creating a canvas takes longer than measuring hundreds of names.
    static CANVAS: Option<CanvasRenderingContext2d> = text_canvas();
}

fn text_canvas() -> Option<CanvasRenderingContext2d> {
    let canvas = log_err(web_sys::window()?.document()?.create_element("canvas"))?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    Some(log_err(canvas.get_context("2d"))??.unchecked_into())
}

fn font_family(typeface: Typeface) -> String {
    let property = match typeface {
        Typeface::Text => "font-family",
        Typeface::Display => "--song",
    };
    let family = || {
        let root = web_sys::window()?.document()?.document_element()?;
        computed_style(&root)?.get_property_value(property).ok()
    };
    family().unwrap_or_else(|| "sans-serif".to_owned())
}

fn computed_style(element: &Element) -> Option<CssStyleDeclaration> {
    let style: Result<_, JsValue> = web_sys::window()?.get_computed_style(element);
    log_err(style)?
}
