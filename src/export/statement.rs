//! What a handed-over matrix says about itself: by which rule, from which claims, how it is laid out, by what method.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::{Claim, EntryId, Filter, Look, Order, Project, RowsOf, Settings};

/// How the matrix is looked at, in words: what each line is about, and what it says.
///
/// Rule, filters, date, rows and order are always told; the rest where it is not as usual.
pub fn statement(project: &Project, look: &Look) -> Vec<(String, String)> {
    let settings = &look.settings;
    let days = settings.contest_days;
    let mut lines: Vec<(&str, String)> = vec![
        ("Rule", format!("{}. {}", settings.rule.label(), settings.rule.in_words())),
        ("Contested", format!("Claims of opposite sign at most {} apart.", counted(days.into(), "day", "days"))),
        ("Claims counted", filters(project, &settings.filter)),
        ("As of", settings.filter.as_of.map_or_else(|| "Any date, undated claims included.".into(), day)),
        ("Rows", rows(look)),
        ("Issues", format!("{}.", order(look.issue_order))),
    ];
    let hidden = hidden(project, look);
    let undated = undated(project, look);
    if undated > 0 {
        let claims = counted(undated, "undated claim is", "undated claims are");
        lines.push(("Undated", format!("{claims} left out: with an as-of date only dated claims count.")));
    }
    if settings.independent {
        lines.push(("Copies", "Claims from near-identical copies of one text count once.".into()));
    }
    if !hidden.is_empty() {
        let hidden = hidden.trim_end_matches('.');
        lines.push((
            "Not shown",
            format!("{hidden}. What is not shown still counts in spread, agreement and summaries."),
        ));
    }
    if let Some(since) = look.since {
        lines.push(("Compared with", day(since)));
    }
    lines.into_iter().map(|(name, words)| (name.to_owned(), words)).collect()
}

/// When it was written and by which version, as another line.
pub fn written(now: Timestamp) -> (String, String) {
    let when = now.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC").to_string();
    ("Written".into(), format!("{when}, by Démarche {}.", env!("CARGO_PKG_VERSION")))
}

/// What differs from the usual in one line: rule, date, filters, order.
pub fn in_short(project: &Project, look: &Look) -> String {
    let settings = &look.settings;
    let mut parts = vec![format!("Rule: {}", settings.rule.label().to_lowercase())];
    parts.extend((look.rows != RowsOf::Countries).then(|| look.rows.label().to_lowercase()));
    parts.extend((look.row_order != Order::Hand).then(|| format!("rows {}", look.row_order.label().to_lowercase())));
    let issues = look.issue_order.label().to_lowercase();
    parts.extend((look.issue_order != Order::Hand).then(|| format!("issues {issues}")));
    let days = settings.contest_days;
    let usual = days == Settings::default().contest_days;
    parts.extend((!usual).then(|| format!("contested within {}", counted(days.into(), "day", "days"))));
    parts.extend(settings.filter.as_of.map(|date| format!("as of {}", day(date))));
    parts.extend(look.since.map(|date| format!("compared with {}", day(date))));
    parts.extend((!lets_all(&settings.filter)).then(|| lower(&filters(project, &settings.filter))));
    parts.extend(settings.independent.then(|| "copies count once".to_owned()));
    let hidden = hidden(project, look);
    parts.extend((!hidden.is_empty()).then(|| format!("not shown: {}", lower(&hidden))));
    parts.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join("; ")
}

/// A day as people write it: 18 February 2025.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A passage of the method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// The head of what follows, with its depth, 1 first.
    Head(usize, String),
    /// Some sentences.
    Words(String),
    /// An item of a list.
    Item(String),
}

impl Passage {
    /// Its words, with `**` around what is to stand out and `*` around what is leant on.
    pub fn words(&self) -> &str {
        match self {
            Passage::Head(_, words) | Passage::Words(words) | Passage::Item(words) => words,
        }
    }
}

/// How claims become positions, as the documentation has it.
pub fn method() -> Vec<Passage> {
    passages(include_str!("../derive/method.md"))
}

