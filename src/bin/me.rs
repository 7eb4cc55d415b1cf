//! The entry of the page on which residents read their own record.

fn main() {
    hallboard_web::me::run();
}
