//! The form: progress, the current step, and the buttons below it.

use leptos::prelude::*;

use super::context::ReportContext;
use super::model::{Form, Step};
use super::steps::{
    DayStep, DeedStep, KindStep, PreviewStep, RewardStep, ScopesStep, SenderStep,
    SubjectStep, TextStep,
};
use crate::components::{Button, ButtonRow, ButtonStyle, OnscreenKeyboard};
use crate::words::report as word;

/// The form.
#[component]
pub fn FormScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let keyboard = move || {
        let layout = context.keyboard.filter(|_| context.step.get().has_text_field())?;
        Some(view! {
            <OnscreenKeyboard
                layout
                title=context.t(word::KEYS_TITLE)
                show=context.t(word::KEYS_SHOW)
                hide=context.t(word::KEYS_HIDE)
                shift=context.t(word::KEYS_SHIFT)
                space=context.t(word::KEYS_SPACE)
                new_line=context.t(word::KEYS_LINE)
                delete=context.t(word::KEYS_DELETE)
            />
        })
    };
    view! {
        <Progress/>
        {move || step(context.step.get())}
        <div class="bottom">
            <FormButtons/>
            {keyboard}
        </div>
    }
}

fn step(step: Step) -> AnyView {
    match step {
        Step::Kind => view! { <KindStep/> }.into_any(),
        Step::Sender => view! { <SenderStep/> }.into_any(),
        Step::Deed => view! { <DeedStep/> }.into_any(),
        Step::Reward => view! { <RewardStep/> }.into_any(),
        Step::Subject => view! { <SubjectStep/> }.into_any(),
        Step::Day => view! { <DayStep/> }.into_any(),
        Step::Scopes => view! { <ScopesStep/> }.into_any(),
        Step::Text => view! { <TextStep/> }.into_any(),
        Step::Preview => view! { <PreviewStep/> }.into_any(),
    }
}

/// "Step 2 of 7", in words and as marks.
#[component]
fn Progress() -> impl IntoView {
    let context = ReportContext::expect();
    let progress = Memo::new(move |_| context.form.with(Form::progress));
    move || {
        let (step, steps) = progress.get()?;
        let words = move || {
            let (step, steps) = (step.to_string(), steps.to_string());
            let parts = [("step", step.as_str()), ("steps", steps.as_str())];
            context.language.get().text_with(word::PAGE_STEP, &parts)
        };
        let marks = (1..=steps).map(|mark| {
            let class = (mark <= step).then_some("gone");
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

/// Which button leads to the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextButton {
    GoOn,
    Send,
}

/// The button to the next step. Steps that are answered by choosing have one only once
/// something is chosen.
fn next_button(form: &Form) -> Option<NextButton> {
    match form.step {
        Step::Preview => Some(NextButton::Send),
        Step::Text | Step::Scopes => Some(NextButton::GoOn),
        _ => form.is_ready().then_some(NextButton::GoOn),
    }
}

/// Back, on or send, and discard.
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
        let label = match next {
            NextButton::GoOn => word::PAGE_ON,
            NextButton::Send => word::PREVIEW_SEND,
        };
        Some(view! {
            <Button style=ButtonStyle::Primary on_press=press>{context.t(label)}</Button>
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
    fn a_step_of_choices_goes_on_by_choosing() {
        let mut form = Form::default();
        assert_eq!(next_button(&form), None);
        form.choose_kind(LetterKind::Copy);
        assert_eq!(next_button(&form), Some(NextButton::GoOn));
        form.step = Step::Sender;
        assert_eq!(next_button(&form), None);
        form.step = Step::Text;
        assert_eq!(next_button(&form), Some(NextButton::GoOn));
        form.step = Step::Preview;
        assert_eq!(next_button(&form), Some(NextButton::Send));
    }
}
