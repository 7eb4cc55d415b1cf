//! `hallboard status`: checks whether a site is complete, fresh and correctly signed.

mod render;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::HallFolder;
use hallboard_operations::status::{SiteCheck, SiteStatus};
use hallboard_publish::status::site_address;

use super::progress::Progress;
pub(super) use render::print;

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

impl Status {
    /// Checks the site and prints the result; exit code 1 if anything is wrong.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let hall = || HallFolder::given_or_here(self.hall.as_deref());
        let key = self.key.as_deref();
        let mut check = match &self.site {
            Some(typed) if self.hall.is_none() => {
                SiteCheck::at(address(typed)?, None, key)?
            }
            Some(typed) => SiteCheck::at(address(typed)?, Some(&hall()?), key)?,
            None => SiteCheck::of_hall(&hall()?, key)?,
        };
        check.expected.every = self.every.or(check.expected.every);
        let report = {
            let _looking = Progress::start(t!("status.looking"), None);
            check.look()
        };
        let rendered = SiteStatus::of(&report, check.expected.key.is_some());
        match self.json {
            true => render::write_json(&rendered, out)?,
            false => render::print(&rendered, out)?,
        }
        Ok(ExitCode::from(u8::from(!report.has_no_errors())))
    }
}

/// The URL of a site, as somebody typed it.
fn address(typed: &str) -> Result<String, CliError> {
    site_address(typed).ok_or_else(|| {
        let (what, hint) = (t!("status.no_address"), t!("status.no_address_hint"));
        CliError::usage(Message::at(typed, what, hint))
    })
}
