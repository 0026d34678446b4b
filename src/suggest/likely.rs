//! Sentences in which a country or an actor speaks or takes a position: claims perhaps, for the analyst to judge.

use std::ops::Range;
use std::sync::Arc;

use super::gazetteer::Names;
use super::reading::Reading;
use super::story::Story;
use super::window::Window;
use crate::model::Project;
use crate::text::{ArticleText, Span};

/// A sentence that is perhaps a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The sentence.
    pub span: Span,
    /// Who speaks or takes a position there, as the text names them; perhaps in a sentence before.
    pub who: Span,
    /// The verb that tells it; that of the name where speech goes on from a sentence before.
    pub verb: Span,
}

/// How far a walk came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// To a likely claim.
    Found(Likely),
    /// To this byte, since enough was read for once; walk on from there.
    Reached(usize),
    /// To the end of the text.
    End,
}

/// Finds likely claims. Made once for a codebook, used for many texts; the rules read English.
pub struct LikelyClaims<'p> {
    names: Arc<Names>,
    project: &'p Project,
}

/// Longest stretch that is read at once, in bytes.
const STRETCH: usize = 8 * 1024;

impl<'p> LikelyClaims<'p> {
    /// For the codebook of `project`.
    pub fn of(project: &'p Project) -> Self {
        Self::with(Arc::new(Names::of(project)), project)
    }

    /// The same with names made ready before.
    pub fn with(names: Arc<Names>, project: &'p Project) -> Self {
        Self { names, project }
    }

    /// The likely claims among the sentences that begin within `part`, a paragraph or less; in order.
    pub fn in_part(&self, text: &str, part: Span) -> Vec<Likely> {
        let mut found = Vec::new();
        for stretch in stretches(text, part.range()) {
            let window = Window::around(text, stretch.clone());
            if window.is_foreign(&window.inside(stretch.clone())) {
                continue;
            }
            let reading = Reading::new(&self.names, window.text);
            let mut story = Story::new(self.project, &reading);
            let place = |bytes: Range<usize>| Span::new(bytes.start + window.start, bytes.end + window.start);
            for paragraph in &window.paragraphs {
                story.begin_paragraph();
                for sentence in &paragraph.sentences {
                    let line = story.read(sentence, sentence);
                    if let Some((who, verb)) = line.why
                        && stretch.contains(&(sentence.start + window.start))
                    {
                        found.push(Likely { span: place(sentence.clone()), who: place(who), verb: place(verb) });
                    }
                }
            }
        }
        found
    }

    /// All of a text. A long one takes long: walk, or ask for what is in view.
    pub fn in_text(&self, text: &ArticleText) -> Vec<Likely> {
        self.in_part(text.as_str(), Span::new(0, text.len()))
    }

    /// The first likely claim that begins at or behind `from` and that `wanted` takes; reads about `most` bytes.
    pub fn after(&self, text: &str, from: usize, most: usize, wanted: impl Fn(&Likely) -> bool) -> Walk {
        let from = text.ceil_char_boundary(from.min(text.len()));
        let mut at = line_start(text, from);
        while at < text.len() {
            if at > from.saturating_add(most) {
                return Walk::Reached(at);
            }
            let end = stretch_end(text, at, text.len());
            let found = self.in_part(text, Span::new(at, end));
            let fits = |likely: &Likely| likely.span.start.index() >= from;
            if let Some(likely) = found.into_iter().find(|likely| fits(likely) && wanted(likely)) {
                return Walk::Found(likely);
            }
            at = end;
        }
        Walk::End
    }

    /// The last likely claim that ends at or before `to` and that `wanted` takes; reads about `most` bytes.
    pub fn before(&self, text: &str, to: usize, most: usize, wanted: impl Fn(&Likely) -> bool) -> Walk {
        let to = text.floor_char_boundary(to.min(text.len()));
        let mut end = to;
        while end > 0 {
            if end.saturating_add(most) < to {
                return Walk::Reached(end);
            }
            let start = line_start(text, text.floor_char_boundary(end.saturating_sub(STRETCH)));
            let found = self.in_part(text, Span::new(start, end));
            let fits = |likely: &Likely| likely.span.end.index() <= to;
            if let Some(likely) = found.into_iter().rev().find(|likely| fits(likely) && wanted(likely)) {
                return Walk::Found(likely);
            }
            end = start;
        }
        Walk::End
    }
}

/// Where the line of `at` begins; not far back.
fn line_start(text: &str, at: usize) -> usize {
    let least = text.floor_char_boundary(at.saturating_sub(STRETCH));
    text[least..at].rfind('\n').map_or(least, |line| least + line + 1)
}

/// Where a stretch that begins at `at` ends: behind a line, else behind a sentence, at most `STRETCH` on.
fn stretch_end(text: &str, at: usize, end: usize) -> usize {
    let most = text.floor_char_boundary((at + STRETCH).min(end));
    if most == end {
        return end;
    }
    let cut = |pattern: &str| text[at..most].rfind(pattern).map(|stop| at + stop + pattern.len());
    cut("\n").or_else(|| cut(". ")).filter(|cut| *cut > at).unwrap_or(most)
}

