//! The web app manifest, by which a phone can put the site on its home screen under the
//! hall's name.

use hallboard_score::Hall;
use serde_json::{Map, Value};

use super::site::Files;

/// Where it lies, in the built app (without a name) and in the site.
pub(super) const WEB_MANIFEST: &str = "manifest.webmanifest";

/// Splits the built app's files into the manifest, if there is one, and the rest.
pub(super) fn split(assets: Files) -> (Option<Vec<u8>>, Files) {
    let (mut manifest, rest): (Files, Files) =
        assets.into_iter().partition(|(path, _)| path == WEB_MANIFEST);
    (manifest.pop().map(|(_, bytes)| bytes), rest)
}

/// The manifest of a hall's site, made from the built one; `None` if that is no JSON object.
pub(super) fn of_hall(built: &[u8], hall: &Hall) -> Option<Vec<u8>> {
    let mut manifest: Map<String, Value> = serde_json::from_slice(built).ok()?;
    let names: Vec<&str> = hall.names.iter().map(|(_, name)| name).collect();
    let first = names.first().copied().unwrap_or(&hall.id);
    let name = if names.is_empty() { hall.id.clone() } else { names.join(" · ") };
    // Without an id, a browser takes the address it starts at; halls that share a host
    // have different ones.
    manifest.insert("name".to_owned(), name.into());
    manifest.insert("short_name".to_owned(), first.into());
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
    fn it_has_the_halls_name() {
        check(&[("en", "Mill \"hall\"")], "Mill \"hall\"", "Mill \"hall\"");
        check(&[("en", "Mill"), ("zh-Hans", "磨坊")], "Mill · 磨坊", "Mill");
        check(&[], "mill", "mill");
    }

    #[test]
    fn what_is_no_object_makes_no_manifest() {
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
    fn it_is_no_asset() {
        let file = |path: &str| (path.to_owned(), b"{}".to_vec());
        let (manifest, rest) = split(vec![file("app.js"), file(WEB_MANIFEST)]);
        assert_eq!(manifest.as_deref(), Some(&b"{}"[..]));
        assert_eq!(rest, [file("app.js")]);
        assert_eq!(split(rest).0, None);
    }
}
