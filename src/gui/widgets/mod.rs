//! Widgets that know egui and the theme, and nothing of projects but the nouns they draw.

pub mod button;
pub mod dialog;
pub mod field;
pub mod glyph;
pub mod mark;
pub mod picker;
pub mod segmented;

pub use button::{danger, link, primary, secondary};
pub use mark::{code, keycap, pill, stance_pill};
pub use picker::{Picked, Picker};
