//! What is known about an article, to be corrected.

use eframe::egui::{Context, Ui};

use crate::edit::ops::{ArticleDetails, Clash, Since};
use crate::gui::clash::{self, Keep};
use crate::gui::widgets::field::{self, DateField};
use crate::gui::widgets::{dialog, primary, secondary};
use crate::model::{Article, ArticleId};
use crate::session::{Command, Revised, Session};

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
    /// As it was when the form was opened.
    was: ArticleDetails,
    fields: DetailsFields,
    /// What was changed elsewhere as well, and the details with that taken over.
    clashes: Vec<Clash>,
    theirs: ArticleDetails,
    fresh: bool,
}

impl ArticleForm {
    pub fn new(article: &Article) -> Self {
        let was = ArticleDetails::from(article);
        let fields = DetailsFields::new(was.clone());
        Self { id: article.id, was, fields, clashes: Vec::new(), theirs: ArticleDetails::default(), fresh: true }
    }

    /// Whether something was typed that is not saved.
    pub fn is_touched(&self) -> bool {
        self.fields.read().as_ref() != Ok(&self.was)
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> bool {
        let now = session.desk().and_then(|desk| desk.project().article(self.id));
        let answer = dialog::show(ctx, "Article details", 560.0, |ui| {
            let entered = self.fields.show(ui, std::mem::take(&mut self.fresh));
            if let Some(keep) = clash::show(ui, &self.clashes) {
                self.clashes.clear();
                if keep == Keep::Theirs {
                    self.fields = DetailsFields::new(self.theirs.clone());
                }
            }
            dialog::footer(ui, |ui| {
                let gone = now.is_none().then(|| "The article was removed elsewhere".to_owned());
                let open = (!self.clashes.is_empty()).then(|| clash::OPEN.to_owned());
                let why = gone.or_else(|| self.fields.read().err()).or(open);
                let save = ui.add_enabled_ui(why.is_none(), |ui| primary(ui, "Save details")).inner;
                let save = save.on_disabled_hover_text(why.unwrap_or_default());
                ((entered && self.clashes.is_empty()) || save.clicked(), secondary(ui, "Cancel").clicked())
            })
        });
        match (answer, self.fields.read(), now) {
            (Some((true, _)), Ok(details), Some(now)) => {
                let now = ArticleDetails::from(&**now);
                let Since { yours, theirs, clashes } = details.since(&self.was, &now);
                self.fields = DetailsFields::new(yours.clone());
                (self.was, self.theirs, self.clashes) = (now.clone(), theirs, clashes);
                let agreed = self.clashes.is_empty();
                if agreed {
                    out.push(Command::Describe(self.id, Box::new(Revised { was: now, now: yours })));
                }
                !agreed
            }
            (Some((_, true)) | None, ..) => false,
            _ => true,
        }
    }
}
