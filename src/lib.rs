//! Démarche: from a pile of articles to a matrix of who stands where, with every cell one click from
//! the sentence that backs it.
//!
//! # The map of the house
//!
//! Dependencies point one way:
//!
//! ```text
//! text ← model ← edit ← session ← { cli, gui }
//!                derive, merge, store, import, export, suggest: called by session; know text and model,
//!                merge and store edit as well
//! ```
//!
//! | module | holds |
//! |---|---|
//! | [`text`] | spans, conversion of offsets, anchors, sentences, folding |
//! | [`model`] | articles, excerpts, claims, the codebook; the project as tables by id; what must hold |
//! | [`edit`] | the one way in for every change: edits with inverses, transactions, undo, one verb per intention |
//! | [`derive`] | matrix, agreement, search: pure functions of project and settings |
//! | [`merge`] | two people's work on one project: three-way merge with its conflicts, differences as edits and in words |
//! | [`store`] | the project file: schema per version, load, atomic save; beside it journal, lock, earlier versions; what can be read of broken files |
//! | [`import`] | bytes of a document in, article out, with a report |
//! | [`export`] | tables, briefings and pictures out |
//! | [`faces`] | the fonts that are brought along, for window and pictures |
//! | [`palette`] | the colours of stances and of paper, as numbers, for window and documents |
//! | [`suggest`] | what a text proposes: countries, basis, condition; never codes |
//! | [`session`] | the application without a window: actions, commands, selection, notices, jobs |
//! | [`cli`] | the same verbs without a window |
//! | `gui` | the window (feature `gui`): theme, widgets, one folder per screen |
//!
//! What is absent: [`model`], [`edit`] and [`derive`] know no window, no file format, no clock and no
//! randomness; those come in from the edge as a [`edit::Stamp`]. Nothing changes a project but
//! [`edit::Document::commit`] and its undo and redo. Nothing derived is stored.
//!
//! # How an edit becomes safe
//!
//! A commit leaves a [`edit::Done`] with the rows as they became and as they were. The session hands it to a
//! [`session::Keeper`], whose thread writes it to the [`store::journal`] and syncs; only then is it called safe.
//! A save announces the file it is about to put in place in the journal, puts it there whole, and folds the
//! journal in. On opening, the file's fingerprint tells which steps of a journal it lacks; where others have
//! written the file, the steps are a difference of rows and are merged.

pub mod cli;
pub mod derive;
pub mod edit;
pub mod export;
pub mod faces;
#[cfg(feature = "gui")]
pub mod gui;
pub mod import;
pub mod merge;
pub mod model;
pub mod palette;
pub mod session;
pub mod store;
pub mod suggest;
pub mod text;
