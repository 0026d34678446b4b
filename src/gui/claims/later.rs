//! The listing, made beside the window where there are many claims: no frame waits for it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::Context;

use crate::derive::claims::{Base, GroupBy, Listing, Order, Query, View, Words};
use crate::model::Project;
use crate::session::Desk;

/// Up to so many claims are listed within the frame, unless an expression is sought in them.
const FEW: usize = 10_000;

/// All that a listing depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The revision of the project.
    pub revision: u64,
    /// What is sought.
    pub query: Query,
    /// In which order.
    pub order: Order,
    /// Under which heads.
    pub group: Option<GroupBy>,
}

/// A listing, and what it was made of.
pub struct Made {
    /// What was wished for.
    pub wish: Wish,
    /// Every claim.
    pub base: Arc<Base>,
    /// Those that are listed.
    pub listing: Arc<Listing>,
}

/// The last listing, and the one that is being made.
#[derive(Default)]
pub struct Later {
    last: Option<Arc<Made>>,
    /// What was wished for, and where it arrives.
    asked: Option<Receiver<Made>>,
}

impl Later {
    /// The listing for `view`; while that is being made, the one before, if there is one.
    pub fn get(&mut self, ctx: &Context, desk: &Desk, view: &View) -> Option<Arc<Made>> {
        let View { query, order, group, .. } = view;
        let revision = desk.document().revision();
        let wish = Wish { revision, query: query.clone(), order: *order, group: *group };
        match self.asked.as_ref().map(Receiver::try_recv) {
            Some(Ok(made)) => (self.last, self.asked) = (Some(Arc::new(made)), None),
            Some(Err(TryRecvError::Disconnected)) => self.asked = None,
            Some(Err(TryRecvError::Empty)) | None => {}
        }
        if self.asked.is_none() && self.last.as_ref().is_none_or(|last| last.wish != wish) {
            let known = self.last.as_ref().filter(|last| last.wish.revision == revision);
            let base = known.map(|last| last.base.clone());
            let project = desk.project().clone();
            if project.claims().len() <= FEW && !Words::holds_expression(&wish.query.words) {
                self.last = Some(Arc::new(make(&project, base, wish)));
            } else {
                let (sender, receiver) = channel();
                let ctx = ctx.clone();
                self.asked = Some(receiver);
                std::thread::spawn(move || {
                    // Who closed the project does not wait for it.
                    let _ = sender.send(make(&project, base, wish));
                    ctx.request_repaint();
                });
            }
        }
        self.last.clone()
    }

    /// Whether another listing is being made.
    pub fn is_behind(&self) -> bool {
        self.asked.is_some()
    }
}

fn make(project: &Project, base: Option<Arc<Base>>, wish: Wish) -> Made {
    let base = base.unwrap_or_else(|| Arc::new(Base::new(project)));
    let view = View { query: wish.query.clone(), order: wish.order, group: wish.group, ..View::default() };
    let listing = Arc::new(Listing::new(project, &base, &view));
    Made { wish, base, listing }
}
