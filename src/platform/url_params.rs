//! Configuration from the URL and the page's metas.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::language::Language;
use crate::page_kind::PageKind;

/// The page's configuration: the hall of this site, and the location of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageConfig {
    /// The relative path from the page to the site's root: `./` or `../`.
    pub site_root: String,
    /// The hall's id.
    pub hall: String,
    /// The hall's public key, as minisign writes it.
    pub key: String,
    /// The page: `board` or `rules`.
    pub route: String,
    /// The table of the keyboard for pinyin, in the site's root; empty on pages without.
    pub pinyin: String,
}

impl PageConfig {
    /// Reads the `hallboard-…` metas of the page.
    #[must_use]
    pub fn read() -> PageConfig {
        PageConfig {
            site_root: meta("hallboard-site-root"),
            hall: meta("hallboard-hall"),
            key: meta("hallboard-key"),
            route: meta("hallboard-route"),
            pinyin: meta("hallboard-pinyin"),
        }
    }

    /// The name of the database of letters to this hall, and of the lock for posting
    /// them. The service worker uses the same.
    #[must_use]
    pub fn letter_store_name(&self) -> String {
        format!("hallboard-letters {} {}", self.hall, self.key)
    }

    /// The address of a file or folder of the site, seen from this page.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.site_root)
    }
}

fn meta(name: &str) -> String {
    let find = || {
        let document = web_sys::window()?.document()?;
        let found = document.query_selector(&format!("meta[name={name}]")).ok()??;
        found.get_attribute("content")
    };
    find().unwrap_or_default()
}

/// Whether this page is about to reload without the card in its address.
#[must_use]
pub fn is_leaving() -> bool {
    let name = JsValue::from_str("hallboardLeaving");
    Reflect::get(&js_sys::global(), &name).is_ok_and(|leaving| leaving.is_truthy())
}

/// The fragment of the page's URL with its `#`; empty if there is none.
#[must_use]
pub fn url_fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The parameters in the URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UrlParams {
    /// `?lang=`
    pub language: Option<Language>,
    /// `?page=`
    pub page: Option<PageKind>,
    /// `?part=`, from 1 in the address, from 0 here
    pub part: usize,
    /// `?pause`
    pub paused: bool,
    /// `?wall=`
    pub wall: Option<bool>,
    /// `?inches=`
    pub inches: Option<f64>,
    /// `?metres=`
    pub metres: Option<f64>,
    /// `?theme=night`
    pub night: Option<bool>,
    /// `?home=`: the query of the board that led here.
    pub home: String,
    /// The query of this page.
    pub search: String,
}

impl UrlParams {
    /// The theme asked for, by its name in the style sheet.
    #[must_use]
    pub fn theme(&self) -> Option<&'static str> {
        self.night.map(|night| if night { "night" } else { "day" })
    }

    /// Whether this is a shared screen. Only the URL determines this: the size of a
    /// window does not show who uses it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.wall == Some(true)
    }

    /// The query of a link from a wall to an interactive page, with the language and the
    /// way back to this one.
    #[must_use]
    pub fn kiosk_query(&self, language: Language) -> String {
        let shared = if self.is_shared() { "wall=1&" } else { "" };
        let theme = self.theme().map(|theme| format!("&theme={theme}"));
        let home = String::from(js_sys::encode_uri_component(&self.search));
        let (tag, theme) = (language.tag(), theme.unwrap_or_default());
        format!("?{shared}lang={tag}{theme}&home={home}")
    }

    /// The address of the board that led here, `root` being that of the site. From a shared
    /// screen it leads to the board of one.
    #[must_use]
    pub fn return_url(&self, root: &str) -> String {
        match self.home.as_str() {
            "" if self.is_shared() => format!("{root}?wall=1"),
            "" => root.to_owned(),
            home => format!("{root}?{home}"),
        }
    }

    /// Reads the address of the page.
    #[must_use]
    pub fn read() -> UrlParams {
        let search = web_sys::window()
            .and_then(|window| window.location().search().ok())
            .unwrap_or_default();
        UrlParams::from_search(&search)
    }

    /// Parses the query; invalid values are ignored.
    #[must_use]
    pub fn from_search(search: &str) -> UrlParams {
        let Ok(asked) = UrlSearchParams::new_with_str(search) else {
            return UrlParams::default();
        };
        let number = |name: &str, most: f64| {
            let number = js_sys::parse_float(&asked.get(name)?);
            (number >= 0.5 && number <= most).then_some(number)
        };
        let part = asked.get("part").and_then(|part| part.parse::<usize>().ok());
        UrlParams {
            language: asked.get("lang").and_then(|tag| Language::from_tag(&tag)),
            page: asked.get("page").and_then(|name| PageKind::from_name(&name)),
            part: part.unwrap_or(1).saturating_sub(1),
            paused: asked.has("pause"),
            wall: asked.get("wall").map(|word| word != "0"),
            inches: number("inches", 1000.0),
            metres: number("metres", 100.0),
            night: asked.get("theme").map(|word| word == "night"),
            home: asked.get("home").unwrap_or_default(),
            search: search.trim_start_matches('?').to_owned(),
        }
    }
}
