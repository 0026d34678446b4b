//! Which names mean a country: "Georgia" in Tbilisi, not in Atlanta; "Turkey" not on a plate.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::names::{CountryRef, Form, Hit};

/// Names that the gazetteer does not list, since they are nobody's own: with the id of their entry.
pub const ALSO: [(&str, &str, Form); 6] = [
    ("Korea", "south-korea", Form::Name),
    ("Korean", "south-korea", Form::Belonging),
    ("Koreans", "south-korea", Form::Belonging),
    ("the Union", "eu", Form::Name),
    ("The Union", "eu", Form::Name),
    ("Holyrood", "united-kingdom", Form::Seat),
];

/// Phrases that hold a name but do not name the country: regions, seas, wars, dishes, people, a verb.
pub const NOT_NAMES: [&str; 87] = [
    "North America",
    "North American",
    "North Americans",
    "South America",
    "South American",
    "South Americans",
    "Central America",
    "Central American",
    "Central Americans",
    "Latin America",
    "Latin American",
    "Latin Americans",
    "Northern Ireland",
    "Northern Irish",
    "New Jersey",
    "New Mexico",
    "New England",
    "New Delhi Television",
    "Indian Ocean",
    "Gulf of Guinea",
    "Gulf of Mexico",
    "Gulf of Oman",
    "Gulf of Finland",
    "North Pole",
    "South Pole",
    "Turkish Cypriot",
    "Turkish Cypriots",
    "Northern Cyprus",
    "South Ossetia",
    "South Ossetian",
    "South Ossetians",
    "Inner Mongolia",
    "Polish the",
    "Polish your",
    "Polish up",
    "South China Sea",
    "East China Sea",
    "Sea of Japan",
    "Korean peninsula",
    "Korean Peninsula",
    "Korean War",
    "the two Koreas",
    "Bank of England",
    "Bank of America",
    "America's Cup",
    "Captain America",
    "Miss America",
    "Washington state",
    "Washington State",
    "George Washington",
    "Denzel Washington",
    "Paris Hilton",
    "Paris Saint-Germain",
    "Jack London",
    "Isaiah Berlin",
    "Irving Berlin",
    "Lourdes Leon",
    "Anatole France",
    "Michael Jordan",
    "Jordan River",
    "River Jordan",
    "Jordan Valley",
    "Lake Chad",
    "Chad Basin",
    "Dutch courage",
    "Dutch oven",
    "Dutch auction",
    "Swiss Army",
    "Swiss army",
    "Mexican wave",
    "Mexican standoff",
    "Russian roulette",
    "Chinese whispers",
    "Chinese wall",
    "Chinese walls",
    "Trojan horse",
    "French Guiana's",
    "French Open",
    "US Open",
    "Australian Open",
    "British Open",
    "Indian summer",
    "State of the Union",
    "Soviet Union",
    "the Union Jack",
    "the Union flag",
    "Stockholm syndrome",
];

/// A list of words.
type Words = LazyLock<HashSet<&'static str>>;

fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

/// Nouns behind a name that make it a dish, a thing or an animal.
static THINGS: Words = LazyLock::new(|| {
    words(
        "restaurant restaurants cheese cheeses wine wines food foods cuisine dish dishes pastry pastries \
    toast fries waffle waffles coffee chocolate chocolates salad pizza dressing delight bath baths hat hats sprout \
    sprouts duck roulette omelette stew pub pubs goose geese bulldog terrier shepherd horn windows braid plait kiss \
    manicure polish nut nuts beer vodka whisky whiskey tea curry sausage sausages sandwich sandwiches pig pigs fowl \
    flu measles watch watches carpet carpets rug lamp doll dolls ballet novel film movie cinema bread yoghurt yogurt",
    )
});

/// What follows a seat of government when it only tells where: "the Paris talks", "the Minsk accords".
static EVENTS: Words = LazyLock::new(|| {
    words(
        "talks talk agreement agreements accord accords convention conventions treaty treaties protocol \
    process format summit conference meeting declaration negotiations round club marathon airport suburb suburbs \
    region peace gathering forum dialogue rules principles guidelines stock street streets hotel attack attacks \
    bureau correspondent court commune metro underground Agreement Accord Accords Convention Conventions Treaty \
    Protocol Process Summit Conference Forum Dialogue Declaration Club Marathon Airport Stock",
    )
});

/// What stands before a seat of government that only tells where.
static PLACING: Words = LazyLock::new(|| {
    words("in at near outside inside around across via through left leaves In At Near Outside Around")
});

/// What follows a name in the title of a newspaper, a firm or a street.
static TITLES: Words = LazyLock::new(|| {
    words(
        "Times Post Herald Telegraph Tribune Journal Gazette News Standard Observer Independent Express \
    Mail Sun Star Chronicle Review TV Radio Broadcasting Television University College Street Road Avenue Hotel \
    Square Airlines Airways Bank Club Stadium Olympics Games Open Marathon Morning Daily Evening Weekly Spectator \
    Magazine Orchestra Philharmonic Bridge Station Airport Museum Gallery Grand",
    )
});

