//! What a text proposes; never codes.
//!
//! [`Names`] finds countries, [`propose`] reads a selection with what stands around it, [`LikelyClaims`] finds
//! sentences worth a look. Pure functions of codebook and text.
//!
#![doc = include_str!("accuracy.md")]

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
