//! An article made of pasted text.

use eframe::egui::{Context, ScrollArea};

use super::article::DetailsFields;
use crate::edit::ops::{ArticleDetails, NewArticle};
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::import;
use crate::session::Command;

/// The text and what is known about it.
#[derive(Default)]
pub struct PasteForm {
    text: String,
    fields: DetailsFields,
    /// What the text was read as, and what was proposed from it.
    read: Option<(String, Result<NewArticle, String>)>,
    focused: bool,
}

impl PasteForm {
    /// Whether something was typed that is not saved.
    pub fn is_touched(&self) -> bool {
        !self.text.trim().is_empty() || self.fields.read().as_ref() != Ok(&ArticleDetails::default())
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let answer = dialog::show(ctx, "Paste an article", 640.0, |ui| {
            field::note(ui, "Paste the text here (Ctrl V). Title, date and language are proposed from it.");
            ScrollArea::vertical().id_salt("pasted").max_height(190.0).min_scrolled_height(190.0).show(ui, |ui| {
                let words = "The words, as they were printed";
                let text = field::lines(ui, "Text of the article", &mut self.text, words, 8);
                if !std::mem::replace(&mut self.focused, true) {
                    text.request_focus();
                }
            });
            self.propose();
            self.fields.show(ui, false);
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

    /// Reads the text when it has changed and proposes details; what the analyst typed stays.
    fn propose(&mut self) {
        if self.read.as_ref().is_some_and(|(text, _)| *text == self.text) || self.text.trim().is_empty() {
            return;
        }
        let earlier = match self.read.take() {
            Some((_, Ok(article))) => article.details,
            _ => Default::default(),
        };
        let read = import::from_pasted(&self.text).map(|imported| imported.article).map_err(|error| error.to_string());
        if let Ok(article) = &read {
            self.fields.propose(&earlier, &article.details);
        }
        self.read = Some((self.text.clone(), read));
    }

    fn article(&self) -> Result<NewArticle, String> {
        match &self.read {
            Some((text, read)) if *text == self.text => {
                Ok(NewArticle { details: self.fields.read()?, text: read.clone()?.text })
            }
            _ => Err("Paste some text first".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_before_pasting_stays() {
        let mut form = PasteForm::default();
        form.fields.details.outlet = "Vistula Daily".into();
        form.text = "Warsaw says no\n\n18 February 2025\n\nThe government said so on Monday, and again later.\n".into();
        form.propose();
        let details = form.fields.read().expect("a date or none");
        assert_eq!(details.outlet, "Vistula Daily");
        assert_eq!(details.title, "Warsaw says no");
        assert_eq!(details.published.map(|date| date.to_string()).as_deref(), Some("2025-02-18"));
    }
}
