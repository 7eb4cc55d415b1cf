//! The page of this document's route.
//!
//! Each route is a separate document, so that leaving `/me` discards everything that was
//! opened there, and links are ordinary links. The board at home is part of the program
//! that every document loads; the code of a record, of letters, of the check of certificates and
//! of the wall are parts
//! that their documents name (`index.html`), so that program and part are requested at the
//! same time.

use hallboard_web::WallView;
use hallboard_web::app::{BoardApp, MakePage};
use hallboard_web::platform::{PageConfig, UrlParams};
use hallboard_web::record::RecordPage;
use hallboard_web::report::ReportPage;
use hallboard_web::verify::VerifyPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page of this document's route.
#[component]
pub fn Routes() -> impl IntoView {
    match PageConfig::read().route.as_str() {
        "me" => view! { <Lazy load=record_page() /> }.into_any(),
        "report" => view! { <Lazy load=report_page() /> }.into_any(),
        "verify" => view! { <Lazy load=verify_page() /> }.into_any(),
        _ => view! { <BoardApp wall=use_wall() /> }.into_any(),
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

/// The code of the wall, if the URL asks for one.
fn use_wall() -> RwSignal<Option<MakePage>> {
    let wall = RwSignal::new(None);
    if UrlParams::read().is_shared() {
        spawn_local(async move { wall.set(Some(wall_view().await)) });
    }
    wall
}

#[lazy]
fn wall_view() -> MakePage {
    || view! { <WallView /> }.into_any()
}

#[lazy]
fn record_page() -> MakePage {
    || view! { <RecordPage /> }.into_any()
}

#[lazy]
fn report_page() -> MakePage {
    || view! { <ReportPage /> }.into_any()
}

#[lazy]
fn verify_page() -> MakePage {
    || view! { <VerifyPage /> }.into_any()
}
