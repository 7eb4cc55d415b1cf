//! `hallboard preview`: serves a site as a plain static host would.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::HallFolder;
use hallboard_operations::words::system;
use hallboard_publish::{
    DiskStorage, REPORT_PATH, headers_of, letters_of_site, origin_of,
};
use tower_http::services::ServeDir;

use super::site_guard::plain_files_only;

/// Serves a published site to this machine only, as a plain static host would.
#[derive(clap::Args)]
pub(super) struct Preview {
    /// The folder of the site or the hall; default: the current folder.
    #[arg(value_name = "SITE")]
    site: Option<PathBuf>,
    /// The port; 0 picks a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Preview {
    /// Serves until the process is stopped.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let site = self.site()?;
        let failed = |error: std::io::Error| {
            let place = t!("preview.port", port = self.port);
            let what = t!("preview.not_served", why = system(error));
            CliError::runtime(Message::at(place, what, t!("preview.other_port")))
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

    /// The folder to serve: the one given, or the site of a hall folder.
    fn site(&self) -> Result<PathBuf, CliError> {
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
        Err(CliError::usage(Message::at(
            site.display(),
            what,
            t!("preview.no_site_hint"),
        )))
    }
}

/// Serves a site's files with the headers that hosts are to send. They depend on the
/// requested path alone, not on the response.
fn router(site: &Path) -> Router {
    let files = ServeDir::new(site).precompressed_br().precompressed_gzip();
    let letters = letters_of_site(&DiskStorage::read_only(site));
    let post = letters.and_then(|it| origin_of(it.post.as_deref()?));
    let report = site.join(REPORT_PATH).join("index.html").is_file();
    Router::new().fallback_service(files).layer(from_fn(
        move |request: Request, next: Next| {
            let own = headers_of(request.uri().path(), post.as_deref(), report);
            async move {
                let mut response = next.run(request).await;
                for (name, value) in own {
                    let name = HeaderName::try_from(name.to_ascii_lowercase());
                    if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
                        response.headers_mut().insert(name, value);
                    }
                }
                response
            }
        },
    ))
}
