//! Asking for a card's own file.

use std::sync::Arc;

use hallboard_feed::client::FetchFault;
use hallboard_feed::sealed::SIZES;

use super::stand::{Answer, Errand};
use crate::browser::{Shell, unpacking};
use crate::feed::{begin, drained, finish, later};

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
            Ok(file) => {
                let (head, secret) = (errand.feed.head(), &errand.card.secret);
                match head.open_own_by(secret, &file, unpacked).await {
                    Ok(register) => Answer::Open(Arc::new(register)),
                    Err(why) => Answer::Refused(why),
                }
            }
            Err(FetchFault::Status(404 | 410)) => Answer::Missing,
            Err(FetchFault::Status(_) | FetchFault::Unreachable) => Answer::Unreachable,
        };
        tell(&errand, answer);
    });
}

async fn unpacked(packed: Vec<u8>, limit: usize) -> Option<Vec<u8>> {
    drained(&unpacking(&packed)?, limit).await.ok()
}
