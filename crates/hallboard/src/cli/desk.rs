//! `hallboard desk`: the hall's desk in the browser of this computer.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use hallboard_desk::{Config, Desk, DeskError};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::words::system;
use hallboard_publish::LockError;

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
    /// Serves on loopback until the desk has not been used for a while.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.files.context(self.hall.as_deref())?;
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
            hall: self.hall,
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
            let desk = Desk::open(config, address.port())
                .map_err(|error| unopened(&context, error))?;
            let entry = desk.entry().unwrap_or_default();
            let url = format!("http://{address}{entry}");
            writeln!(out, "{url}\n{}", t!("desk.ends", minutes = self.minutes))?;
            if !self.no_browser
                && let Err(error) = open::that_detached(&url)
            {
                writeln!(out, "{}", t!("desk.no_browser", why = system(error)))?;
            }
            out.flush()?;
            desk.serve(listener).await;
            writeln!(out, "{}", t!("desk.closed"))?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Error for a desk that cannot be opened.
fn unopened(context: &HallContext, error: DeskError) -> CliError {
    match error {
        DeskError::Hall(error) => error,
        DeskError::Lock(path, LockError::Held(holder)) => {
            let what = match holder {
                Some(holder) => t!("desk.held", process = holder.process),
                None => t!("desk.held_by_somebody"),
            };
            CliError::runtime(Message::at(path.display(), what, t!("desk.held_hint")))
        }
        DeskError::Lock(path, LockError::Storage(error)) => {
            let what = t!("desk.unavailable", why = system(error));
            let hint = t!("desk.unavailable_hint");
            CliError::runtime(Message::at(path.display(), what, hint))
        }
        error @ (DeskError::Random(_) | DeskError::Template(_)) => {
            let place = context.ledger.path.display();
            let what = t!("desk.unopened", why = system(error));
            CliError::runtime(Message::at(place, what, t!("desk.unopened_hint")))
        }
    }
}
