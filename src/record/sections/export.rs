//! Exporting the record: as a file, as a table, on paper, or as text to copy.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::platform::{download_text, print};
use crate::record::components::{LazyDetails, ViewContext};
use crate::record::context::{RecordContext, use_record_context};
use crate::record::prose::export::table;
use crate::words::record as word;

/// The ways to export the record.
#[component]
pub fn Export(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let (json, csv, text) = (view.clone(), view.clone(), view.clone());
    let save_json = move |_| {
        download_text(
            &file_name(&json, "json"),
            "application/json",
            json.record.own().text(),
        );
    };
    let save_csv = move |_| {
        download_text(&file_name(&csv, "csv"), "text/csv", &table(csv.formatter()));
    };
    view! {
        <p>{view.text(word::TAKE_LEAD)}</p>
        <p class="buttons">
            <button type="button" data-take="json" on:click=save_json>
                {view.text(word::TAKE_JSON)}
            </button>
            <button type="button" data-take="csv" on:click=save_csv>
                {view.text(word::TAKE_CSV)}
            </button>
        </p>
        <p class="buttons">
            <button type="button" data-take="print" on:click=move |_| print()>
                {view.text(word::TAKE_PRINT)}
            </button>
            <button
                type="button"
                data-take="print-all"
                on:click=move |_| print_everything(context)
            >
                {view.text(word::TAKE_PRINT_ALL)}
            </button>
        </p>
        <p class="soft">{view.text(word::TAKE_PRINT_WHAT)}</p>
        <p class="soft">{view.text(word::TAKE_WHAT)}</p>
        <LazyDetails summary=view.text(word::TAKE_COPY) on_paper=false>
            <p class="soft">{text.text(word::TAKE_COPY_HOW)}</p>
            <textarea readonly rows="8" aria-label=text.text(word::TAKE_COPY)>
                {text.record.own().text().to_owned()}
            </textarea>
        </LazyDetails>
    }
}

/// Prints the record once all of its content is built.
fn print_everything(context: RecordContext) {
    context.print_all.set(true);
    spawn_local(async {
        tick().await;
        print();
    });
}

fn file_name(view: &ViewContext, ending: &str) -> String {
    format!("hallboard-{}.{ending}", view.record.today)
}
