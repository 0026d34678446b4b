//! Words of English news prose, by what they do in a sentence.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What a verb tells about its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Speaks; may stand before the speaker: "said Tusk".
    Say,
    /// Speaks, with a listener or a deed: "urged", "ruled out".
    Urge,
    /// Takes or holds a position: "backs", "is reluctant", "has signed".
    Act,
    /// Means to do something: "plans to".
    Plan,
    /// Is foreseen by others: "is expected to".
    Foreseen,
    /// Will, would, could do something.
    Will,
    /// Writes as a newspaper or an agency does: "reported".
    Report,
    /// Does something else: "lashed out", "has dug in".
    Open,
}

impl Verb {
    /// Whether the subject uttered something.
    pub fn is_speech(self) -> bool {
        matches!(self, Verb::Say | Verb::Urge | Verb::Report)
    }
}

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its bytes.
    pub range: Range<usize>,
    /// In small letters.
    pub lower: String,
    /// Whether it begins with a capital.
    pub capital: bool,
}

/// The words of `text`. An apostrophe ends a word, a hyphen or a full stop inside does not.
pub fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut start: Option<usize> = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next_is_letter = rest.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let inside = c.is_alphanumeric() || (start.is_some() && next_is_letter && matches!(c, '-' | '.'));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(word(text, from..at));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| word(text, from..text.len())));
    found
}

fn word(text: &str, range: Range<usize>) -> Word {
    let whole = &text[range.clone()];
    Word { lower: whole.to_lowercase(), capital: whole.starts_with(char::is_uppercase), range }
}

const SAY: &str = "say says said state states stated argue argues argued add adds added declare declares declared \
    comment comments commented insist insists insisted stress stresses stressed warn warns warned announce announces \
    announced explain explains explained claim claims claimed note notes noted suggest suggests suggested reply \
    replies replied write writes wrote reiterate reiterates reiterated emphasise emphasises emphasised emphasize \
    emphasizes emphasized concede concedes conceded admit admits admitted acknowledge acknowledges acknowledged \
    indicate indicates indicated confirm confirms confirmed predict predicts predicted joke jokes joked recall recalls \
    recalled respond responds responded answer answers answered observe observes observed maintain maintains \
    maintained remark remarks remarked repeat repeats repeated reckon reckons reckoned affirm affirms affirmed assert \
    asserts asserted believe believes believed think thinks thought caution cautions cautioned complain complains \
    complained signal signals signalled hint hints hinted recommend recommends recommended";

const URGE: &str = "tell tells told urge urges urged ask asks asked pledge pledges pledged vow vows vowed promise \
    promises promised demand demands demanded reject rejects rejected propose proposes proposed deny denies denied \
    dismiss dismisses dismissed accuse accuses accused criticise criticises criticised criticize criticizes \
    criticized condemn condemns condemned threaten threatens threatened appeal appeals appealed offer offers offered \
    decline declines declined request requests requested summon summons summoned advise advises advised doubt doubts \
    doubted question questions questioned wonder wonders wondered mock mocks mocked praise praises praised";

const ACT: &str = "back backs backed oppose opposes opposed support supports supported favour favours favoured favor \
    favors favored want wants wanted refuse refuses refused agree agrees agreed accept accepts accepted vote votes \
    voted abstain abstains abstained veto vetoes vetoed block blocks blocked welcome welcomes welcomed endorse \
    endorses endorsed approve approves approved resist resists resisted consider considers considered considering \
    join joins joined withdraw withdraws withdrew withdrawn suspend suspends suspended sign signs signed ratify \
    ratifies ratified impose imposes imposed lift lifts lifted send sends sent halt halts halted freeze freezes froze \
    frozen recognise recognises recognised recognize recognizes recognized adopt adopts adopted commit commits \
    committed expel expels expelled pause pauses paused seek seeks sought prefer prefers preferred hope hopes hoped \
    push pushes pushed press presses pressed object objects objected contribute contributes contributed deploy deploys \
    deployed withhold withholds withheld ban bans banned";

const PLAN: &str = "plan plans planned intend intends intended aim aims aimed means";

const REPORT: &str = "report reports reported";

