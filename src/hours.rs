//! What the hours of the hall do to its screen.

use leptos::prelude::With;

use crate::app::Desk;
use crate::turns::Turns;

/// Whether the hall is closed, and nobody is here to look all the same.
pub(crate) fn is_closed(desk: Desk) -> bool {
    desk.turns.with(is_alone) && desk.world.with(|world| world.time.opens_at.is_some())
}

/// Whether nobody is at the screen who would look at it while the hall is closed.
pub(crate) fn is_alone(turns: &Turns) -> bool {
    !turns.is_used() && !turns.is_still()
}

/// The theme that the hours ask for on a wall, else the address.
pub(crate) fn theme(desk: Desk, frame: &str) -> Option<&'static str> {
    let night = desk.world.with(|world| world.time.night);
    let dim = frame == "closed" || (frame == "wall" && night);
    if dim { Some("dim") } else { desk.page.1.theme() }
}
