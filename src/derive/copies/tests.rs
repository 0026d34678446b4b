use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;
use crate::model::{Info, ProjectId};
use crate::text::{Anchor, Span};

fn id(number: usize) -> String {
    format!("a{number}")
}

fn bare() -> Project {
    let id: ProjectId = "p".parse().expect("a token");
    Project::bare(Info { id, title: "T".into(), notes: String::new() })
}

/// A project of these texts; the ids are in the order of `ids`.
fn project<'t>(texts: impl IntoIterator<Item = &'t str>) -> Project {
    let mut project = bare();
    for (number, text) in texts.into_iter().enumerate() {
        add(&mut project, number, text);
    }
    project
}

fn add(project: &mut Project, number: usize, text: &str) {
    project.set_text(id(number).parse().expect("a token"), Some(Arc::new(ArticleText::new(text))));
}

/// A project with an article for each of these quotations, which is all there is in it.
fn quoting(quotations: &[&str]) -> Project {
    let mut project = project(quotations.iter().copied());
    for (number, quotation) in quotations.iter().enumerate() {
        let article = id(number).parse().expect("a token");
        let text = project.text(article).expect("is there").clone();
        let anchor = Anchor::of(&text, Span::new(0, quotation.len())).expect("there are words");
        let id: ExcerptId = format!("e{number}").parse().expect("a token");
        project.set_excerpt(id, Some(Arc::new(Excerpt { id, article, anchor })));
    }
    project
}

/// Groups of articles by the numbers of their texts.
fn groups(project: &Project) -> Vec<Vec<usize>> {
    let number = |article: &ArticleId| article.to_string()[1..].parse().expect("a number");
    let copies = Copies::new(project);
    let mut groups: Vec<Vec<usize>> = copies
        .groups()
        .iter()
        .map(|group| group.iter().map(number).collect::<BTreeSet<_>>().into_iter().collect())
        .collect();
    groups.sort();
    groups
}

fn are_copies(left: &str, right: &str) -> bool {
    let (one, other) = (groups(&project([left, right])), groups(&project([right, left])));
    assert_eq!(one, other, "whichever comes first");
    one == [vec![0, 1]]
}

const WIRE: &str = "PARIS, Feb 17 (Agency) - European leaders gathered in Paris on Monday for an emergency summit on \
    Ukraine after the United States sidelined them from talks with Russia. Germany said it was too early to discuss \
    sending troops, while Britain's prime minister said he was ready and willing to put British soldiers on the ground \
    if there is a lasting agreement.\n\nPoland's prime minister said Warsaw would not send its own forces but would \
    support others with logistics and political backing. “We will support countries which may be willing to give such \
    guarantees,” he told reporters before boarding his plane.\n\nThe French president had called the meeting at short \
    notice. Diplomats said no joint decision was expected, and that differences over a reassurance force were likely \
    to remain until Washington made clear what it was prepared to provide. A second gathering was planned for later \
    in the week with leaders of countries that had not been invited to the first.";

const OTHER: &str = "Berlin (Gazette) - The chancellor arrived at the Paris summit on Monday insisting that talk of \
    German peacekeepers in Ukraine was premature and highly inappropriate. Downing Street by contrast has let it be \
    known that British troops could take part in a mission. Warsaw, which shares a long border with its neighbour, \
    prefers to help from home: trucks, depots, training. At the Elysee the host had hurriedly set the table for eight \
    governments, most of them weary of hearing about negotiations from television. Whether they will agree on \
    anything is doubtful, officials conceded, as long as nobody knows what the Americans intend.";

const FRENCH: &str = "PARIS, 17 février (Agence) - Les dirigeants européens se sont réunis lundi à Paris pour un sommet \
    d'urgence sur l'Ukraine après avoir été tenus à l'écart par les États-Unis des pourparlers avec la Russie. \
    L'Allemagne a jugé prématuré de discuter de l'envoi de troupes, tandis que le Premier ministre britannique s'est dit \
    prêt à déployer des soldats britanniques sur le terrain en cas d'accord durable.";

fn paragraph(text: &str, number: usize) -> &str {
    text.split("\n\n").nth(number).expect("there are three")
}

