//! A made-up project of any size, the same for the same seed: sentences that governments might be
//! reported to have said, coded at random.

use std::fmt::Write as _;
use std::ops::Range;

use demarche::model::Project;

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Articles.
    pub articles: usize,
    /// Bytes of text in each article, about.
    pub article_bytes: usize,
    /// Claims, spread over the articles.
    pub claims: usize,
    /// Countries, each with one actor.
    pub countries: usize,
    /// Issues.
    pub issues: usize,
}

impl Size {
    /// The project that DESIGN names "large".
    pub const LARGE: Self =
        Self { articles: 10_000, article_bytes: 5_000, claims: 100_000, countries: 200, issues: 60 };

    /// Enough of everything to try something out on.
    pub const SMALL: Self = Self { articles: 20, article_bytes: 2_000, claims: 120, countries: 12, issues: 5 };
}

/// The project itself.
pub fn project(size: Size, seed: u64) -> Project {
    let loaded = demarche::store::from_str(&file(size, seed)).expect("the made-up file is well formed");
    assert!(loaded.problems.is_empty(), "the made-up project holds together: {:?}", loaded.problems.first());
    loaded.project
}

/// The text of the project's file.
pub fn file(size: Size, seed: u64) -> String {
    let mut maker = Maker {
        size,
        random: fastrand::Rng::with_seed(seed),
        out: String::with_capacity(size.articles * (size.article_bytes + 400) + size.claims * 900),
    };
    maker.make().expect("memory can be written to");
    maker.out
}

const COUNTRIES: [&str; 60] = [
    "Poland",
    "Germany",
    "France",
    "Spain",
    "Italy",
    "Portugal",
    "Norway",
    "Sweden",
    "Finland",
    "Denmark",
    "Estonia",
    "Latvia",
    "Lithuania",
    "Ireland",
    "Iceland",
    "Belgium",
    "Netherlands",
    "Luxembourg",
    "Austria",
    "Switzerland",
    "Czechia",
    "Slovakia",
    "Slovenia",
    "Croatia",
    "Hungary",
    "Romania",
    "Bulgaria",
    "Greece",
    "Cyprus",
    "Malta",
    "Türkiye",
    "Ukraine",
    "Moldova",
    "Georgia",
    "Armenia",
    "Serbia",
    "Albania",
    "Montenegro",
    "Canada",
    "Mexico",
    "Brazil",
    "Argentina",
    "Chile",
    "Peru",
    "Colombia",
    "Japan",
    "Australia",
    "New Zealand",
    "India",
    "Indonesia",
    "Kenya",
    "Ghana",
    "Nigeria",
    "Senegal",
    "Morocco",
    "Tunisia",
    "Egypt",
    "Jordan",
    "Côte d’Ivoire",
    "South Korea",
];
const VERBS: [&str; 8] = ["Send", "Fund", "Extend", "Suspend", "Join", "Ratify", "Lift", "Host"];
const OBJECTS: [&str; 8] = [
    "peacekeepers to Ukraine",
    "the reparations loan",
    "sanctions on oil",
    "the grain corridor",
    "a joint air shield",
    "the court’s new statute",
    "export controls on chips",
    "the monitoring mission",
];
const SPEAKERS: [&str; 6] = [
    "The prime minister",
    "The foreign minister",
    "A government spokesman",
    "Two officials",
    "The envoy",
    "Parliament",
];
const SAYS: [&str; 7] = [
    "said on Tuesday that the country would support the plan",
    "told reporters it was “far too early” to decide",
    "would only agree if the United States gave a \"backstop\"",
    "ruled out any deployment before a ceasefire",
    "warned that the budget left no room for it",
    "is expected to abstain, according to three diplomats",
    "called the proposal a naïve gesture and voted against it",
];
const FILLER: [&str; 9] = [
    "The talks in Brussels went on past midnight without a joint text.",
    "Analysts pointed out that the winter session leaves little time.",
    "No figures were given, and none had been expected.",
    "The market in the capital barely moved on the news.",
    "It was the third such meeting since the summer recess.",
    "A decision is due before the summit at the end of the month.",
    "Critics at home spoke of a gamble – supporters, of a duty.",
    "The draft, seen by this newspaper, runs to forty-one pages.",
    "Nobody in the room wished to be the first to leave.",
];
const OUTLETS: [&str; 6] = ["The Courier", "Morning Post", "Le Quotidien", "Tageblatt", "Reuters", "El Diario"];
const ANALYSTS: [&str; 3] = ["anna", "bram", "chiara"];
const STANCES: [&str; 6] = ["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"];
const BASES: [&str; 4] = ["quoted", "paraphrased", "reported", "expected"];

