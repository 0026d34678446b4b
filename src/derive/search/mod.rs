//! Finding words: in one text, and in everything a project holds.
//!
//! A [`Query`] is what was typed, read; a [`Pattern`] is a query made ready, and finds [`Place`]s in texts. The
//! [`SearchIndex`] holds the folded texts of a project, and [`Found`] what stands in them.

mod filter;
mod folded;
mod found;
mod hay;
mod hunt;
mod index;
mod kwic;
mod near;
mod needle;
mod pattern;
mod query;

pub use filter::Filter;
pub use folded::{FoldedText, Folding};
pub use found::{ArticleHits, Found, Group, SHOWN, Tally, UnitHit, Wish};
pub use hay::Hay;
pub use hunt::Hunt;
pub use index::{Indexed, SearchIndex, Unit, What};
pub use kwic::Snippet;
pub use pattern::{BORDER, Options, Pattern, Place};
pub use query::{Chain, NEAR, Near, Query, QueryError, Term};
