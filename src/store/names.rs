//! Words of the file that stand for the choices of the model.

use std::sync::LazyLock;

use crate::model::{Basis, Confidence, Judgement, Order, Progress, RowsOf, Rule, Voice, Zoom};

/// How far an article is coded.
pub(super) const PROGRESS: [(Progress, &str); 3] =
    [(Progress::Unread, "unread"), (Progress::InProgress, "in-progress"), (Progress::Done, "done")];

/// What an assessment says that names no stance.
pub(super) const EMPTIES: [(Judgement, &str); 3] = [
    (Judgement::NothingFound, "nothing-found"),
    (Judgement::Declined, "declined"),
    (Judgement::TakenBack, "taken-back"),
];

/// By which rule claims become a position.
pub(super) static RULES: LazyLock<[(Rule, &str); 3]> = LazyLock::new(|| Rule::ALL.map(|(rule, _)| (rule, rule.slug())));

/// Who stands in the rows of the matrix.
pub(super) static ROWS: LazyLock<[(RowsOf, &str); 3]> =
    LazyLock::new(|| RowsOf::ALL.map(|(rows, _)| (rows, rows.slug())));

/// In which order rows or columns stand.
pub(super) static ORDERS: LazyLock<[(Order, &str); 5]> =
    LazyLock::new(|| Order::ALL.map(|(order, _)| (order, order.slug())));

/// How much a cell shows.
pub(super) static ZOOMS: LazyLock<[(Zoom, &str); 4]> = LazyLock::new(|| Zoom::ALL.map(|(zoom, _)| (zoom, zoom.slug())));

/// For whom a speaker speaks.
pub(super) static VOICES: LazyLock<[(Voice, &str); 8]> =
    LazyLock::new(|| Voice::ALL.map(|voice| (voice, voice.slug())));

/// How we know.
pub(super) static BASES: LazyLock<[(Basis, &str); 4]> = LazyLock::new(|| Basis::ALL.map(|basis| (basis, basis.slug())));

/// How sure the analyst is.
pub(super) static DEGREES: LazyLock<[(Confidence, &str); 3]> =
    LazyLock::new(|| Confidence::ALL.map(|(degree, _)| (degree, degree.slug())));

/// The name of a choice. Every choice of the model is in its list.
pub(super) fn name<T: Copy + PartialEq>(list: &[(T, &'static str)], choice: T) -> &'static str {
    list.iter().find(|(known, _)| *known == choice).map_or("", |(_, name)| name)
}