struct Maker {
    size: Size,
    random: fastrand::Rng,
    out: String,
}

impl Maker {
    fn make(&mut self) -> std::fmt::Result {
        writeln!(self.out, "(format: 1, id: \"large\", title: \"Made-up project\",")?;
        self.codebook()?;
        self.out.push_str("articles: [\n");
        let mut claims = 0;
        for article in 0..self.size.articles {
            let due = self.size.claims * (article + 1) / self.size.articles;
            self.article(article, claims..due)?;
            claims = due;
        }
        self.out.push_str("])\n");
        Ok(())
    }

    fn codebook(&mut self) -> std::fmt::Result {
        let scale = [
            ("Supports", Some(2), "teal", "up-filled"),
            ("Supports if", Some(1), "sea", "up-open"),
            ("Undecided", Some(0), "grey", "dash"),
            ("Reluctant", Some(-1), "amber", "down-open"),
            ("Opposes", Some(-2), "rust", "down-filled"),
            ("Mentions", None, "plain", "dot"),
        ];
        self.out.push_str("scale: [");
        for (index, (label, score, colour, glyph)) in scale.into_iter().enumerate() {
            let (id, key) = (STANCES[index], index + 1);
            let score = score.map_or_else(String::new, |score: i8| format!("score: {score}, "));
            writeln!(
                self.out,
                "(id: \"{id}\", label: \"{label}\", {score}colour: \"{colour}\", glyph: \"{glyph}\", key: '{key}'),"
            )?;
        }
        self.out.push_str("], countries: [");
        for index in 0..self.size.countries {
            let name = country_name(index);
            writeln!(self.out, "(id: \"c{index}\", name: \"{name}\", aliases: [\"the {name} government\"]),")?;
        }
        self.out.push_str("], actors: [");
        for index in 0..self.size.countries {
            let name = country_name(index);
            writeln!(
                self.out,
                "(id: \"a{index}\", name: \"Foreign minister of {name}\", role: \"Foreign minister\", \
                 country: \"c{index}\", voice: \"government\"),"
            )?;
        }
        self.out.push_str("], issues: [");
        for index in 0..self.size.issues {
            let label = format!("{} {}", VERBS[index % 8], OBJECTS[(index / 8 + index) % 8]);
            writeln!(
                self.out,
                "(id: \"i{index}\", label: \"{label} ({index})\", rules: \"Counts what is said for the whole country.\"),"
            )?;
        }
        self.out.push_str("], tags: [(id: \"to-check\", label: \"To check\"), (id: \"key\", label: \"Key\")],\n");
        self.out.push_str("blocs: [(id: \"core\", label: \"Core\", members: [\"c0\", \"c1\", \"c2\"])],\n");
        Ok(())
    }

    fn article(&mut self, number: usize, claims: Range<usize>) -> std::fmt::Result {
        let (text, sentences) = self.text();
        let day = self.date();
        let outlet = self.pick(&OUTLETS);
        let title = format!("{} weighs its answer ({number})", country_name(self.random.usize(..self.size.countries)));
        writeln!(
            self.out,
            "(id: \"{}\", title: \"{title}\", outlet: \"{outlet}\", author: \"Staff\", published: \"{day}\", \
             url: \"https://example.org/{number}\", language: \"en\", progress: \"done\", \
             added: \"2025-12-01T08:00:00Z\", text: r#\"{text}\"#,",
            id("r", number),
        )?;
        self.out.push_str("excerpts: [");
        for claim in claims {
            let Range { start, end } = sentences[self.random.usize(..sentences.len())].clone();
            let before = &text[back(&text, start)..start];
            let after = &text[end..forth(&text, end)];
            write!(
                self.out,
                "(id: \"{}\", at: ({start}, {end}), quotation: r#\"{}\"#, before: r#\"{before}\"#, after: r#\"{after}\"#, claims: [",
                id("x", claim),
                &text[start..end],
            )?;
            self.claim(claim)?;
            self.out.push_str("]),\n");
        }
        self.out.push_str("]),\n");
        Ok(())
    }

