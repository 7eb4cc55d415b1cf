//! The app's shared state, as separate signals.

use std::sync::Arc;

use hallboard_feed::VerifiedFeed;
use leptos::prelude::*;

use crate::diagnostics::Diagnostics;
use crate::feed::FeedEvent;
use crate::feed_state::FeedState;
use crate::hall_time::HallTime;
use crate::language::Language;
use crate::platform::{
    Calendar, PageConfig, UrlParams, Viewport, now_seconds, storage, system_language,
    viewport,
};

/// Configuration that never changes while the page is open.
#[derive(Clone, Debug)]
pub struct Config {
    /// Which hall and key to trust, and where the site's files are.
    pub page: PageConfig,
    /// What the address asks for.
    pub params: UrlParams,
}

/// State that all components share.
#[derive(Clone, Copy, Debug)]
pub struct AppContext {
    /// Configuration of this page.
    pub config: StoredValue<Config>,
    /// The reader's language.
    pub language: RwSignal<Language>,
    /// The window's size.
    pub viewport: RwSignal<Viewport>,
    /// The last good feed and what is wrong with it.
    pub feed: RwSignal<FeedState>,
    /// The last good feed alone.
    pub verified: Memo<Option<Arc<VerifiedFeed>>>,
    /// The current second, since 1970.
    pub now: RwSignal<i64>,
    /// What the current second means for the feed.
    pub clock: Memo<HallTime>,
    /// Events since the page was opened.
    pub diagnostics: RwSignal<Diagnostics>,
}

/// Key of the language that a reader chose on their own device.
const LANGUAGE_KEY: &str = "hallboard-language";

/// The language of a reader whose own is not offered.
const FOREIGN: &str = "en";

/// The language in which the page starts: the address decides, then the reader's last
/// choice, then the system.
pub(crate) fn first_language(asked: Option<Language>) -> Language {
    let stored = || storage::get(LANGUAGE_KEY).and_then(|tag| Language::from_tag(&tag));
    let system = || {
        let tag = system_language()?;
        Language::from_tag(&tag).or_else(|| Language::from_tag(FOREIGN))
    };
    asked.or_else(stored).or_else(system).unwrap_or_default()
}

impl AppContext {
    /// Reads the page's configuration and creates the signals.
    #[must_use]
    pub fn new() -> AppContext {
        let config = Config { page: PageConfig::read(), params: UrlParams::read() };
        let language = RwSignal::new(first_language(config.params.language));
        let feed = RwSignal::new(FeedState::default());
        let verified = Memo::new_with_compare(
            move |_| feed.with(|state| state.feed.clone()),
            is_replaced,
        );
        let now = RwSignal::new(now_seconds());
        let clock = Memo::new(move |_| {
            let time =
                |feed: &Arc<_>| HallTime::new(feed, now.get(), Calendar::civil_time);
            verified.with(|feed| feed.as_ref().map(time)).unwrap_or_default()
        });
        AppContext {
            config: StoredValue::new(config),
            language,
            viewport: RwSignal::new(viewport()),
            feed,
            verified,
            now,
            clock,
            diagnostics: RwSignal::new(Diagnostics::default()),
        }
    }

    /// Whether this page shows a wall.
    #[must_use]
    pub fn needs_wall(self) -> bool {
        let is_shared = self.config.with_value(|config| config.params.is_shared());
        is_shared && !self.is_rules_page()
    }

    /// Applies an event of the feed loader.
    pub fn apply(self, event: FeedEvent) {
        let now = now_seconds();
        self.diagnostics.update(|diagnostics| diagnostics.apply(&event, now));
        if !matches!(event, FeedEvent::Idle(_) | FeedEvent::ServerTime(_)) {
            self.now.set(now);
            self.feed.update(|feed| feed.apply(event));
        }
    }

    /// Takes over the window's size, if it changed.
    pub fn resize(self, viewport: Viewport) {
        if self.viewport.get_untracked() != viewport {
            self.viewport.set(viewport);
        }
    }

    /// The URL of a file or folder of the site, relative to this page.
    #[must_use]
    pub fn link(self, path: &str) -> String {
        self.config.with_value(|config| config.page.link(path))
    }

    /// The language in which the page starts.
    #[must_use]
    pub fn home_language(self) -> Language {
        first_language(self.config.with_value(|config| config.params.language))
    }

    /// Stores the current language for later visits.
    pub fn store_language(self) {
        storage::set(LANGUAGE_KEY, self.language.get_untracked().tag());
    }

    /// Whether this is the page of the rules.
    #[must_use]
    pub fn is_rules_page(self) -> bool {
        self.config.with_value(|config| config.page.route == "rules")
    }
}

impl Default for AppContext {
    fn default() -> AppContext {
        AppContext::new()
    }
}

/// Whether a memo's shared value was replaced; compares pointers, not content.
pub(crate) fn is_replaced<T>(
    before: Option<&Option<Arc<T>>>,
    after: Option<&Option<Arc<T>>>,
) -> bool {
    match (before, after) {
        (Some(Some(before)), Some(Some(after))) => !Arc::ptr_eq(before, after),
        (Some(None), Some(None)) => false,
        _ => true,
    }
}
