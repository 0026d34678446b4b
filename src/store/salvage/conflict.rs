//! Files in which a merge that did not work out has left both versions.

use super::scan::is_marker;
use crate::store::as_written;

/// The versions that a merge could not bring together, each a whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The version the merge began with.
    pub ours: String,
    /// What both come from, where the merge wrote it down (`merge.conflictStyle = diff3`).
    pub base: Option<String>,
    /// The version that was merged in.
    pub theirs: String,
}

/// Takes a file with conflict markers apart into the versions it was made of. `None` where there are no
/// markers, or they are not as Git sets them.
///
/// Lines like markers inside an article's text are only told apart from markers by not being complete: an
/// article about Git may have to be settled by hand.
pub fn conflict_sides(source: &str) -> Option<Sides> {
    let source = as_written(source);
    let mut sides = Sides { ours: String::new(), base: Some(String::new()), theirs: String::new() };
    let mut within = Within::Nothing;
    let (mut conflicts, mut bases) = (0, 0);
    for line in source.split_inclusive('\n') {
        let mark = is_marker(line.as_bytes()).then(|| line.as_bytes()[0]);
        let next = match (mark, within) {
            (Some(b'<'), Within::Nothing) => Within::Ours,
            (Some(b'|'), Within::Ours) => Within::Base,
            (Some(b'='), Within::Ours | Within::Base) => Within::Theirs,
            (Some(b'>'), Within::Theirs) => Within::Nothing,
            // Seven equals signs underline a heading.
            (None, _) | (Some(b'='), Within::Nothing) => {
                let Sides { ours, base, theirs } = &mut sides;
                let base = base.get_or_insert_default();
                match within {
                    Within::Nothing => [ours, base, theirs].into_iter().for_each(|side| side.push_str(line)),
                    Within::Ours => ours.push_str(line),
                    Within::Base => base.push_str(line),
                    Within::Theirs => theirs.push_str(line),
                }
                continue;
            }
            _ => return None,
        };
        conflicts += usize::from(next == Within::Ours);
        bases += usize::from(next == Within::Base);
        within = next;
    }
    // One base for some of the conflicts is none for the file.
    sides.base = sides.base.filter(|_| bases == conflicts);
    (conflicts > 0 && within == Within::Nothing).then_some(sides)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Ours,
    Base,
    Theirs,
}
