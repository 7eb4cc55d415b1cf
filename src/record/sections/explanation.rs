//! The explanation of the score as a statement.

use leptos::prelude::*;

use crate::record::components::{
    LazyDetails, StatementList, ViewContext, statement_lines,
};
use crate::record::context::use_record_context;
use crate::record::prose::StatementLine;
use crate::record::prose::explanation::{
    Group, SHOWN_FIRST, ScoreStatement, earlier, household, rest, statement,
};
use crate::record::prose::rules::card;
use crate::words::{Counted, record as word};

/// The statement, the entries that do not count, and the cited rules.
#[component]
pub fn Explanation(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    record.explanation().map(|explanation| {
        let statement = statement(view.formatter(), explanation);
        let is_empty = explanation.deeds.is_empty() && explanation.ratings.is_empty();
        let empty = is_empty.then(|| {
            view! { <p class="soft">{view.text(word::WHY_EMPTY)}</p> }
        });
        let waiting = (!statement.waiting.is_empty()).then(|| {
            let lines = statement.waiting.clone();
            view! {
                <h3>{view.text(word::WHY_WAITING)}</h3>
                <p class="soft">{view.text(word::WHY_WAITING_LEAD)}</p>
                <StatementList class="paper waiting" lines view=view.clone() />
            }
        });
        let count = statement.rest;
        let rest = (count > 0).then(|| {
            let summary =
                view.language.message(word::WHY_REST_OPEN).count("count", count);
            let view = view.clone();
            view! {
                <LazyDetails summary=summary.finish()>
                    <NotCounting count view=view.clone() />
                </LazyDetails>
            }
        });
        let rules = (!explanation.rules.is_empty())
            .then(|| view! { <CitedRules view=view.clone() /> });
        view! {
            <Sum statement view=view.clone() />
            {empty}
            {waiting}
            {rest}
            {rules}
        }
    })
}

/// The statement, or a text that there is no score.
#[component]
fn Sum(
    /// The formatted statement.
    statement: ScoreStatement,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let total = statement.total.clone();
    if total.is_empty() {
        return view! { <p>{view.text(word::NOW_NONE)}</p> }.into_any();
    }
    let name = view.text(word::WHY_TOTAL);
    view! {
        <p>{view.text(word::WHY_LEAD)}</p>
        <ul class="paper sum">
            <SumLines statement view /> <li class="total" data-total=total>
                <span class="name">{name}</span>
                <span class="score"><bdi>{total.clone()}</bdi></span>
            </li>
        </ul>
    }
    .into_any()
}

/// The lines above the total, in order.
#[component]
pub fn SumLines(
    /// The formatted statement.
    statement: ScoreStatement,
    /// The open record and the language.
    view: ViewContext,
    /// Whether grouped lines can be expanded.
    #[prop(default = true)]
    can_expand: bool,
) -> impl IntoView {
    let ScoreStatement { base, household, lines, earlier, limits, .. } = statement;
    let household_lines = can_expand.then_some(household_lines as GroupLines);
    let earlier_lines = can_expand.then_some(earlier_lines as GroupLines);
    view! {
        {statement_lines(base, &view)}
        <LineGroup name=word::WHY_HOUSEHOLD group=household lines=household_lines view=view.clone() />
        {statement_lines(lines, &view)}
        <LineGroup name=word::WHY_EARLIER group=earlier lines=earlier_lines view=view.clone() />
        {statement_lines(limits, &view)}
    }
}

/// Builds the lines of a group on demand.
type GroupLines = fn(&ViewContext) -> Vec<StatementLine>;

