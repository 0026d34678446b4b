//! Claims, and the analyst's own assessments of positions.

use std::borrow::Cow;

use jiff::{Timestamp, civil::Date};

use super::codebook::Voice;
use super::id::{ActorId, ClaimId, CountryId, ExcerptId, IssueId, StanceId, TagId};

/// How we know; stronger first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// In the speaker's own words.
    Quoted,
    /// Said, in the article's words.
    Paraphrased,
    /// Stated by the article as known.
    #[default]
    Reported,
    /// Foreseen, not yet taken.
    Expected,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Basis; 4] = [Basis::Quoted, Basis::Paraphrased, Basis::Reported, Basis::Expected];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        match self {
            Basis::Quoted => "Quoted",
            Basis::Paraphrased => "Paraphrased",
            Basis::Reported => "Reported",
            Basis::Expected => "Expected",
        }
    }

    /// Name in files, CSV and on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Basis::Quoted => "quoted",
            Basis::Paraphrased => "paraphrased",
            Basis::Reported => "reported",
            Basis::Expected => "expected",
        }
    }
}

/// How sure the analyst is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Certain.
    High,
    /// Probable.
    Medium,
    /// A guess.
    Low,
}

impl Confidence {
    /// Every degree with its name as shown.
    pub const ALL: [(Confidence, &'static str); 3] =
        [(Confidence::High, "High"), (Confidence::Medium, "Medium"), (Confidence::Low, "Low")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name in files and CSV.
    pub fn slug(self) -> &'static str {
        ["high", "medium", "low"][self as usize]
    }
}

/// To whom something is said: a country or an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A country.
    Country(CountryId),
    /// An actor.
    Actor(ActorId),
}

/// One excerpt coded.
///
/// Names its countries, or a speaker who belongs to none, and exactly one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The words it codes.
    pub excerpt: ExcerptId,
    /// Whose position it is; none twice. May be empty when there is a speaker.
    pub countries: Vec<CountryId>,
    /// Who says it.
    pub speaker: Option<ActorId>,
    /// For whom the speaker speaks here, where it differs from the speaker's usual voice.
    pub voice: Option<Voice>,
    /// To whom it is said.
    pub addressees: Vec<Party>,
    /// On what.
    pub issue: IssueId,
    /// Where they stand.
    pub stance: StanceId,
    /// The "if" of the stance, in words; empty when unconditional.
    pub condition: String,
    /// How we know.
    pub basis: Basis,
    /// The source the article itself leans on; empty when it leans on none.
    pub via: String,
    /// When it was said, if the article tells; else the article's date counts.
    pub said_on: Option<Date>,
    /// The analyst's tags; none twice.
    pub tags: Vec<TagId>,
    /// How sure the analyst is, if they said.
    pub confidence: Option<Confidence>,
    /// The analyst's note.
    pub note: String,
    /// Who coded it.
    pub analyst: String,
    /// When it was coded.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// The cell of the matrix: one country on one issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The row.
    pub country: CountryId,
    /// The column.
    pub issue: IssueId,
}

/// What an analyst judged about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// A position; stands over the derived one.
    Position(StanceId),
    /// Looked for a position and found nothing.
    NothingFound,
    /// The country declined to say.
    Declined,
    /// What was judged before holds no longer and nothing else does: as good as not assessed.
    TakenBack,
}

/// The analyst's own judgement of a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// What it judges.
    pub cell: Cell,
    /// The judgement.
    pub judgement: Judgement,
    /// In a sentence.
    pub sentence: String,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// Who judged.
    pub analyst: String,
    /// When.
    pub made: Timestamp,
    /// The claims that lay under the cell then, with the time each was last changed. It is stale as soon
    /// as this is no longer what lies under the cell.
    pub seen: Vec<(ClaimId, Timestamp)>,
    /// What was judged before, latest last. A stance named here may have left the scale since.
    pub earlier: Vec<Earlier>,
}

impl Assessment {
    /// Whether it says anything; one that was taken back only remembers.
    pub fn stands(&self) -> bool {
        self.judgement != Judgement::TakenBack
    }

    /// Takes it back; what stood until then is remembered.
    pub fn take_back(&mut self, analyst: String, now: Timestamp) {
        self.earlier.push(Earlier::from(&*self));
        self.earlier.sort();
        (self.judgement, self.sentence, self.confidence) = (Judgement::TakenBack, String::new(), None);
        (self.analyst, self.made) = (analyst, now);
        self.seen.clear();
    }

    /// Another stance in the place of one, also in what was judged before.
    pub fn rename(&mut self, old: StanceId, new: StanceId) {
        let earlier = self.earlier.iter_mut().map(|earlier| &mut earlier.judgement);
        for judgement in earlier.chain([&mut self.judgement]).filter(|it| **it == Judgement::Position(old)) {
            *judgement = Judgement::Position(new);
        }
    }

