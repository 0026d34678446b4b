//! What is known about an article, to be corrected.

use eframe::egui::{Context, Ui};

use crate::edit::ops::ArticleDetails;
use crate::gui::widgets::field::{self, DateField};
use crate::gui::widgets::{dialog, primary, secondary};
use crate::model::{Article, ArticleId};
use crate::session::Command;

const LABELS: f32 = 84.0;

/// The fields that describe an article; used for articles in the project and for pasted ones.
#[derive(Default)]
pub struct DetailsFields {
    pub details: ArticleDetails,
    pub published: DateField,
}

impl DetailsFields {
    pub fn new(details: ArticleDetails) -> Self {
        Self { published: DateField::new(details.published), details }
    }

    /// Shows the fields, the first with the keyboard if `fresh`. Whether Enter was pressed in one.
    pub fn show(&mut self, ui: &mut Ui, fresh: bool) -> bool {
        let d = &mut self.details;
        let line = |ui: &mut Ui, name: &str, text: &mut String, hint: &str| {
            field::row(ui, name, LABELS, |ui| field::line(ui, name, text, hint))
        };
        let title = line(ui, "Title", &mut d.title, "Headline");
        if fresh {
            field::focus_all(ui, &title, &d.title);
        }
        let fields = [
            title,
            line(ui, "Outlet", &mut d.outlet, "Newspaper, agency, ministry"),
            line(ui, "Author", &mut d.author, "Byline"),
            field::row(ui, "Published", LABELS, |ui| self.published.show(ui, "Published", "year-month-day")),
            line(ui, "URL", &mut d.url, "https://…"),
            line(ui, "Language", &mut d.language, "two letters: en, fr, de"),
        ];
        let entered = fields.iter().any(|field| field::entered(ui, field));
        field::row(ui, "Notes", LABELS, |ui| field::lines(ui, "Notes", &mut d.notes, "Your own notes", 3));
        entered
    }

    /// Fills in what is proposed now where the field still says what was proposed before.
    pub fn propose(&mut self, before: &ArticleDetails, now: &ArticleDetails) {
        let d = &mut self.details;
        let fields = [
            (&mut d.title, &before.title, &now.title),
            (&mut d.outlet, &before.outlet, &now.outlet),
            (&mut d.author, &before.author, &now.author),
            (&mut d.url, &before.url, &now.url),
            (&mut d.language, &before.language, &now.language),
            (&mut d.notes, &before.notes, &now.notes),
        ];
        for (field, before, now) in fields {
            if field == before {
                field.clone_from(now);
            }
        }
        if self.published.date() == Ok(before.published) {
            self.published = DateField::new(now.published);
        }
    }

    /// What was typed.
    ///
    /// # Errors
    /// When the date is no date.
    pub fn read(&self) -> Result<ArticleDetails, String> {
        Ok(ArticleDetails { published: self.published.date()?, ..self.details.clone() })
    }
}

/// The form for an article in the project.
pub struct ArticleForm {
    id: ArticleId,
    fields: DetailsFields,
    fresh: bool,
}

impl ArticleForm {
    pub fn new(article: &Article) -> Self {
        Self { id: article.id, fields: DetailsFields::new(article.into()), fresh: true }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let answer = dialog::show(ctx, "Article details", 560.0, |ui| {
            let entered = self.fields.show(ui, std::mem::take(&mut self.fresh));
            dialog::footer(ui, |ui| {
                let why = self.fields.read().err();
                let save = ui.add_enabled_ui(why.is_none(), |ui| primary(ui, "Save details")).inner;
                let save = save.on_disabled_hover_text(why.unwrap_or_default());
                (entered || save.clicked(), secondary(ui, "Cancel").clicked())
            })
        });
        match (answer, self.fields.read()) {
            (Some((true, _)), Ok(details)) => {
                out.push(Command::Describe(self.id, Box::new(details)));
                false
            }
            (Some((_, true)) | None, _) => false,
            _ => true,
        }
    }
}