/// Several lines of the statement, combined into one until they are expanded; expanded if
/// everything is printed.
#[component]
fn LineGroup(
    /// The name of the group, by the number of its lines.
    name: Counted,
    /// The combined line.
    group: Group,
    /// Builds the single lines; `None` if they cannot be expanded.
    lines: Option<GroupLines>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let Group { count, together } = group;
    move || {
        if count == 0 {
            return ().into_any();
        }
        if let Some(lines) = lines.filter(|_| context.print_all.get()) {
            return statement_lines(lines(&view), &view);
        }
        let name = view.language.counted_message(name, "count", count);
        let show_all = lines.map(|lines| {
            let (source, view) = (view.clone(), view.clone());
            view! { <ShowAll class="inner" lines=move || lines(&source) view /> }
        });
        view! {
            <li class="many">
                <span class="name">{name.finish()}</span>
                <span class="score"><bdi>{together.clone()}</bdi></span>
                {show_all}
            </li>
        }
        .into_any()
    }
}

fn household_lines(view: &ViewContext) -> Vec<StatementLine> {
    let explanation = view.record.explanation();
    explanation.map(|it| household(view.formatter(), it)).unwrap_or_default()
}

fn earlier_lines(view: &ViewContext) -> Vec<StatementLine> {
    let explanation = view.record.explanation();
    explanation.map(|it| earlier(view.formatter(), it)).unwrap_or_default()
}

fn rest_lines(view: &ViewContext, from: usize, most: usize) -> Vec<StatementLine> {
    let explanation = view.record.explanation();
    explanation.map(|it| rest(view.formatter(), it, from, most)).unwrap_or_default()
}

/// The deeds that neither count nor await anything: the first lines, and the others on
/// demand; all of them in a full print.
#[component]
fn NotCounting(
    /// The number of these deeds.
    count: usize,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let is_wanted = RwSignal::new(false);
    let is_whole = Memo::new(move |_| {
        count <= SHOWN_FIRST || is_wanted.get() || context.print_all.get()
    });
    let label = view.text(word::WHY_ALL);
    let is_cut = Signal::derive(move || !is_whole.get());
    let further = {
        let view = view.clone();
        move || {
            let lines =
                || statement_lines(rest_lines(&view, SHOWN_FIRST, usize::MAX), &view);
            is_whole.get().then(lines)
        }
    };
    view! {
        <ul class="paper rest">
            {statement_lines(rest_lines(&view, 0, SHOWN_FIRST), &view)} {further}
        </ul>
        <ShowAllButton is_cut is_wanted label />
    }
}

/// The button that shows the remaining lines.
#[component]
fn ShowAllButton(
    /// Whether lines are hidden.
    is_cut: Signal<bool>,
    /// Set when the button is pressed.
    is_wanted: RwSignal<bool>,
    /// The text of the button.
    label: &'static str,
) -> impl IntoView {
    view! {
        <Show when=move || is_cut.get()>
            <p class="show-all">
                <button type="button" on:click=move |_| is_wanted.set(true)>
                    {label}
                </button>
            </p>
        </Show>
    }
}

/// A button, and the list that replaces it.
#[component]
fn ShowAll(
    /// The class of the list.
    class: &'static str,
    /// The lines of the list.
    lines: impl Fn() -> Vec<StatementLine> + Send + 'static,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let is_wanted = RwSignal::new(false);
    let label = view.text(word::WHY_ALL);
    let is_cut = Signal::derive(move || !is_wanted.get());
    let content = move || is_wanted.get().then(|| statement_lines(lines(), &view));
    view! {
        <ShowAllButton is_cut is_wanted label />
        <ul class=class>{content}</ul>
    }
}

/// The cited rules, numbered. They are built even while they are folded, since links lead
/// to them.
#[component]
fn CitedRules(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let rules =
        view.record.explanation().map(|it| it.rules.as_slice()).unwrap_or_default();
    let lines = rules.iter().enumerate().map(|(place, rule)| {
        let id = format!("rule-{}", place + 1);
        card(view.formatter(), rule).with_attribute("id", &id)
    });
    view! {
        <details class="fold" open=move || context.print_all.get()>
            <summary>{view.text(word::RULE_CITED)}</summary>
            <ol class="paper">{statement_lines(lines.collect(), &view)}</ol>
        </details>
    }
}
