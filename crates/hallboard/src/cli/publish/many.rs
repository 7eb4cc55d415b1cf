//! Publishes several halls in one call.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_publish::App;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::publication::{Outcome, manifest_distrusted, until};
use hallboard_operations::terminal;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Publish;
use crate::cli::hall_args::{HallArgs, KeyArgs};
use crate::cli::progress::Progress;

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
            let done = self.unattended(hall, app.as_ref(), &on_fault);
            progress.advance(1);
            (done, on_fault)
        };
        let done: Vec<(Result<Outcome, CliError>, OnFault)> =
            self.halls.par_iter().map(one).collect();
        drop(progress);
        on_fault.print(&mut terminal::stderr());
        let (mut messages, mut halls) = (Vec::new(), 0);
        for (hall, (done, on_fault)) in self.halls.iter().zip(done) {
            on_fault.print(&mut terminal::stderr());
            match done {
                Ok(done) => {
                    halls += 1;
                    let hall = hall.display();
                    writeln!(out, "{hall}: {}", line(&done, self.dry_run))?;
                    if done.published.manifest_distrusted {
                        writeln!(out, "{hall}: {}", manifest_distrusted())?;
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
    ) -> Result<Outcome, CliError> {
        let context = self.context(Some(hall), on_fault)?;
        let done = self.publish_one(&context, app, false, on_fault, &mut std::io::sink());
        done.map_err(|failure| self.with_way_out(Some(hall), failure))
    }
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
