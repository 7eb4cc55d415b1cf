//! Lists of deeds and rewards.

use std::ops::Range;

use leptos::prelude::*;

use super::NamedText;
use crate::rule_list::RuleListItem;

/// The items of a list by column.
pub(crate) fn columns_of(
    items: &[RuleListItem],
    columns: &[Range<usize>],
) -> Vec<Vec<RuleListItem>> {
    let column = |range: &Range<usize>| items.get(range.clone()).unwrap_or_default();
    columns.iter().map(|range| column(range).to_vec()).collect()
}

/// A list in columns.
#[component]
pub fn RuleListColumns(
    /// The items by column.
    columns: Vec<Vec<RuleListItem>>,
) -> impl IntoView {
    let count = columns.len().max(1).to_string();
    view! {
        <div class="columns" style:--columns=count>
            {columns.into_iter().map(column_view).collect_view()}
        </div>
    }
}

fn column_view(items: Vec<RuleListItem>) -> impl IntoView {
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
                    <span class="score">{figure}</span>
                </p>
            }
            .into_any()
        }
    }
}