/// Reads the few marks that the method uses: heads, items, paragraphs.
fn passages(text: &str) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim_end) {
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let words = line.trim_start();
        if words.is_empty() {
            open = false;
        } else if hashes > 0 {
            found.push(Passage::Head(hashes, line[hashes..].trim().to_owned()));
            open = false;
        } else if let Some(item) = words.strip_prefix("- ") {
            found.push(Passage::Item(item.to_owned()));
            open = true;
        } else if let Some(Passage::Words(last) | Passage::Item(last)) = found.last_mut().filter(|_| open) {
            last.push(' ');
            last.push_str(words);
        } else {
            found.push(Passage::Words(words.to_owned()));
            open = true;
        }
    }
    found
}

/// Words in which `**…**` stands out, as stretches with whether they do; other marks are taken off.
pub fn runs(words: &str) -> Vec<(String, bool)> {
    let parts = words.split("**").enumerate().map(|(index, part)| (part.replace(['*', '`'], ""), index % 2 == 1));
    parts.filter(|(part, _)| !part.is_empty()).collect()
}

fn rows(look: &Look) -> String {
    let order = match look.row_order {
        Order::Spread => Order::Hand,
        order => order,
    };
    let turned = if look.transposed { "; issues stand in the rows" } else { "" };
    let bloc = match look.rows {
        RowsOf::Blocs => " A bloc holds the mean of what its members hold.",
        RowsOf::Actors => " An actor holds what they say themselves, for whatever country.",
        RowsOf::Countries => "",
    };
    format!("{}, {}{turned}.{bloc}", look.rows.label(), lower(self::order(order)))
}

fn order(order: Order) -> &'static str {
    match order {
        Order::Hand => "In the analyst’s order",
        Order::Name => "By name",
        Order::Agreement => "By agreement: what stands alike stands together",
        Order::Spread => "By spread: what divides most comes first",
        Order::Evidence => "By evidence: what is covered best comes first",
    }
}

fn filters(project: &Project, filter: &Filter) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut part = |name: &str, items: Vec<String>| {
        if !items.is_empty() {
            parts.push(format!("{name}: {}", items.join(", ")));
        }
    };
    let names = |names: &[String]| -> Vec<String> {
        names.iter().map(|name| if name.is_empty() { "(none)".into() } else { name.clone() }).collect()
    };
    part("voices", filter.voices.iter().map(|voice| lower(voice.label())).collect());
    part("basis", filter.bases.iter().map(|basis| lower(basis.label())).collect());
    part("outlets", names(&filter.outlets));
    part("analysts", names(&filter.analysts));
    part("tags, one of", filter.tags.iter().map(|id| project.label(EntryId::Tag(*id))).collect());
    match parts.is_empty() {
        true => "All.".into(),
        false => format!("Only {}.", parts.join("; ")),
    }
}

fn lets_all(filter: &Filter) -> bool {
    filter.voices.is_empty() && filter.bases.is_empty() && filter.lets_all_names()
}

/// What is hidden of the rows and columns in view, by name.
fn hidden(project: &Project, look: &Look) -> String {
    let listed = |are_rows: bool| -> Vec<String> {
        let in_view = |id: &&EntryId| match id {
            EntryId::Issue(_) => !are_rows,
            EntryId::Country(_) => are_rows && look.rows == RowsOf::Countries,
            EntryId::Bloc(_) => are_rows && look.rows == RowsOf::Blocs,
            EntryId::Actor(_) => are_rows && look.rows == RowsOf::Actors,
            EntryId::Stance(_) | EntryId::Tag(_) => false,
        };
        let known = look.hidden.iter().filter(in_view).filter(|id| project.contains(**id));
        known.map(|id| project.label(*id)).collect()
    };
    let told = |names: Vec<String>, (one, many): (&str, &str)| {
        const MOST: usize = 12;
        let more = names.len().saturating_sub(MOST);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let noun = counted(names.len(), one, many);
        (!names.is_empty()).then(|| format!("{noun} ({}{rest})", names[..names.len() - more].join(", ")))
    };
    let parts: Vec<String> = [told(listed(true), look.rows.nouns()), told(listed(false), ("issue", "issues"))]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join("; ")) }
}

