//! The publications that can be published again.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hallboard_operations::rollback::{KeptVersion, kept_versions};
use minijinja::context;

use super::{blocking, error_page, page};
use crate::server::DeskState;

/// Lists the earlier publications, newest first, with what each changed.
pub(crate) async fn site(State(state): State<Arc<DeskState>>) -> Response {
    let read = blocking(&state, |state| {
        let context = state.context()?;
        let versions = kept_versions(&context)?;
        Ok((context.site.display().to_string(), versions))
    });
    match read.await {
        Ok(Ok((site, versions))) => {
            let versions: Vec<_> = versions.iter().map(version).collect();
            let content = context! { site, versions };
            page(&state, StatusCode::OK, ("site.html", "/site"), content)
        }
        Ok(Err(error)) => error_page(&state, "/site", error),
        Err(response) => response,
    }
}

fn version(kept: &KeptVersion) -> minijinja::Value {
    let KeptVersion { version, published, in_site, changes } = kept;
    let (moment, day) = published.clone().unzip();
    context! { version, moment, day, in_site, changes }
}