#[test]
fn agency_copy_is_known_in_other_clothes() {
    let headline = format!("Leaders at odds over troops\n\nBy our correspondent\n\n{WIRE}");
    let cut = paragraph(WIRE, 0);
    let without_lead = WIRE.replace(paragraph(WIRE, 0), "");
    let reset = WIRE.replace(' ', "\n").replace('“', "\"").to_uppercase();
    let changed = WIRE.replace("emergency", "hurried").replace("short notice", "late hour");
    let other_after = format!("{WIRE}\n\n{}", &OTHER[..OTHER.len() / 3]);
    for (text, is_copy, what) in [
        (&*headline, true, "another headline and a byline"),
        (cut, true, "cut at the end"),
        (&without_lead, true, "the first paragraph left out"),
        (&reset, true, "set otherwise"),
        (&changed, true, "two words changed"),
        (&other_after, true, "something of our own at the end"),
        (FRENCH, false, "translated"),
        (OTHER, false, "the same matter in other words"),
        (&OTHER.replace("doubtful", paragraph(WIRE, 1)), false, "a report of its own with one paragraph of the agency"),
        ("", false, "nothing"),
    ] {
        assert_eq!(are_copies(WIRE, text), is_copy, "{what}");
    }
    assert!(!are_copies("", ""), "nothing is no copy of nothing");
}

#[test]
fn a_long_report_and_the_few_lines_that_were_printed_of_it_are_copies() {
    // Nearly 1000 words, no two sentences alike; the paper printed the first 60.
    let long: String = (0..160).map(|at| format!("Delegate {at} told speaker {} no. ", at * 7)).collect();
    let words: Vec<&str> = long.split(' ').collect();
    assert!(are_copies(&long, &words[..60].join(" ")));
    assert!(!are_copies(&long, &words[..20].join(" ")), "twenty words are too few to tell");
}

#[test]
fn short_texts_are_copies_only_when_they_have_the_same_words() {
    let short = "Warsaw will not send troops, the prime minister said on Monday.";
    for (text, is_copy) in [
        ("Warsaw will not send troops, the prime minister said on Monday.", true),
        ("WARSAW WILL NOT SEND TROOPS – the prime minister\nsaid on Monday", true),
        ("Warsaw will not send troops, the prime minister said on Tuesday.", false),
        ("Warsaw will not send troops, the prime minister said.", false),
    ] {
        assert_eq!(are_copies(short, text), is_copy, "{text}");
    }
}

#[test]
fn likeness_is_not_handed_on_from_one_to_the_next() {
    let note = paragraph(WIRE, 1);
    let (left, right) = (format!("{note} {OTHER}"), format!("{FRENCH} {note}"));
    // Both reports hold the note; the note goes with one of them, and they stay two.
    let groups = groups(&project([&*left, &*right, note]));
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].len(), 2, "{groups:?}");
    assert!(groups[0].contains(&2));
}

#[test]
fn quotations_of_nearly_the_same_words_are_copies_wherever_they_stand() {
    let said = "We will support countries which may be willing to give such guarantees to Ukraine in the future";
    for (other, is_copy) in [
        ("we will support countries, which may be willing to give such guarantees to Ukraine in the future", true),
        ("We will support countries which might be willing to give such guarantees to Ukraine in the future", true),
        ("will support countries which may be willing to give such guarantees to Ukraine", true),
        ("support countries which may be willing to give", false),
        ("We shall back all states that want to offer this kind of security to Kyiv one day", false),
    ] {
        let copies = Copies::new(&quoting(&[said, other]));
        let number = |excerpt: &str| copies.quotation_of(excerpt.parse().expect("a token"));
        assert_eq!(number("e0").is_some() && number("e0") == number("e1"), is_copy, "{other}");
    }
    // The same eleven words prove nothing.
    let few = "said on Monday that it would not send any troops there";
    let copies = Copies::new(&quoting(&[few, few]));
    assert_eq!(copies.quotation_of("e0".parse().expect("a token")), None);
}

