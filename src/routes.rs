//! Which page this document shows.
//!
//! Each route is a document of its own, so that leaving `/me` drops everything that was
//! opened there, and links are ordinary links. The board belongs to the program that every
//! document loads; the code of a record and of letters is a part that their documents name
//! (`index.html`), so that program and part are on their way at once.

use hallboard_web::app::BoardApp;
use hallboard_web::platform::PageConfig;
use hallboard_web::record::RecordPage;
use hallboard_web::report::ReportPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Makes a page. A lazily loaded function returns this and not the page itself, so that the
/// page is made below its owner and its contexts live.
type MakePage = fn() -> AnyView;

/// The page of this document's route.
#[component]
pub fn Routes() -> impl IntoView {
    match PageConfig::read().route.as_str() {
        "me" => view! { <Lazy load=record_page() /> }.into_any(),
        "report" => view! { <Lazy load=report_page() /> }.into_any(),
        _ => view! { <BoardApp /> }.into_any(),
    }
}

/// A page whose code is loaded when it is shown.
#[component]
fn Lazy<F>(
    /// Loads the code.
    load: F,
) -> impl IntoView
where
    F: Future<Output = MakePage> + 'static,
{
    let page = RwSignal::new(None::<MakePage>);
    spawn_local(async move { page.set(Some(load.await)) });
    move || page.get().map(|make| make())
}

#[lazy]
fn record_page() -> MakePage {
    || view! { <RecordPage /> }.into_any()
}

#[lazy]
fn report_page() -> MakePage {
    || view! { <ReportPage /> }.into_any()
}
