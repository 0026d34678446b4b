//! Widgets that know egui and the theme, and nothing of projects but the nouns they draw.

pub mod button;
pub mod chip;
pub mod dialog;
pub mod field;
pub mod glyph;
pub mod line;
pub mod mark;
pub mod picker;
pub mod rows;
pub mod segmented;
pub mod tall;

pub use button::{danger, primary, secondary};
pub use mark::{code, keycap, stance_pill};
pub use picker::{Picked, Picker};
pub use rows::Rows;
