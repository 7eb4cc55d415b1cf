//! Lists of deeds and rewards.

use leptos::prelude::*;

use crate::board::BoardViewModel;
use crate::components::NamedText;
use crate::page_kind::PageKind;
use crate::rule_list::{self, RuleListItem};

/// The rewards of the rules in force, or the rules themselves; empty without any rules.
pub(crate) fn rule_items(
    view_model: &BoardViewModel,
    kind: PageKind,
) -> Vec<RuleListItem> {
    let list =
        if kind == PageKind::Rewards { rule_list::rewards } else { rule_list::rules };
    let rules = view_model.board.rules.as_ref();
    rules.map(|rules| list(view_model.language, rules)).unwrap_or_default()
}

/// A list of deeds or rewards.
#[component]
pub fn RuleList(
    /// Its items.
    items: Vec<RuleListItem>,
) -> impl IntoView {
    view! { <div class="listing">{items.into_iter().map(item_view).collect_view()}</div> }
}

fn item_view(item: RuleListItem) -> AnyView {
    match item {
        RuleListItem::Words(text) => {
            view! { <p class="item-words">{text}</p> }.into_any()
        }
        RuleListItem::Heading(text) => view! { <h3>{text}</h3> }.into_any(),
        RuleListItem::Line { name, figure, gives } => {
            let class = if gives { "item gives" } else { "item" };
            view! {
                <p class=class>
                    <span class="name">
                        <NamedText name />
                    </span>
                    <span class="score"><bdi>{figure}</bdi></span>
                </p>
            }
            .into_any()
        }
    }
}
