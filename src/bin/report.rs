//! The entry of the page on which people tell the hall something.

fn main() {
    hallboard_web::report::run();
}
