//! Which words of two texts are not in the other.

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use unicode_segmentation::UnicodeSegmentation as _;

/// Texts with fewer words than these are taken in at a glance.
const FEW: usize = 4;
/// What comparing may take.
const PATIENCE: Duration = Duration::from_millis(100);

/// The stretches of either text, in bytes, that are not in the other; none where hardly anything is in both, or
/// where both are short.
pub fn differing(a: &str, b: &str) -> [Vec<Range<usize>>; 2] {
    let (left, right): (Vec<&str>, Vec<&str>) = (a.split_word_bounds().collect(), b.split_word_bounds().collect());
    let most = count(&left).max(count(&right));
    if most < FEW {
        return Default::default();
    }
    let until = Some(Instant::now() + PATIENCE);
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &left, &right, until);
    let (mut marks, mut same) = (<[Vec<Range<usize>>; 2]>::default(), 0);
    let mut at = [0; 2];
    for step in steps {
        let parts = [&left[step.old_range()], &right[step.new_range()]];
        let is_same = matches!(step, DiffOp::Equal { .. });
        same += if is_same { count(parts[0]) } else { 0 };
        for side in 0..2 {
            let end = at[side] + parts[side].iter().map(|word| word.len()).sum::<usize>();
            if !is_same && at[side] < end {
                add(&mut marks[side], [a, b][side], at[side]..end);
            }
            at[side] = end;
        }
    }
    if same * 4 < most {
        return Default::default();
    }
    for (marks, text) in marks.iter_mut().zip([a, b]) {
        marks.iter_mut().for_each(|mark| *mark = bare(text, mark.clone()));
        marks.retain(|mark| !mark.is_empty());
    }
    marks
}

/// A stretch without the space around its words.
fn bare(text: &str, stretch: Range<usize>) -> Range<usize> {
    let words = &text[stretch.clone()];
    let start = stretch.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// How many of them are more than space.
fn count(words: &[&str]) -> usize {
    words.iter().filter(|word| !word.trim().is_empty()).count()
}

/// Adds a stretch; one that follows another after mere space continues it.
fn add(marks: &mut Vec<Range<usize>>, text: &str, stretch: Range<usize>) {
    match marks.last_mut() {
        Some(last) if text[last.end..stretch.start].trim().is_empty() => last.end = stretch.end,
        _ => marks.push(stretch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both texts with what differs in brackets.
    fn shown(a: &str, b: &str) -> [String; 2] {
        let marks = differing(a, b);
        [(a, &marks[0]), (b, &marks[1])].map(|(text, marks)| {
            let mut shown = text.to_owned();
            for mark in marks.iter().rev() {
                shown.insert(mark.end, ']');
                shown.insert(mark.start, '[');
            }
            shown
        })
    }

    #[test]
    fn words_that_are_only_on_one_side_are_marked() {
        for (a, b, left, right) in [
            ("Reluctant", "Opposes", "Reluctant", "Opposes"),
            ("", "Only with a US backstop", "", "Only with a US backstop"),
            (
                "same words on both sides",
                "same words on both sides",
                "same words on both sides",
                "same words on both sides",
            ),
            (
                "Only with a US backstop and a ceasefire",
                "Only with a UN mandate and a ceasefire",
                "Only with a [US backstop] and a ceasefire",
                "Only with a [UN mandate] and a ceasefire",
            ),
            ("one two three four five", "one two three four", "one two three four [five]", "one two three four"),
            (
                "Élysée palace: no troops “now”",
                "Élysée palace: no Truppen “now”",
                "Élysée palace: no [troops] “now”",
                "Élysée palace: no [Truppen] “now”",
            ),
            ("德国反对派遣维和部队", "德国支持派遣维和部队", "德国[反对]派遣维和部队", "德国[支持]派遣维和部队"),
            (
                "nothing in common here at all",
                "wholly other words stand there",
                "nothing in common here at all",
                "wholly other words stand there",
            ),
        ] {
            assert_eq!(shown(a, b), [left, right], "{a} / {b}");
        }
    }

    #[test]
    fn long_texts_without_anything_in_common_are_given_up_soon() {
        let text = |start: u32| (start..start + 40_000).map(|n| format!("w{n} ")).collect::<String>();
        let begun = Instant::now();
        assert_eq!(differing(&text(0), &text(50_000)), <[Vec<Range<usize>>; 2]>::default());
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