#[test]
fn what_was_read_before_is_not_read_again() {
    let mut project = project([WIRE, OTHER]);
    let first = Copies::new(&project);
    assert!(first.is_of(&project) && first.unread(&project) == 0);
    add(&mut project, 2, &format!("Talks. {WIRE}"));
    assert!(!first.is_of(&project));
    assert_eq!(first.unread(&project), 1);
    let asked = AtomicUsize::new(0);
    let count = || asked.fetch_add(1, Ordering::Relaxed) < 100;
    let second = first.renewed(&project, &count).expect("nobody stops it");
    assert_eq!(asked.into_inner(), 1);
    assert_eq!(second.groups(), Copies::new(&project).groups());
    assert_eq!(second.of(id(0).parse().expect("a token")).len(), 2);
    assert_eq!(second.of(id(1).parse().expect("a token")), []);
    add(&mut project, 0, OTHER);
    let third = second.renewed(&project, &|| true).expect("nobody stops it");
    assert_eq!(third.groups(), Copies::new(&project).groups(), "a text that was corrected is read anew");
    assert!(second.renewed(&project, &|| false).is_none());
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    let one_word = "x".repeat(4 << 20);
    let repeated = "no ".repeat(1 << 18);
    let repeated_more = "no ".repeat((1 << 18) + 1);
    let found = groups(&project([&*one_word, &repeated, &one_word, &repeated_more, "\u{301}", "…", "…"]));
    assert_eq!(found, [vec![0, 2], vec![1, 3]]);
    let same = project((0..10_000).map(|_| WIRE));
    assert_eq!(groups(&same).iter().map(Vec::len).collect::<Vec<_>>(), [10_000]);
    // Every one a little different.
    let texts: Vec<String> = (0..600).map(|at| format!("{WIRE} {at} {}", at * 7)).collect();
    assert_eq!(groups(&project(texts.iter().map(String::as_str))).iter().map(Vec::len).collect::<Vec<_>>(), [600]);
    // A third of every text is the same, the rest is its own.
    let own = |at: usize| (0..60).map(|word| format!("w{} ", at * 1000 + word)).collect::<String>();
    let texts: Vec<String> = (0..600).map(|at| format!("{}{}", own(at), paragraph(WIRE, 1))).collect();
    assert_eq!(groups(&project(texts.iter().map(String::as_str))), Vec::<Vec<usize>>::new());
}

/// Texts of a few hundred words out of which stretches are taken, as papers do.
fn corpus() -> impl Strategy<Value = Vec<String>> {
    let text = (0_usize..4, 0_usize..120, 30_usize..260);
    prop::collection::vec(text, 2..12).prop_map(|texts| {
        let words = |source: usize, from: usize, count: usize| -> String {
            (from..from + count).map(|at| format!("s{source}w{} ", at * 31 % 997)).collect()
        };
        texts.into_iter().map(|(source, from, count)| words(source, from, count)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_ids_makes_no_difference(texts in corpus(), turn in 0_usize..12) {
        let by_words = |texts: &[String], groups: Vec<Vec<usize>>| -> BTreeSet<Vec<String>> {
            groups.into_iter().map(|group| {
                let mut group: Vec<String> = group.into_iter().map(|at| texts[at].clone()).collect();
                group.sort();
                group
            }).collect()
        };
        let mut turned = texts.clone();
        turned.rotate_left(turn % texts.len());
        turned.swap(0, texts.len() - 1);
        let one = by_words(&texts, groups(&project(texts.iter().map(String::as_str))));
        let other = by_words(&turned, groups(&project(turned.iter().map(String::as_str))));
        prop_assert_eq!(one, other);
    }

    /// What the signatures propose is what comparing all with all finds, but for pairs at the threshold.
    #[test]
    fn nothing_is_called_a_copy_that_is_none(texts in corpus()) {
        for group in groups(&project(texts.iter().map(String::as_str))) {
            let set = |at: usize| -> BTreeSet<Vec<&str>> {
                let words: Vec<&str> = texts[at].split_whitespace().collect();
                words.windows(5).map(<[&str]>::to_vec).collect()
            };
            let sets: Vec<_> = group.iter().map(|at| set(*at)).collect();
            let near = |left: &BTreeSet<Vec<&str>>, right: &BTreeSet<Vec<&str>>| {
                let both = left.intersection(right).count() as f64;
                both / (left.union(right).count() as f64) >= 0.5 || both / left.len().min(right.len()) as f64 >= 0.8
            };
            prop_assert!(sets.iter().any(|leader| sets.iter().all(|other| near(leader, other))));
        }
    }
}
