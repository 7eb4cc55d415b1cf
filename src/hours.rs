//! What the hours of the hall do to its screen.

use leptos::prelude::With;

use crate::app::Desk;

/// Whether the hall is closed, and nobody is here to look all the same.
pub(crate) fn is_closed(desk: Desk) -> bool {
    let alone = desk.turns.with(|turns| !turns.is_used() && !turns.is_still());
    alone && desk.world.with(|world| world.time.opens_at.is_some())
}

/// The theme that the hours ask for on a wall, else the address.
pub(crate) fn theme(desk: Desk, frame: &str) -> Option<&'static str> {
    let night = desk.world.with(|world| world.time.night);
    let dim = frame == "closed" || (frame == "wall" && night);
    if dim { Some("dim") } else { desk.page.1.theme() }
}
