//! Where to look for what is missing: in the background, the last question only.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Session;
use super::desk::Desk;
use super::searching::index_of;
use super::work::{Broken, Outcome};
use crate::derive::coverage::{self, Coverage, IssueWords, Leads, Mention, Mentions, Uncoded};
use crate::derive::search::{Chain, Hay, Indexed, Options, Pattern, Query, Term};
use crate::model::{Actor, ActorId, ClaimId, Country, CountryId, Project, Spot, Table, Who};
use crate::suggest::{CountryRef, Names};
use crate::text::Span;

/// The mentions of countries with the names by which they were found, once there are any.
type Kept = Arc<Mutex<Option<Named>>>;

struct Named {
    countries: Table<CountryId, Country>,
    actors: Table<ActorId, Actor>,
    mentions: Arc<Mentions>,
}

/// What a question about gaps brought.
pub struct Looked {
    mentions: Arc<Mentions>,
    uncoded: Vec<Uncoded>,
    leads: Option<(Spot, Leads)>,
}

/// What is known of the gaps of the project on the desk.
#[derive(Default)]
pub struct Gaps {
    kept: Kept,
    mentions: Option<Arc<Mentions>>,
    /// Countries that are named and have no claim, once that is known.
    uncoded: Option<Arc<Vec<Uncoded>>>,
    leads: Option<(Spot, Arc<Leads>)>,
    /// What was asked last, and of which revision.
    asked: Option<(Option<Spot>, u64)>,
    /// What broke down last.
    broken: Option<(Option<Spot>, u64)>,
    stop: Arc<AtomicBool>,
    number: u64,
    under_way: bool,
}

impl Gaps {
    /// Countries that are named in texts and have no claim, those in most articles first; `None` until somebody asked.
    pub fn uncoded(&self) -> Option<&Arc<Vec<Uncoded>>> {
        self.uncoded.as_ref()
    }

    /// Where the texts name countries; `None` until somebody asked.
    pub fn mentions(&self) -> Option<&Arc<Mentions>> {
        self.mentions.as_ref()
    }

    /// The articles that may fill a gap, if that was asked last; perhaps of an earlier revision.
    pub fn leads(&self, spot: Spot) -> Option<&Arc<Leads>> {
        self.leads.as_ref().filter(|(of, _)| *of == spot).map(|(_, leads)| leads)
    }

    /// Whether an answer is still to come.
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// Whether this was asked of this revision, answered or not.
    pub fn was_asked(&self, spot: Option<Spot>, revision: u64) -> bool {
        self.asked == Some((spot, revision))
    }
}

impl Desk {
    /// Where to look for what is missing.
    pub fn gaps(&self) -> &Gaps {
        &self.gaps
    }

    /// The empty cells of the matrix as it is looked at.
    pub fn coverage(&self) -> Arc<Coverage> {
        let key = (self.revision(), self.look.clone());
        let facts = || self.facts_of(self.look.rows);
        self.coverage.get(key, || Coverage::new(&self.sheet(), &facts(), self.project()))
    }

    /// The claims under a cell of the matrix, whatever the filters say, latest first.
    pub fn claims_under(&self, spot: Spot) -> Vec<ClaimId> {
        coverage::claims_under(spot, &self.facts_of(spot.who.rows()), self.project())
    }
}

impl Session {
    /// Looks in the background which countries have no claim, and which articles may fill a cell.
    pub(super) fn look_into(&mut self, spot: Option<Spot>) {
        let Some(desk) = &mut self.desk else { return };
        let names = desk.names();
        let (project, revision) = (desk.document.project().clone(), desk.document.revision());
        let index = desk.searching.shared_index();
        let gaps = &mut desk.gaps;
        gaps.stop.store(true, Ordering::Relaxed);
        gaps.stop = Arc::default();
        gaps.number += 1;
        gaps.under_way = true;
        gaps.asked = Some((spot, revision));
        let (turn, number) = (self.turn, gaps.number);
        let (kept, stop) = (gaps.kept.clone(), gaps.stop.clone());
        let work = move |_: &_| {
            let looked = mentions_of(&kept, &project, &names, &stop).and_then(|mentions| {
                let leads = match spot {
                    Some(spot) => {
                        let index = index_of(&index, &project, revision, &stop)?;
                        let sought = Sought::new(&project, spot, &mentions)?;
                        let go_on = || !stop.load(Ordering::Relaxed);
                        let named = |article: &Indexed| sought.places(article);
                        Some((spot, coverage::leads(&index, &sought.words, named, &go_on)?))
                    }
                    None => None,
                };
                Some(Looked { uncoded: mentions.uncoded(&project), leads, mentions })
            });
            Outcome::Gaps { turn, number, looked: looked.map(Box::new) }
        };
        self.jobs.start_quietly(Broken::Gaps { turn, number }.guard(work));
    }

