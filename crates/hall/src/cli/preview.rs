//! `hallboard preview`: a site, served as a plain static host would.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use rust_i18n::t;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::failure::{Failure, Said};
use super::folder::HallFolder;
use super::site_guard::plain_files_only;
use super::words::system;
use crate::publish::{
    CAMERA_PATHS, FRAMED_HERE, Folder, PERMISSIONS, POLICY_HEADER, REPORT_PATH,
    SEALED_CACHE, SEALED_PATH, SITE_CACHE, camera_permissions, headers, letters_of_site,
    origin_of, policy,
};

/// Serves a published site on this machine only, as a plain web space would.
#[derive(clap::Args)]
pub(super) struct Preview {
    /// The folder of the site, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "SITE")]
    site: Option<PathBuf>,
    /// The port; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Preview {
    /// Serves until it is stopped.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let site = self.site()?;
        let failed = |error: std::io::Error| {
            let place = t!("preview.port", port = self.port);
            let what = t!("preview.not_served", why = system(error));
            Failure::doing(Said::at(place, what, t!("preview.other_port")))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(failed)?.block_on(async {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
            let listener =
                tokio::net::TcpListener::bind(address).await.map_err(failed)?;
            let address = listener.local_addr().map_err(failed)?;
            writeln!(out, "http://{address}/  {}", t!("preview.ends"))?;
            out.flush()?;
            let router = plain_files_only(&site, router(&site));
            axum::serve(listener, router).await.map_err(failed)
        })?;
        Ok(ExitCode::SUCCESS)
    }

    /// The site meant: a folder that is one, or the site of a hall folder.
    fn site(&self) -> Result<PathBuf, Failure> {
        let site = match &self.site {
            None => HallFolder::given_or_here(None)?.site(),
            Some(folder) => {
                HallFolder::at(folder)?.map_or_else(|| folder.clone(), |hall| hall.site())
            }
        };
        if site.join("index.html").is_file() {
            return Ok(site);
        }
        let what = t!("preview.no_site");
        Err(Failure::usage(Said::at(site.display(), what, t!("preview.no_site_mend"))))
    }
}

/// A page with headers of its own.
fn page(site: &std::path::Path, path: &str, own: &[(&str, String)]) -> Router {
    let files = ServeDir::new(site.join(path));
    own.iter().fold(Router::new().fallback_service(files), |page, (name, value)| {
        let name = HeaderName::try_from(name.to_ascii_lowercase());
        match (name, HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                page.layer(SetResponseHeaderLayer::overriding(name, value))
            }
            _ => page,
        }
    })
}

fn router(site: &std::path::Path) -> Router {
    let files = ServeDir::new(site).precompressed_br().precompressed_gzip();
    let sealed = Router::new()
        .fallback_service(ServeDir::new(site.join(SEALED_PATH)))
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static(SEALED_CACHE),
        ));
    let letters = letters_of_site(&Folder::as_it_is(site));
    let post = letters.and_then(|it| origin_of(it.post.as_deref()?));
    let mut router = Router::new()
        .nest(&format!("/{}", SEALED_PATH.trim_end_matches('/')), sealed)
        .fallback_service(files);
    for path in CAMERA_PATHS {
        let mut own = vec![(PERMISSIONS, camera_permissions())];
        if path == REPORT_PATH {
            own.push((POLICY_HEADER, policy(post.as_deref(), FRAMED_HERE)));
        }
        let place = format!("/{}", path.trim_end_matches('/'));
        router = router.nest(&place, page(site, path, &own));
    }
    router = router.layer(SetResponseHeaderLayer::if_not_present(
        header::CACHE_CONTROL,
        HeaderValue::from_static(SITE_CACHE),
    ));
    for (name, value) in headers(post.as_deref()) {
        let name = HeaderName::try_from(name.to_ascii_lowercase());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            router = router.layer(SetResponseHeaderLayer::if_not_present(name, value));
        }
    }
    router
}