static VERBS: LazyLock<HashMap<&'static str, Verb>> = LazyLock::new(|| {
    let lists = [(ACT, Verb::Act), (PLAN, Verb::Plan), (REPORT, Verb::Report), (URGE, Verb::Urge), (SAY, Verb::Say)];
    lists.into_iter().flat_map(|(list, verb)| list.split_whitespace().map(move |word| (word, verb))).collect()
});

/// Verbs of several words.
const PHRASES: [(&str, Verb); 38] = [
    ("lashed out", Verb::Urge),
    ("hit back", Verb::Urge),
    ("shot back", Verb::Say),
    ("at pains to", Verb::Say),
    ("let slip", Verb::Say),
    ("sees", Verb::Act),
    ("refused to say", Verb::Say),
    ("refuses to say", Verb::Say),
    ("declined to say", Verb::Say),
    ("let it be known", Verb::Say),
    ("lets it be known", Verb::Say),
    ("made it clear", Verb::Say),
    ("made clear", Verb::Say),
    ("makes clear", Verb::Say),
    ("drew the conclusion", Verb::Say),
    ("went on to", Verb::Act),
    ("went on", Verb::Say),
    ("goes on", Verb::Say),
    ("saw no", Verb::Say),
    ("sees no", Verb::Say),
    ("spoke of", Verb::Urge),
    ("speaks of", Verb::Urge),
    ("speak of", Verb::Urge),
    ("called", Verb::Urge),
    ("calls", Verb::Urge),
    ("call for", Verb::Urge),
    ("call on", Verb::Urge),
    ("ruled out", Verb::Urge),
    ("rules out", Verb::Urge),
    ("rule out", Verb::Urge),
    ("set aside", Verb::Urge),
    ("stands by", Verb::Act),
    ("stood by", Verb::Act),
    ("stand by", Verb::Act),
    ("has its doubts", Verb::Act),
    ("have their doubts", Verb::Act),
    ("would rather", Verb::Act),
    ("wish to", Verb::Act),
];

/// What may stand behind "is" when a position is told.
const READY: &str = "ready willing reluctant opposed open prepared against unwilling sceptical skeptical committed keen \
    cautious hesitant determined inclined considering preparing seeking adamant unacceptable nervous wary loath averse";

/// What may stand behind "is" when others foresee it.
const FORESEEN: &str = "expected likely unlikely set poised bound";

const IS: &str = "is are was were be been remains remain remained seems seem appears appear appeared looks look stands \
    sounded sounds";

const MODALS: &str = "will would could can cannot may might must should shall won wouldn couldn shouldn";

/// What a verb may wait behind: auxiliaries, adverbs, days.
const BETWEEN: &str = "has have had having also then later again already now still once twice repeatedly recently \
    earlier today yesterday tomorrow on monday tuesday wednesday thursday friday saturday sunday night morning \
    afternoon evening long publicly privately openly flatly bluntly firmly briefly previously never not did does do \
    don didn doesn t quickly formally ever reportedly both all each too meanwhile however himself herself itself \
    nonetheless there here clearly simply only just even rather long therefore thus alike together instead broadly strongly";

/// Past tenses that do not end in -ed.
const PAST: &str = "struck dug put drew drawn made took taken gave given kept held found left fell fallen went gone came \
    stood saw seen shot spoke spoken let set won lost got paid bought sold built brought broke broken chose chosen cut \
    hit hurt ran sat spent threw thrown understood led fought laid dealt stuck swung bent won wound used";

/// Nouns in -s that a name may stand before.
const PLURALS: &str = "talks troops forces sanctions officials allies members leaders soldiers ministers weapons tariffs \
    elections rules jets deaths costs protests hostages exports imports workers voters borders prices shares stocks \
    markets relations ties others states countries governments diplomats generals sources years peacekeepers news \
    headquarters politics operations interests proposals plans peoples cities towns schools hospitals companies firms";

const PREPOSITIONS: &str = "to in into for against from on with of towards toward about at by under over between near \
    inside outside around across through without behind among beside besides like unlike than alongside upon off \
    despite beyond onto within including via per invade invaded attack attacking attacked deter defend defending met \
    meet meeting visit visited visits left leave leaving reach reached help helping protect threaten threatens arm \
    arming arms";

