//! The upload of the site that follows a publication.

use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::upload::Upload;
use hallboard_upload::Event;

use super::publish::{PublicationState, Stage};
use crate::server::DeskState;

/// How far an upload has come.
#[derive(Clone, Copy, Debug)]
pub(crate) enum UploadStage {
    /// The site is compared with the web space.
    Comparing,
    /// Files are sent: how many have been, and how many there are to send.
    Sending { sent: usize, total: usize },
    /// The site is read back.
    ReadingBack,
}

/// The web space in the hall's settings, as people read it.
pub(super) fn target(context: &HallContext) -> Option<String> {
    context.settings.site.upload_target().map(|it| it.to_string())
}

/// Uploads the site of that version, and returns what was done in words.
pub(super) fn run(
    state: &DeskState,
    upload: &Upload,
    version: u64,
) -> Result<String, CliError> {
    let enter = |stage| {
        *state.publication() = PublicationState::Running(Some(Stage::Upload(stage)));
    };
    enter(UploadStage::Comparing);
    let uploaded = upload.run(
        version,
        (state.config.now)(),
        &OnFault::Fail,
        &|event| match event {
            Event::Planned(plan) => {
                enter(UploadStage::Sending { sent: 0, total: plan.to_send().count() });
            }
            Event::Sent(_) => {
                let mut publication = state.publication();
                if let PublicationState::Running(Some(Stage::Upload(
                    UploadStage::Sending { sent, .. },
                ))) = &mut *publication
                {
                    *sent += 1;
                }
            }
            Event::Removed(_) => {}
            Event::Complete => enter(UploadStage::ReadingBack),
        },
    )?;
    match upload.faults(&uploaded) {
        None => Ok(upload.summary(&uploaded)),
        Some(error) => Err(error),
    }
}
