//! The step for the day of the deed.

use hallboard_score::Day;
use leptos::prelude::*;

use super::ScreenHeading;
use crate::components::{Button, ButtonRow, Choice};
use crate::platform::{Calendar, DateStyle};
use crate::report::context::ReportContext;
use crate::report::model::{LetterKindExt, MonthGrid, earliest_day};
use crate::words::report as word;

/// The first and the last selectable day.
type Bounds = (Day, Day);

fn bounds(context: ReportContext) -> Option<Bounds> {
    let today = context.time.get().today?;
    let (deed, sign) = context.form.with_untracked(|form| {
        let sign = form.draft.kind?.deed_sign()?;
        form.draft.deed.clone().map(|deed| (deed, sign))
    })?;
    let earliest = |books: &[_]| earliest_day(books, &deed, sign, today);
    Some((context.feed.with(|feed| earliest(feed.rulebooks())), today))
}

fn choose(context: ReportContext, day: Day) {
    context.change_step(|form| {
        form.draft.day = Some(day);
        form.go_on();
    });
}

/// Chooses the day.
#[component]
pub fn DayStep() -> impl IntoView {
    let context = ReportContext::expect();
    let bounds = Memo::new(move |_| bounds(context));
    let choices = move || {
        let Some((first, today)) = bounds.get() else {
            return view! { <p>{context.t(word::WHEN_DEED_FIRST)}</p> }.into_any();
        };
        let earlier = (first < today.yesterday()).then(|| {
            view! {
                <h2>{context.t(word::WHEN_EARLIER)}</h2>
                <DatePicker bounds=(first, today)/>
            }
        });
        let recent = [
            (today, context.t(word::WHEN_TODAY)),
            (today.yesterday(), context.t(word::WHEN_YESTERDAY)),
        ];
        let recent = recent.into_iter().filter(|(day, _)| *day >= first);
        let recent = recent.map(|(day, name)| {
            view! {
                <li>
                    <RecentDay day>{name}</RecentDay>
                </li>
            }
        });
        view! {
            <ul class="choices pair">{recent.collect_view()}</ul>
            {earlier}
        }
        .into_any()
    };
    view! {
        <ScreenHeading>{context.t(word::WHEN_TITLE)}</ScreenHeading>
        {choices}
    }
}

/// Today or yesterday.
#[component]
fn RecentDay(
    /// The day.
    day: Day,
    /// The label.
    children: Children,
) -> impl IntoView {
    let context = ReportContext::expect();
    let selected =
        Signal::derive(move || context.form.with(|form| form.draft.day == Some(day)));
    let date = move || Calendar(context.language.get()).day(day, DateStyle::Weekday);
    view! {
        <Choice
            selected
            note=date
            on_choose=move |()| choose(context, day)
            attr:data-day=day.to_string()
        >
            <span>{children()}</span>
        </Choice>
    }
}

/// A month of days, and buttons for the previous and the next month.
#[component]
fn DatePicker(
    /// The first and the last selectable day.
    bounds: Bounds,
) -> impl IntoView {
    let context = ReportContext::expect();
    let (first, last) = bounds;
    let chosen = context.form.with_untracked(|form| form.draft.day);
    let month = RwSignal::new(chosen.map_or_else(|| last.month(), Day::month));
    let grid = Memo::new(move |_| MonthGrid::new(month.get(), first, last));
    let unless = |possible| if possible { "false" } else { "true" };
    let previous = move |()| {
        if grid.with_untracked(|grid| grid.has_previous) {
            month.update(|month| *month = month.plus(-1));
        }
    };
    let next = move |()| {
        if grid.with_untracked(|grid| grid.has_next) {
            month.update(|month| *month = month.plus(1));
        }
    };
    let title = move || Calendar(context.language.get()).month(month.get());
    view! {
        <div class="picker">
            <ButtonRow>
                <Button
                    on_press=previous
                    attr:aria-disabled=move || unless(grid.with(|grid| grid.has_previous))
                >
                    {context.t(word::WHEN_BEFORE)}
                </Button>
                <Button
                    on_press=next
                    attr:aria-disabled=move || unless(grid.with(|grid| grid.has_next))
                >
                    {context.t(word::WHEN_AFTER)}
                </Button>
            </ButtonRow>
            <div class="month">
                <h3 aria-live="polite">{title}</h3>
                <div class="days">
                    <Weekdays/>
                    {move || {
                        let MonthGrid { days, leading_blanks, .. } = grid.get();
                        let blanks = (0..leading_blanks).map(|_| view! { <span></span> });
                        let days = days.into_iter();
                        let days = days.map(|day| view! { <DayCell day bounds/> });
                        (blanks.collect_view(), days.collect_view())
                    }}
                </div>
            </div>
        </div>
    }
}

#[component]
fn Weekdays() -> impl IntoView {
    let context = ReportContext::expect();
    move || {
        let names = Calendar(context.language.get()).weekdays().map(|name| {
            view! { <span class="weekday" aria-hidden="true">{name}</span> }
        });
        names.collect_view()
    }
}

/// A day of the month.
#[component]
fn DayCell(
    /// The day.
    day: Day,
    /// The first and the last selectable day.
    bounds: Bounds,
) -> impl IntoView {
    let context = ReportContext::expect();
    let number = day.day_of_month().to_string();
    if day < bounds.0 || day > bounds.1 {
        return view! { <span class="out">{number}</span> }.into_any();
    }
    let pressed = move || {
        let chosen = context.form.with(|form| form.draft.day == Some(day));
        if chosen { "true" } else { "false" }
    };
    let date = move || Calendar(context.language.get()).day(day, DateStyle::Weekday);
    view! {
        <Button
            on_press=move |()| choose(context, day)
            aria_label=date
            attr:aria-pressed=pressed
            attr:data-day=day.to_string()
        >
            {number}
        </Button>
    }
    .into_any()
}
