//! What follows from a project and settings: facts, the matrix, agreement, search.
//!
//! Pure functions; nothing here is stored, and the window, the command line and the tests see the same.

pub mod matrix;
pub mod settings;

pub use matrix::{Matrix, Move, Position};
pub use settings::{Filter, Rule, Settings};
