//! Publishes several halls in one call.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::publication::{Outcome, manifest_distrusted, until};
use hallboard_operations::terminal;
use hallboard_operations::upload::Upload;
use hallboard_publish::{App, Clock};
use hallboard_upload::Uploaded;
use rayon::ThreadPoolBuilder;
use rayon::iter::{
    IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator,
};

use super::Publish;
use crate::cli::hall_args::{HallArgs, KeyArgs};
use crate::cli::progress::Progress;

/// The number of sites that are uploaded at a time: uploads mostly wait for servers.
const UPLOADS_AT_ONCE: usize = 8;

/// One of several halls.
struct OneHall {
    /// The publication, and the upload that is to follow it.
    published: Result<(Outcome, Option<Result<Upload, CliError>>), CliError>,
    on_fault: OnFault,
}

impl Publish {
    /// Publishes every hall independently: an error in one does not stop the others.
    pub(super) fn many(&self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        // A given encoding applies to the register of every hall.
        let HallArgs { out: site, key: KeyArgs { key, settings, encoding: _ } } =
            &self.files;
        let given = [
            (site.is_some(), "--out"),
            (key.is_some(), "--key"),
            (settings.is_some(), "--settings"),
        ];
        if let Some((_, flag)) = given.iter().find(|(is_given, _)| *is_given) {
            let what = t!("publish.many_flags", flag = flag);
            return Err(CliError::usage(Message::at(
                flag,
                what,
                t!("publish.many_hint"),
            )));
        }
        let on_fault = self.on_fault();
        let app = self.load_app(&on_fault)?;
        let count = u64::try_from(self.halls.len()).ok();
        let progress = Progress::start(t!("publish.many_under_way"), count);
        let one = |hall: &PathBuf| {
            let on_fault = self.on_fault();
            let published = self.unattended(hall, app.as_ref(), &on_fault);
            progress.advance(1);
            OneHall { published, on_fault }
        };
        let mut done: Vec<OneHall> = self.halls.par_iter().map(one).collect();
        drop(progress);
        let uploads = self.upload_all(&mut done)?;
        on_fault.print(&mut terminal::stderr());
        let (mut messages, mut halls, mut sites) = (Vec::new(), 0, 0);
        for ((hall, done), uploaded) in self.halls.iter().zip(done).zip(uploads) {
            done.on_fault.print(&mut terminal::stderr());
            match done.published {
                Ok((done, _upload)) => {
                    halls += 1;
                    let hall = hall.display();
                    writeln!(out, "{hall}: {}", line(&done, self.dry_run))?;
                    if done.published.manifest_distrusted {
                        writeln!(out, "{hall}: {}", manifest_distrusted())?;
                    }
                    match uploaded {
                        None => {}
                        Some(Ok(line)) => {
                            sites += 1;
                            writeln!(out, "{hall}: {line}")?;
                        }
                        Some(Err(CliError::Unread)) => return Err(CliError::Unread),
                        Some(Err(CliError::Reported { messages: found, .. })) => {
                            writeln!(out, "{hall}: {}", t!("upload.many_not"))?;
                            messages.extend(found);
                        }
                    }
                }
                Err(CliError::Unread) => return Err(CliError::Unread),
                Err(CliError::Reported { messages: found, .. }) => {
                    writeln!(out, "{}: {}", hall.display(), t!("publish.many_not"))?;
                    messages.extend(found);
                }
            }
        }
        let not = self.halls.len() - halls;
        writeln!(out, "{}", t!("publish.many_done", count = halls, not = not))?;
        if self.upload {
            let not = halls - sites;
            writeln!(out, "{}", t!("upload.many_done", count = sites, not = not))?;
        }
        if messages.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        out.flush()?;
        Err(CliError::Reported { code: 1, messages })
    }

    fn unattended(
        &self,
        hall: &Path,
        app: Option<&App>,
        on_fault: &OnFault,
    ) -> Result<(Outcome, Option<Result<Upload, CliError>>), CliError> {
        let context = self.context(Some(hall), on_fault)?;
        let upload = self.prepare_upload(&context, on_fault)?;
        let done = self.publish_one(&context, app, false, on_fault, &mut std::io::sink());
        let done = done.map_err(|failure| self.with_way_out(Some(hall), failure))?;
        Ok((done, upload))
    }

    /// Uploads the sites that were published, several at a time. Returns a line for each
    /// upload; `None` where there is none.
    fn upload_all(
        &self,
        halls: &mut [OneHall],
    ) -> Result<Vec<Option<Result<String, CliError>>>, CliError> {
        if !self.upload {
            return Ok(halls.iter().map(|_hall| None).collect());
        }
        let pool = ThreadPoolBuilder::new().num_threads(UPLOADS_AT_ONCE).build();
        let pool = pool.map_err(std::io::Error::other)?;
        let count = u64::try_from(halls.len()).ok();
        let progress = Progress::start(t!("upload.many_under_way"), count);
        let one = |hall: &mut OneHall| {
            let uploaded = uploaded(hall, self.when.clock());
            progress.advance(1);
            uploaded
        };
        Ok(pool.install(|| halls.par_iter_mut().map(one).collect()))
    }
}

/// The line of one hall's upload.
fn uploaded(hall: &OneHall, clock: Clock) -> Option<Result<String, CliError>> {
    let (done, upload) = hall.published.as_ref().ok()?;
    let upload = match upload.as_ref()? {
        Ok(upload) => upload,
        Err(CliError::Unread) => return Some(Err(CliError::Unread)),
        Err(CliError::Reported { code, messages }) => {
            let (code, messages) = (*code, messages.clone());
            return Some(Err(CliError::Reported { code, messages }));
        }
    };
    let line = |uploaded: Uploaded| match upload.faults(&uploaded) {
        Some(failure) => Err(failure),
        None => Ok(t!(
            "upload.many_line",
            target = upload.target(),
            sent = uploaded.sent,
            unchanged = uploaded.unchanged,
            removed = uploaded.removed
        )
        .into_owned()),
    };
    let run = upload.run(done.published.version, clock, &hall.on_fault, &|_event| {});
    Some(run.and_then(line))
}

fn line(done: &Outcome, dry_run: bool) -> String {
    let it = &done.published;
    let (version, until) = (it.version, until(done));
    let line = match dry_run {
        true => t!("publish.many_would", version = version, until = until),
        false => t!("publish.many_line", version = version, until = until),
    };
    line.into_owned()
}
