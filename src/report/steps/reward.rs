//! The step for the reward.

use hallboard_score::Names;
use leptos::prelude::*;

use super::ScreenHeading;
use super::named_choice::NamedChoice;
use crate::report::context::ReportContext;
use crate::report::model::Form;
use crate::words::report as word;

/// Chooses the reward.
#[component]
pub fn RewardStep() -> impl IntoView {
    let context = ReportContext::expect();
    let chosen = Memo::new(move |_| context.form.with(|form| form.draft.reward.clone()));
    let rewards = Memo::new(move |_| {
        context.with_rules(|rules| {
            let rewards = rules.map_or(&[][..], |rules| &rules.rewards);
            let reward = rewards.iter().map(|it| (it.id.clone(), it.names.clone()));
            reward.collect::<Vec<(String, Names)>>()
        })
    });
    let choose = |form: &mut Form, id: &str| form.draft.reward = Some(id.to_owned());
    let option = move |(id, names): (String, Names)| {
        let reward = id.clone();
        view! {
            <li>
                <NamedChoice id names chosen choose attr:data-reward=reward />
            </li>
        }
    };
    let has_rewards = move || rewards.with(|it| !it.is_empty());
    view! {
        <ScreenHeading>{context.t(word::REWARD_TITLE)}</ScreenHeading>
        <Show
            when=has_rewards
            fallback=move || view! { <p>{context.t(word::REWARD_NONE)}</p> }
        >
            <ul class="choices">
                {move || rewards.get().into_iter().map(option).collect_view()}
            </ul>
        </Show>
    }
}