    pub(super) fn looked_into_gaps(&mut self, turn: u64, number: u64, looked: Option<Box<Looked>>) {
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        if desk.gaps.number == number {
            desk.gaps.under_way = false;
            if let Some(looked) = looked {
                desk.gaps.mentions = Some(looked.mentions);
                desk.gaps.uncoded = Some(Arc::new(looked.uncoded));
                desk.gaps.leads = looked.leads.map(|(spot, leads)| (spot, Arc::new(leads)));
            }
        }
    }

    /// It broke down: what it was about is asked once more, but not again and again.
    pub(super) fn gave_up_gaps(&mut self, turn: u64, number: u64) {
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        let gaps = &mut desk.gaps;
        if gaps.number == number {
            gaps.under_way = false;
            if gaps.broken != gaps.asked {
                gaps.broken = gaps.asked.take();
            }
        }
    }
}

/// The mentions in the texts of `project`, read or renewed by whoever comes first; the others wait for them.
fn mentions_of(
    kept: &Mutex<Option<Named>>,
    project: &Project,
    names: &Names,
    stop: &AtomicBool,
) -> Option<Arc<Mentions>> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let is_named =
        |named: &&Named| named.countries.ptr_eq(project.countries()) && named.actors.ptr_eq(project.actors());
    let before = kept.as_ref().filter(is_named).map(|named| named.mentions.clone());
    if let Some(mentions) = before.as_ref().filter(|mentions| mentions.is_of(project)) {
        return Some(mentions.clone());
    }
    let find = |text: &str| -> Vec<Mention> {
        let found = names.find_in(text).into_iter().filter(|named| !named.is_where);
        let mention = found.map(|named| match named.country {
            CountryRef::Codebook(country) => Mention { country, in_codebook: true, span: named.span },
            CountryRef::Known(known) => Mention { country: known.id, in_codebook: false, span: named.span },
        });
        mention.collect()
    };
    // The first are read to the end even where something else is asked by now: that needs them as well.
    let is_first = kept.is_none();
    let go_on = || is_first || !stop.load(Ordering::Relaxed);
    let mentions = Arc::new(Mentions::read(project, &before.unwrap_or_default(), find, &go_on)?);
    let (countries, actors) = (project.countries().clone(), project.actors().clone());
    *kept = Some(Named { countries, actors, mentions: mentions.clone() });
    Some(mentions)
}

/// Who is sought in the texts, and the words of the issue.
struct Sought<'m> {
    mentions: &'m Mentions,
    countries: Vec<CountryId>,
    /// Names that are found by their letters.
    names: Pattern,
    words: IssueWords,
}

impl<'m> Sought<'m> {
    fn new(project: &Project, spot: Spot, mentions: &'m Mentions) -> Option<Self> {
        let issue = project.issue(spot.issue)?;
        let (countries, own): (Vec<CountryId>, Vec<&str>) = match spot.who {
            Who::Country(id) => (vec![id], Vec::new()),
            Who::Bloc(id) => {
                let bloc = project.bloc(id)?;
                (bloc.members.clone(), vec![&bloc.label])
            }
            Who::Actor(id) => {
                let actor = project.actor(id)?;
                (Vec::new(), std::iter::once(&actor.name).chain(&actor.aliases).map(String::as_str).collect())
            }
        };
        let rows = countries.iter().filter_map(|id| project.country(*id));
        let of_countries = rows.flat_map(|row| std::iter::once(&row.name).chain(&row.aliases)).map(String::as_str);
        let words = IssueWords::of(issue, of_countries.chain(own.iter().copied()));
        let terms = own.iter().map(|name| Term::words(*name)).collect();
        let query = Query { chains: vec![Chain { first: terms, then: Vec::new() }], without: Vec::new() };
        let names = Pattern::new(&query, Options { whole: true, ..Options::default() }).ok()?;
        Some(Self { mentions, countries, names, words })
    }

