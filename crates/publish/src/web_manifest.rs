//! The web app manifests, with which a phone can put the site, or a resident's own page,
//! on its home screen under the hall's name.

use hallboard_score::Hall;
use serde_json::{Map, Value};

use super::site::Files;

/// The path of the manifest, in the built app (without a name) and in the site.
pub(super) const WEB_MANIFEST: &str = "manifest.webmanifest";

/// The path of the manifest for a resident's own page, in the site.
pub(super) const RECORD_MANIFEST: &str = "me/manifest.webmanifest";

/// The name of a resident's own page, in full and below its icon.
const RECORD_NAMES: (&str, &str) = ("我的记录 · My record", "我的记录");

/// Splits the built app's files into the manifest, if there is one, and the rest.
pub(super) fn split(assets: Files) -> (Option<Vec<u8>>, Files) {
    let (mut manifest, rest): (Files, Files) =
        assets.into_iter().partition(|(path, _)| path == WEB_MANIFEST);
    (manifest.pop().map(|(_, bytes)| bytes), rest)
}

/// The manifest of a hall's site, made from the built one; `None` if that is not a JSON
/// object.
pub(super) fn of_hall(built: &[u8], hall: &Hall) -> Option<Vec<u8>> {
    let mut manifest: Map<String, Value> = serde_json::from_slice(built).ok()?;
    let names: Vec<&str> = hall.names.iter().map(|(_, name)| name).collect();
    let first = names.first().copied().unwrap_or(&hall.id);
    let name = if names.is_empty() { hall.id.clone() } else { names.join(" · ") };
    // Without an id, browsers identify the app by its start address, which differs
    // between halls on the same host.
    manifest.insert("name".to_owned(), name.into());
    manifest.insert("short_name".to_owned(), first.into());
    serde_json::to_vec(&manifest).ok()
}

/// The manifest of a resident's own page, made from the hall's. It starts at that page,
/// and its scope is the whole site.
pub(super) fn of_record(of_hall: &[u8]) -> Option<Vec<u8>> {
    let mut manifest: Map<String, Value> = serde_json::from_slice(of_hall).ok()?;
    let hall = manifest.get("name").and_then(Value::as_str).unwrap_or_default();
    let (name, short_name) = RECORD_NAMES;
    let name = format!("{name} · {hall}");
    manifest.insert("name".to_owned(), name.into());
    manifest.insert("short_name".to_owned(), short_name.into());
    // Addresses in a manifest are relative to it.
    manifest.insert("start_url".to_owned(), "./".into());
    manifest.insert("scope".to_owned(), "../".into());
    let icons = manifest.get_mut("icons").and_then(Value::as_array_mut);
    for source in icons.into_iter().flatten().filter_map(|icon| icon.get_mut("src")) {
        if let Some(path) = source.as_str() {
            *source = format!("../{path}").into();
        }
    }
    serde_json::to_vec(&manifest).ok()
}

#[cfg(test)]
mod tests {
    use hallboard_score::Names;

    use super::*;

    #[track_caller]
    fn check(names: &[(&str, &str)], name: &str, short_name: &str) {
        let hall = Hall {
            id: "mill".to_owned(),
            names: Names::new(names.iter().copied()),
            time_zone: "Asia/Shanghai".to_owned(),
        };
        let built = br#"{"name":"","short_name":"","start_url":"./"}"#;
        let made: Value =
            serde_json::from_slice(&of_hall(built, &hall).unwrap()).unwrap();
        assert_eq!(made["name"], name);
        assert_eq!(made["short_name"], short_name);
        assert_eq!(made["start_url"], "./");
    }

    #[test]
    fn board_manifest_has_the_halls_name() {
        check(&[("en", "Mill \"hall\"")], "Mill \"hall\"", "Mill \"hall\"");
        check(&[("en", "Mill"), ("zh-Hans", "磨坊")], "Mill · 磨坊", "Mill");
        check(&[], "mill", "mill");
    }

    #[test]
    fn record_manifest_has_its_start_page_and_the_sites_icons() {
        let hall = br#"{"name":"Mill","start_url":"./","scope":"./","icons":[{"src":"icons/a.png"},{}]}"#;
        let made: Value = serde_json::from_slice(&of_record(hall).unwrap()).unwrap();
        assert_eq!(made["name"], "我的记录 · My record · Mill");
        assert_eq!((&made["start_url"], &made["scope"]), (&"./".into(), &"../".into()));
        assert_eq!(made["icons"][0]["src"], "../icons/a.png");
        assert_eq!(of_record(b"[]"), None);
    }

    #[test]
    fn manifest_needs_a_json_object() {
        let hall = Hall {
            id: "mill".to_owned(),
            names: Names::default(),
            time_zone: "UTC".to_owned(),
        };
        for built in [&b"[]"[..], b"", b"{"] {
            assert_eq!(of_hall(built, &hall), None);
        }
    }

    #[test]
    fn web_manifest_is_no_asset() {
        let file = |path: &str| (path.to_owned(), b"{}".to_vec());
        let (manifest, rest) = split(vec![file("app.js"), file(WEB_MANIFEST)]);
        assert_eq!(manifest.as_deref(), Some(&b"{}"[..]));
        assert_eq!(rest, [file("app.js")]);
        assert_eq!(split(rest).0, None);
    }
}