/// Openers of a clause that is a condition, a reason or a description.
const SUBORDINATE: &str = "if unless because since until once provided providing when where which who whom whose after \
    before as lest though although so than whether";

/// Openers of a clause that somebody utters.
const CONTENT: &str = "that how why what";

struct Sets {
    ready: HashSet<&'static str>,
    foreseen: HashSet<&'static str>,
    is: HashSet<&'static str>,
    modals: HashSet<&'static str>,
    between: HashSet<&'static str>,
    prepositions: HashSet<&'static str>,
    subordinate: HashSet<&'static str>,
    content: HashSet<&'static str>,
    past: HashSet<&'static str>,
    plurals: HashSet<&'static str>,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| {
    let set = |list: &'static str| list.split_whitespace().collect();
    Sets {
        ready: set(READY),
        foreseen: set(FORESEEN),
        is: set(IS),
        modals: set(MODALS),
        between: set(BETWEEN),
        prepositions: set(PREPOSITIONS),
        subordinate: set(SUBORDINATE),
        content: set(CONTENT),
        past: set(PAST),
        plurals: set(PLURALS),
    }
});

/// Words of what countries take positions on, by their beginnings.
const POLITICAL: [&str; 64] = [
    "propos",
    "plan",
    "deal",
    "talk",
    "negotiat",
    "truce",
    "cease",
    "sanction",
    "tariff",
    "treat",
    "accord",
    "accession",
    "levy",
    "guarantee",
    "troop",
    "soldier",
    "peace",
    "weapon",
    "arms",
    "aid",
    "mandate",
    "resolution",
    "summit",
    "object",
    "oppos",
    "offer",
    "sale",
    "embargo",
    "compromise",
    "decision",
    "threat",
    "vote",
    "alli",
    "ally",
    "war",
    "border",
    "missile",
    "support",
    "scheme",
    "veto",
    "member",
    "reform",
    "option",
    "restraint",
    "meddl",
    "interfer",
    "invasion",
    "strateg",
    "mission",
    "deploy",
    "pact",
    "crisis",
    "dispute",
    "demand",
    "condition",
    "pledge",
    "warn",
    "hostage",
    "text",
    "agreement",
    "idea",
    "bloc",
    "council",
    "concession",
];

/// Whether `word` is of what countries take positions on.
pub fn is_political(word: &str) -> bool {
    POLITICAL.iter().any(|stem| word.starts_with(stem))
}

/// Whether `word` is a noun for a position: "Warsaw’s objection".
pub fn is_stance(word: &str) -> bool {
    const STANCES: [&str; 34] = [
        "position",
        "positions",
        "price",
        "threat",
        "threats",
        "offer",
        "objection",
        "objections",
        "opposition",
        "demand",
        "demands",
        "refusal",
        "veto",
        "answer",
        "response",
        "condition",
        "conditions",
        "decision",
        "proposal",
        "stance",
        "view",
        "line",
        "message",
        "support",
        "insistence",
        "warning",
        "pledge",
        "promise",
        "rejection",
        "reluctance",
        "willingness",
        "hesitation",
        "preference",
        "verdict",
    ];
    STANCES.contains(&word)
}

/// Whether a noun behind `word` is its object or stands in a phrase of place.
pub fn is_preposition(word: &str) -> bool {
    SETS.prepositions.contains(word)
}

/// Whether `word` opens a condition, a reason or a description.
pub fn is_subordinate(word: &str) -> bool {
    SETS.subordinate.contains(word)
}

/// Whether `word` opens what somebody utters.
pub fn is_content(word: &str) -> bool {
    SETS.content.contains(word)
}

/// What `word` alone tells, if it is a verb of saying or acting.
pub fn verb(word: &str) -> Option<Verb> {
    VERBS.get(word).copied()
}

