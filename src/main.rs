//! The web app's entry.

#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod routes;

fn main() {
    leptos::mount::mount_to_body(routes::Routes);
}