    fn claim(&mut self, number: usize) -> std::fmt::Result {
        let country = self.random.usize(..self.size.countries);
        write!(self.out, "(id: \"{}\", countries: [\"c{country}\"", id("k", number))?;
        if self.random.usize(..6) == 0 {
            let other = (country + 1) % self.size.countries;
            write!(self.out, ", \"c{other}\"")?;
        }
        self.out.push(']');
        if self.random.bool() {
            write!(self.out, ", speaker: \"a{country}\"")?;
        }
        if self.random.usize(..8) == 0 {
            self.out.push_str(", voice: \"expert\", via: \"the BBC\"");
        }
        let (issue, stance) = (self.random.usize(..self.size.issues), self.pick(&STANCES));
        let (basis, analyst) = (self.pick(&BASES), self.pick(&ANALYSTS));
        write!(self.out, ", issue: \"i{issue}\", stance: \"{stance}\", basis: \"{basis}\"")?;
        if stance == "supports-if" {
            self.out.push_str(", condition: \"if others do\"");
        }
        if self.random.usize(..3) == 0 {
            let date = self.date();
            write!(self.out, ", said_on: \"{date}\"")?;
        }
        if self.random.usize(..10) == 0 {
            self.out.push_str(", tags: [\"to-check\"], confidence: \"medium\"");
        }
        let (hour, minute) = (self.random.u8(8..18), self.random.u8(..60));
        write!(self.out, ", analyst: \"{analyst}\", created: \"2025-12-01T{hour:02}:{minute:02}:{:02}Z\")", number % 60)
    }

    /// A text with the places of its sentences.
    fn text(&mut self) -> (String, Vec<Range<usize>>) {
        let mut text = String::with_capacity(self.size.article_bytes + 200);
        let mut sentences = Vec::new();
        while text.len() < self.size.article_bytes {
            let start = text.len();
            if self.random.usize(..3) == 0 {
                text.push_str(self.pick(&FILLER));
            } else {
                let (speaker, says) = (self.pick(&SPEAKERS), self.pick(&SAYS));
                let country = country_name(self.random.usize(..self.size.countries));
                text.push_str(speaker);
                text.push_str(" of ");
                text.push_str(&country);
                text.push(' ');
                text.push_str(says);
                text.push('.');
            }
            sentences.push(start..text.len());
            text.push_str(if sentences.len() % 4 == 0 { "\n\n" } else { " " });
        }
        (text, sentences)
    }

    fn date(&mut self) -> String {
        format!("20{}-{:02}-{:02}", self.random.u8(22..26), self.random.u8(1..13), self.random.u8(1..29))
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.random.usize(..list.len())]
    }
}

fn country_name(index: usize) -> String {
    let name = COUNTRIES[index % COUNTRIES.len()];
    match index / COUNTRIES.len() {
        0 => name.into(),
        round => format!("{} {name}", ["", "North", "South", "East", "West"][round.min(4)]),
    }
}

/// A token that does not come in order, as real ones do not: an odd factor keeps them all different.
fn id(kind: &str, number: usize) -> String {
    let mut rest = (number as u64).wrapping_mul(0x9E37_79B1) & 0xFFFF_FFFF;
    let mut token = kind.to_owned();
    for _ in 0..7 {
        token.push(char::from_digit((rest % 36) as u32, 36).unwrap_or('0'));
        rest /= 36;
    }
    token
}

fn back(text: &str, at: usize) -> usize {
    text[..at].char_indices().rev().nth(31).map_or(0, |(at, _)| at)
}

fn forth(text: &str, at: usize) -> usize {
    text[at..].char_indices().nth(32).map_or(text.len(), |(after, _)| at + after)
}
