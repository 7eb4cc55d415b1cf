//! The web app's entry.

mod routes;

fn main() {
    leptos::mount::mount_to_body(routes::Routes);
}
