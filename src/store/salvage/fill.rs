//! Putting what was found into a project, each thing once.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::rows::{Kind, Row, Whole};
use super::walk::{Found, Part, Reading, Walker, marker_part};
use super::{Aside, Salvaged, gaps, places_of, scan};
use crate::model::{self, ArticleId, Entry, ExcerptId, Info, Project, ProjectId, RANK_STEP, Rank, Token};
use crate::store::Print;
use crate::store::syntax::Cursor;
use crate::store::v1::write::HEADER;
use crate::store::words::Words;
use crate::text::ArticleText;

/// A project that is filled, and what does not go in.
pub(super) struct Filler {
    project: Project,
    pub parts: Vec<Part>,
    taken: Vec<Range<usize>>,
    mended: Vec<String>,
    /// The place of the last row of the codebook, whatever its kind.
    rank: Rank,
}

impl Filler {
    pub fn new(project: Project) -> Self {
        Self { project, parts: Vec::new(), taken: Vec::new(), mended: Vec::new(), rank: 0 }
    }

    /// Goes through the whole file.
    pub fn file(&mut self, walker: &mut Walker) {
        let (source, bytes) = (walker.source, walker.bytes);
        let mut at = scan::skip_blank(bytes, 0, bytes.len());
        while bytes[at..].starts_with(b"#![") {
            let Some(len) = memchr::memchr(b']', &bytes[at..scan::line_end(bytes, at)]) else { break };
            at = scan::skip_blank(bytes, at + len + 1, bytes.len());
        }
        self.take_header(&source[..at]);
        if bytes.get(at) == Some(&b'(') {
            at += 1;
        }
        let mut last = Kind::Country;
        loop {
            at = scan::skip_commas(bytes, at, bytes.len());
            if at >= bytes.len() {
                return;
            }
            if let Some(end) = walker.marker(at, bytes.len()) {
                self.parts.push(marker_part(at..end));
                at = end;
                continue;
            }
            if bytes[at] == b'(' && opens_file(source, at + 1) {
                at += 1;
                continue;
            }
            let named = scan::name_at(source, at, bytes.len());
            let value = named.map_or(at, |(_, colon)| scan::skip_blank(bytes, colon, bytes.len()));
            let first = bytes.get(value);
            let kind = match named {
                Some((name, _)) => Kind::listed_in(name).filter(|_| matches!(first, Some(b'[' | b'('))),
                // The line that opens the list is lost, or it was closed too early.
                None => Some(last).filter(|_| first == Some(&b'(')),
            };
            if let Some(kind) = kind {
                self.taken.push(at..value);
                let listed = walker.list(kind, value + usize::from(first == Some(&b'[')), bytes.len());
                self.parts.extend(listed.parts);
                for found in listed.items {
                    self.put(found, walker);
                }
                (at, last) = (listed.end, kind);
            } else if matches!(first, Some(b')' | b']')) && named.is_none() {
                at += 1;
            } else if let Some((name, _)) = named
                && let Ok(end) = scan::skip_value(bytes, value, bytes.len())
                && self.scalar(name, &source[value..end])
            {
                self.taken.push(at..end);
                at = end;
            } else {
                let next = next_start(walker, at + 1);
                let what = named.map_or_else(|| "a piece".into(), |(name, _)| format!("`{name}`"));
                self.parts.push(Part { range: at..next, what, why: "it cannot be understood".into() });
                at = next;
            }
        }
    }

    /// What we write at the head of every file. What somebody has added is theirs.
    fn take_header(&mut self, head: &str) {
        let mut at = 0;
        for line in head.split_inclusive('\n') {
            if HEADER.lines().any(|ours| ours == line.trim_end()) {
                self.taken.push(at..at + line.len());
            }
            at += line.len();
        }
    }

    /// What the project says about itself; whether it could be read.
    fn scalar(&mut self, name: &str, value: &str) -> bool {
        let mut cursor = Cursor::new(value, 0);
        let mut info = (**self.project.info()).clone();
        if name == "format" {
            return cursor.value::<u32>().is_ok();
        }
        let Ok(words) = cursor.value::<Words>() else { return false };
        let text = words.as_str();
        match name {
            "id" if info.id.0 == Token::MIN => match text.parse() {
                Ok(id) => info.id = ProjectId(id),
                Err(_) => return false,
            },
            "title" if info.title.is_empty() => info.title = text.into(),
            "notes" if info.notes.is_empty() => info.notes = text.into(),
            _ => return false,
        }
        self.project.set_info(Arc::new(info));
        true
    }

