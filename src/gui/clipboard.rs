//! Tables on the clipboard of the system: words for spreadsheets and a page for word processors at once.
//!
//! egui puts plain text there only. Where the system's clipboard cannot be reached, that is what is left.

use eframe::egui::Context;

use crate::export::clipboard::Clip;

/// The clipboard, for tables.
#[derive(Default)]
pub struct Clipboard {
    /// Whether there is a system to ask; tests have none.
    system: bool,
    /// Kept for as long as the window lives: on X11 whoever pastes asks us for the words.
    board: Option<arboard::Clipboard>,
}

impl Clipboard {
    /// That of the system.
    pub fn system() -> Self {
        Self { system: true, board: None }
    }

    /// Puts a table there, and says what came of it.
    pub fn put(&mut self, ctx: &Context, clip: Clip) -> String {
        let lines = format!("{} line{}", clip.rows, if clip.rows == 1 { "" } else { "s" });
        if self.system && self.board.is_none() {
            self.board = arboard::Clipboard::new().ok();
        }
        let put = |board: &mut arboard::Clipboard| board.set_html(&clip.html, Some(&clip.tsv)).is_ok();
        if self.board.as_mut().is_some_and(put) {
            return format!("Copied for Word, Excel and e-mail: {lines}");
        }
        // Perhaps it works the next time.
        self.board = None;
        ctx.copy_text(clip.tsv);
        format!("Copied as plain text: {lines}. This system’s clipboard took no table")
    }
}
