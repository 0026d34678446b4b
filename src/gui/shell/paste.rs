//! An article made of pasted text.

use eframe::egui::{Context, ScrollArea};

use super::article::DetailsFields;
use crate::edit::ops::NewArticle;
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::import;
use crate::session::Command;

/// The text and what is known about it.
#[derive(Default)]
pub struct PasteForm {
    text: String,
    fields: DetailsFields,
    /// The text the fields were proposed from.
    proposed: String,
    fresh: bool,
}

impl PasteForm {
    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let answer = dialog::show(ctx, "Paste an article", 640.0, |ui| {
            field::note(ui, "Paste the text here (Ctrl V). Title, date and language are proposed from it.");
            ScrollArea::vertical().id_salt("pasted").max_height(190.0).show(ui, |ui| {
                let text =
                    field::lines(ui, "Text of the article", &mut self.text, "The words, as they were printed", 8);
                if !std::mem::replace(&mut self.fresh, true) {
                    text.request_focus();
                }
            });
            self.propose();
            self.fields.show(ui);
            dialog::footer(ui, |ui| {
                let why = self.article().err();
                let add = ui.add_enabled_ui(why.is_none(), |ui| primary(ui, "Add article")).inner;
                let add = add.on_disabled_hover_text(why.unwrap_or_default());
                (add.clicked(), secondary(ui, "Cancel").clicked())
            })
        });
        match (answer, self.article()) {
            (Some((true, _)), Ok(article)) => {
                out.push(Command::AddArticle(Box::new(article)));
                false
            }
            (Some((_, true)) | None, _) => false,
            _ => true,
        }
    }

    /// Proposes details once a text is there; what the analyst typed already stays.
    fn propose(&mut self) {
        if self.text.trim().is_empty() || self.text == self.proposed {
            return;
        }
        let earlier = import::from_pasted(&self.proposed).map(|i| i.article.details).unwrap_or_default();
        if let Ok(imported) = import::from_pasted(&self.text)
            && self.fields.read().is_ok_and(|typed| typed == earlier || self.proposed.is_empty())
        {
            self.fields = DetailsFields::new(imported.article.details);
        }
        self.proposed = self.text.clone();
    }

    fn article(&self) -> Result<NewArticle, String> {
        if self.text.trim().is_empty() {
            return Err("Paste some text first".into());
        }
        let imported = import::from_pasted(&self.text).map_err(|error| error.to_string())?;
        Ok(NewArticle { details: self.fields.read()?, text: imported.article.text })
    }
}
