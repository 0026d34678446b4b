//! What must hold for any claims: which of them count, and that their order does not matter.

use super::*;
use crate::model::TagId;

/// A claim with everything that a filter asks for.
#[derive(Clone, Debug)]
struct Coded {
    line: String,
    outlet: usize,
    analyst: usize,
    tagged: bool,
}

const OUTLETS: [&str; 3] = ["Gazette", "Herald", "Tribune"];
const ANALYSTS: [&str; 2] = ["Ada", "Bob"];

fn coded() -> impl Strategy<Value = Vec<Coded>> {
    let claim = (lines(), 0..OUTLETS.len(), 0..ANALYSTS.len(), any::<bool>());
    let claim = claim.prop_filter_map("a line", |(lines, outlet, analyst, tagged)| {
        Some(Coded { line: lines.into_iter().next()?, outlet, analyst, tagged })
    });
    prop::collection::vec(claim, 0..8)
}

fn sketch_of(claims: &[Coded]) -> (Sketch, TagId) {
    let mut sketch = Sketch::new(1, 1);
    let tag = sketch.add_tag("key");
    let articles = OUTLETS.map(|outlet| sketch.add_article("Words.", outlet, Some(date("2025-01-15"))));
    for claim in claims {
        sketch.analyst(ANALYSTS[claim.analyst]);
        let tags = if claim.tagged { vec![tag] } else { Vec::new() };
        sketch.code_in(articles[claim.outlet], ClaimDraft { tags, ..draft(&claim.line) });
    }
    (sketch, tag)
}

/// Puts one kind of filter over others.
type Kind = Box<dyn Fn(&mut Filter)>;

/// One filter of each kind.
fn kinds(tag: TagId) -> [Kind; 6] {
    [
        Box::new(|filter| filter.as_of = Some(date("2025-01-18"))),
        Box::new(|filter| filter.voices = vec![Voice::Government, Voice::Media]),
        Box::new(|filter| filter.bases = vec![Basis::Quoted, Basis::Expected]),
        Box::new(|filter| filter.outlets = vec!["Gazette".into(), "Tribune".into()]),
        Box::new(|filter| filter.analysts = vec!["Bob".into()]),
        Box::new(move |filter| filter.tags = vec![tag]),
    ]
}

/// What does not hang on which of several claims that tie is named.
fn same(a: &Matrix, b: &Matrix) -> bool {
    a.evidence(cell(0, 0)) == b.evidence(cell(0, 0)) && a.at(0, 0) == b.at(0, 0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Every subset of the six kinds of filter lets through what each of them lets through, and the position is the
    /// one that follows when the other claims were never coded: so no order of filtering can matter.
    #[test]
    fn filters_commute(claims in coded()) {
        let (sketch, tag) = sketch_of(&claims);
        let kinds = kinds(tag);
        let evidence = |filter: Filter| {
            sketch.matrix(&Settings { filter, ..Settings::default() }).evidence(cell(0, 0)).to_vec()
        };
        let alone: Vec<Vec<ClaimId>> = kinds
            .iter()
            .map(|kind| {
                let mut filter = Filter::default();
                kind(&mut filter);
                evidence(filter)
            })
            .collect();
        let all = evidence(Filter::default());
        for subset in 0..1_usize << kinds.len() {
            let chosen = || (0..kinds.len()).filter(|kind| subset >> kind & 1 == 1);
            let mut filter = Filter::default();
            chosen().for_each(|kind| kinds[kind](&mut filter));
            let mut backwards = Filter::default();
            let mut order: Vec<usize> = chosen().collect();
            order.reverse();
            order.into_iter().for_each(|kind| kinds[kind](&mut backwards));
            prop_assert_eq!(&filter, &backwards);
            let expected: Vec<ClaimId> =
                all.iter().copied().filter(|id| chosen().all(|kind| alone[kind].contains(id))).collect();
            prop_assert_eq!(evidence(filter.clone()), expected.clone(), "{:?}", filter);
            // One after the other, each on what the last has left.
            let mut left = all.clone();
            for kind in chosen() {
                left.retain(|id| alone[kind].contains(id));
            }
            prop_assert_eq!(&left, &expected);
            // As if nothing else had been coded.
            let (mut rest, _) = sketch_of(&claims);
            for id in &all {
                let gone = rest.project().claim(*id).is_some() && !expected.contains(id);
                if gone {
                    rest.delete(*id);
                }
            }
            for rule in Rule::ALL.map(|(rule, _)| rule) {
                let filtered = sketch.matrix(&Settings { rule, filter: filter.clone(), ..Settings::default() });
                let never_coded = rest.matrix(&Settings { rule, ..Settings::default() });
                prop_assert!(same(&filtered, &never_coded), "{:?} under {:?}", filter, rule);
            }
        }
    }

    /// Also where two levels have one score, and where claims tie in everything but their ids.
    #[test]
    fn neither_ids_nor_their_order_decide_between_levels_of_one_score(
        (lines, shuffled) in twins().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
    ) {
        let [one, other] = [&lines, &shuffled].map(|lines| {
            let mut sketch = Sketch::new(1, 1);
            sketch.add_level("Neutral", 0);
            sketch.add_level("Welcomes", 2);
            sketch.code_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>());
            sketch
        });
        for rule in Rule::ALL.map(|(rule, _)| rule) {
            let settings = Settings { rule, ..Settings::default() };
            prop_assert_eq!(nameless(one.matrix(&settings).at(0, 0)), nameless(other.matrix(&settings).at(0, 0)));
        }
    }
}

/// Claims of few levels, days, voices and bases, so that nearly everything ties.
fn twins() -> impl Strategy<Value = Vec<String>> {
    let stance = prop::sample::select(vec!["supports", "welcomes", "undecided", "neutral", "opposes"]);
    let line = (1..3_u8, stance, prop::sample::select(vec!["government", "party"]), any::<bool>());
    let line = line.prop_map(|(day, stance, voice, quoted)| {
        format!("2025-01-0{day} {stance} {voice} {}", if quoted { "quoted" } else { "reported" })
    });
    prop::collection::vec(line, 0..7)
}

#[test]
fn of_levels_with_one_score_that_tie_in_all_else_the_first_on_the_scale_is_shown() {
    // Neutral and undecided have 0 points; undecided stands first. A party's words make no difference to the tie.
    for lines in [
        &["2025-01-01 neutral", "2025-01-01 undecided"][..],
        &["2025-01-01 neutral", "2025-01-01 undecided", "2025-01-01 neutral quoted party"],
    ] {
        let mut sketch = Sketch::new(1, 1);
        sketch.add_level("Neutral", 0);
        sketch.code_lines(lines);
        assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stance, Some(stance("undecided")), "{lines:?}");
    }
    // Under "mean" everybody counts, and the quoted words come first.
    let mut sketch = Sketch::new(1, 1);
    sketch.add_level("Neutral", 0);
    sketch.code_lines(&["2025-01-01 undecided", "2025-01-01 neutral quoted party"]);
    let settings = Settings { rule: Rule::Mean, ..Settings::default() };
    assert_eq!(sketch.matrix(&settings).at(0, 0).stance, Some(stance("neutral")));
}