/// Undated claims about the rows in view that only the as-of date leaves out.
fn undated(project: &Project, look: &Look) -> usize {
    let Settings { filter, .. } = &look.settings;
    if filter.as_of.is_none() {
        return 0;
    }
    let always = Filter { as_of: None, ..filter.clone() };
    let about = |claim: &Claim| match look.rows {
        RowsOf::Countries => claim.countries.iter().any(|id| project.country(*id).is_some()),
        RowsOf::Actors => claim.speaker.is_some_and(|id| project.actor(id).is_some()),
        RowsOf::Blocs => {
            project.blocs().values().any(|bloc| bloc.members.iter().any(|id| claim.countries.contains(id)))
        }
    };
    let left_out = |claim: &&std::sync::Arc<Claim>| {
        project.date_of(claim).is_none()
            && about(claim)
            && project.issue(claim.issue).is_some()
            && always.passes(project, claim)
    };
    project.claims().values().filter(left_out).count()
}

/// "1 day", "14 days"
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The same beginning in lower case, for the middle of a sentence.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::{Basis, ProjectId, Rule, Token, Voice};

    fn project() -> Project {
        let mut rng = fastrand::Rng::with_seed(1);
        Project::new(ProjectId(Token::random(&mut rng)), "Test")
    }

    fn said(look: &Look) -> String {
        statement(&project(), look).into_iter().map(|(name, words)| format!("{name}: {words}\n")).collect()
    }

    #[test]
    fn the_usual_look_is_told_in_six_lines() {
        let text = said(&Look::default());
        let heads: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
        assert_eq!(heads, ["Rule", "Contested", "Claims counted", "As of", "Rows", "Issues"]);
        assert!(text.contains("Latest official. The latest claim of the government wins"), "{text}");
        assert!(text.contains("at most 14 days apart"), "{text}");
        assert!(text.contains("Claims counted: All.\n"), "{text}");
        assert!(text.contains("Rows: Countries, in the analyst’s order.\n"), "{text}");
    }

    #[test]
    fn whatever_is_not_as_usual_is_told() {
        let filter = Filter {
            as_of: Some(date(2025, 2, 18)),
            voices: vec![Voice::Government, Voice::OfficialUnnamed],
            bases: vec![Basis::Quoted],
            outlets: vec!["BBC".into(), String::new()],
            ..Filter::default()
        };
        let settings = Settings { rule: Rule::Mean, filter, contest_days: 1, independent: true };
        let look = Look {
            settings,
            rows: RowsOf::Blocs,
            row_order: Order::Agreement,
            issue_order: Order::Spread,
            transposed: true,
            since: Some(date(2025, 2, 11)),
            ..Look::default()
        };
        let text = said(&look);
        for expected in [
            "Rule: Mean. ",
            "at most 1 day apart",
            "Only voices: government, official, unnamed; basis: quoted; outlets: BBC, (none).",
            "As of: 18 February 2025\n",
            "Rows: Blocs, by agreement: what stands alike stands together; issues stand in the rows. A bloc holds",
            "Issues: By spread: what divides most comes first.",
            "Copies: ",
            "Compared with: 11 February 2025\n",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
        let short = in_short(&project(), &look);
        assert!(
            short.starts_with(
                "Rule: mean; blocs; rows by agreement; issues by spread; contested within 1 day; as of 18"
            ),
            "{short}"
        );
        assert_eq!(in_short(&project(), &Look::default()), "Rule: latest official");
    }

    #[test]
    fn the_time_comes_from_the_edge() {
        let (name, words) = written(Timestamp::UNIX_EPOCH);
        assert_eq!(name, "Written");
        assert_eq!(words, format!("1 January 1970, 00:00 UTC, by Démarche {}.", env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn the_method_is_read_without_its_marks() {
        let found =
            passages("# From\n\nA **cell** is\none.\n\n- **Mean.** The *mean*,\n  of all.\n- Two\n## Marks\nx\n");
        let expected = [
            Passage::Head(1, "From".into()),
            Passage::Words("A **cell** is one.".into()),
            Passage::Item("**Mean.** The *mean*, of all.".into()),
            Passage::Item("Two".into()),
            Passage::Head(2, "Marks".into()),
            Passage::Words("x".into()),
        ];
        assert_eq!(found, expected);
        let strong = |words: &str, strong| (words.to_owned(), strong);
        assert_eq!(runs(found[2].words()), [strong("Mean.", true), strong(" The mean, of all.", false)]);
        let all = method();
        assert!(all.len() > 10);
        assert!(matches!(&all[0], Passage::Head(1, _)));
        assert!(
            all.iter().flat_map(|passage| runs(passage.words())).all(|(words, _)| !words.contains(['*', '`', '#']))
        );
    }
}
