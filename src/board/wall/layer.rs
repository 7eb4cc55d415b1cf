//! The two layers in which pages alternate, so that one can fade over the other.

use leptos::prelude::*;

use super::carousel::Layer;
use super::page::WallPage;
use crate::board::context::use_board;
use crate::board::view_model::BoardLayout;

/// One of the two layers.
#[component]
pub(super) fn PageLayer(
    /// 0 or 1.
    index: usize,
) -> impl IntoView {
    let board = use_board();
    let layer = Memo::new(move |_| {
        let schedule = board.view_model.with(|it| it.as_ref().map(|it| it.schedule))?;
        board.carousel.get().layer(index, schedule)
    });
    // A page that begins to fade out stays the same page.
    let page = Memo::new(move |_| layer.get().map(|layer| layer.page));
    let content = move || {
        let view_model = board.view_model.get()?;
        let BoardLayout::Wall(layout) = view_model.layout else { return None };
        let page = page.get()?;
        Some(view! { <WallPage view_model layout page /> })
    };
    let leaving = move || layer.get().is_none_or(|layer| layer.leaving);
    view! {
        <section
            class=move || layer_class(layer.get())
            data-page=move || current(layer.get()).map(|it| it.page.kind.as_str())
            data-part=move || page.get().map(|page| (page.part + 1).to_string())
            aria-hidden=move || leaving().then_some("true")
        >
            {content}
        </section>
    }
}

/// The layer unless its page fades out.
fn current(layer: Option<Layer>) -> Option<Layer> {
    layer.filter(|layer| !layer.leaving)
}

fn layer_class(layer: Option<Layer>) -> String {
    let kind = layer.map(|layer| layer.page.kind.as_str()).unwrap_or_default();
    let leaving = if current(layer).is_none() { " leaving" } else { "" };
    format!("page {kind}{leaving}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::wall::schedule::Page;
    use crate::page_kind::PageKind;

    #[test]
    fn only_a_current_page_is_no_leaving_one() {
        let page = Page { kind: PageKind::Thanks, part: 1 };
        let class = |leaving| layer_class(Some(Layer { page, leaving }));
        assert_eq!(class(false), "page thanks");
        assert_eq!(class(true), "page thanks leaving");
        assert_eq!(layer_class(None), "page  leaving");
    }
}