/// A stretch in pieces that are not too long.
fn stretches(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let (mut at, mut found) = (part.start, Vec::new());
    while at < part.end {
        let end = stretch_end(text, at, part.end);
        found.push(at..end);
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProjectId;

    fn project() -> Project {
        Project::new(ProjectId("p".parse().expect("a token")), "Test")
    }

    /// Likely sentences are written between brackets.
    fn check(row: &str) {
        let text = ArticleText::new(row.replace(['[', ']'], ""));
        let project = project();
        let found: Vec<String> = LikelyClaims::of(&project)
            .in_text(&text)
            .iter()
            .map(|likely| text.get(likely.span).unwrap_or("?").to_owned())
            .collect();
        let expected: Vec<&str> = row.split('[').skip(1).filter_map(|part| part.split(']').next()).collect();
        assert_eq!(found, expected, "{row}");
    }

    #[test]
    fn sentences_in_which_a_country_takes_a_position() {
        check("[Poland will not send troops.] The hall was cold. [Berlin backs the plan.]");
        check("[Germany is reluctant.] It rained in Paris. [The French foreign minister ruled out a deal.]");
        check("[Spain said no. “It is too early,” said a Spanish official.]".replace(". “", ".] [“").as_str());
        check("Tourists queued in Madrid. The museum closes at six.\n\nJordan Peters said he was late.");
        check(
            "Der Zug fuhr am frühen Morgen nach Warschau, und niemand wusste, ob Polen zustimmen würde, denn die Minister schwiegen auf allen Fluren. Polen weigert sich. Berlin rejected.",
        );
    }

    #[test]
    fn a_likely_claim_says_who_and_by_which_verb() {
        let text = ArticleText::new("On Monday the Polish government flatly rejected the idea.");
        let project = project();
        let found = LikelyClaims::of(&project).in_text(&text);
        let words = |span| text.get(span).unwrap_or("?");
        assert_eq!(
            found.iter().map(|l| (words(l.who), words(l.verb))).collect::<Vec<_>>(),
            [("Polish government", "rejected")]
        );
    }

    fn long() -> ArticleText {
        let part = "Poland said no. The hall was cold. [Paris] was grey.\n\nGermany will pay. “We pay,” Berlin said. \
                    Nobody knew. Russia, China and Iran abstained\n";
        ArticleText::new(part.repeat(60))
    }

    #[test]
    fn walking_meets_all_of_them_whichever_way_and_in_whatever_portions() {
        let (text, project) = (long(), project());
        let likely = LikelyClaims::of(&project);
        let all = likely.in_text(&text);
        assert_eq!(all.len(), 60 * 4);
        for most in [100, usize::MAX] {
            let (mut at, mut met) = (0, Vec::new());
            loop {
                match likely.after(text.as_str(), at, most, |_| true) {
                    Walk::Found(found) => {
                        met.push(found);
                        at = found.span.end.index();
                    }
                    Walk::Reached(on) => at = on,
                    Walk::End => break,
                }
            }
            assert_eq!(met, all, "{most}");
            let (mut at, mut met) = (text.len(), Vec::new());
            loop {
                match likely.before(text.as_str(), at, most, |_| true) {
                    Walk::Found(found) => {
                        met.push(found);
                        at = found.span.start.index();
                    }
                    Walk::Reached(on) => at = on,
                    Walk::End => break,
                }
            }
            met.reverse();
            assert_eq!(met, all, "{most}");
        }
        let none = |_: &Likely| false;
        assert_eq!(likely.after(text.as_str(), 0, usize::MAX, none), Walk::End);
        assert!(matches!(likely.after(text.as_str(), 0, 500, none), Walk::Reached(at) if at < text.len()));
    }

    #[test]
    fn a_paragraph_alone_is_marked_as_in_its_article() {
        let (text, project) = (long(), project());
        let likely = LikelyClaims::of(&project);
        let apart: Vec<Likely> =
            text.paragraphs().into_iter().flat_map(|part| likely.in_part(text.as_str(), part)).collect();
        assert_eq!(apart, likely.in_text(&text));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "([ .,;:“”‘’\"\n'a-z🙂é中]|Poland|the Polish|said|if |he |both |minister|for |of |’s|by ){0,40}", at in 0usize..200) {
            let project = project();
            let likely = LikelyClaims::of(&project);
            let all = likely.in_text(&ArticleText::new(text.clone()));
            for found in &all {
                proptest::prop_assert!(text.get(found.span.range()).is_some());
                proptest::prop_assert!(text.get(found.who.range()).is_some() && text.get(found.verb.range()).is_some());
            }
            likely.after(&text, at, 50, |_| false);
            likely.before(&text, at, 50, |_| false);
        }
    }
}
