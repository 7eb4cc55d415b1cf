//! The upload of a published site, with a progress line.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use hallboard_operations::failure::CliError;
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::status::SiteStatus;
use hallboard_operations::upload::Upload;
use hallboard_publish::Clock;
use hallboard_upload::Event;

use crate::cli::progress::Progress;
use crate::cli::status;

/// Uploads with a progress line and prints the result.
pub(in crate::cli) fn in_person(
    upload: &Upload,
    version: u64,
    clock: Clock,
    on_fault: &OnFault,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    out.flush()?;
    let line = Mutex::new(Some(Progress::start(t!("upload.comparing"), None)));
    let replace = |new: Option<Progress>| {
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        // The old line is removed before the new one is drawn.
        drop(line.take());
        *line = new;
    };
    let uploaded = upload.run(version, clock, on_fault, &|event| match event {
        Event::Planned(plan) => {
            let total = u64::try_from(plan.to_send().count()).ok();
            replace(Some(Progress::start(t!("upload.sending"), total)));
        }
        Event::Sent(_) => {
            let line = line.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(line) = line.as_ref() {
                line.advance(1);
            }
        }
        Event::Removed(_) => {}
        Event::Complete => {
            replace(Some(Progress::start(t!("upload.reading"), None)));
        }
    });
    replace(None);
    let uploaded = uploaded?;
    writeln!(out, "{}", upload.summary(&uploaded))?;
    match upload.faults(&uploaded) {
        None => writeln!(out, "{}", t!("upload.read_back"))?,
        Some(failure) => {
            status::print(&SiteStatus::of(&uploaded.report, true), out)?;
            return Err(failure);
        }
    }
    Ok(())
}
