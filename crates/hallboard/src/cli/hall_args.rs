//! Arguments that name a hall's files and the time.

use std::path::{Path, PathBuf};

use hallboard_operations::context::{HallContext, HallPaths};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::print::site_address;
use hallboard_publish::{Clock, is_site_address};
use hallboard_score::Day;
use jiff::Timestamp;

use super::encoding::EncodingArg;
use super::protect;

/// The key, settings and encoding, for commands that need no site.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct KeyArgs {
    /// The hall's secret key; default: the one named in the hall folder's settings.
    #[arg(long, value_name = "KEY")]
    pub(super) key: Option<PathBuf>,
    /// The hall's settings; default: `hallboard.toml` beside the ledger.
    #[arg(long, value_name = "FILE")]
    pub(super) settings: Option<PathBuf>,
    #[command(flatten)]
    pub(super) encoding: EncodingArg,
}

impl KeyArgs {
    fn paths(&self, site: Option<PathBuf>) -> Result<HallPaths, CliError> {
        Ok(HallPaths {
            site,
            key: self.key.clone(),
            settings: self.settings.clone(),
            encoding: self.encoding.get()?,
        })
    }

    /// The context of the hall with that register or folder, whether or not it has a site.
    /// Warns about secret files that others can read.
    pub(super) fn context(&self, given: Option<&Path>) -> Result<HallContext, CliError> {
        let context = self.paths(None)?.context_without_site(given)?;
        protect::warn(&context);
        Ok(context)
    }
}

/// The site, key, settings and encoding.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct HallArgs {
    /// The folder of the site; default: the one named in the hall folder's settings.
    #[arg(long, value_name = "SITE")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) key: KeyArgs,
}

impl HallArgs {
    /// The paths that were given.
    pub(super) fn paths(&self) -> Result<HallPaths, CliError> {
        self.key.paths(self.out.clone())
    }

    /// Whether any path is given, so that no hall's folder is needed.
    pub(super) fn are_given(&self) -> bool {
        self.out.is_some() || self.key.key.is_some() || self.key.settings.is_some()
    }

    /// The context of the hall with that register or folder. Warns about secret files that
    /// others can read.
    pub(super) fn context(&self, given: Option<&Path>) -> Result<HallContext, CliError> {
        let context = self.paths()?.context(given)?;
        protect::warn(&context);
        Ok(context)
    }

    /// As [`HallArgs::context`]; uses the readable part of damaged settings.
    pub(super) fn context_for_withdrawal(
        &self,
        given: Option<&Path>,
        on_fault: &OnFault,
    ) -> Result<HallContext, CliError> {
        let context = self.paths()?.context_for_withdrawal(given, on_fault)?;
        protect::warn(&context);
        Ok(context)
    }
}

/// The site's URL.
#[derive(clap::Args)]
pub(super) struct AddressArg {
    /// The site's URL; default: the one in the settings.
    #[arg(long, value_name = "URL")]
    address: Option<String>,
}

impl AddressArg {
    /// The URL of the site, with `/` at its end.
    pub(super) fn get(&self, context: &HallContext) -> Result<String, CliError> {
        match &self.address {
            Some(given) if is_site_address(given) => Ok(given.clone()),
            Some(given) => {
                let (what, hint) =
                    (t!("cards.address", address = given), t!("cards.address_hint"));
                Err(CliError::usage(Message::at("--address", what, hint)))
            }
            None => Ok(site_address(context)?.to_owned()),
        }
    }
}

/// The time.
#[derive(clap::Args)]
pub(super) struct ClockArgs {
    /// The instant to use in place of the system clock, as in 2026-11-23T21:00:00+08:00.
    #[arg(long, value_name = "INSTANT")]
    now: Option<Timestamp>,
    /// Today's date: confirms a clock that was doubted although it is right.
    #[arg(long, value_name = "DATE")]
    clock_is_right: Option<Day>,
}

impl ClockArgs {
    /// The clock to use.
    pub(super) fn clock(&self) -> Clock {
        Clock {
            now: self.now.unwrap_or_else(Timestamp::now),
            own: self.now.is_none(),
            confirmed: self.clock_is_right,
        }
    }
}
