//! The nouns of the field: articles, excerpts, claims, the codebook, and the project that holds them.
//!
//! Nothing here changes anything (that is [`crate::edit`]), reads a clock, or knows a file format.

pub mod article;
pub mod check;
pub mod claim;
pub mod codebook;
pub mod entry;
pub mod id;
pub mod look;
pub mod project;

pub use article::{Article, Excerpt, Progress};
pub use check::Problem;
pub use claim::{Assessment, Basis, Cell, Changes, Claim, Confidence, Earlier, Judgement, Party};
pub use codebook::{Actor, Bloc, Colour, Country, Glyph, Issue, RANK_STEP, Rank, Stance, Tag, Voice};
pub use entry::{Entry, EntryId, Kind};
pub use id::{
    ActorId, ArticleId, BlocId, ClaimId, CountryId, ExcerptId, IdError, IssueId, ProjectId, Slug, StanceId, TagId,
    Token, ViewId,
};
pub use look::{Filter, Look, Order, RowsOf, Rule, Settings, Spot, View, Who, Zoom};
pub use project::{Info, Project, Table};
