//! The feed as a whole: attacks on it, the client's transcripts, the board's tables and
//! the committed schemas.

mod attacks;
mod board;
mod client;
mod hall;
mod schema;
mod shapes;