    fn places(&self, article: &Indexed) -> Vec<Span> {
        let of = |mention: &&Mention| mention.in_codebook && self.countries.contains(&mention.country);
        let mut places: Vec<Span> = self.mentions.of(article.row.id).iter().filter(of).map(|m| m.span).collect();
        if !self.names.is_empty() {
            let hay = Hay { text: article.text.as_str(), folded: Some(article.folded()) };
            places.extend(self.names.places(&hay).into_iter().map(|place| place.span));
            places.sort_unstable();
            places.dedup_by(|next, last| next.overlaps(*last));
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Kind};
    use crate::session::{Action, Command, Runner};

    fn sample() -> Session {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        session
    }

    fn desk(session: &Session) -> &Desk {
        session.desk().expect("a project")
    }

    fn ask(session: &mut Session, spot: Option<Spot>) {
        let _ = session.handle(Command::LookInto(spot));
        assert!(desk(session).gaps().is_under_way());
        let _ = session.poll();
        assert!(!desk(session).gaps().is_under_way());
    }

    fn spot(who: Who, issue: &str) -> Spot {
        Spot { who, issue: issue.parse().expect("a slug") }
    }

    #[test]
    fn a_gap_leads_to_articles_that_name_the_country_and_the_issue() {
        let mut session = sample();
        let gap = desk(&session).coverage().gaps[0];
        ask(&mut session, Some(gap.spot));
        let desk = desk(&session);
        assert!(desk.gaps().was_asked(Some(gap.spot), desk.document().revision()));
        let leads = desk.gaps().leads(gap.spot).expect("an answer");
        let lead = leads.list.first().expect("some article names both");
        let text = desk.project().text(lead.article).expect("is there");
        assert!(lead.near > 0 && text.get(lead.place.span).is_some());
        let Who::Country(country) = gap.spot.who else { panic!("rows are countries") };
        let row = desk.project().country(country).expect("is there");
        let words: Vec<&str> = lead.place.words().iter().filter_map(|span| text.get(*span)).collect();
        let names = std::iter::once(&row.name).chain(&row.aliases).cloned().collect::<Vec<_>>();
        assert!(words.iter().any(|word| names.iter().any(|name| name == word)), "{words:?}");
    }

    #[test]
    fn blocs_are_known_by_their_members_and_actors_by_their_names() {
        let mut session = sample();
        let project = desk(&session).project();
        let issue = project.issues_in_order()[0].id.to_string();
        let bloc = project.entries(Kind::Bloc).first().map(crate::model::Entry::id).expect("a bloc");
        let actor = project.entries(Kind::Actor).first().map(crate::model::Entry::id).expect("an actor");
        for entry in [bloc, actor] {
            let spot = spot(Who::from_entry(entry).expect("can stand in a row"), &issue);
            ask(&mut session, Some(spot));
            assert!(desk(&session).gaps().leads(spot).is_some_and(|leads| leads.count > 0), "{entry:?}");
        }
    }

    #[test]
    fn countries_without_a_claim_are_known_and_follow_the_edits() {
        let mut session = sample();
        ask(&mut session, None);
        let uncoded = desk(&session).gaps().uncoded().expect("an answer").clone();
        let coded = |country: CountryId| {
            desk(&session).project().claims().values().any(|claim| claim.countries.contains(&country))
        };
        assert!(!uncoded.is_empty() && uncoded.iter().all(|row| !(row.in_codebook && coded(row.country))));
        // Without its claims a country is uncoded.
        let claims: Vec<_> = desk(&session).project().claims().values().cloned().collect();
        let country = claims.iter().find_map(|claim| claim.countries.first()).copied().expect("a country");
        let of: Vec<ClaimId> = claims.iter().filter(|c| c.countries.contains(&country)).map(|c| c.id).collect();
        let _ = session.handle(Command::DeleteClaims(of));
        ask(&mut session, None);
        let row =
            desk(&session).gaps().uncoded().expect("an answer").iter().find(|row| row.country == country).copied();
        assert!(row.is_some_and(|row| row.in_codebook && row.articles > 0 && row.mentions >= row.articles));
    }

    #[test]
    fn what_is_gone_leads_nowhere_and_what_broke_down_is_asked_once_more() {
        let mut session = sample();
        let gone =
            Spot::from(Cell { country: "gone".parse().expect("a slug"), issue: "gone".parse().expect("a slug") });
        ask(&mut session, Some(gone));
        assert!(desk(&session).gaps().leads(gone).is_none());
        let mut asked = |breaks: u64| {
            let _ = session.handle(Command::LookInto(None));
            let (turn, number) = (session.turn, session.desk.as_ref().expect("a project").gaps.number);
            session.gave_up_gaps(turn, number - breaks);
            let desk = session.desk().expect("a project");
            (desk.gaps().was_asked(None, desk.document().revision()), desk.gaps().is_under_way())
        };
        assert_eq!(asked(1), (true, true), "another question broke down");
        assert_eq!(asked(0), (false, false));
        assert_eq!(asked(0), (true, false), "once is enough");
    }
}
