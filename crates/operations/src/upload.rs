//! The upload of a published site to the hall's web space.

use std::path::Path;

use hallboard_publish::status::Expected;
use hallboard_publish::{Clock, DiskStorage, LockError, UploadTarget};
use hallboard_upload::{
    Cause, Event, Options, Secrets, ServiceError, UploadError, Uploaded, upload,
};

use crate::context::HallContext;
use crate::failure::{CliError, Message};
use crate::on_fault::OnFault;
use crate::words::{fill, system};

/// Everything that is needed to upload a hall's site.
#[derive(Debug)]
pub struct Upload {
    context: HallContext,
    target: UploadTarget,
    secrets: Secrets,
}

impl Upload {
    /// Prepares the upload to the web space in the hall's settings; requests nothing yet.
    ///
    /// # Errors
    /// If no web space is set, it is a folder with private files of the hall, or a secret
    /// is missing.
    pub fn of(context: &HallContext) -> Result<Upload, CliError> {
        let Some(target) = context.settings.site.upload_target() else {
            return Err(unset(context));
        };
        let base = context
            .folder
            .clone()
            .or_else(|| context.settings_file.as_deref()?.parent().map(Path::to_owned));
        let target = target.relative_to(&base.unwrap_or_default());
        if let UploadTarget::Folder(folder) = &target {
            let site = folder.clone();
            HallContext { site, ..context.clone() }.check_site_is_separate()?;
        }
        let secrets = Secrets::of_environment(&target);
        let secrets = secrets.map_err(|error| failed(&error, &target, &context.site))?;
        Ok(Upload { context: context.clone(), target, secrets })
    }

    /// The web space.
    #[must_use]
    pub fn target(&self) -> &UploadTarget {
        &self.target
    }