    fn put(&mut self, found: Found, walker: &mut Walker) {
        match found.read {
            Reading::Whole(whole) if !self.has_any(&whole) => {
                self.put_whole(*whole);
                self.taken.extend(found.taken);
            }
            Reading::Whole(_) => {
                let found = walker.field_by_field(Kind::Article, found.range);
                self.put_article(found);
            }
            Reading::Row(_) if found.kind == Kind::Article => self.put_article(found),
            Reading::Row(_) => self.put_row(found, ""),
            Reading::Not(why) => self.parts.push(Part { range: found.range, what: found.name, why }),
        }
    }

    /// Whether an id of the article stands somewhere else, or in it twice.
    fn has_any(&self, whole: &Whole) -> bool {
        let mut seen = HashSet::new();
        let mut twice = |token: Token, kind: Kind| !seen.insert((kind, token));
        self.project.article(whole.article.id).is_some()
            || whole.excerpts.iter().any(|(excerpt, claims)| {
                self.project.excerpt(excerpt.id).is_some()
                    || twice(excerpt.id.0, Kind::Excerpt)
                    || claims.iter().any(|c| self.project.claim(c.id).is_some() || twice(c.id.0, Kind::Claim))
            })
    }

    fn put_whole(&mut self, whole: Whole) {
        let Whole { article, text, excerpts } = whole;
        let id = article.id;
        self.project.set_article(id, Some(Arc::new(article)));
        self.project.set_text(id, Some(Arc::new(text)));
        for (excerpt, claims) in excerpts {
            self.project.set_excerpt(excerpt.id, Some(Arc::new(excerpt)));
            for claim in claims {
                self.project.set_claim(claim.id, Some(Arc::new(claim)));
            }
        }
    }

    fn put_article(&mut self, found: Found) {
        let Found { range, name, read, mut parts, mended, taken, inside, .. } = found;
        let (article, text) = match read {
            Reading::Row(row) => match *row {
                Row::Article(article, text) => (article, text),
                _ => return,
            },
            Reading::Not(why) => return self.parts.push(Part { range, what: name, why }),
            Reading::Whole(_) => return,
        };
        let id = article.id;
        match (self.project.article(id), self.project.text(id)) {
            (Some(_), Some(old)) if old.as_str() != text => {
                let why = "another article has the same id and another text".into();
                return self.parts.push(Part { range, what: name, why });
            }
            (Some(old), _) if **old != article => {
                let why = "the same article stands there twice, and differs";
                parts.extend(taken.iter().map(|range| Part {
                    range: range.clone(),
                    what: format!("a field of {name}"),
                    why: why.into(),
                }));
            }
            (Some(_), _) => self.taken.extend(taken),
            (None, _) => {
                self.taken.extend(taken);
                self.mended.extend(mended);
                self.project.set_article(id, Some(Arc::new(article)));
                self.project.set_text(id, Some(Arc::new(ArticleText::new(text))));
            }
        }
        self.parts.extend(parts);
        for found in inside {
            self.put_excerpt(found, id);
        }
    }

    fn put_excerpt(&mut self, found: Found, article: ArticleId) {
        let Found { range, name, read, parts, mended, taken, inside, doubtful, .. } = found;
        let place = format!(" in article {article}");
        let mut refuse = |why: &str| {
            self.parts.push(Part { range: range.clone(), what: format!("{name}{place}"), why: why.into() });
        };
        let mut excerpt = match read {
            Reading::Row(row) => match *row {
                Row::Excerpt(excerpt) => excerpt,
                _ => return,
            },
            Reading::Not(why) => return refuse(&why),
            Reading::Whole(_) => return,
        };
        excerpt.article = article;
        let holds = self.project.text(article).is_some_and(|text| excerpt.anchor.holds_in(text));
        if doubtful && !holds {
            return refuse(
                "what stands before it is lost, and its words do not stand in this article: it may be of another",
            );
        }
        let id = excerpt.id;
        match self.project.excerpt(id) {
            Some(old) if **old != excerpt => return refuse("another excerpt has the same id"),
            Some(_) => {}
            None => {
                self.project.set_excerpt(id, Some(Arc::new(excerpt)));
            }
        }
        self.taken.extend(taken);
        self.mended.extend(mended.into_iter().map(|what| what + &place));
        self.parts.extend(parts.into_iter().map(|part| Part { what: part.what + &place, ..part }));
        for found in inside {
            self.put_claim(found, id, &place);
        }
    }

    fn put_claim(&mut self, mut found: Found, excerpt: ExcerptId, place: &str) {
        if found.doubtful {
            let why = "what stands before it is lost: it may be of another excerpt".into();
            self.parts.push(Part { range: found.range, what: format!("a claim{place}"), why });
            return;
        }
        if let Reading::Row(row) = &mut found.read
            && let Row::Claim(claim) = &mut **row
        {
            claim.excerpt = excerpt;
        }
        self.put_row(found, place);
    }

