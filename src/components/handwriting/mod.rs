//! Input of handwriting with a finger, a pen or a mouse. Keyboard users have the text
//! field next to it.

mod drawing;

use hallboard_feed::letter::{GRID_HEIGHT, GRID_WIDTH, Handwriting};
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use self::drawing::{Drawing, grid_point};
use super::{Button, ButtonRow};
use crate::platform::{capture_pointer, place_in_element, prevent_default};

/// Ruled lines, as on paper for writing.
const RULED_LINES: u16 = 4;

fn view_box() -> String {
    format!("0 0 {GRID_WIDTH} {GRID_HEIGHT}")
}

/// The data of a path of ruled lines.
fn ruled_path() -> String {
    let height = GRID_HEIGHT / RULED_LINES;
    (1..RULED_LINES).map(|line| format!("M0 {}H{GRID_WIDTH}", line * height)).collect()
}

/// A ruled box to write in, with buttons that remove the last line or everything.
#[component]
pub fn HandwritingField(
    /// The initial strokes. Later changes of this value have no effect.
    value: Option<Handwriting>,
    /// Called with all strokes whenever a line is finished or removed.
    #[prop(into)]
    on_change: Callback<Option<Handwriting>>,
    /// The most bytes that it may take in a letter.
    limit: usize,
    /// The name of the box.
    #[prop(into)]
    label: TextProp,
    /// The label of the button that removes the last line.
    #[prop(into)]
    undo: TextProp,
    /// The label of the button that removes everything.
    #[prop(into)]
    clear: TextProp,
    /// The message once the box is full.
    #[prop(into)]
    full: TextProp,
) -> impl IntoView {
    let drawing = RwSignal::new(Drawing::new(limit, value.as_ref()));
    let report = move || {
        on_change.run(drawing.with_untracked(Drawing::to_handwriting));
    };
    let take_back = move |change: fn(&mut Drawing)| {
        drawing.update(change);
        report();
    };
    let message = move || drawing.with(Drawing::is_full).then(|| full.get());
    view! {
        <div class="handwriting" role="group" aria-label=move || label.get()>
            <WritingSurface drawing on_line=move |()| report()/>
            <p class="soft" role="status">{message}</p>
            <ButtonRow>
                <Button on_press=move |()| take_back(Drawing::undo)>
                    {move || undo.get()}
                </Button>
                <Button on_press=move |()| take_back(Drawing::clear)>
                    {move || clear.get()}
                </Button>
            </ButtonRow>
        </div>
    }
}

/// The surface that is written on. One finger or pen at a time draws.
#[component]
fn WritingSurface(
    /// What is drawn.
    drawing: RwSignal<Drawing>,
    /// Called when a line is finished.
    #[prop(into)]
    on_line: Callback<()>,
) -> impl IntoView {
    let surface = NodeRef::<html::Div>::new();
    let pointer = StoredValue::new(None::<i32>);
    let point = move |event: &PointerEvent| {
        let surface = surface.get_untracked()?;
        let (x, y) = place_in_element(&surface, event)?;
        grid_point(x, y)
    };
    let is_drawing =
        move |event: &PointerEvent| pointer.get_value() == Some(event.pointer_id());
    let down = move |event: PointerEvent| {
        if pointer.get_value().is_some() || event.button() != 0 {
            return;
        }
        prevent_default(&event);
        let begins = point(&event).is_some_and(|point| {
            drawing.try_update(|drawing| drawing.begin(point)).unwrap_or_default()
        });
        if begins && let Some(surface) = surface.get_untracked() {
            capture_pointer(&surface, &event);
            pointer.set_value(Some(event.pointer_id()));
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some(point) = is_drawing(&event).then(|| point(&event)).flatten() {
            drawing.update(|drawing| {
                drawing.extend(point);
            });
        }
    };
    let up = move |event: PointerEvent| {
        if is_drawing(&event) {
            pointer.set_value(None);
            drawing.update(|drawing| {
                drawing.end();
            });
            on_line.run(());
        }
    };
    view! {
        <div
            class="surface"
            node_ref=surface
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
        >
            <svg viewBox=view_box() aria-hidden="true">
                <path class="ruled" d=ruled_path()></path>
                <path class="ink" d=move || drawing.with(Drawing::to_svg_path)></path>
            </svg>
        </div>
    }
}

/// What somebody wrote by hand.
#[component]
pub fn HandwritingPicture(
    /// What they wrote.
    handwriting: Handwriting,
    /// Its description for assistive technology.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <svg
            class="handwritten"
            viewBox=view_box()
            role="img"
            aria-label=move || label.get()
        >
            <path class="ink" d=handwriting.to_svg_path()></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_is_ruled_between_its_lines() {
        assert_eq!(ruled_path(), "M0 80H512M0 160H512M0 240H512");
    }
}
