//! The steps of the form, and the screens after it.

mod consequences;
mod day;
mod deed;
mod guest_by_hand;
mod kind;
mod name_choices;
mod named_choice;
mod phrases;
mod preview;
mod reporter_name;
mod reveal;
mod reward;
mod scopes;
mod sender;
mod sent;
mod subject;
mod text;
mod text_by_hand;
mod undo;

use leptos::html;
use leptos::prelude::*;

pub use self::day::DayStep;
pub use self::deed::DeedStep;
pub use self::kind::KindStep;
pub use self::preview::{FieldValue, PreviewStep, with_preview_context};
pub use self::reward::RewardStep;
pub use self::scopes::ScopesStep;
pub use self::sender::SenderStep;
pub use self::sent::SentScreen;
pub use self::subject::SubjectStep;
pub use self::text::TextStep;
pub use self::undo::UndoScreen;
use super::context::ReportContext;
use crate::platform::{focus_element, scroll_to_top};

/// The heading of a screen. It takes the focus when the screen appears, so that users of a
/// keyboard or a screen reader start there; the first heading of the page does not.
#[component]
pub fn ScreenHeading(
    /// Whether another element of the screen takes the focus instead.
    #[prop(optional)]
    focus_elsewhere: bool,
    /// The heading.
    children: Children,
) -> impl IntoView {
    let context = ReportContext::expect();
    let heading = NodeRef::<html::H1>::new();
    let is_first = !context.has_shown_screen.get_value();
    context.has_shown_screen.set_value(true);
    Effect::new(move |previous: Option<()>| {
        context.heading_focus.track();
        let appears = previous.is_none();
        if appears && is_first {
            return;
        }
        if appears {
            scroll_to_top();
        }
        if let Some(heading) =
            heading.get_untracked().filter(|_| !(appears && focus_elsewhere))
        {
            focus_element(&heading);
        }
    });
    view! { <h1 tabindex="-1" node_ref=heading>{children()}</h1> }
}