/// The verb at `words[at]`, behind at most six words that may stand before it, and where it ends. `gap(i)` is what
/// stands between word `i` and the one before.
///
/// The subject is `strong` when it is a country or an office, for which any "will" and any "has signed" is a deed.
pub fn verb_phrase<'t>(
    words: &[Word],
    gap: impl Fn(usize) -> &'t str,
    from: usize,
    strong: bool,
    open: bool,
) -> Option<(Verb, Range<usize>)> {
    let mut at = from;
    let mut had = false;
    while at < words.len() && at <= from + 6 {
        if at > from && gap(at).contains([',', ';', ':', '.', '“', '”', '"']) {
            return None;
        }
        let word = words[at].lower.as_str();
        if let Some((verb, length)) = phrase(words, at) {
            return Some((verb, at..at + length));
        }
        if SETS.modals.contains(word) {
            let expected = words.get(at + 1).is_some_and(|next| matches!(&*next.lower, "likely" | "probably"));
            if expected {
                return Some((Verb::Foreseen, at..at + 2));
            }
            // "would not say": what stands behind the modal tells more.
            let (mut behind, mut wish) = (at + 1, None);
            while let Some(next) = words.get(behind).filter(|_| behind <= at + 3) {
                if let Some(verb) = verb(&next.lower) {
                    wish = Some((verb, at..behind + 1));
                    break;
                }
                if SETS.is.contains(&*next.lower) {
                    wish = is_phrase(words, behind).map(|(verb, end)| (verb, at..end));
                    break;
                }
                behind += 1;
            }
            return wish.filter(|(verb, _)| *verb != Verb::Report).or(strong.then_some((Verb::Will, at..at + 1)));
        }
        if SETS.is.contains(word) {
            let going = words.get(at + 1).is_some_and(|next| next.lower.len() > 5 && next.lower.ends_with("ing"));
            let open = (open && going).then_some((Verb::Open, at..at + 2));
            return is_phrase(words, at).map(|(verb, end)| (verb, at..end)).or(open);
        }
        if let Some(verb) = verb(word) {
            return Some((verb, at..at + 1));
        }
        if open && !words[at].capital && is_open(word, had) {
            return Some((Verb::Open, at..at + 1));
        }
        let adverb = word.len() > 4 && word.ends_with("ly");
        if !adverb && !SETS.between.contains(word) {
            return None;
        }
        had |= matches!(word, "has" | "have" | "had");
        at += 1;
    }
    None
}

/// Whether a word behind a subject looks like its verb.
fn is_open(word: &str, had: bool) -> bool {
    let past = (word.len() > 4 && word.ends_with("ed")) || SETS.past.contains(word);
    let present = word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !SETS.plurals.contains(word)
        && !SETS.between.contains(word);
    past || (!had && present)
}

/// "is not ready", "are expected": behind at most three words.
fn is_phrase(words: &[Word], at: usize) -> Option<(Verb, usize)> {
    // "is to present".
    if matches!(&*words[at].lower, "is" | "are" | "was" | "were")
        && words.get(at + 1).is_some_and(|to| to.lower == "to")
    {
        return Some((Verb::Plan, at + 2));
    }
    for (index, next) in words.iter().enumerate().skip(at + 1).take(4) {
        let word = next.lower.as_str();
        if SETS.ready.contains(word) {
            return Some((Verb::Act, index + 1));
        }
        if SETS.foreseen.contains(word) && words.get(index + 1).is_some_and(|to| matches!(&*to.lower, "to" | "not")) {
            return Some((Verb::Foreseen, index + 1));
        }
        if word == "favour" || word == "favor" {
            return Some((Verb::Act, index + 1));
        }
        if verb(word).is_some_and(|verb| verb == Verb::Plan) || matches!(word, "planning") {
            return Some((Verb::Plan, index + 1));
        }
        if !(SETS.between.contains(word) || matches!(word, "in" | "very" | "more" | "less" | "to" | "be" | "quite")) {
            return None;
        }
    }
    None
}

fn phrase(words: &[Word], at: usize) -> Option<(Verb, usize)> {
    PHRASES.iter().find_map(|(phrase, verb)| {
        let mut length = 0;
        for part in phrase.split(' ') {
            if words.get(at + length).is_none_or(|word| word.lower != part) {
                return None;
            }
            length += 1;
        }
        Some((*verb, length))
    })
}
