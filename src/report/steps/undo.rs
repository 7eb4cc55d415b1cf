//! The screen of the undo period.

use leptos::prelude::*;

use super::ScreenHeading;
use crate::components::{Button, ButtonRow, ButtonStyle};
use crate::report::context::ReportContext;
use crate::report::form::Progress;
use crate::report::model::UNDO_SECONDS;
use crate::words::{Counted, report as word};

/// Counts down while a letter can be taken back.
#[component]
pub fn UndoScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let seconds = move || context.undo_seconds.get().unwrap_or_default();
    let with_seconds = move |word: Counted, seconds: i64| {
        context.language.get().counted(word, "seconds", seconds)
    };
    let title = move || match context.posts_letters() {
        true => word::HAND_TITLE,
        false => word::HAND_TITLE_SEAL,
    };
    let what = move || {
        let posts = context.posts_letters();
        context.language.get().text(if posts {
            word::HAND_WHAT
        } else {
            word::HAND_WHAT_SEAL
        })
    };
    view! {
        <Progress/>
        <ScreenHeading>{move || with_seconds(title(), UNDO_SECONDS)}</ScreenHeading>
        <p>{what}</p>
        <div class="undo">
            <strong aria-hidden="true" data-undo=move || seconds().to_string()>
                {move || seconds().to_string()}
            </strong>
            <span>{move || with_seconds(word::HAND_NOW, seconds())}</span>
        </div>
        <ButtonRow>
            <Button style=ButtonStyle::Primary on_press=move |()| context.undo()>
                {context.t(word::HAND_UNDO)}
            </Button>
        </ButtonRow>
    }
}
