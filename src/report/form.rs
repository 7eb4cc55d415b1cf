//! The form: progress, its fields or the preview, and the buttons below them.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::context::ReportContext;
use super::fields::{FormFields, field_view};
use super::model::{Form, Screen, Step};
use super::steps::PreviewStep;
use crate::components::{Button, ButtonRow, ButtonStyle, OnscreenKeyboard, PinyinTexts};
use crate::platform::{after_paint, is_text_field, scroll_to_focus};
use crate::words::report as word;

/// The form.
#[component]
pub fn FormScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let shared = context.config.with_value(|config| config.shared);
    let shows_keyboard = Memo::new(move |_| {
        let step = context.step.get();
        let asked = !shared || context.typing_in.get() == Some(step);
        step.has_text_field() && asked
    });
    Effect::new(move |_| {
        if shared && shows_keyboard.get() {
            after_paint(scroll_to_focus);
        }
    });
    let note_typing = move |event: MouseEvent| {
        if is_text_field(&event) {
            context.typing_in.set(Some(context.step.get_untracked()));
        }
    };
    let keyboard = move || {
        let layout = context.keyboard.filter(|_| shows_keyboard.get())?;
        Some(view! {
            <OnscreenKeyboard
                layout
                title=context.t(word::KEYS_TITLE)
                show=context.t(word::KEYS_SHOW)
                hide=context.t(if shared { word::KEYS_CLOSE } else { word::KEYS_HIDE })
                shift=context.t(word::KEYS_SHIFT)
                space=context.t(word::KEYS_SPACE)
                new_line=context.t(word::KEYS_LINE)
                delete=context.t(word::KEYS_DELETE)
                pinyin=pinyin_texts(context)
                pinyin_url=context.config.with_value(|it| it.page.link(&it.page.pinyin))
            />
        })
    };
    let shows_preview = Memo::new(move |_| context.step.get() == Step::Preview);
    let body = move || match (shows_preview.get(), context.is_framed()) {
        (true, _) => view! { <PreviewStep/> }.into_any(),
        (false, true) => field_view(context.step.get()),
        (false, false) => view! { <FormFields/> }.into_any(),
    };
    view! {
        <Progress/>
        <div class="form-body" on:click=note_typing>
            {body}
        </div>
        <div class="bottom">
            <FormButtons/>
            {keyboard}
        </div>
    }
}

fn pinyin_texts(context: ReportContext) -> PinyinTexts {
    PinyinTexts {
        switch: context.t(word::KEYS_PINYIN).into(),
        candidates: context.t(word::KEYS_CANDIDATES).into(),
        previous: context.t(word::KEYS_PREVIOUS).into(),
        next: context.t(word::KEYS_NEXT).into(),
        loading: context.t(word::KEYS_LOADING).into(),
        failed: context.t(word::KEYS_FAILED).into(),
    }
}

/// The number of steps of a letter: writing, preview, sealed.
const STEPS: usize = 3;

/// The number of the step that a screen belongs to, from 1; `None` for other screens.
const fn step_number(screen: Screen, step: Step) -> Option<usize> {
    match screen {
        Screen::Form => Some(if matches!(step, Step::Preview) { 2 } else { 1 }),
        Screen::Undo | Screen::Sent => Some(STEPS),
        Screen::Loading | Screen::Failed | Screen::Closed | Screen::Outbox => None,
    }
}

/// "Step 2 of 3", as text and as marks; empty in a frame, where few steps are left.
#[component]
pub fn Progress() -> impl IntoView {
    let context = ReportContext::expect();
    let number = Memo::new(move |_| {
        let number = step_number(context.screen.get(), context.step.get());
        number.filter(|_| !context.is_framed())
    });
    move || {
        let number = number.get()?;
        let words = move || {
            let (step, steps) = (number.to_string(), STEPS.to_string());
            let parts = [("step", step.as_str()), ("steps", steps.as_str())];
            context.language.get().text_with(word::PAGE_STEP, &parts)
        };
        let marks = (1..=STEPS).map(|mark| {
            let class = (mark <= number).then_some("gone");
            view! { <span class=class></span> }
        });
        Some(view! {
            <p class="progress">
                <span>{words}</span>
                <span class="marks" aria-hidden="true">{marks.collect_view()}</span>
            </p>
        })
    }
}

/// The button to continue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextButton {
    GoOn,
    Send,
}

/// The button to continue; `None` before a kind is chosen or while there is no sender,
/// since choosing them continues by itself.
fn next_button(form: &Form) -> Option<NextButton> {
    match form.step {
        Step::Preview => Some(NextButton::Send),
        Step::Sender if form.draft.sender.is_none() => None,
        _ => form.draft.kind.map(|_| NextButton::GoOn),
    }
}

/// The buttons to go back, to continue or send, and to discard.
#[component]
fn FormButtons() -> impl IntoView {
    let context = ReportContext::expect();
    let has_previous = Memo::new(move |_| context.form.with(Form::has_previous));
    let next = Memo::new(move |_| context.form.with(next_button));
    let framed = context.is_framed();
    let can_discard = Memo::new(move |_| !framed && context.form.with(Form::is_begun));
    let go_back = move |()| {
        context.change_step(|form| {
            form.go_back();
        });
    };
    let next_view = move || {
        let next = next.get()?;
        let press = move |()| match next {
            NextButton::GoOn => context.go_on(),
            NextButton::Send => context.send(),
        };
        let label = move || {
            let word = match next {
                NextButton::GoOn => word::PAGE_ON,
                NextButton::Send if context.posts_letters() => word::PREVIEW_SEND,
                NextButton::Send => word::PREVIEW_SEAL,
            };
            context.language.get().text(word)
        };
        Some(view! {
            <Button style=ButtonStyle::Primary on_press=press>{label}</Button>
        })
    };
    view! {
        <ButtonRow class="ways">
            <Show when=move || has_previous.get()>
                <Button on_press=go_back>{context.t(word::PAGE_BACK)}</Button>
            </Show>
            {next_view}
            <Show when=move || can_discard.get()>
                <Button style=ButtonStyle::Quiet on_press=move |()| context.forget()>
                    {context.t(word::PAGE_DISCARD)}
                </Button>
            </Show>
        </ButtonRow>
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::LetterKind;
    use super::*;

    #[test]
    fn one_can_go_on_once_a_kind_is_chosen() {
        let mut form = Form::default();
        assert_eq!(next_button(&form), None);
        form.choose_kind(LetterKind::Thanks);
        form.step = Step::Sender;
        assert_eq!(next_button(&form), None, "nobody has signed yet");
        assert!(form.set_guest("Lin"));
        for step in [Step::Kind, Step::Sender, Step::Text, Step::Overview] {
            form.step = step;
            assert_eq!(next_button(&form), Some(NextButton::GoOn), "{step:?}");
        }
        form.step = Step::Preview;
        assert_eq!(next_button(&form), Some(NextButton::Send));
    }

    #[test]
    fn a_letter_takes_three_steps() {
        assert_eq!(step_number(Screen::Form, Step::Kind), Some(1));
        assert_eq!(step_number(Screen::Form, Step::Overview), Some(1));
        assert_eq!(step_number(Screen::Form, Step::Preview), Some(2));
        assert_eq!(step_number(Screen::Sent, Step::Kind), Some(STEPS));
        assert_eq!(step_number(Screen::Outbox, Step::Kind), None);
    }
}