    /// The same with another one and all that was judged before it in its history, in the order of time. One of the
    /// two that stands for something stands over one that was taken back.
    pub fn remembering(&self, other: &Self) -> Self {
        let (stands, past) = if self.stands() || !other.stands() { (self, other) } else { (other, self) };
        let mut earlier: Vec<Earlier> = self.earlier.iter().chain(&other.earlier).cloned().collect();
        earlier.push(Earlier::from(past));
        earlier.sort();
        earlier.dedup();
        let stands_now = Earlier::from(stands);
        earlier.retain(|row| *row != stands_now);
        Self { cell: self.cell, earlier, ..stands.clone() }
    }

    /// What has happened to the claims under the cell since it was made; `now` are those that lie there now, with the
    /// time each was last changed.
    pub fn changes(&self, now: &[(ClaimId, Timestamp)]) -> Changes {
        let (seen, now) = (by_id(&self.seen), by_id(now));
        let then = |id: ClaimId| Some(seen[seen.binary_search_by_key(&id, |(id, _)| *id).ok()?].1);
        let mut changes = Changes::default();
        for (id, updated) in &*now {
            match then(*id) {
                None => changes.added.push(*id),
                Some(before) if before != *updated => changes.changed.push(*id),
                Some(_) => {}
            }
        }
        // As many are still there as were seen: none is gone.
        if changes.added.len() + seen.len() != now.len() {
            let gone = |id: &ClaimId| now.binary_search_by_key(id, |(id, _)| *id).is_err();
            changes.removed.extend(seen.iter().map(|(id, _)| *id).filter(gone));
        }
        changes
    }
}

/// Claims in the order of their ids, each once.
fn by_id(claims: &[(ClaimId, Timestamp)]) -> Cow<'_, [(ClaimId, Timestamp)]> {
    if claims.is_sorted_by(|a, b| a.0 < b.0) {
        return Cow::Borrowed(claims);
    }
    let mut sorted = claims.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by_key(|(id, _)| *id);
    Cow::Owned(sorted)
}

/// What has happened to the claims under an assessment since it was made, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Claims that came.
    pub added: Vec<ClaimId>,
    /// Claims that are no longer what they were.
    pub changed: Vec<ClaimId>,
    /// Claims that went.
    pub removed: Vec<ClaimId>,
}

impl Changes {
    /// How many claims; the assessment is stale where there is any.
    pub fn count(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }
}

/// A judgement that stood once. Its order is that of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Earlier {
    /// When it was made.
    pub made: Timestamp,
    /// Who judged.
    pub analyst: String,
    /// The judgement.
    pub judgement: Judgement,
    /// In a sentence.
    pub sentence: String,
    /// How sure.
    pub confidence: Option<Confidence>,
}

impl From<&Assessment> for Earlier {
    fn from(row: &Assessment) -> Self {
        Self {
            made: row.made,
            analyst: row.analyst.clone(),
            judgement: row.judgement,
            sentence: row.sentence.clone(),
            confidence: row.confidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;

    /// Claims as "a1 b2": an id, and a digit that says when it was last changed.
    fn claims(list: &str) -> Vec<(ClaimId, Timestamp)> {
        let claim = |word: &str| {
            let (id, second) = word.split_at(1);
            let time = Timestamp::from_second(second.parse().expect("a digit")).expect("a time");
            (id.parse().expect("a token"), time)
        };
        list.split_whitespace().map(claim).collect()
    }

    fn check(seen: &str, now: &str, [added, changed, removed]: [&str; 3]) {
        let assessment = Assessment {
            cell: Cell { country: CountryId(Slug::from_label("x")), issue: IssueId(Slug::from_label("y")) },
            judgement: Judgement::Declined,
            sentence: String::new(),
            confidence: None,
            analyst: String::new(),
            made: Timestamp::UNIX_EPOCH,
            seen: claims(seen),
            earlier: Vec::new(),
        };
        let ids = |list: &str| list.split_whitespace().map(|id| id.parse().expect("a token")).collect::<Vec<ClaimId>>();
        let found = assessment.changes(&claims(now));
        let expected = Changes { added: ids(added), changed: ids(changed), removed: ids(removed) };
        assert_eq!(found, expected, "{seen} → {now}");
        assert_eq!(found.count(), expected.added.len() + expected.changed.len() + expected.removed.len());
    }

    #[test]
    fn claims_added_changed_and_removed_since_are_told_apart() {
        check("", "", ["", "", ""]);
        check("a1 b1", "a1 b1", ["", "", ""]);
        check("b1 a1", "a1 b1", ["", "", ""]);
        check("a1", "a1 b1", ["b", "", ""]);
        check("a1 b1", "b1", ["", "", "a"]);
        check("a1 b1", "a1", ["", "", "b"]);
        check("a1 b1 c1", "d1 b2 a1", ["d", "b", "c"]);
        check("c1 a1", "b1", ["b", "", "a c"]);
        check("a1 a1", "a1 a1", ["", "", ""]);
    }
}
