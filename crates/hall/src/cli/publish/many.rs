//! Many halls in one call.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Publish;
use super::summary::until;
use super::work::Done;
use crate::cli::failure::{Failure, Said};
use crate::cli::progress::Progress;
use crate::publish::App;

impl Publish {
    /// Publishes every hall by itself: what is wrong with one keeps no other back.
    pub(super) fn many(&self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let given = [&self.files.out, &self.files.key, &self.files.settings];
        let flags = ["--out", "--key", "--settings"];
        if let Some((_, flag)) = given.iter().zip(flags).find(|(it, _)| it.is_some()) {
            let what = t!("publish.many_flags", flag = flag);
            return Err(Failure::usage(Said::at(flag, what, t!("publish.many_mend"))));
        }
        let app = self.app.load()?;
        let count = u64::try_from(self.halls.len()).ok();
        let progress = Progress::start(t!("publish.many_under_way"), count);
        let one = |hall: &PathBuf| {
            let done = self.unattended(hall, app.as_ref());
            progress.advance(1);
            done
        };
        let done: Vec<Result<Done, Failure>> = self.halls.par_iter().map(one).collect();
        drop(progress);
        let (mut told, mut halls) = (Vec::new(), 0);
        for (hall, done) in self.halls.iter().zip(done) {
            match done {
                Ok(done) => {
                    halls += 1;
                    let hall = hall.display();
                    writeln!(out, "{hall}: {}", line(&done, self.dry_run))?;
                    if done.published.manifest_distrusted {
                        writeln!(out, "{hall}: {}", t!("publish.manifest_distrusted"))?;
                    }
                }
                Err(Failure::Unread) => return Err(Failure::Unread),
                Err(Failure::Told { said, .. }) => {
                    writeln!(out, "{}: {}", hall.display(), t!("publish.many_not"))?;
                    told.extend(said);
                }
            }
        }
        let not = self.halls.len() - halls;
        writeln!(out, "{}", t!("publish.many_done", count = halls, not = not))?;
        if told.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        out.flush()?;
        Err(Failure::Told { code: 1, said: told })
    }

    fn unattended(&self, hall: &Path, app: Option<&App>) -> Result<Done, Failure> {
        let office = self.files.office(Some(hall))?;
        self.one(&office, app, false, &mut std::io::sink())
    }
}

fn line(done: &Done, dry_run: bool) -> String {
    let it = &done.published;
    let (version, until) = (it.version, until(done));
    let line = match dry_run {
        true => t!("publish.many_would", version = version, until = until),
        false => t!("publish.many_line", version = version, until = until),
    };
    line.into_owned()
}
