//! Working through a pile of articles.

use super::{Item, Session};
use crate::model::{ArticleId, Progress};

impl Session {
    /// Whether an unread article is left; if not, why.
    pub(super) fn can_go_unread(&self) -> Result<(), String> {
        self.unread_after().map(|_| ()).ok_or_else(|| "Every article was read".into())
    }

    /// Opens the next article that is not read yet.
    pub(super) fn next_unread(&mut self) {
        if let Some(id) = self.unread_after() {
            self.show(Item::Article(id));
        }
    }

    /// The next unread article by date after the open one, from the top when there is none below.
    fn unread_after(&self) -> Option<ArticleId> {
        let desk = self.desk.as_ref()?;
        let order = desk.project().articles_by_date();
        let open = desk.selection().article;
        let at = order.iter().position(|article| Some(article.id) == open).map_or(0, |at| at + 1);
        let mut rest = order[at..].iter().chain(&order[..at]);
        let unread = |id: ArticleId| Some(id) != open;
        rest.find(|article| article.progress == Progress::Unread && unread(article.id)).map(|article| article.id)
    }
}
