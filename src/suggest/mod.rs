//! What a text proposes; never codes.

pub mod gazetteer;

pub use gazetteer::{CountryRef, Gazetteer, Names};
