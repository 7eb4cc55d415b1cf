//! `hallboard desk`: the hall's desk in the browser of this computer.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use hallboard_desk::{Config, Desk, DeskError, Start};
use hallboard_operations::context::{DESK_ENTRY, HallContext, with_suffix};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::new_hall::halls_in;
use hallboard_operations::words::system;
use hallboard_publish::{LockError, SETTINGS_FILE};

use super::hall_args::{ClockArgs, HallArgs};
use super::publish::AppFlags;

/// Opens the hall's desk in the browser.
#[derive(clap::Args)]
pub(super) struct DeskCommand {
    /// The hall's folder or its ledger; default: the current folder.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    #[command(flatten)]
    files: HallArgs,
    #[command(flatten)]
    app: AppFlags,
    #[command(flatten)]
    clock: ClockArgs,
    /// The port; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Prints the address without opening it.
    #[arg(long)]
    no_browser: bool,
    /// Number of minutes without a request after which the desk closes.
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1440))]
    minutes: u16,
}

impl DeskCommand {
    /// Serves on loopback until the desk has not been used for a while. If a desk of the hall
    /// is open, shows that one.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let start = self.start();
        let context = match &start {
            Start::Hall(hall) => Some(self.files.context(hall.as_deref())?),
            Start::Folder(_) => None,
        };
        let port = self.port;
        let failed = move |error: std::io::Error| {
            let what = t!("desk.not_served", why = system(error));
            CliError::runtime(Message::at(
                t!("desk.port", port = port),
                what,
                t!("desk.other_port"),
            ))
        };
        let config = Config {
            paths: self.files.paths()?,
            start,
            app: Box::new(move || self.app.load()),
            now: Box::new(move || self.clock.clock()),
            idle: Duration::from_secs(u64::from(self.minutes) * 60),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(failed)?.block_on(async {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            let listener =
                tokio::net::TcpListener::bind(address).await.map_err(failed)?;
            let address = listener.local_addr().map_err(failed)?;
            let desk = match Desk::open(config, address.port()) {
                Err(DeskError::Lock(_, LockError::Held(_)))
                    if !self.no_browser
                        && let Some(page) =
                            context.as_ref().and_then(open_entry_page) =>
                {
                    open::that_detached(page).map_err(failed)?;
                    writeln!(out, "{}", t!("desk.reopened"))?;
                    return Ok(ExitCode::SUCCESS);
                }
                desk => desk?,
            };
            let url = format!("http://{address}{}", desk.entry());
            writeln!(out, "{url}\n{}", t!("desk.ends", minutes = self.minutes))?;
            if !self.no_browser
                && let Err(error) = open::that_detached(desk.entry_page())
            {
                writeln!(out, "{}", t!("desk.no_browser", why = system(error)))?;
            }
            out.flush()?;
            desk.serve(listener).await;
            writeln!(out, "{}", t!("desk.closed"))?;
            Ok(ExitCode::SUCCESS)
        })
    }

    /// The hall that is given or in the current folder, the only one directly below it, or a
    /// folder in which to choose or create one.
    fn start(&self) -> Start {
        let given = self.hall.as_deref().unwrap_or(Path::new("."));
        if self.files.are_given()
            || !given.is_dir()
            || given.join(SETTINGS_FILE).is_file()
        {
            return Start::Hall(self.hall.clone());
        }
        // Pages show where a hall is, to people who did not choose the current folder.
        let folder =
            std::path::absolute(given).unwrap_or_else(|_unknown| given.to_owned());
        match halls_in(&folder).as_slice() {
            [only] => Start::Hall(Some(only.clone())),
            _ => Start::Folder(folder),
        }
    }
}

/// The page that opens the desk of a hall, if it is there.
fn open_entry_page(context: &HallContext) -> Option<PathBuf> {
    Some(with_suffix(&context.key, DESK_ENTRY)).filter(|page| page.is_file())
}
