//! The page: its header and footer, and the screen between them.

mod code_entry;
mod device_question;
mod error_page;
mod header;
mod identity;
mod letter_dialog;
mod quick_nav;
mod record_view;

use leptos::prelude::*;

use self::code_entry::CodeEntry;
use self::error_page::ErrorPage;
use self::header::PageHeader;
use self::letter_dialog::LetterSlot;
use self::record_view::RecordView;
use super::context::{RecordContext, use_record_context};
use super::jit_warmup;
use super::screen::Screen;
use crate::platform::{after_paint, is_leaving, remove_splash, set_page_language};
use crate::words::record as word;

/// The page. Empty if the page is about to be reloaded.
#[component]
pub fn RecordPage() -> impl IntoView {
    (!is_leaving()).then(|| view! { <OpenedPage /> })
}

/// The page, and the dialog with the page for letters.
#[component]
fn OpenedPage() -> impl IntoView {
    let context = RecordContext::new();
    provide_context(context);
    context.start();
    view! {
        <PageFrame />
        <LetterSlot />
    }
}

#[component]
fn PageFrame() -> impl IntoView {
    let context = use_record_context();
    Effect::new(move |_| {
        let language = context.language.get();
        set_page_language(language, language.text(word::ME_TITLE));
    });
    Effect::new(move |_| {
        remove_splash();
        after_paint(move || {
            if context.session.with_untracked(|it| it.register().is_none()) {
                jit_warmup::run();
            }
        });
    });
    let private = match context.is_shared() {
        true => word::ME_PRIVATE_SHARED,
        false => word::ME_PRIVATE,
    };
    view! {
        <div
            class="hall me"
            data-mode="document"
            data-shared=context.is_shared().then_some("")
            data-state=move || context.screen.get().as_str()
            data-print=move || if context.print_all.get() { "all" } else { "short" }
        >
            <PageHeader />
            {move || match context.screen.get() {
                Screen::CodeEntry => view! { <CodeEntry /> }.into_any(),
                Screen::Opening => view! { <Opening /> }.into_any(),
                Screen::Open => view! { <RecordView /> }.into_any(),
                screen => view! { <ErrorPage screen /> }.into_any(),
            }}
            <footer class="foot">
                <p>{context.text(private)}</p>
            </footer>
        </div>
    }
}

/// The screen while files are loading.
#[component]
fn Opening() -> impl IntoView {
    let context = use_record_context();
    view! {
        <main class="chapters">
            <div role="status">
                <p class="soft">
                    {context.text(word::OPENING_WORDS)}
                </p>
            </div>
        </main>
    }
}
