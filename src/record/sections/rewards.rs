//! What the balance buys, and what it bought.

use leptos::prelude::*;

use super::letters::RewardButton;
use crate::record::components::{Line, StatementList, ViewContext};
use crate::record::prose::rewards as prose;
use crate::words::record as word;

/// What the balance buys, and what it bought.
#[component]
pub fn Rewards(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    record.rewards().map(|rewards| {
        let balance = rewards.balance.map(|balance| {
            let message = view.language.message(word::REWARDS_LEAD);
            view! { <p>{message.points("balance", balance).finish()}</p> }
        });
        let offers = rewards.offers.iter().map(|offer| {
            let line = prose::offer(view.formatter(), offer);
            let button = view! { <RewardButton offer=offer.clone() view=view.clone() /> };
            view! {
                <Line line view=view.clone()>
                    {button}
                </Line>
            }
        });
        let redemptions = rewards.redemptions.iter().rev();
        let lines: Vec<_> =
            redemptions.map(|it| prose::redemption(view.formatter(), it)).collect();
        let redemptions = if lines.is_empty() {
            view! { <p class="soft">{view.text(word::REWARDS_NONE)}</p> }.into_any()
        } else {
            view! { <StatementList class="paper" lines view=view.clone() /> }.into_any()
        };
        view! {
            {balance}
            <ul class="paper">{offers.collect_view()}</ul>
            <h3>{view.text(word::REWARDS_HAD)}</h3>
            {redemptions}
        }
    })
}
