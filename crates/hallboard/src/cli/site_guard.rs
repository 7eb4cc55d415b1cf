//! Serves only plain files of a site: a link could lead out of the site, and opening a pipe
//! would block.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use hallboard_publish::DiskStorage;

/// Suffixes of the files that may answer for a path: the plain file and its compressed
/// forms.
const FORMS: [&str; 3] = ["", ".br", ".gz"];

/// Answers 404 for a path that leads to anything but plain files.
pub(super) fn plain_files_only(site: &Path, router: Router) -> Router {
    let site = DiskStorage::read_only(site);
    router.layer(from_fn(move |request: Request, next: Next| {
        let served = is_plain(&site, request.uri().path());
        async move {
            match served {
                true => next.run(request).await,
                false => StatusCode::NOT_FOUND.into_response(),
            }
        }
    }))
}

fn is_plain(site: &DiskStorage, path: &str) -> bool {
    let Some(path) = decoded(path) else { return false };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let path = parts.join("/");
    let page =
        if path.is_empty() { "index.html".into() } else { format!("{path}/index.html") };
    let plain = |path: &str| site.is_plain(path);
    FORMS.iter().all(|form| {
        let (file, page) = (format!("{path}{form}"), format!("{page}{form}"));
        // A plain file cannot contain an index page.
        (path.is_empty() || plain(&file)) && (site.is_file(&path) || plain(&page))
    })
}

/// Decodes percent escapes; `None` if the result is not UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_resolved_once() {
        assert_eq!(decoded("/a%20b/%E6%9D%A8").as_deref(), Some("/a b/杨"));
        assert_eq!(decoded("/%252e").as_deref(), Some("/%2e"));
        for wrong in ["/%", "/%2", "/%zz", "/%ff"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn plain_and_missing_files_are_left_to_the_server() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        std::fs::create_dir_all(root.join("rules")).unwrap();
        for file in ["index.html", "rules/index.html", "a b"] {
            std::fs::write(root.join(file), "").unwrap();
        }
        symlink(folder.path(), root.join("out")).unwrap();
        symlink(root.join("index.html"), root.join("link")).unwrap();
        std::fs::write(root.join("packed"), "").unwrap();
        symlink(root.join("index.html"), root.join("packed.br")).unwrap();
        std::fs::create_dir(root.join("me")).unwrap();
        symlink(root.join("index.html"), root.join("me/index.html")).unwrap();
        let site = DiskStorage::read_only(&root);
        for path in ["/", "/index.html", "/rules", "/rules/", "/a%20b", "/absent/x", "//"]
        {
            assert!(is_plain(&site, path), "{path}");
        }
        for path in
            ["/out", "/out/site", "/link", "/packed", "/me/", "/me", "/..", "/%2e%2e/x"]
        {
            assert!(!is_plain(&site, path), "{path}");
        }
    }
}
