//! `hallboard status`: checks whether a site is complete, fresh and correctly signed.

mod render;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_feed::Trust;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::HallFolder;
use hallboard_operations::words::system;
use hallboard_publish::status::{Expected, Http, Timeouts, examine, site_address};
use hallboard_publish::{DiskStorage, hall_of_site, version_in};
use jiff::Timestamp;

use super::progress::Progress;
pub(super) use render::StatusRenderer;

/// Checks over the network whether a site is complete, fresh and correctly signed.
#[derive(clap::Args)]
pub(super) struct Status {
    /// The site's URL; default: the one in the hall's settings.
    #[arg(value_name = "URL")]
    site: Option<String>,
    /// The hall's folder, with the key, cadence and last publication to compare the site
    /// with.
    #[arg(long, value_name = "HALL")]
    hall: Option<PathBuf>,
    /// The hall's public key; default: the one in the hall's folder, or else in the page.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Number of days between two publications; default: the one in the hall's settings, or
    /// else in the feed.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=180))]
    every: Option<u16>,
    /// Prints a JSON object with `errors` and `warnings`, for programs.
    #[arg(long)]
    json: bool,
}

/// Suffix of a public key's file name, after that of the secret key.
const PUBLIC: &str = ".pub";

impl Status {
    /// Checks the site and prints the result; exit code 1 if anything is wrong.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let hall = match (&self.site, &self.hall) {
            (Some(_), None) => None,
            (_, folder) => Some(HallFolder::given_or_here(folder.as_deref())?),
        };
        let address = self.address(hall.as_ref())?;
        let key = self.public_key(hall.as_ref())?;
        let every = hall.as_ref().map(|hall| hall.hall().cadence.days());
        let expected = Expected {
            now: Timestamp::now().as_second(),
            version: hall.as_ref().zip(key.as_deref()).and_then(published),
            key,
            every: self.every.or(every),
        };
        let report = {
            let _looking = Progress::start(t!("status.looking"), None);
            examine(&Http::new(Timeouts::default()), &address, &expected)
        };
        let rendered = StatusRenderer::of(&report, expected.key.is_some());
        match self.json {
            true => rendered.write_json(out)?,
            false => rendered.print(out)?,
        }
        Ok(ExitCode::from(u8::from(!report.has_no_errors())))
    }

    fn address(&self, hall: Option<&HallFolder>) -> Result<String, CliError> {
        if let Some(typed) = &self.site {
            return site_address(typed).ok_or_else(|| {
                let (what, hint) =
                    (t!("status.no_address"), t!("status.no_address_hint"));
                CliError::usage(Message::at(typed, what, hint))
            });
        }
        let set = hall.and_then(|hall| hall.settings().site.address.clone());
        set.ok_or_else(|| {
            let (what, hint) = (t!("status.unset"), t!("status.unset_hint"));
            CliError::usage(Message::at("hallboard.toml", what, hint))
        })
    }

    fn public_key(&self, hall: Option<&HallFolder>) -> Result<Option<String>, CliError> {
        let of_hall = || {
            let mut path = hall?.key().into_os_string();
            path.push(PUBLIC);
            Some(PathBuf::from(path))
        };
        self.key.clone().or_else(of_hall).map(|path| read_key(&path)).transpose()
    }
}

/// The line with the public key from its file.
fn read_key(path: &Path) -> Result<String, CliError> {
    let fail = |what: String| {
        CliError::usage(Message::at(path.display(), what, t!("status.key_hint")))
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| fail(t!("status.key_unread", why = system(error)).into()))?;
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    let line = line.filter(|line| Trust::new("any", line).is_ok());
    line.map(str::to_owned).ok_or_else(|| fail(t!("status.key_wrong").into()))
}

/// The version in the hall's local site folder.
fn published((hall, key): (&HallFolder, &str)) -> Option<u64> {
    let site = DiskStorage::read_only(&hall.site());
    version_in(&site, &hall_of_site(&site)?.id, key)
}
