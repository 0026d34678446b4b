//! What follows from a project and settings: facts, the matrix, agreement, search.
//!
//! Pure functions; nothing here is stored, and the window, the command line and the tests see the same.
//!
#![doc = include_str!("method.md")]

pub mod agreement;
mod axis;
pub mod blocs;
pub mod claims;
pub mod cluster;
pub mod compare;
pub mod copies;
pub mod coverage;
mod each;
pub mod facts;
pub mod matrix;
pub mod memo;
pub mod moves;
pub mod queue;
mod reading;
mod rule;
mod scale;
pub mod search;
pub mod sheet;
mod sieve;
mod sources;
pub mod steps;
pub mod summary;
#[cfg(test)]
mod tests_support;
pub mod timeline;

pub use crate::model::look::{Filter, Rule, Settings};
pub use agreement::Agreement;
pub use copies::Copies;
pub use facts::{Fact, Facts};
pub use matrix::{Empty, Matrix, Move, Position};
pub use memo::{Memo, Memos};
pub use search::{FoldedText, SearchIndex};
pub use sheet::{Head, Sheet};
pub use timeline::Timeline;
