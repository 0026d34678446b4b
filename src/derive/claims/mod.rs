//! Every claim as a table: which are listed, in which order, under which heads.
//!
//! A [`Base`] is made once per revision; a [`Listing`] follows from it and a [`View`].

mod base;
mod listing;
#[cfg(test)]
mod tests;
mod view;
mod wanted;
mod words;

pub use base::{Base, Row};
pub use listing::{Group, GroupKey, Listing};
pub use view::{Column, GroupBy, Order, Query, View};
pub use words::Words;
