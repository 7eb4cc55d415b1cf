//! Scanning cards with the camera.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Button;
use crate::platform::{CardScanner, ScanOutcome};

/// A button that turns the camera on, and the camera's picture until a card was read.
/// Nothing on a page without a scanner. The camera is off again once a code was seen, the
/// button pressed again, or the component gone.
#[component]
pub fn CardCamera(
    /// Called with the text of the first code that is seen.
    #[prop(into)]
    on_code: Callback<String>,
    /// The label of the button that turns the camera on.
    #[prop(into)]
    show: TextProp,
    /// What to do while it is on.
    #[prop(into)]
    hint: TextProp,
    /// The label of the button that turns it off.
    #[prop(into)]
    stop: TextProp,
    /// The message if no camera can be used.
    #[prop(into)]
    unavailable: TextProp,
) -> impl IntoView {
    CardScanner::find().map(|scanner| {
        let scanner = StoredValue::new_local(scanner);
        view! { <ScannerPanel scanner on_code show hint stop unavailable/> }
    })
}

#[component]
fn ScannerPanel(
    scanner: StoredValue<CardScanner, LocalStorage>,
    on_code: Callback<String>,
    show: TextProp,
    hint: TextProp,
    stop: TextProp,
    unavailable: TextProp,
) -> impl IntoView {
    let scanning = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let end = move |outcome| {
        scanning.set(false);
        failed.set(outcome == ScanOutcome::Unavailable);
        if let ScanOutcome::Code(text) = outcome {
            on_code.run(text);
        }
    };
    let toggle = move |()| {
        failed.set(false);
        scanning.update(|scanning| *scanning = !*scanning);
    };
    let picture = move || {
        let hint = hint.clone();
        let video = NodeRef::<html::Video>::new();
        video.on_load(move |video| scanner.with_value(|scanner| scanner.start(&video)));
        view! {
            <p role="status">{move || hint.get()}</p>
            <video
                muted=true
                playsinline=true
                node_ref=video
                on:card=move |event| end(ScanOutcome::from_event(&event))
            ></video>
        }
    };
    let error = move || {
        let unavailable = unavailable.clone();
        view! { <p class="fault" role="alert">{move || unavailable.get()}</p> }
    };
    view! {
        <div class="camera">
            {move || failed.get().then(&error)}
            {move || scanning.get().then(&picture)}
            <Button on_press=toggle>
                {move || if scanning.get() { stop.get() } else { show.get() }}
            </Button>
        </div>
    }
}