    /// Uploads the site of that version and reads it back; nobody else can publish
    /// meanwhile. Without a lock file a withdrawal is uploaded all the same.
    ///
    /// # Errors
    /// If another operation holds the hall's lock, or the upload fails. It can be repeated:
    /// what is already there is not sent twice.
    pub fn run(
        &self,
        version: u64,
        clock: Clock,
        on_fault: &OnFault,
        progress: &(dyn Fn(Event<'_>) + Sync),
    ) -> Result<Uploaded, CliError> {
        let _lock = match self.context.try_lock() {
            // A withdrawal does not depend on the lock file.
            Err(LockError::Storage(_)) if on_fault.warns() => None,
            lock => Some(lock.map_err(|error| self.context.not_locked(error))?),
        };
        let expected = Expected {
            now: clock.now.as_second(),
            key: self.context.public_line(None).ok(),
            version: Some(version),
            every: Some(self.context.cadence().days()),
        };
        let site = DiskStorage::read_only(&self.context.site);
        let (target, secrets) = (&self.target, &self.secrets);
        let options = Options::default();
        let uploaded = upload(&site, target, secrets, &expected, options, progress);
        let mut uploaded =
            uploaded.map_err(|error| failed(&error, target, &self.context.site))?;
        uploaded.report.address = target.to_string();
        Ok(uploaded)
    }

    /// What was uploaded, in words.
    #[must_use]
    pub fn summary(&self, uploaded: &Uploaded) -> String {
        t!(
            "upload.done",
            target = self.target,
            sent = uploaded.sent,
            size = uploaded.bytes.div_ceil(1000),
            unchanged = uploaded.unchanged,
            removed = uploaded.removed
        )
        .into_owned()
    }

    /// The error if the site that was read back has faults.
    #[must_use]
    pub fn faults(&self, uploaded: &Uploaded) -> Option<CliError> {
        if uploaded.report.has_no_errors() {
            return None;
        }
        let (what, hint) = (t!("upload.faulty"), t!("upload.faulty_hint"));
        Some(CliError::runtime(Message::at(&self.target, what, hint)))
    }
}

/// The error if there is no web space in the settings that can be read.
fn unset(context: &HallContext) -> CliError {
    let place = match &context.settings_file {
        Some(path) => path.display().to_string(),
        None => "hallboard.toml".to_owned(),
    };
    if context.upload_unknown {
        let hint = t!("upload.lost_hint", site = context.site.display());
        return CliError::runtime(Message::at(place, t!("upload.lost"), hint));
    }
    CliError::usage(Message::at(place, t!("upload.unset"), t!("upload.unset_hint")))
}

/// The error for an upload that failed, with what to do.
fn failed(error: &UploadError, target: &UploadTarget, site: &Path) -> CliError {
    let host = match target {
        UploadTarget::Server(server) => server.host.clone(),
        UploadTarget::Folder(_) => String::new(),
    };
    let (key, mut facts) = facts(error);
    facts.push(("host", host));
    let words = |part: &str| fill(&format!("upload.{part}.{key}"), &facts);
    let why = match error {
        UploadError::Service(ServiceError { file, said, .. }) if file.is_empty() => {
            t!("upload.at_root", why = words("why"), said = said)
        }
        UploadError::Service(ServiceError { file, said, .. }) => {
            t!("upload.at_file", why = words("why"), file = file, said = said)
        }
        _ => words("why").into(),
    };
    let what = t!("upload.failed", why = why);
    let message = Message::at(target, what, words("hint"));
    let failure = match error {
        UploadError::NoSecret { .. } => return CliError::usage(message),
        _ => CliError::runtime(message),
    };
    failure.and_also(&t!("upload.again", site = site.display()))
}

type Facts = Vec<(&'static str, String)>;

/// The key of an error's texts, and the values of their placeholders.
fn facts(error: &UploadError) -> (&'static str, Facts) {
    match error {
        UploadError::NoSite => ("no_site", Vec::new()),
        UploadError::Local { path, error } => {
            ("local", vec![("file", path.clone()), ("why", system(error))])
        }
        UploadError::NoSecret { variable } => {
            ("no_secret", vec![("variable", (*variable).to_owned())])
        }
        UploadError::NoSftp => ("no_sftp", Vec::new()),
        UploadError::Setup(why) => ("setup", vec![("why", why.clone())]),
        UploadError::OtherHall { hall } => ("other_hall", vec![("hall", hall.clone())]),
        UploadError::Newer { remote, local } => {
            let remote = ("remote", remote.to_string());
            ("newer", vec![remote, ("local", local.to_string())])
        }
        UploadError::Service(ServiceError { cause, .. }) => (name_of(*cause), Vec::new()),
        UploadError::Differs { file } => ("differs", vec![("file", file.clone())]),
        UploadError::Remains { file } => ("remains", vec![("file", file.clone())]),
    }
}

fn name_of(cause: Cause) -> &'static str {
    match cause {
        Cause::Credentials => "credentials",
        Cause::HostKey => "host_key",
        Cause::Name => "name",
        Cause::Unreachable => "unreachable",
        Cause::Certificate => "certificate",
        Cause::NoSpace => "no_space",
        Cause::Forbidden => "forbidden",
        Cause::NotFound => "not_found",
        Cause::Interrupted => "interrupted",
        Cause::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn every_error_has_words_and_a_hint_without_gaps() {
        let name = || "x".to_owned();
        let plain = [
            UploadError::NoSite,
            UploadError::Local { path: name(), error: io::ErrorKind::NotFound.into() },
            UploadError::NoSecret { variable: "x" },
            UploadError::NoSftp,
            UploadError::Setup(name()),
            UploadError::OtherHall { hall: name() },
            UploadError::Newer { remote: 2, local: 1 },
            UploadError::Differs { file: name() },
            UploadError::Remains { file: name() },
        ];
        let keys = plain.iter().map(facts);
        let causes = [
            Cause::Credentials,
            Cause::HostKey,
            Cause::Name,
            Cause::Unreachable,
            Cause::Certificate,
            Cause::NoSpace,
            Cause::Forbidden,
            Cause::NotFound,
            Cause::Interrupted,
            Cause::Other,
        ];
        let causes = causes.map(|cause| (name_of(cause), Facts::new()));
        for (key, mut facts) in keys.chain(causes) {
            facts.push(("host", name()));
            for part in ["why", "hint"] {
                let key = format!("upload.{part}.{key}");
                let filled = fill(&key, &facts);
                assert!(filled != key && !filled.contains("%{"), "{key}: {filled}");
            }
        }
    }
}
