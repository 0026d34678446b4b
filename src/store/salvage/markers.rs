//! Writing two versions of a file into one, as Git does.

use similar::{DiffTag, TextDiff};

/// A file that holds both versions: the lines they share, and between conflict markers those they do not.
/// [`conflict_sides`](super::conflict_sides) takes it apart again.
///
/// Both must end with a line break, as every project file does.
pub fn with_markers(ours: &str, theirs: &str) -> String {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (lines(ours), lines(theirs));
    let diff = TextDiff::from_slices(&ours, &theirs);
    let mut out = String::with_capacity(ours.iter().map(|line| line.len()).sum::<usize>() * 17 / 16);
    for op in diff.ops() {
        let both: [&[&str]; 2] = [&ours[op.old_range()], &theirs[op.new_range()]];
        if op.tag() == DiffTag::Equal {
            out.extend(both[0].iter().copied());
        } else {
            put(both, &mut out);
        }
    }
    out
}

fn put([ours, theirs]: [&[&str]; 2], out: &mut String) {
    out.push_str("<<<<<<< ours\n");
    out.extend(ours.iter().copied());
    out.push_str("=======\n");
    out.extend(theirs.iter().copied());
    out.push_str(">>>>>>> theirs\n");
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::super::conflict_sides;
    use super::*;

    #[test]
    fn both_versions_come_out_of_it_as_they_went_in() {
        let texts = ["a\nb\nc\n", "a\nB\nc\n", "b\nc\n", "a\nb\nc\nd\n", "x\n", "", "a\nc\nb\n"];
        for ours in texts {
            for theirs in texts {
                let both = with_markers(ours, theirs);
                match conflict_sides(&both) {
                    None => assert_eq!((ours, both.as_str()), (theirs, ours)),
                    Some(sides) => assert_eq!((sides.ours.as_str(), sides.theirs.as_str()), (ours, theirs), "{both}"),
                }
            }
        }
        assert_eq!(with_markers("a\nb\n", "a\nc\n"), "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n");
    }
}
