//! The web app's entry.

fn main() {
    hallboard_web::run();
}