/// What stands before a name that is no country's.
static TITLED: Words = LazyLock::new(|| {
    words(
        "Radio Hotel Hurricane Storm Tropical Mr Mrs Ms Dr Miss Saint Lady Lord Sir Air Cafe Café Port \
    Fort Lake Camp",
    )
});

/// Names that people bear as well.
static GIVEN: Words = LazyLock::new(|| {
    words(
        "Jordan Chad Georgia Paris Kenya India Israel Chelsea Victoria Sydney London Holland Ireland \
    Sofia Cuba Malta Florence Vienna Austria Asia Washington Berlin Madison Stanley Hamilton Wellington Lima Roma Dakota \
    Brooklyn Tripoli Havana Santiago Valentina Mali Brazil",
    )
});

/// Given names that stand before those.
static FIRST: Words = LazyLock::new(|| {
    words(
        "Michael David John James Robert William Richard Thomas Charles Daniel Matthew Anthony Mark Paul \
    Steven Andrew Joshua Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan \
    Stephen Larry Justin Scott Brandon Benjamin Samuel Frank Gregory Raymond Alexander Patrick Jack Dennis Jerry Tyler \
    Aaron Jose Henry Adam Douglas Nathan Peter Zachary Kyle Walter Ethan Jeremy Harold Keith Christian Roger Noah \
    Gerald Terry Sean Austin Carl Arthur Lawrence Dylan Jesse Bryan Joe Billy Bruce Louis Ralph Roy Mary Patricia \
    Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley Kimberly Emily \
    Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Cynthia Kathleen Amy Angela Anna Brenda Emma \
    Nicole Helen Samantha Katherine Christine Rachel Carolyn Janet Catherine Maria Heather Diane Ruth Julie Olivia \
    Joyce Virginia Kelly Lauren Christina Joan Evelyn Judith Megan Andrea Cheryl Hannah Martha Jacqueline Frances \
    Gloria Ann Teresa Kathryn Sara Janice Jean Alice Madison Doris Abigail Julia Judy Grace Denise Amber Marilyn Vernon \
    Montell Neil Duke Denzel Dinah Kerry Barbara Armando",
    )
});

/// What may follow the name of a country with a capital: "Jordan Prime Minister".
static OFFICES: Words = LazyLock::new(|| {
    words(
        "Prime Foreign Defence Defense President King Queen Minister Government Parliament Army Air Navy \
    Supreme Central High Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May \
    June July August September October November December Interior Finance Deputy Vice I",
    )
});

/// Words of the American state of Georgia, and of the country.
static STATE: Words = LazyLock::new(|| {
    words(
        "Atlanta Savannah Augusta governor governors Governor senator senators Senator Senators Republican \
    Republicans Democrat Democrats congressman congresswoman Fulton Alabama Florida Carolina Tennessee Macon Bulldogs \
    peach peaches Trump-backed legislature statehouse district",
    )
});
static CAUCASUS: Words = LazyLock::new(|| {
    words(
        "Tbilisi Georgian Georgians Caucasus Abkhazia Ossetia Batumi Ossetian Armenia Azerbaijan \
    Moscow Russia Russian EU Nato NATO Brussels Ukraine Moldova sanctions Kremlin",
    )
});

/// Words of a meal with a turkey, and of the country.
static MEAL: Words = LazyLock::new(|| {
    words(
        "Thanksgiving sandwich sandwiches roast roasted stuffing gravy carve carved carves carving oven recipe \
    recipes leftovers cranberry slices lunch dinner restaurant smoked ate eat eating cooked",
    )
});
static ANKARA: Words = LazyLock::new(|| {
    words(
        "Ankara Turkish Istanbul Erdogan Erdoğan Nato NATO government minister president Bosphorus \
    Kurdish Syria sanctions",
    )
});

/// Words of a person, not a country.
static PERSON: Words = LazyLock::new(|| {
    words(
        "scored scores points goals goal coach season album singer actor actress teammate teammates \
    basketball friend boyfriend girlfriend brother sister husband wife quarterback striker midfielder rapper",
    )
});

/// Capitals that are ordinary names first: they count where the text names the country as well.
static COMMON: Words = LazyLock::new(|| {
    words(
        "Hamilton Stanley Victoria Kingston Georgetown Jamestown Douglas Castries Roseau Beehive Curia \
    Sabor Kirya Rada Istana Castille Aden Moroni Nassau Alofi Apia Marigot Gustavia Adamstown Brades",
    )
});

/// Of two countries of one name, the likelier.
const LIKELIER: [(&str, &str); 4] =
    [("Brussels", "eu"), ("Congo", "dr-congo"), ("Congolese", "dr-congo"), ("Kingston", "jamaica")];

