//! The step: which reward.

use hallboard_score::Names;
use leptos::prelude::*;

use super::ScreenHeading;
use crate::components::{Choice, NamedText};
use crate::report::context::ReportContext;
use crate::words::report as word;

/// Chooses the reward.
#[component]
pub fn RewardStep() -> impl IntoView {
    let context = ReportContext::expect();
    let language = context.language;
    let chosen = Memo::new(move |_| context.form.with(|form| form.draft.reward.clone()));
    let rewards = Memo::new(move |_| {
        context.with_rules(|rules| {
            let rewards = rules.map_or(&[][..], |rules| &rules.rewards);
            let reward = rewards.iter().map(|it| (it.id.clone(), it.names.clone()));
            reward.collect::<Vec<(String, Names)>>()
        })
    });
    let option = move |(id, names): (String, Names)| {
        let (choice, current) = (id.clone(), id.clone());
        let choose = move |()| {
            context.change_step(|form| {
                form.draft.reward = Some(choice.clone());
                form.go_on();
            });
        };
        let selected =
            Signal::derive(move || chosen.with(|it| it.as_ref() == Some(&current)));
        let name = Signal::derive(move || language.get().name(&names));
        view! {
            <li>
                <Choice selected on_choose=choose attr:data-reward=id>
                    {move || view! { <NamedText name=name.get() /> }}
                </Choice>
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
