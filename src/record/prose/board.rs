//! Text about what the board shows of the resident.

use super::Formatter;
use crate::format;
use crate::record::model::{Absence, BoardVisibility};
use crate::words::record as word;

/// What the board shows of the resident as text, with a code for it.
pub(in crate::record) fn board_visibility(
    formatter: Formatter<'_>,
    shown: &BoardVisibility,
) -> (&'static str, Vec<String>) {
    let language = formatter.language;
    match shown {
        BoardVisibility::Listed { score, own, namesakes } => {
            let mut lines = vec![
                formatter.message(word::SHOWN_LISTED).points("score", *score).finish(),
            ];
            lines.push(match own {
                Some(own) if own != score => {
                    let message =
                        formatter.message(word::SHOWN_DIFFERENCE).points("own", *own);
                    message.day("day", formatter.record.published_on()).finish()
                }
                _ => language.text(word::SHOWN_EQUAL).to_owned(),
            });
            if *namesakes > 0 {
                lines.push(
                    formatter
                        .language
                        .counted_message(word::SHOWN_NAMESAKES, "count", *namesakes)
                        .finish(),
                );
            }
            ("listed", lines)
        }
        BoardVisibility::NotListed(absence) => {
            let message = match absence {
                Absence::Expired => formatter.message(word::SHOWN_EXPIRED),
                Absence::NoConsent => formatter.message(word::SHOWN_NO_CONSENT),
                Absence::NoScore => formatter.message(word::SHOWN_NO_SCORE),
                Absence::NewRules { from } => {
                    formatter.message(word::SHOWN_NEW_RULES).day("day", *from)
                }
            };
            ("absent", vec![message.finish()])
        }
        BoardVisibility::OldFormat => {
            ("old", vec![language.text(word::SHOWN_OLD).to_owned()])
        }
        BoardVisibility::Missing { expected } => {
            let message =
                formatter.message(word::SHOWN_MISSING).points("score", *expected);
            ("missing", vec![message.finish()])
        }
        BoardVisibility::Differs { expected, found } => {
            let found: Vec<String> = found.iter().copied().map(format::points).collect();
            let message =
                formatter.message(word::SHOWN_DIFFERS).points("score", *expected);
            ("differs", vec![message.with("found", &found.join(" / ")).finish()])
        }
    }
}
