//! Publishing: what would change, then one button, the progress, and what was done.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::publication::{
    self, Outcome, Phase, PublicationJob, Summary, guessed_encodings, valid_ledger,
};
use hallboard_operations::register;
use hallboard_operations::rollback::{self, Earlier};
use hallboard_operations::upload::Upload;
use hallboard_publish::App;
use hallboard_score::Ledger;
use hallboard_workbook::consent_entries::ConsentEntries;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::upload::{self, UploadStage};
use super::{MessageView, blocking, messages, page};
use crate::server::{DeskState, Fields};

/// How far a publication has come.
#[derive(Default)]
pub(crate) enum PublicationState {
    /// None was started.
    #[default]
    None,
    /// One is under way.
    Running(Option<Stage>),
    /// The last one has ended.
    Ended(Ended),
}

/// What is being done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stage {
    Publication(Phase),
    Upload(UploadStage),
}

impl PublicationState {
    /// Whether a publication is under way.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self, PublicationState::Running(_))
    }
}

/// How a publication ended.
pub(crate) enum Ended {
    Published {
        summary: Summary,
        /// What was uploaded, in words, or why it was not; `None` if no upload was wanted.
        upload: Option<Result<String, Failed>>,
    },
    /// Nothing was published: what would be published is not what was shown any more.
    Changed,
    Failed(Failed),
}

/// Why nothing is published.
#[derive(Default, Serialize)]
pub(crate) struct Failed {
    messages: Vec<MessageView>,
    /// The errors of the register, if these are the reason.
    report: Option<Value>,
}

impl From<CliError> for Failed {
    fn from(error: CliError) -> Failed {
        Failed { messages: messages(error), report: None }
    }
}

/// What is published: the register, or an earlier state of it.
enum Source {
    Register(Ledger),
    Earlier(u64, Earlier),
}

/// A publication that only the button is missing for.
struct Prepared {
    context: HallContext,
    app: Option<App>,
    source: Source,
    /// Remarks on how the register was read.
    remarks: Vec<String>,
}

/// A dry run, as it is shown.
struct DryRun {
    summary: Summary,
    remarks: Vec<String>,
    digest: String,
    /// The web space to which the site can be uploaded.
    target: Option<String>,
}

impl Prepared {
    fn read(state: &DeskState, version: Option<u64>) -> Result<Prepared, Failed> {
        let context = state.context()?;
        let mut remarks = Vec::new();
        let source = match version {
            Some(version) => {
                let earlier = Earlier::read(&context, version, register::read)?;
                remarks.push(rollback::how(version));
                Source::Earlier(version, earlier)
            }
            None => {
                let located = register::read(&context.ledger)?;
                remarks = guessed_encodings(&located);
                let ledger =
                    valid_ledger(&context, located).map_err(|invalid| Failed {
                        report: Some(Value::from(Serde(&invalid.report))),
                        ..Failed::from(invalid.error)
                    })?;
                Source::Register(ledger)
            }
        };
        let app = (state.config.app)()?;
        Ok(Prepared { context, app, source, remarks })
    }

    fn run(
        &self,
        state: &DeskState,
        dry_run: bool,
        progress: &dyn publication::Progress,
    ) -> Result<Outcome, CliError> {
        let job = PublicationJob {
            context: &self.context,
            clock: (state.config.now)(),
            app: self.app.as_ref(),
            valid_days: self.context.cadence().valid_days(),
            dry_run,
            with_details: true,
            ask: None,
            on_fault: &OnFault::Fail,
            key: None,
            progress,
        };
        match &self.source {
            Source::Register(ledger) => {
                let consents = ConsentEntries::of(&ledger.entries);
                job.publish(ledger, &ledger.residents, &consents)
            }
            Source::Earlier(_, earlier) => earlier.publish(&job),
        }
    }

    fn dry_run(&self, state: &DeskState) -> Result<DryRun, CliError> {
        let outcome = self.run(state, true, &())?;
        let summary = Summary::of(&outcome, &self.context.site, true);
        let digest = self.digest(&outcome)?;
        let (remarks, target) = (self.remarks.clone(), upload::target(&self.context));
        Ok(DryRun { summary, remarks, digest, target })
    }

    /// A digest of what the publication is made of: the register, the settings, the day and
    /// the publication before it. The version and the end of validity follow the clock and
    /// are not part of it.
    fn digest(&self, outcome: &Outcome) -> Result<String, CliError> {
        let (version, ledger) = match &self.source {
            Source::Register(ledger) => (None, ledger),
            Source::Earlier(version, earlier) => (Some(version), earlier.today()),
        };
        let last = self.context.state_files().publication_state()?.version;
        let (day, settings) = (outcome.published.as_of, &self.context.settings);
        let mut digest = Sha256::new();
        digest.update(format!("{version:?} {last} {day} {settings:?}"));
        digest.update(serde_json::to_vec(ledger)?);
        Ok(base16ct::lower::encode_string(&digest.finalize()))
    }
}

/// Records the phase for the page that shows the progress.
struct Shown<'s>(&'s DeskState);

