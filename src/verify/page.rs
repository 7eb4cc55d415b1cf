//! The page: the verdict in words and a shape, and the certificate.

use hallboard_feed::{Certificate, CertifiedDeed, Trust};
use leptos::prelude::*;

use super::outcome::Outcome;
use crate::components::LanguageMenu;
use crate::context::first_language;
use crate::language::Language;
use crate::platform::{
    Calendar, DateStyle, PageConfig, UrlParams, on_window, remove_splash,
    set_page_language, set_theme, url_fragment,
};
use crate::words::verify as word;

/// The whole page.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let (page, params) = (PageConfig::read(), UrlParams::read());
    let trust = StoredValue::new(Trust::new(&page.hall, &page.key).ok());
    let language = RwSignal::new(first_language(params.language));
    let fragment = RwSignal::new(url_fragment());
    // Another code can be scanned into the same page.
    on_window("hashchange", move || fragment.set(url_fragment()));
    let outcome = Memo::new(move |_| {
        trust.with_value(|trust| Outcome::of(&fragment.get(), trust.as_ref()))
    });
    set_theme(params.theme());
    remove_splash();
    Effect::new(move |_| {
        let language = language.get();
        set_page_language(language, language.text(word::PAGE_TITLE));
    });
    let board_url = page.link("");
    view! {
        <div
            class="hall verify"
            data-mode="document"
            data-state=move || outcome.with(Outcome::as_str)
        >
            <header class="document-bar">
                <p>
                    <a href=board_url>{move || language.get().text(word::PAGE_BOARD)}</a>
                </p>
                <LanguageMenu language on_choose=move |chosen| language.set(chosen) />
            </header>
            <main>
                <Verdict outcome language />
                {move || {
                    let certificate = outcome.with(|it| it.certificate().cloned());
                    let language = language.get();
                    certificate.map(|certificate| view! { <Content certificate language /> })
                }}
            </main>
            <footer class="foot">
                <p>{move || language.get().text(word::PAGE_PRIVATE)}</p>
            </footer>
        </div>
    }
}

/// The verdict and its reason, announced when another code is scanned.
#[component]
fn Verdict(
    /// The result.
    outcome: Memo<Outcome>,
    /// The language of the page.
    language: RwSignal<Language>,
) -> impl IntoView {
    let paragraphs = move || {
        let words = outcome.with(Outcome::explanation);
        words.map(|word| view! { <p>{language.get().text(word)}</p> })
    };
    view! {
        <div class="verdict" role="status">
            {move || shape(&outcome.get())}
            <h1>{move || language.get().text(outcome.with(Outcome::title))}</h1>
            {paragraphs}
        </div>
    }
}

/// The shape of a verdict: a seal with a tick, a crossed square, or a broken ring. A
/// reader who sees no colours tells them apart.
fn shape(outcome: &Outcome) -> Option<impl IntoView + use<>> {
    let (outline, sign) = match outcome {
        Outcome::NoCode => return None,
        Outcome::Valid(_) => ("M24 3a21 21 0 1 0 .01 0z", "M13.5 25.5 21 33 35 16.5"),
        Outcome::Invalid(_) => ("M5 5h38v38H5z", "M15 15l18 18M33 15 15 33"),
        Outcome::Unread(_) => (
            "M24 3a21 21 0 0 1 21 21M45 30a21 21 0 0 1-15 15M18 45A21 21 0 0 1 3 30M3 24A21 21 0 0 1 18 3.9",
            "M24 13v14M24 33.5v1.5",
        ),
    };
    Some(view! {
        <svg class="shape" viewBox="0 0 48 48" aria-hidden="true">
            <path class="outline" d=outline />
            <path class="sign" d=sign />
        </svg>
    })
}

/// The verified certificate.
#[component]
fn Content(
    /// The certificate.
    certificate: Certificate,
    /// The language of the page.
    language: Language,
) -> impl IntoView {
    let Certificate { hall_name, holder, issued, deeds, hall: _ } = certificate;
    let day = move |day| Calendar(language).day(day, DateStyle::Full);
    let deed = move |deed: CertifiedDeed| {
        view! {
            <li>
                <bdi class="deed">{deed.title}</bdi>
                <span class="date">{day(deed.date)}</span>
            </li>
        }
    };
    let issued = day(issued);
    let issued = language.text_with(word::CONTENT_ISSUED, &[("day", issued.as_str())]);
    view! {
        <section class="signed">
            <h2>{language.text(word::CONTENT_TITLE)}</h2>
            <dl>
                <dt>{language.text(word::CONTENT_HOLDER)}</dt>
                <dd class="holder"><bdi>{holder}</bdi></dd>
                <dt>{language.text(word::CONTENT_DEEDS)}</dt>
                <dd>
                    <ul class="rows">{deeds.into_iter().map(deed).collect_view()}</ul>
                </dd>
                <dt>{language.text(word::CONTENT_SIGNED)}</dt>
                <dd class="issuer">
                    <bdi>{hall_name}</bdi>
                    <span class="date">{issued}</span>
                </dd>
            </dl>
        </section>
    }
}