    /// Puts a row in that has none inside.
    fn put_row(&mut self, found: Found, place: &str) {
        let Found { range, name, read, parts, mended, taken, .. } = found;
        let row = match read {
            Reading::Row(row) => *row,
            Reading::Not(why) => {
                self.parts.push(Part { range, what: format!("{name}{place}"), why });
                return;
            }
            Reading::Whole(_) => return,
        };
        if let Err(twin) = self.insert(row) {
            let why = "it stands there a second time, and differs".into();
            self.parts.push(Part { range, what: format!("{twin}{place}"), why });
            return;
        }
        self.taken.extend(taken);
        self.mended.extend(mended.into_iter().map(|what| what + place));
        self.parts.extend(parts.into_iter().map(|part| Part { what: part.what + place, ..part }));
    }

    /// Puts a row in unless another has its id; then it says which.
    fn insert(&mut self, row: Row) -> Result<(), String> {
        let project = &mut self.project;
        match row {
            Row::Entry(new) => {
                let id = new.id();
                match project.entry(id) {
                    Some(old) if old.clone().with_rank(0) == new.clone().with_rank(0) => Ok(()),
                    Some(_) => Err(format!("{} {}", id.kind().noun(), id.slug())),
                    None => {
                        self.rank += RANK_STEP;
                        put_entry(project, new.with_rank(self.rank));
                        Ok(())
                    }
                }
            }
            Row::View(new) => match project.view(new.id) {
                Some(old) if (model::View { rank: 0, ..model::View::clone(old) }) == new => Ok(()),
                Some(_) => Err(format!("view {}", new.id)),
                None => {
                    self.rank += RANK_STEP;
                    project.set_view(new.id, Some(Arc::new(model::View { rank: self.rank, ..new })));
                    Ok(())
                }
            },
            Row::Assessment(new) => match project.assessment(new.cell) {
                Some(old) if **old == new => Ok(()),
                Some(_) => Err(format!("the assessment of {} on {}", new.cell.country, new.cell.issue)),
                None => {
                    project.set_assessment(new.cell, Some(Arc::new(new)));
                    Ok(())
                }
            },
            Row::Claim(new) => match project.claim(new.id) {
                Some(old) if **old == new => Ok(()),
                Some(_) => Err(format!("claim {}", new.id)),
                None => {
                    project.set_claim(new.id, Some(Arc::new(new)));
                    Ok(())
                }
            },
            // They hold other rows and are put in with them.
            Row::Article(..) | Row::Excerpt(_) => Ok(()),
        }
    }

    /// Everything of `source`, in or aside.
    pub fn finish(mut self, source: &str) -> Salvaged {
        let covered = self.taken.iter().cloned().chain(self.parts.iter().map(|part| part.range.clone()));
        let gaps = gaps(source, covered.collect());
        self.parts.extend(gaps);
        self.parts.retain(|part| source[part.range.clone()].contains(|c: char| !c.is_whitespace()));
        self.parts.sort_by_key(|part| (part.range.start, part.range.end));
        let places = places_of(source, self.parts.iter().map(|part| part.range.start));
        let aside = self.parts.into_iter().zip(places).map(|(part, place)| Aside {
            place,
            text: source[part.range].trim_end().to_owned(),
            what: part.what,
            why: part.why,
        });
        let aside = aside.collect();
        let mut project = self.project;
        if project.info().id.0 == Token::MIN {
            let seed = Print::of(source.as_bytes()).0;
            let id = ProjectId(Token::random(&mut fastrand::Rng::with_seed(seed)));
            self.mended.push(format!("the project has the new id {id}"));
            project.set_info(Arc::new(Info { id, ..(**project.info()).clone() }));
        }
        let problems = project.problems();
        Salvaged { project, problems, aside, mended: self.mended }
    }
}

/// Whether fields of the file itself follow.
fn opens_file(source: &str, at: usize) -> bool {
    let at = scan::skip_blank(source.as_bytes(), at, source.len());
    scan::name_at(source, at, source.len()).is_some_and(|(name, _)| name == "format" || Kind::listed_in(name).is_some())
}

fn put_entry(project: &mut Project, entry: Entry) {
    match entry {
        Entry::Country(row) => drop(project.set_country(row.id, Some(row))),
        Entry::Actor(row) => drop(project.set_actor(row.id, Some(row))),
        Entry::Issue(row) => drop(project.set_issue(row.id, Some(row))),
        Entry::Stance(row) => drop(project.set_stance(row.id, Some(row))),
        Entry::Tag(row) => drop(project.set_tag(row.id, Some(row))),
        Entry::Bloc(row) => drop(project.set_bloc(row.id, Some(row))),
    }
}

/// Where the next field of the file or the next row seems to begin.
fn next_start(walker: &Walker, from: usize) -> usize {
    let section = walker.next_section(from).unwrap_or(walker.bytes.len());
    let rows = memchr::memmem::find(&walker.bytes[from..section], b"\n    (\n      id: \"");
    rows.map_or(section, |len| from + len + b"\n    ".len())
}
