//! Asking for a card's own file.

use std::sync::Arc;

use hallboard_feed::client::FetchFault;
use hallboard_feed::sealed::SIZES;

use super::stand::{Answer, Errand};
use crate::browser::Shell;
use crate::feed::{begin, finish, later};

/// Asks for the file of an errand and opens it. Its name says nothing to the host, and
/// nothing but its name is asked for.
pub(crate) fn fetch_own(
    shell: &Shell,
    errand: Errand,
    tell: impl Fn(&Errand, Answer) + 'static,
) {
    let path = errand.feed.head().own_path(&errand.card.secret);
    let request = begin(&shell.link(&path));
    let most = SIZES.into_iter().max().unwrap_or_default();
    later(async move {
        let answer = match finish(request, most, &|_| {}).await {
            Ok(file) => match errand.feed.head().open_own(&errand.card.secret, &file) {
                Ok(register) => Answer::Open(Arc::new(register)),
                Err(why) => Answer::Refused(why),
            },
            Err(FetchFault::Status(404 | 410)) => Answer::Missing,
            Err(FetchFault::Status(_) | FetchFault::Unreachable) => Answer::Unreachable,
        };
        tell(&errand, answer);
    });
}
