//! A progress line on the terminal for work that takes long; prints nothing elsewhere.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes less time gets no progress line.
const PATIENCE: Duration = Duration::from_millis(500);
/// Maximum number of redraws per second.
const CALM: u8 = 4;

/// A progress line, removed on drop. Any thread may report progress.
pub(super) struct Progress {
    bar: ProgressBar,
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts a line for `total` steps; `None` if the number is unknown.
    pub(super) fn start(
        text: impl Into<Cow<'static, str>>,
        total: Option<u64>,
    ) -> Progress {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{msg}  {bar:24}  {percent} %",
            None => "{msg} {spinner}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            let style = style.progress_chars("━╸ ");
            bar.set_style(style.tick_strings(&["", ".", "..", "...", ""]));
        }
        bar.set_message(text);
        let drawing = std::io::stderr().is_terminal().then(|| {
            let (done, until_done) = channel();
            let drawn = bar.clone();
            (done, std::thread::spawn(move || draw(&drawn, &until_done)))
        });
        Progress { bar, drawing }
    }

    /// Reports that further steps are done.
    pub(super) fn advance(&self, steps: u64) {
        self.bar.inc(steps);
    }
}

fn draw(bar: &ProgressBar, until_done: &Receiver<()>) {
    while until_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(CALM));
        }
        bar.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, drawing)) = self.drawing.take() {
            drop(done);
            // A failed progress line does not matter to the work.
            drop(drawing.join());
        }
        self.bar.finish_and_clear();
    }
}
