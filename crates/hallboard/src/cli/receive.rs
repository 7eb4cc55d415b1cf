//! `hallboard receive`: accepts sealed letters over HTTP.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_inbox::receive::{
    LettersFolder, PATH, RateLimiter, Rates, Receiver, Timeouts,
};

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::HallFolder;
use hallboard_operations::words::system;

/// Folder of received letters, below the hall's folder.
pub(super) const INCOMING: &str = "letters/incoming";

/// Accepts letters over HTTP and stores them, still sealed, until the hall reviews them.
#[derive(clap::Args)]
pub(super) struct Receive {
    /// The hall's folder; default: the current folder.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    /// The address to listen on; port 0 picks a free port.
    #[arg(long, value_name = "LISTEN", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// All requests come through the hall's own proxy, which sets `X-Forwarded-For`.
    #[arg(long)]
    behind_proxy: bool,
    /// Letters per minute from one address.
    #[arg(long, value_name = "LETTERS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    each: u32,
    /// Letters per second from all addresses.
    #[arg(long, value_name = "LETTERS", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    all: u32,
    /// Maximum number of waiting letters.
    #[arg(long, value_name = "LETTERS", default_value_t = 50_000)]
    most: usize,
}

impl Receive {
    /// Accepts letters until the process is stopped.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let hall = HallFolder::given_or_here(self.hall.as_deref())?;
        let folder = hall.folder().join(INCOMING);
        let letters = LettersFolder::open(&folder, self.most).map_err(|error| {
            let what = t!("receive.no_folder", why = system(error));
            CliError::runtime(Message::at(
                folder.display(),
                what,
                t!("receive.no_folder_hint"),
            ))
        })?;
        let site = hall.settings().site.address.as_deref();
        let receiver = Receiver {
            store: Box::new(letters),
            rate_limiter: RateLimiter::new(Rates { each: self.each, all: self.all }),
            timeouts: Timeouts::default(),
            origin: site.and_then(origin),
            behind_proxy: self.behind_proxy,
        };
        let failed = |error: std::io::Error| {
            let what = t!("receive.not_listening", why = system(error));
            CliError::runtime(Message::at(self.listen, what, t!("receive.other_port")))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(failed)?.block_on(async {
            let listener =
                tokio::net::TcpListener::bind(self.listen).await.map_err(failed)?;
            let address = listener.local_addr().map_err(failed)?;
            writeln!(out, "http://{address}{PATH}  {}", t!("receive.ends"))?;
            writeln!(out, "{}", t!("receive.stores", folder = folder.display()))?;
            match &receiver.origin {
                Some(origin) => writeln!(out, "{}", t!("receive.from", origin = origin))?,
                None => writeln!(out, "{}", t!("receive.from_nobody"))?,
            }
            out.flush()?;
            let never = receiver.serve(listener).await;
            match never {}
        })
    }
}

/// The origin of a site's URL, as browsers send it.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    Some(format!("{scheme}://{}", rest.split('/').next()?))
}
