//! What the score is made of, as a sum on paper.

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

/// The sum, what is not in it, and the rules that it follows.
#[component]
pub fn Explanation(
    /// What the section is made from.
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

/// The sum, or that there is none.
#[component]
fn Sum(
    /// The sum in words.
    statement: ScoreStatement,
    /// What the section is made from.
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

/// The lines above the total, in the order of paper.
#[component]
pub fn SumLines(
    /// The sum in words.
    statement: ScoreStatement,
    /// What the section is made from.
    view: ViewContext,
    /// Whether lines that stand as one can be shown one by one.
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

/// Makes the lines of a group when they are wanted.
type GroupLines = fn(&ViewContext) -> Vec<StatementLine>;

/// Several lines of the sum as one, which adds up as they do, until they are wanted; all of
/// them where everything is printed.
#[component]
fn LineGroup(
    /// What it is called, by how many lines there are.
    name: Counted,
    /// The lines as one.
    group: Group,
    /// Makes the lines one by one; `None` where they always stand as one.
    lines: Option<GroupLines>,
    /// What the section is made from.
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

/// What neither counts nor waits: the first lines, and the others when they are wanted; on
/// paper all of them.
#[component]
fn NotCounting(
    /// How many there are.
    count: usize,
    /// What the section is made from.
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

/// The button that shows the lines which are still left out.
#[component]
fn ShowAllButton(
    /// Whether lines are left out.
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

/// A button, and the list that takes its place.
#[component]
fn ShowAll(
    /// The class of the list.
    class: &'static str,
    /// The lines of the list.
    lines: impl Fn() -> Vec<StatementLine> + Send + 'static,
    /// What the section is made from.
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

/// The rules that are cited, numbered. Links lead to them, so they are there even while
/// they are folded away.
#[component]
fn CitedRules(
    /// What the section is made from.
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
