//! Handing over a sealed letter: as a file, or as QR codes.

use leptos::prelude::*;

use crate::components::{Button, ButtonRow, ButtonStyle, QrCode};
use crate::report::context::ReportContext;
use crate::report::model::{ActiveView, qr_parts};
use crate::words::report as word;

/// The ways to hand over a letter. After one was used, the writer can confirm that the hall
/// has the letter.
#[component]
pub fn HandOver(
    /// The name of the letter.
    name: String,
    /// Whether the QR codes are shown at once.
    #[prop(optional)]
    show_codes: bool,
) -> impl IntoView {
    let context = ReportContext::expect();
    let name = StoredValue::new(name);
    let used = RwSignal::new(show_codes);
    let code = RwSignal::new(show_codes.then_some(0_usize));
    let hides_codes = Memo::new(move |_| code.with(Option::is_none));
    let save = move |()| {
        context.outbox.download(&name.get_value());
        used.set(true);
    };
    let open_codes = move |()| {
        code.set(Some(0));
        used.set(true);
    };
    view! {
        <div class="hand-over">
            <Codes name code/>
            <ButtonRow>
                <Button style=ButtonStyle::Primary on_press=save>
                    {context.t(word::OUTBOX_FILE)}
                </Button>
                <Show when=move || hides_codes.get()>
                    <Button on_press=open_codes>{context.t(word::OUTBOX_CODES)}</Button>
                </Show>
            </ButtonRow>
            <Show when=move || used.get()>
                <HandedOver name/>
            </Show>
        </div>
    }
}

/// One of a letter's codes, and the buttons for the others.
#[component]
fn Codes(
    /// The name of the letter.
    name: StoredValue<String>,
    /// The index of the code that is shown, if any.
    code: RwSignal<Option<usize>>,
) -> impl IntoView {
    let context = ReportContext::expect();
    let parts = Memo::new(move |_| {
        code.with(Option::is_some).then_some(())?;
        let name = name.get_value();
        context.outbox.bytes(&name).map(|bytes| qr_parts(&name, &bytes))
    });
    move || {
        let (index, parts) = code.get().zip(parts.get())?;
        let text = parts.get(index).cloned()?;
        let number = index.saturating_add(1);
        let count = parts.len();
        let label = move || {
            let (number, count) = (number.to_string(), count.to_string());
            let parts = [("part", number.as_str()), ("parts", count.as_str())];
            context.language.get().text_with(word::OUTBOX_CODE_OF, &parts)
        };
        let previous = index.checked_sub(1).map(|previous| {
            let press = move |()| code.set(Some(previous));
            view! { <Button on_press=press>{context.t(word::OUTBOX_PREVIOUS)}</Button> }
        });
        let next = (number < count).then(|| {
            let press = move |()| code.set(Some(number));
            view! { <Button on_press=press>{context.t(word::OUTBOX_NEXT)}</Button> }
        });
        Some(view! {
            <div class="codes">
                <QrCode text label number/>
                <div>
                    <p role="status">{label}</p>
                    <p class="soft">{context.t(word::OUTBOX_CODES_HELP)}</p>
                    <ButtonRow>{previous}{next}</ButtonRow>
                </div>
            </div>
        })
    }
}

/// Removes a letter after its writer has confirmed, with a second press, that the hall has
/// it.
#[component]
fn HandedOver(
    /// The name of the letter.
    name: StoredValue<String>,
) -> impl IntoView {
    let context = ReportContext::expect();
    let confirming = RwSignal::new(false);
    let ask = move || {
        view! {
            <ButtonRow>
                <Button on_press=move |()| confirming.set(true)>
                    {context.t(word::OUTBOX_OVER)}
                </Button>
            </ButtonRow>
        }
    };
    view! {
        <div class="over">
            <Show when=move || confirming.get() fallback=ask>
                <p role="alert">{context.t(word::OUTBOX_SURE)}</p>
                <ButtonRow>
                    <Button
                        style=ButtonStyle::Primary
                        on_press=move |()| confirm(context, name.get_value())
                    >
                        {context.t(word::OUTBOX_YES)}
                    </Button>
                    <Button on_press=move |()| confirming.set(false)>
                        {context.t(word::OUTBOX_NO)}
                    </Button>
                </ButtonRow>
            </Show>
        </div>
    }
}

/// Applies the writer's confirmation that the hall has the letter.
fn confirm(context: ReportContext, name: String) {
    if context.is_framed() {
        context.mark_handed_over(&name);
    } else {
        context.view.update(|view| {
            if matches!(view, ActiveView::Sent(_)) {
                *view = ActiveView::Form;
            }
        });
    }
    context.outbox.discard(name);
}
