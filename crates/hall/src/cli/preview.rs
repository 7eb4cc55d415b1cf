//! `hallboard preview`: a site, served as a plain static host would.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::failure::{Failure, Said};
use crate::publish::headers;

/// Serves a published site on this machine only, as a plain web space would.
#[derive(clap::Args)]
pub(super) struct Preview {
    /// The folder of the site.
    #[arg(value_name = "SITE")]
    site: PathBuf,
    /// The port; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Preview {
    /// Serves until it is stopped.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        if !self.site.join("index.html").is_file() {
            let remedy =
                "Publish first, or give the folder that `publish --out` was given.";
            let what = "no site: there is no index.html";
            return Err(Failure::usage(Said::at(self.site.display(), what, remedy)));
        }
        let failed = |error: std::io::Error| {
            let remedy = "Give another port with --port.";
            Failure::doing(Said::at(format!("port {}", self.port), error, remedy))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(failed)?.block_on(async {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
            let listener =
                tokio::net::TcpListener::bind(address).await.map_err(failed)?;
            let address = listener.local_addr().map_err(failed)?;
            writeln!(out, "http://{address}/  (Ctrl+C ends it)")?;
            out.flush()?;
            axum::serve(listener, router(&self.site)).await.map_err(failed)
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn router(site: &std::path::Path) -> Router {
    let files = ServeDir::new(site).precompressed_br().precompressed_gzip();
    let mut router = Router::new().fallback_service(files);
    for (name, value) in headers() {
        let name = HeaderName::try_from(name.to_ascii_lowercase());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            router = router.layer(SetResponseHeaderLayer::overriding(name, value));
        }
    }
    router
}
