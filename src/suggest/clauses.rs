//! Who says or does what in a sentence.

use std::ops::Range;

use super::reading::{Mention, Reading, Who};
use super::words::{self, Verb};
use crate::model::Voice;

/// Somebody with a verb.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Who: mentions of the reading, several where they do it together.
    pub whose: Vec<usize>,
    /// What the verb tells.
    pub verb: Verb,
    /// The verb's words.
    pub words: Range<usize>,
    /// How the clause hangs on others.
    pub place: Place,
    /// Whether it stands within what is said: ", he said,".
    pub interposed: bool,
}

/// How a clause hangs on others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On none.
    Main,
    /// It is what somebody says.
    Said,
    /// It is a condition, a reason, a description.
    Aside,
    /// It stands in quotation marks.
    Quoted,
}

impl Reading<'_> {
    /// Whoever says or does something among `words`, in the order of the verbs.
    pub fn deeds(&self, words: &Range<usize>) -> Vec<Deed> {
        let inside = |mention: &&Mention| mention.words.start >= words.start && mention.words.end <= words.end;
        let first = self.mentions.partition_point(|mention| mention.words.start < words.start);
        let here: Vec<usize> = (first..self.mentions.len()).take_while(|at| inside(&&self.mentions[*at])).collect();
        let mut found: Vec<Deed> = Vec::new();
        for at in &here {
            if found.iter().any(|deed| deed.whose[1..].contains(at)) {
                continue;
            }
            found.extend(self.deed(*at, words));
        }
        found.sort_by_key(|deed| deed.words.start);
        // Of a name and what stands beside it, the name: "an economist, Ann Lee, says".
        let mut kept: Vec<Deed> = Vec::new();
        for deed in found {
            match kept.last_mut() {
                Some(last) if last.words.start == deed.words.start => {
                    if self.rank(&deed) < self.rank(last) {
                        *last = deed;
                    }
                }
                _ => kept.push(deed),
            }
        }
        self.embed(&mut kept);
        kept
    }

    fn rank(&self, deed: &Deed) -> usize {
        match &self.mentions[deed.whose[0]].who {
            Who::Actor(_) => 0,
            Who::Office(_, holders) if !holders.is_empty() => 1,
            Who::Office(Some(_), _) | Who::Body(_, Some(_)) => 2,
            Who::Country(_) | Who::Group => 3,
            Who::Pronoun => 4,
            Who::Body(..) | Who::Office(..) => 5,
            Who::Outlet => 6,
            Who::Stranger => 7,
            Who::Where(_) => 8,
        }
    }

    /// What the mention does, if it does something.
    fn deed(&self, at: usize, sentence: &Range<usize>) -> Option<Deed> {
        let mention = &self.mentions[at];
        if matches!(mention.who, Who::Where(_)) {
            return None;
        }
        let from = self.before_article(mention.words.start);
        let before = from.checked_sub(1).filter(|before| *before >= sentence.start);
        let before_word = before.map_or("", |before| self.lower(before));
        let touches = before.is_some() && self.follows(from);
        // "according to the minister", "in his view".
        if touches && before_word == "to" && self.lower(from.wrapping_sub(2)) == "according" {
            let words = from - 2..from;
            return Some(Deed { whose: vec![at], verb: Verb::Say, words, place: Place::Main, interposed: true });
        }
        // "said Tusk".
        let stands_off =
            |verb: usize| verb == sentence.start || self.gap(verb).contains([',', '”', '"', '–', '—', '»']);
        if touches
            && let Some(before) = before
            && words::verb(before_word) == Some(Verb::Say)
            && stands_off(before)
        {
            let words = before..before + 1;
            return Some(Deed { whose: vec![at], verb: Verb::Say, words, place: Place::Main, interposed: true });
        }
        // "Critics, including Lord Dannatt, have warned".
        let among = touches && before_word == "including" && self.gap(from - 1).trim() == ",";
        if let Some(deed) = self.deed_by_noun(at, from, sentence) {
            return Some(deed);
        }
        if touches && words::is_preposition(before_word) && !among {
            return None;
        }
        if touches && words::verb(before_word).is_some_and(|verb| verb != Verb::Say && verb != Verb::Report) {
            return None;
        }
        if touches && matches!(before_word, "and" | "or" | "nor") && self.is_object(at, sentence) {
            return None;
        }
        let (whose, end) = self.together(at, sentence);
        let strong = matches!(
            mention.who,
            Who::Country(_) | Who::Office(..) | Who::Actor(_) | Who::Body(..) | Who::Pronoun | Who::Group
        );
        // "an economist, Ann Lee, says".
        let beside = before.is_some() && (among || self.gap(from).trim() == ",") && self.gap(end).trim() == ",";
        let open = self.opens(at);
        let close =
            beside.then(|| words::verb_phrase(&self.words[..sentence.end], |at| self.gap(at), end, strong, open));
        let (verb, words) = close.flatten().or_else(|| self.verb_behind(end, sentence, strong, open))?;
        let opener = from.checked_sub(1).filter(|opener| *opener >= sentence.start);
        let opener_word = opener.map_or("", |opener| self.lower(opener));
        let place = if self.is_quoted(words.start) && !self.is_all_quoted(sentence) {
            Place::Quoted
        } else if words::is_subordinate(opener_word) || self.opens_condition(from, sentence) {
            Place::Aside
        } else if touches && words::is_content(opener_word) {
            Place::Said
        } else {
            Place::Main
        };
        let comma = |gap: &str| gap.contains([',', '”', '"', '–', '—']);
        let ends = words.end >= sentence.end || comma(self.gap(words.end)) || self.gap(words.end).contains(['.', ';']);
        let interposed =
            verb.is_speech() && before.is_some() && comma(self.gap(from)) && (ends || verb == Verb::Report);
        Some(Deed { whose, verb, words, place, interposed })
    }

    /// Whether any verb behind the mention is its deed: not behind "Polish" or "US", which stand before nouns.
    fn opens(&self, at: usize) -> bool {
        let mention = &self.mentions[at];
        match mention.who {
            Who::Country(_) => {
                let last = &self.words[mention.words.end - 1].range;
                !mention.belongs && self.text[last.clone()].chars().any(char::is_lowercase)
            }
            Who::Actor(_) | Who::Office(..) | Who::Body(_, Some(_)) | Who::Body(Voice::Government, None) => true,
            _ => false,
        }
    }

    /// "rejected by Poland", "a decision by Berlin", "Warsaw’s objection", "For Warsaw,".
    fn deed_by_noun(&self, at: usize, from: usize, sentence: &Range<usize>) -> Option<Deed> {
        let mention = &self.mentions[at];
        if !matches!(mention.who, Who::Country(_) | Who::Actor(_) | Who::Office(..)) || mention.belongs {
            return None;
        }
        let (whose, end) = self.together(at, sentence);
        let act = |words: Range<usize>| {
            let place =
                if self.is_quoted(words.start) && !self.is_all_quoted(sentence) { Place::Quoted } else { Place::Main };
            Some(Deed { whose: whose.clone(), verb: Verb::Act, words, place, interposed: false })
        };
        let before = |back: usize| match from.checked_sub(back) {
            Some(word) if word >= sentence.start => self.lower(word),
            _ => "",
        };
        if before(1) == "by" && self.follows(from) && (words::verb(before(2)).is_some() || words::is_stance(before(2)))
        {
            return act(from - 2..from - 1);
        }
        if before(1) == "for" && from == sentence.start + 1 && self.gap(end).trim() == "," {
            return act(from - 1..from);
        }
        let owned = self.lower(end) == "s" && self.gap(end).contains(['’', '\'']) && end < sentence.end;
        let opens = from <= sentence.start + 1 || self.gap(from).contains([',', ';', ':']);
        if owned && opens && words::is_stance(self.lower(end + 1)) && self.follows(end + 1) {
            return act(end + 1..end + 2);
        }
        None
    }

    /// Clauses behind "said" are what is said; so is the whole sentence around ", he said,".
    fn embed(&self, deeds: &mut [Deed]) {
        let around = deeds.iter().position(|deed| deed.interposed && deed.place == Place::Main);
        let mut said: Option<usize> = None;
        for (at, deed) in deeds.iter_mut().enumerate() {
            if deed.place != Place::Main {
                continue;
            }
            let start = self.mentions[deed.whose[0]].words.start.min(deed.words.start);
            let behind = said.is_some_and(|end: usize| end <= start && !self.breaks(end, start));
            let inside = around.is_some_and(|around| around != at && !deed.verb.is_speech());
            if behind || inside {
                deed.place = Place::Said;
            } else if deed.verb.is_speech() && !deed.interposed {
                said = Some(deed.words.end);
            }
        }
    }

    /// Whether a new main clause begins between two words.
    fn breaks(&self, from: usize, to: usize) -> bool {
        (from..=to).any(|at| {
            let gap = self.gap(at);
            gap.contains(';')
                || (gap.contains(',') && matches!(self.lower(at), "while" | "whereas" | "but" | "yet" | "and"))
        })
    }

    /// Whether the mention before "and" is an object.
    fn is_object(&self, at: usize, sentence: &Range<usize>) -> bool {
        let Some(left) = at.checked_sub(1).map(|left| &self.mentions[left]) else { return false };
        let from = self.before_article(left.words.start);
        let joined = left.words.end + 1 >= self.before_article(self.mentions[at].words.start);
        let Some(before) = from.checked_sub(1).filter(|before| *before >= sentence.start) else { return false };
        let word = self.lower(before);
        joined
            && self.follows(from)
            && (words::is_preposition(word)
                || words::verb(word).is_some_and(|verb| verb != Verb::Say && verb != Verb::Report)
                || (matches!(word, "and" | "or") && at > 1 && self.is_object(at - 1, sentence)))
    }

    /// The mention with those that are joined to it, and where they end: "France, Germany and Poland".
    fn together(&self, at: usize, sentence: &Range<usize>) -> (Vec<usize>, usize) {
        let (mut whose, mut end) = (vec![at], self.mentions[at].words.end);
        let mut listed = Vec::new();
        for (next, mention) in self.mentions.iter().enumerate().skip(at + 1) {
            if mention.words.end > sentence.end {
                break;
            }
            let from = self.before_article(mention.words.start);
            let joined = from == end + 1 && matches!(self.lower(end), "and" | "or" | "nor");
            if joined {
                whose.append(&mut listed);
                whose.push(next);
                end = mention.words.end;
                break;
            }
            let comma = from == end && self.gap(from).trim() == ",";
            if !comma || !matches!(mention.who, Who::Country(_) | Who::Actor(_)) {
                break;
            }
            listed.push(next);
            end = mention.words.end;
        }
        if listed.is_empty() { (whose, end) } else { (vec![at], self.mentions[at].words.end) }
    }

    /// The verb of a subject that ends before `end`, also behind what is said of it between commas.
    fn verb_behind(
        &self,
        end: usize,
        sentence: &Range<usize>,
        strong: bool,
        open: bool,
    ) -> Option<(Verb, Range<usize>)> {
        let words = &self.words[..sentence.end.min(self.words.len())];
        let verb = |from: usize| words::verb_phrase(words, |at| self.gap(at), from, strong, open);
        if end >= words.len() {
            return None;
        }
        let gap = self.gap(end);
        if self.follows(end) {
            if matches!(self.lower(end), "who" | "which") {
                return verb(end + 1);
            }
            return verb(end).or_else(|| {
                // "a diplomat of the group said": up to three words of place.
                let place = matches!(self.lower(end), "of" | "in" | "from" | "at" | "for" | "on" | "with");
                let last = (end + 1..(end + 6).min(words.len())).take_while(|at| self.follows(*at)).collect::<Vec<_>>();
                let said = last.into_iter().filter(|at| words::verb(self.lower(*at)) == Some(Verb::Say));
                place.then(|| said.map(|at| (Verb::Say, at..at + 1)).next()).flatten()
            });
        }
        if gap.trim() == "," || gap.trim_start().starts_with(", ") {
            let close = (end + 1..words.len().min(end + 26))
                .take_while(|at| !self.gap(*at).contains([';', ':', '.', '!', '?']))
                .find(|at| self.gap(*at).trim() == ",");
            let behind = close.and_then(verb);
            if behind.is_some() || !matches!(self.lower(end), "who") {
                return behind;
            }
            return verb(end + 1);
        }
        None
    }

    /// The article, or "both", before a word.
    pub fn before_article(&self, mut at: usize) -> usize {
        const ARTICLES: [&str; 22] = [
            "the", "a", "an", "both", "mr", "mrs", "ms", "some", "two", "one", "his", "her", "its", "their", "most",
            "several", "many", "other", "dr", "neither", "either", "all",
        ];
        // "one of the officials".
        if at > 2
            && self.lower(at - 1) == "the"
            && self.lower(at - 2) == "of"
            && matches!(self.lower(at - 3), "one" | "some" | "several" | "two" | "many" | "most")
        {
            return at - 3;
        }
        while at > 0
            && (self.follows(at) || self.gap(at) == ". ")
            && ARTICLES.contains(&self.lower(at - 1))
            && !(self.lower(at - 1) == "one" && self.lower(at) == "of")
        {
            at -= 1;
        }
        at
    }

    /// Whether "provided that", "as long as" or the like stands right before.
    fn opens_condition(&self, from: usize, sentence: &Range<usize>) -> bool {
        let before = |back: usize| match from.checked_sub(back) {
            Some(at) if at >= sentence.start => self.lower(at),
            _ => "",
        };
        before(1) == "that"
            && matches!(before(2), "provided" | "providing" | "condition" | "so" | "given" | "assuming" | "unless")
            || before(1) == "as" && before(2) == "long"
    }

    /// Whether a sentence is speech from end to end.
    pub fn is_all_quoted(&self, sentence: &Range<usize>) -> bool {
        !sentence.is_empty() && self.is_quoted(sentence.start) && self.is_quoted(sentence.end - 1) && {
            let (from, to) = (self.words[sentence.start].range.start, self.words[sentence.end - 1].range.start);
            self.quotes.iter().any(|quote| quote.contains(&from) && quote.contains(&to))
        }
    }
}