/// The words around the names of a text.
pub struct Context<'a> {
    text: &'a str,
    hits: &'a [Hit],
}

/// What a name means where it stands.
pub struct Meant {
    pub meanings: Vec<(CountryRef, Form)>,
    pub is_where: bool,
}

impl<'a> Context<'a> {
    pub fn new(text: &'a str, hits: &'a [Hit]) -> Self {
        Self { text, hits }
    }

    /// What a name means; nothing if it names no country here.
    pub fn judge(&self, hit: &Hit) -> Option<Meant> {
        let (_, form) = *hit.meanings.first()?;
        let name = &self.text[hit.start..hit.end];
        let (before, after) = (last_word(&self.text[..hit.start]), first_word(&self.text[hit.end..]));
        // "Jordan, 34, has played".
        let aged = self.text[hit.end..].strip_prefix(", ").is_some_and(|rest| {
            let age = rest.bytes().take_while(u8::is_ascii_digit).count();
            (1..3).contains(&age) && rest[age..].starts_with(',')
        });
        let no_country = (after == "scored" || aged && form != Form::Seat)
            || has(&TITLED, before)
            || has(&TITLES, after)
            || (form != Form::Name && has(&THINGS, after))
            || (matches!(name, "Guinea" | "Turkey") && has(&THINGS, after))
            || (has(&GIVEN, name) && self.is_person(before, after, hit))
            || (name == "Georgia" && self.count(hit, &STATE) > self.count(hit, &CAUCASUS))
            || (name == "Turkey" && self.count(hit, &MEAL) > self.count(hit, &ANKARA))
            || (has(&COMMON, name) && !self.is_named_otherwise(hit));
        if no_country {
            return None;
        }
        let mut meanings = hit.meanings.clone();
        if let Some((_, likelier)) = LIKELIER.into_iter().find(|(ambiguous, _)| *ambiguous == name)
            && !(name == "Brussels" && ["Belgian", "Belgium"].iter().any(|word| self.near(hit).contains(word)))
        {
            let is = |country: &CountryRef| match country {
                CountryRef::Codebook(id) => id.0.as_str() == likelier,
                CountryRef::Known(known) => known.id.0.as_str() == likelier,
            };
            meanings.sort_by_key(|(country, _)| !is(country));
        }
        let before = if matches!(before, "the" | "The") { word_before_the(&self.text[..hit.start]) } else { before };
        let is_where = form == Form::Seat && (has(&PLACING, before) || has(&EVENTS, after));
        Some(Meant { meanings, is_where })
    }

    /// Whether a name is part of a person's, or a person's alone.
    fn is_person(&self, before: &str, after: &str, hit: &Hit) -> bool {
        let followed = after.starts_with(char::is_uppercase)
            && after.len() > 1
            && !has(&OFFICES, after)
            && !after.chars().all(char::is_uppercase)
            && !self.hits.iter().any(|other| other.start == hit.end + 1);
        let alone = matches!(&self.text[hit.start..hit.end], "Jordan" | "Chad" | "Georgia" | "Paris" | "Israel");
        has(&FIRST, before) || followed || (alone && self.count(hit, &PERSON) > 0 && self.count(hit, &ANKARA) == 0)
    }

    /// Whether the country of a hit is named by another name.
    fn is_named_otherwise(&self, hit: &Hit) -> bool {
        self.hits.iter().any(|other| {
            other.start != hit.start
                && other.meanings.iter().any(|(country, form)| {
                    *form != Form::Seat && hit.meanings.iter().any(|(wanted, _)| wanted == country)
                })
        })
    }

    /// How many words around a hit are of a list.
    fn count(&self, hit: &Hit, list: &HashSet<&str>) -> usize {
        let words = self.near(hit).split(|c: char| !(c.is_alphanumeric() || c == '-'));
        words.filter(|word| list.contains(word)).count()
    }

    /// The words around a hit, about two sentences each way.
    fn near(&self, hit: &Hit) -> &'a str {
        let from = self.text.floor_char_boundary(hit.start.saturating_sub(300));
        let to = self.text.ceil_char_boundary((hit.end + 300).min(self.text.len()));
        &self.text[from..to]
    }
}

/// Whether `word` is one of a list.
fn has(list: &Words, word: &str) -> bool {
    list.contains(word)
}

/// The word that follows after one space.
fn first_word(rest: &str) -> &str {
    let Some(rest) = rest.strip_prefix(' ') else { return "" };
    rest.split(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default()
}

/// The word before, with one space between.
fn last_word(before: &str) -> &str {
    let Some(before) = before.strip_suffix(' ') else { return "" };
    before.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default()
}

fn word_before_the(before: &str) -> &str {
    let before = before.trim_end();
    last_word(&before[..before.len().saturating_sub(3)])
}
