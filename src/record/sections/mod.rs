//! The sections of the record: components over the pure models.

mod board;
mod changes;
mod explanation;
mod export;
mod history;
mod history_chart;
mod history_cursor;
mod letters;
mod now;
mod rewards;
mod rules;
mod stars;
mod storage;
mod what_if;

use std::sync::Arc;

use leptos::prelude::*;

pub(super) use self::letters::ReplyButton;
use super::components::ViewContext;
use super::context::use_record_context;
use super::open_record::Record;
use crate::words::{Word, record as word};

/// A section of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The score of today and what comes next.
    Now,
    /// The score over the years.
    History,
    /// What the score is made of.
    Explanation,
    /// The household's stars.
    Stars,
    /// Rewards.
    Rewards,
    /// What the score would be.
    WhatIf,
    /// What changed since the last look.
    Changes,
    /// What the board shows.
    Board,
    /// Letters to the hall.
    Letters,
    /// The record as a file or on paper.
    Export,
    /// The rulebooks.
    Rules,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Section; 11] = [
        Section::Now,
        Section::History,
        Section::Explanation,
        Section::Stars,
        Section::Rewards,
        Section::WhatIf,
        Section::Changes,
        Section::Board,
        Section::Letters,
        Section::Export,
        Section::Rules,
    ];

    /// Its id in the page, which links lead to.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Section::Now => "now",
            Section::History => "history",
            Section::Explanation => "why",
            Section::Stars => "stars",
            Section::Rewards => "rewards",
            Section::WhatIf => "play",
            Section::Changes => "changes",
            Section::Board => "board",
            Section::Letters => "letters",
            Section::Export => "take",
            Section::Rules => "rules",
        }
    }

    /// Its title.
    pub(super) const fn title(self) -> Word {
        match self {
            Section::Now => word::NOW_TITLE,
            Section::History => word::HISTORY_TITLE,
            Section::Explanation => word::WHY_TITLE,
            Section::Stars => word::STARS_TITLE,
            Section::Rewards => word::REWARDS_TITLE,
            Section::WhatIf => word::PLAY_TITLE,
            Section::Changes => word::CHANGES_TITLE,
            Section::Board => word::SHOWN_TITLE,
            Section::Letters => word::LETTERS_TITLE,
            Section::Export => word::TAKE_TITLE,
            Section::Rules => word::RULES_TITLE,
        }
    }

    fn content(self, view: ViewContext) -> AnyView {
        match self {
            Section::Now => view! { <now::Now view /> }.into_any(),
            Section::History => view! { <history::History view /> }.into_any(),
            Section::Explanation => {
                view! { <explanation::Explanation view /> }.into_any()
            }
            Section::Stars => view! { <stars::Stars view /> }.into_any(),
            Section::Rewards => view! { <rewards::Rewards view /> }.into_any(),
            Section::WhatIf => view! { <what_if::WhatIf view /> }.into_any(),
            Section::Changes => view! { <changes::Changes view /> }.into_any(),
            Section::Board => view! { <board::Board view /> }.into_any(),
            Section::Letters => view! { <letters::Letters view /> }.into_any(),
            Section::Export => view! { <export::Export view /> }.into_any(),
            Section::Rules => view! { <rules::Rules view /> }.into_any(),
        }
    }
}

/// A section with its title, built anew for each record and language.
#[component]
pub(super) fn RecordSection(
    /// Which one.
    section: Section,
    /// The open record.
    record: Memo<Option<Arc<Record>>>,
) -> impl IntoView {
    let context = use_record_context();
    let view = move || {
        let language = context.language.get();
        record.get().map(|record| ViewContext { record, language })
    };
    view! {
        <section id=section.id() data-part=section.id()>
            <div>
                <For each=view key=ViewContext::key let(view)>
                    <h2>{view.text(section.title())}</h2>
                    {section.content(view)}
                </For>
            </div>
        </section>
    }
}
