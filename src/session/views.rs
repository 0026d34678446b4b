//! Named views of the matrix, and lists of the codebook put into an order.

use super::{Screen, Session};
use crate::edit::ops::{codebook, views};
use crate::model::{EntryId, ViewId};

impl Session {
    /// Keeps how the matrix is looked at under a name; a view of that name is overwritten.
    pub(super) fn save_view(&mut self, label: &str) {
        let Some(desk) = &self.desk else { return };
        let known = desk.project().view_called(label).is_some();
        let verb = views::save(desk.project(), label, desk.look().clone()).map(|(step, _)| step);
        if self.commit(verb) {
            let how = if known { "overwritten" } else { "saved" };
            self.notices.quiet(format!("View “{}” {how}", label.trim()));
        }
    }

    /// Calls a view otherwise, unless another one is called so.
    pub(super) fn rename_view(&mut self, id: ViewId, label: &str) {
        let Some(desk) = &self.desk else { return };
        let verb = views::rename(desk.project(), id, label);
        if self.commit(verb) {
            self.notices.quiet(format!("View renamed to “{}”", label.trim()));
        }
    }

    pub(super) fn delete_view(&mut self, id: ViewId) {
        let Some(desk) = &self.desk else { return };
        let verb = views::delete(desk.project(), id);
        let label = desk.project().view(id).map_or_else(String::new, |view| view.label.clone());
        if self.commit(verb) {
            self.notices.quiet(format!("View “{label}” deleted"));
        }
    }

    pub(super) fn move_view(&mut self, id: ViewId, index: usize) {
        let Some(desk) = &self.desk else { return };
        let verb = views::reorder(desk.project(), id, index);
        if self.commit(verb) {
            self.notices.quiet("View moved");
        }
    }

    /// Shows the matrix as a view says; rows and tags that are gone are passed over.
    pub(super) fn show_view(&mut self, id: ViewId) {
        let Some(desk) = &mut self.desk else { return };
        let Some(view) = desk.project().view(id).cloned() else {
            return self.notices.quiet("This view is no longer in the project");
        };
        let look = view.look.clone().known(desk.project());
        desk.set_look(look);
        desk.mend_selection();
        self.show_screen(Screen::Matrix);
        self.notices.quiet(format!("View “{}”", view.label));
    }

    /// Puts the rows of one kind into this order, as one step.
    pub(super) fn arrange(&mut self, order: &[EntryId]) {
        let (Some(desk), Some(first)) = (&self.desk, order.first()) else { return };
        let step = codebook::arrange(desk.project(), order);
        if self.commit(Ok(step)) {
            self.notices.quiet(format!("{} ordered", first.kind().plural()));
        }
    }
}