impl publication::Progress for Shown<'_> {
    fn enter(&self, phase: Phase) {
        *self.0.publication() =
            PublicationState::Running(Some(Stage::Publication(phase)));
    }
}

/// Shows what a publication would change, with the button that publishes; with `version`, a
/// publication of that earlier state.
pub(crate) async fn publish(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    if state.publication().is_running() {
        return Redirect::to("/publish/progress").into_response();
    }
    let version = Fields::of_query(&uri).get("version").and_then(|it| it.parse().ok());
    let dry_run = blocking(&state, move |state| {
        Prepared::read(state, version)?.dry_run(state).map_err(Failed::from)
    });
    match dry_run.await {
        Ok(Ok(DryRun { summary, remarks, digest, target })) => {
            let Summary { contents, changes, letters, .. } = summary;
            let content = context! {
                contents, changes, letters, remarks, digest, version, target
            };
            page(&state, StatusCode::OK, ("publish.html", "/publish"), content)
        }
        Ok(Err(failed)) => {
            let content = Value::from(Serde(&failed));
            page(&state, StatusCode::OK, ("messages.html", "/publish"), content)
        }
        Err(response) => response,
    }
}

/// Starts the publication that was shown, unless one is under way.
pub(crate) async fn start_publication(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Redirect {
    let progress = Redirect::to("/publish/progress");
    let digest = fields.get("digest").unwrap_or_default().to_owned();
    let version = fields.get("version").and_then(|it| it.parse().ok());
    let with_upload = fields.get("upload").is_some();
    {
        let mut publication = state.publication();
        if publication.is_running() {
            return progress;
        }
        *publication = PublicationState::Running(None);
    }
    tokio::task::spawn_blocking(move || {
        let running = Running(&state);
        let ended = carry_out(&state, version, &digest, with_upload);
        let ended = ended.unwrap_or_else(Ended::Failed);
        running.end(ended);
    });
    progress
}

/// A publication under way. If its thread fails, it does not stay under way.
struct Running<'s>(&'s DeskState);

impl Running<'_> {
    fn end(self, ended: Ended) {
        *self.0.publication() = PublicationState::Ended(ended);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut publication = self.0.publication();
        if publication.is_running() {
            *publication = PublicationState::Ended(Ended::Failed(Failed::default()));
        }
    }
}

fn carry_out(
    state: &DeskState,
    version: Option<u64>,
    digest: &str,
    with_upload: bool,
) -> Result<Ended, Failed> {
    let prepared = Prepared::read(state, version)?;
    if prepared.dry_run(state)?.digest != digest {
        return Ok(Ended::Changed);
    }
    let context = &prepared.context;
    // Missing settings and secrets are reported before anything is published.
    let upload = with_upload.then(|| Upload::of(context)).transpose()?;
    let outcome = prepared.run(state, false, &Shown(state))?;
    let version = outcome.published.version;
    let upload =
        upload.map(|upload| upload::run(state, &upload, version).map_err(Failed::from));
    let summary = Summary::of(&outcome, &context.site, false);
    Ok(Ended::Published { summary, upload })
}

/// Shows how far the publication has come, and in the end what was done.
pub(crate) async fn progress(State(state): State<Arc<DeskState>>) -> Response {
    let content = match &*state.publication() {
        PublicationState::None => None,
        PublicationState::Running(stage) => Some(running(*stage)),
        PublicationState::Ended(Ended::Published { summary, upload }) => {
            let Summary { head, contents, changes, letters } = summary;
            let uploaded = upload.as_ref().and_then(|it| it.as_ref().ok());
            let not_uploaded = upload.as_ref().and_then(|it| it.as_ref().err());
            let not_uploaded = not_uploaded.map(|it| Value::from(Serde(&it.messages)));
            Some(context! {
                state => "published",
                head, contents, changes, letters, uploaded, not_uploaded
            })
        }
        PublicationState::Ended(Ended::Changed) => Some(context! { state => "changed" }),
        PublicationState::Ended(Ended::Failed(failed)) => {
            Some(context! { state => "failed", failed => Value::from(Serde(failed)) })
        }
    };
    match content {
        Some(content) => {
            page(&state, StatusCode::OK, ("progress.html", "/publish"), content)
        }
        None => Redirect::to("/publish").into_response(),
    }
}

/// What the template shows of a publication under way.
fn running(stage: Option<Stage>) -> Value {
    let phase = match stage {
        None => "preparing",
        Some(Stage::Publication(Phase::Purging)) => "purging",
        Some(Stage::Publication(Phase::Writing)) => "writing",
        Some(Stage::Publication(Phase::Saving)) => "saving",
        Some(Stage::Upload(UploadStage::Comparing)) => "comparing",
        Some(Stage::Upload(UploadStage::Sending { .. })) => "sending",
        Some(Stage::Upload(UploadStage::ReadingBack)) => "reading_back",
    };
    let (sent, total) = match stage {
        Some(Stage::Upload(UploadStage::Sending { sent, total })) => (sent, total),
        _ => (0, 0),
    };
    context! { state => "running", phase, sent, total }
}
