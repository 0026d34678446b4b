//! One verb per intention of the analyst. Each reads a project and returns a transaction, or says why not.

pub mod articles;
pub mod assessments;
pub mod bulk;
pub mod claims;
pub mod codebook;
pub mod correct;
pub mod reanchor;
pub mod repair;
pub mod since;
pub mod views;

pub use articles::{ArticleDetails, NewArticle, ProjectDetails};
pub use claims::ClaimDraft;
pub use codebook::Uses;
pub use since::{Clash, Since};
