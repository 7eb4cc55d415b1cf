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
mod rights;
mod rules;
mod stars;
mod storage;
mod waiting;
mod what_if;

use std::sync::Arc;

use leptos::html::Details;
use leptos::prelude::*;

pub(super) use self::changes::NewsNotice;
pub(super) use self::letters::{ReplyButton, UnsentNotice};
pub(super) use self::storage::KeepButton;
use super::components::ViewContext;
use super::context::use_record_context;
use super::open_record::Record;
use crate::words::{Word, record as word};

/// A section of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The score today, entries that await a reply or decision, and the forecast.
    Now,
    /// The score over the years.
    History,
    /// The explanation of the score.
    Explanation,
    /// The household's stars.
    Stars,
    /// Rewards.
    Rewards,
    /// Letters to the hall.
    Letters,
    /// The changes since the last look.
    Changes,
    /// Hypothetical scores.
    WhatIf,
    /// What the board shows.
    Board,
    /// The export of the record.
    Export,
    /// How to disagree and how to withdraw.
    Rights,
    /// The rulebooks.
    Rules,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Section; 12] = [
        Section::Now,
        Section::History,
        Section::Explanation,
        Section::Stars,
        Section::Rewards,
        Section::Letters,
        Section::Changes,
        Section::WhatIf,
        Section::Board,
        Section::Export,
        Section::Rights,
        Section::Rules,
    ];

    /// Whether it is folded until its reader opens it.
    #[must_use]
    pub const fn is_folded(self) -> bool {
        !matches!(
            self,
            Section::Now
                | Section::History
                | Section::Explanation
                | Section::Stars
                | Section::Rewards
                | Section::Letters
        )
    }

    /// Whether it is only shown on the reader's own device.
    #[must_use]
    pub const fn needs_own_device(self) -> bool {
        matches!(self, Section::Changes | Section::Export)
    }

    /// Whether it is in the short print, too.
    const fn is_always_printed(self) -> bool {
        matches!(self, Section::Rights)
    }

    /// The id of its heading, which can take the focus.
    #[must_use]
    pub fn heading_id(self) -> String {
        format!("{}-heading", self.id())
    }

    /// The id of the section, the target of links.
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
            Section::Rights => "rights",
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
            Section::Rights => word::RIGHTS_TITLE,
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
            Section::Rights => view! { <rights::Rights view /> }.into_any(),
            Section::Rules => view! { <rules::Rules view /> }.into_any(),
        }
    }
}

/// A section with its title, rebuilt for each record and language.
#[component]
pub(super) fn RecordSection(
    /// The section.
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
                    <SectionBody section view />
                </For>
            </div>
        </section>
    }
}

/// The title and the content, which may be folded.
#[component]
fn SectionBody(
    /// The section.
    section: Section,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let title = view.text(section.title());
    if section.is_folded() {
        return view! { <FoldedSection section title view /> }.into_any();
    }
    view! {
        <h2 id=section.heading_id() tabindex="-1">
            {title}
        </h2>
        {section.content(view)}
    }
    .into_any()
}

/// A section whose content is built when it is opened or printed.
#[component]
fn FoldedSection(
    /// The section.
    section: Section,
    /// Its title.
    title: &'static str,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let is_unfolded = Memo::new(move |_| context.is_unfolded(section));
    let was_unfolded = RwSignal::new(section.is_always_printed());
    let is_open = move || is_unfolded.get() || context.print_all.get();
    let is_built = Memo::new(move |_| was_unfolded.get() || is_open());
    let details = NodeRef::<Details>::new();
    let on_toggle = move |_| {
        if let Some(details) = details.get_untracked() {
            was_unfolded.set(true);
            // A full print opens every section, which is not the reader's choice.
            if !context.print_all.get_untracked() {
                context.set_unfolded(section, details.open());
            }
        }
    };
    let content = move || is_built.get().then(|| section.content(view.clone()));
    view! {
        <details
            node_ref=details
            class="fold chapter"
            class=("on-paper", section.is_always_printed())
            open=is_open
            on:toggle=on_toggle
        >
            <summary id=section.heading_id()>
                <h2>{title}</h2>
            </summary>
            <div>{content}</div>
        </details>
    }
}
