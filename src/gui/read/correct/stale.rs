//! The text of the article was changed elsewhere while somebody corrects it: nothing is overwritten unseen.

use eframe::egui::{Context, Ui};

use super::{CorrectForm, Stage, Wish};
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::model::ArticleId;
use crate::session::Desk;

impl CorrectForm {
    /// Looks whether the article still has the text that is corrected here. One that nobody has touched follows it.
    pub(super) fn look(&mut self, desk: &Desk) {
        let revision = desk.document().revision();
        if std::mem::replace(&mut self.seen, revision) == revision {
            return;
        }
        let now = desk.project().text(self.article).map_or("", |text| text.as_str());
        if now == self.old {
            return self.is_stale = false;
        }
        if !self.is_touched() {
            self.text = now.to_owned();
        }
        self.is_stale = self.text != now;
        if !self.is_stale {
            self.old = now.to_owned();
        }
        (self.stage, self.told, self.leaving) = (Stage::Edit, None, false);
    }

    /// The article was removed elsewhere: what was typed can be taken along. Whether the dialog stays.
    pub(super) fn gone(&self, ctx: &Context) -> bool {
        let answer = dialog::show(ctx, "Correct text", 520.0, |ui| {
            field::complaint(ui, "The article was removed elsewhere: there is nothing to correct any more.");
            dialog::footer(ui, |ui| {
                let copied = primary(ui, "Copy what you typed").clicked();
                (copied, secondary(ui, "Close").clicked())
            })
        });
        if let Some((true, _)) = answer {
            ctx.copy_text(self.text.clone());
        }
        !matches!(answer, Some((_, true)))
    }
}

/// The text of the article as it is now.
pub(super) fn present(desk: &Desk, article: ArticleId) -> String {
    desk.project().text(article).map_or_else(String::new, |text| text.as_str().to_owned())
}

/// Says what has happened, and asks which text to go on with.
pub(super) fn choices(ui: &mut Ui) -> Option<Wish> {
    let mut wish = None;
    let why = "The text of this article was changed elsewhere since you began. What stands here would take \
                   that back: look where the excerpts go once more, or begin again with the text as it is now.";
    field::complaint(ui, why);
    ui.horizontal(|ui| {
        let mine = secondary(ui, "Plan again with yours");
        if mine.on_hover_text("Puts your text in place of the one that is there now").clicked() {
            wish = Some(Wish::Rebase);
        }
        let restart = secondary(ui, "Begin with the text as it is now");
        if restart.on_hover_text("What you have here goes to the clipboard").clicked() {
            wish = Some(Wish::Restart);
        }
    });
    wish
}
