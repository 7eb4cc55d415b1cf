//! Rewards that the balance can buy, and rewards received.

use hallboard_score::Points;
use leptos::prelude::*;

use super::letters::RewardButton;
use crate::format;
use crate::record::components::{LazyDetails, Line, StatementList, ViewContext};
use crate::record::model::Offer;
use crate::record::prose::StatementLine;
use crate::record::prose::rewards as prose;
use crate::words::record as word;

/// The number of affordable rewards that are shown at first.
const MOST_OFFERS: usize = 4;

/// The first affordable rewards; the others, and those received, are folded.
#[component]
pub fn Rewards(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    record.rewards().map(|rewards| {
        let balance = rewards.balance.map(|balance| {
            let message = view.language.message(word::REWARDS_LEAD);
            let words = message.points("balance", balance).finish();
            view! { <p data-balance=format::points(balance)>{words}</p> }
        });
        let is_affordable = |it: &&Offer| it.short == Some(Points::ZERO);
        let mut affordable: Vec<Offer> =
            rewards.offers.iter().filter(is_affordable).cloned().collect();
        let more = affordable.split_off(affordable.len().min(MOST_OFFERS));
        let others = rewards.offers.iter().filter(|it| !is_affordable(it));
        let others: Vec<StatementLine> =
            others.map(|it| prose::offer(view.formatter(), it)).collect();
        let received = rewards.redemptions.iter().rev();
        let received: Vec<StatementLine> =
            received.map(|it| prose::redemption(view.formatter(), it)).collect();
        let none_now = affordable.is_empty().then(|| {
            view! { <p class="soft">{view.text(word::REWARDS_NONE_NOW)}</p> }
        });
        let none_received = received.is_empty().then(|| {
            view! { <p class="soft">{view.text(word::REWARDS_NONE)}</p> }
        });
        let count =
            |word, count| view.language.message(word).count("count", count).finish();
        let others_title = count(word::REWARDS_OTHERS, others.len());
        let received_title = count(word::REWARDS_HAD, received.len());
        let more_title = count(word::REWARDS_MORE, more.len());
        let (more, more_view) = (StoredValue::new(more), view.clone());
        let more = more.with_value(|more| !more.is_empty()).then(|| {
            view! {
                <LazyDetails summary=more_title>
                    <Offers offers=more.get_value() view=more_view.clone() />
                </LazyDetails>
            }
        });
        view! {
            {balance}
            {none_now}
            <Offers offers=affordable view=view.clone() />
            {more}
            <FoldedLines summary=others_title lines=others view=view.clone() />
            {none_received}
            <FoldedLines summary=received_title lines=received view=view.clone() />
        }
    })
}

/// Affordable rewards, each with the button to request it.
#[component]
fn Offers(
    /// The rewards.
    offers: Vec<Offer>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let lines = offers.into_iter().map(|offer| {
        let line = prose::offer(view.formatter(), &offer);
        let button = view! { <RewardButton offer view=view.clone() /> };
        view! {
            <Line line view=view.clone()>
                {button}
            </Line>
        }
    });
    view! { <ul class="paper offers">{lines.collect_view()}</ul> }
}

/// Folded lines below a summary; empty without lines.
#[component]
fn FoldedLines(
    /// The text that opens them.
    summary: String,
    /// The lines.
    lines: Vec<StatementLine>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        view! {
            <LazyDetails summary>
                <StatementList class="paper" lines=lines.clone() view=view.clone() />
            </LazyDetails>
        }
    })
}
