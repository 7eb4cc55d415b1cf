//! The diagnostics dialog, for the maintainer of the display.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::board::context::{BoardContext, use_board};
use crate::diagnostics::Fault;
use crate::language::Language;
use crate::platform::{Calendar, memory, program_digest, set_dialog_open};
use crate::words::board;

/// Version, feed, polling, memory, clock and faults.
#[component]
pub(crate) fn DiagnosticsDialog() -> impl IntoView {
    let board = use_board();
    let language = board.app.language;
    let dialog = NodeRef::<Dialog>::new();
    let is_open =
        Memo::new(move |_| board.app.diagnostics.with(|it| it.opened.is_some()));
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            set_dialog_open(&dialog, is_open.get());
        }
    });
    let close = move || board.set_diagnostics_open(false);
    view! {
        <dialog
            class="corner"
            aria-labelledby="corner-title"
            node_ref=dialog
            on:close=move |_| close()
        >
            <h2 id="corner-title">{move || language.get().text(board::CORNER_TITLE)}</h2>
            <dl>{move || is_open.get().then(|| facts_view(board))}</dl>
            <button type="button" on:click=move |_| close()>
                {move || language.get().text(board::CORNER_CLOSE)}
            </button>
        </dialog>
    }
}

fn facts_view(board: BoardContext) -> impl IntoView {
    let (facts, faults) = facts(board);
    let language = board.app.language.get();
    let facts = facts.map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    let faults = faults.into_iter().map(|fault| view! { <dd>{fault}</dd> });
    view! {
        {facts}
        <div>
            <dt>{language.text(board::CORNER_FAULTS)}</dt>
            {faults.collect_view()}
        </div>
    }
}

/// The facts by name, and the faults.
fn facts(board: BoardContext) -> ([(&'static str, String); 6], Vec<String>) {
    let language = board.app.language.get();
    let diagnostics = board.app.diagnostics.get();
    let feed = board.app.verified.get_untracked();
    let zone = feed.as_ref().map_or("UTC", |feed| &feed.snapshot().hall.time_zone);
    let time = |seconds: i64| Calendar(language).instant(seconds, zone);
    let unknown = || "\u{2013}".to_owned();
    let time_if_known = |seconds: Option<i64>| seconds.map_or_else(unknown, time);
    let published = feed.as_ref().map(|feed| {
        let head = feed.head();
        joined(&head.version().to_string(), &time(head.issued()))
    });
    let outcome = match diagnostics.current {
        Some(notice) => notice.words(language),
        None => language.text(board::CORNER_WELL),
    };
    let [program, page] = memory().map(|bytes| bytes.map_or_else(unknown, megabytes));
    let digest = program_digest().unwrap_or_default();
    let skew = diagnostics.clock_skew.map(|skew| format!("{skew:+} s"));
    let facts = [
        (language.text(board::CORNER_APP), joined(env!("CARGO_PKG_VERSION"), &digest)),
        (language.text(board::CORNER_FEED), published.unwrap_or_else(unknown)),
        (
            language.text(board::CORNER_LOOKED),
            joined(&time_if_known(diagnostics.last_poll), outcome),
        ),
        (language.text(board::CORNER_NEXT), time_if_known(diagnostics.next_poll)),
        (language.text(board::CORNER_MEMORY), joined(&program, &page)),
        (language.text(board::CORNER_CLOCK), skew.unwrap_or_else(unknown)),
    ];
    let faults = &diagnostics.faults;
    let mut faults: Vec<String> =
        faults.iter().map(|fault| fault_text(fault, language, &time(fault.at))).collect();
    if faults.is_empty() {
        faults.push(language.text(board::CORNER_NONE).to_owned());
    }
    (facts, faults)
}

fn joined(one: &str, other: &str) -> String {
    format!("{one} \u{b7} {other}")
}

fn megabytes(bytes: f64) -> String {
    let tenths = (bytes / 1e5) as u32;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn fault_text(fault: &Fault, language: Language, time: &str) -> String {
    let words = fault.notice.words(language);
    match fault.status {
        Some(status) => joined(time, &format!("{words} ({status})")),
        None => joined(time, words),
    }
}
