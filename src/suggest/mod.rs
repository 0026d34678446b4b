//! What a text proposes; never codes.

mod clauses;
mod context;
pub mod gazetteer;
pub mod likely;
pub mod names;
mod people;
mod phrases;
pub mod proposals;
mod quotes;
mod reading;
mod story;
mod window;
mod words;

pub use gazetteer::{CountryRef, Gazetteer, Named, Names};
pub use likely::{Likely, LikelyClaims};
pub use proposals::{Proposals, propose, propose_with};
