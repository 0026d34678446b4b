//! Words of the file that stand for the choices of the model.

use std::sync::LazyLock;

use crate::model::{Basis, Confidence, Progress, Voice};

/// How far an article is coded.
pub(super) const PROGRESS: [(Progress, &str); 3] =
    [(Progress::Unread, "unread"), (Progress::InProgress, "in-progress"), (Progress::Done, "done")];

/// The analyst looked for a position and found none.
pub(super) const NOTHING_FOUND: &str = "nothing-found";

/// The country declined to say.
pub(super) const DECLINED: &str = "declined";

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
