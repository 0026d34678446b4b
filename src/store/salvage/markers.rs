//! Writing two versions of a file, and what both come from, into one, as Git does.

use std::ops::Range;

use similar::{MergeResolution, TextMerge};

/// A file that holds both versions and what they come from: the lines that all three share, and between conflict
/// markers those they do not. [`conflict_sides`](super::conflict_sides) takes it apart again.
///
/// All must end with a line break, as every project file does; one is put where it is missing.
pub fn with_markers(base: &str, ours: &str, theirs: &str) -> String {
    let merge = TextMerge::from_lines(base, ours, theirs);
    let mut out = String::with_capacity(ours.len() / 16 * 17);
    let base = |range: Range<usize>| range.filter_map(|line| merge.base_line(line)).collect::<String>();
    let ours = |range: Range<usize>| range.filter_map(|line| merge.ours_line(line)).collect::<String>();
    let theirs = |range: Range<usize>| range.filter_map(|line| merge.theirs_line(line)).collect::<String>();
    for region in merge.regions() {
        if region.resolution() == MergeResolution::Unchanged {
            out.push_str(&ours(region.ours_range()));
            continue;
        }
        for (marker, lines) in [
            ("<<<<<<< ours\n", ours(region.ours_range())),
            ("||||||| base\n", base(region.base_range())),
            ("=======\n", theirs(region.theirs_range())),
            (">>>>>>> theirs\n", String::new()),
        ] {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(marker);
            out.push_str(&lines);
        }
    }
    out
}

/// Three versions of a text that is no project as one, line by line; whether nothing in it contradicts each other.
/// What does stands between conflict markers.
pub fn merge_lines(base: &str, ours: &str, theirs: &str) -> (String, bool) {
    let merge = TextMerge::from_lines(base, ours, theirs);
    (merge.to_string(), !merge.is_conflicted())
}

#[cfg(test)]
mod tests {
    use super::super::conflict_sides;
    use super::*;

    const TEXTS: [&str; 9] =
        ["a\nb\nc\n", "a\nB\nc\n", "b\nc\n", "a\nb\nc\nd\n", "x\n", "", "a\nc\nb\n", "a\nb\nB\nc\n", "a\na\nc\nc\n"];

    #[test]
    fn all_versions_come_out_of_it_as_they_went_in() {
        for base in TEXTS {
            for ours in TEXTS {
                for theirs in TEXTS {
                    let all = with_markers(base, ours, theirs);
                    match conflict_sides(&all) {
                        None => assert_eq!((base, ours, all.as_str()), (theirs, theirs, ours)),
                        Some(sides) => assert_eq!(
                            (sides.base.as_deref(), sides.ours.as_str(), sides.theirs.as_str()),
                            (Some(base), ours, theirs),
                            "{all}"
                        ),
                    }
                }
            }
        }
        let all = with_markers("a\nx\n", "a\nb\n", "a\nc");
        assert_eq!(all, "a\n<<<<<<< ours\nb\n||||||| base\nx\n=======\nc\n>>>>>>> theirs\n");
    }

    fn check(base: &str, ours: &str, theirs: &str, merged: Option<&str>) {
        let (text, clean) = merge_lines(base, ours, theirs);
        assert_eq!(clean.then_some(text.as_str()), merged, "{base:?} {ours:?} {theirs:?}: {text}");
        let marks = text.contains("<<<<<<< ours\n") && text.contains("=======\n") && text.contains(">>>>>>> theirs\n");
        assert_eq!(marks, !clean, "{text}");
    }

    #[test]
    fn lines_merge_only_where_an_untouched_line_stands_between() {
        check("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", Some("A\nb\nC\n"));
        check("a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n", None);
        check("a\nb\nc\n", "a\nb\nc\nd\n", "a\nb\nc\ne\n", None);
        check("a\nb\nc\n", "a\nc\n", "a\nB\nc\n", None);
        check("a\nb\nc\n", "a\nc\n", "a\nc\n", Some("a\nc\n"));
        check("a\nb\nc\n", "a\nb\nc", "A\nb\nc\n", Some("A\nb\nc"));
        check("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n", Some("A\r\nb\r\nC\r\n"));
        check("", "a\n", "b\n", None);
        check("", "a\n", "a\n", Some("a\n"));
        check("a\n", "", "b\n", None);
        for base in TEXTS {
            for other in TEXTS {
                check(base, other, base, Some(other));
                check(base, base, other, Some(other));
                check(base, other, other, Some(other));
            }
        }
    }
}
