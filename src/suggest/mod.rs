//! What a text proposes; never codes.

pub mod gazetteer;
mod phrases;
pub mod proposals;
mod quotes;

pub use gazetteer::{CountryRef, Gazetteer, Named, Names};
pub use proposals::{Proposals, propose};
