//! One issue over time as a picture: a lane for everyone, claims as marks, the position in force as a band.

use maud::html;

use super::axis::Axis;
use super::canvas::{Canvas, Hold, Style};
use super::page::{self, Entry, MARGIN};
use super::shapes::{self, Ink, N};
use super::text::Face;
use super::{Drawing, words};
use crate::derive::timeline::{Differs, Lane, Stack, Subject, Timeline, stacks};
use crate::export::{ExportError, Source};
use crate::model::{Project, Stance, StanceId};
use crate::palette::{self, ACCENT, DANGER, LINE, MUTED, PAPER};

const NAME: Style = Style::new(Face::Medium, 13.0);
const CODE: Style = Style::new(Face::Semibold, 10.5).ink(MUTED);
const NOTE: Style = Style::new(Face::Regular, 11.0).ink(MUTED);
const TICK: Style = Style::new(Face::Regular, 12.0).ink(MUTED);
const STACK: Style = Style::new(Face::Semibold, 10.0);

/// The width of the whole.
const WIDTH: f32 = 1200.0;
/// The height of a lane, and of the band in it.
const LANE: f32 = 50.0;
const BAND: f32 = 22.0;
/// Where the axis stands above the first lane.
const AXIS: f32 = 34.0;
/// Room at the right for what stands without a date and for what the analyst judged.
const END: f32 = 120.0;
/// Room at the right where there is nothing of the kind.
const EDGE: f32 = 8.0;
/// The box of a stack whose marks say different things.
const PLATE: (f32, f32) = (25.0, 20.0);
/// Lanes at most in one picture.
const MOST_LANES: usize = 2_000;

/// Draws the timeline of an issue as it is looked at; `statement` says what it shows.
pub(super) fn draw(source: &Source<'_>, statement: &[(String, String)]) -> Result<Drawing, ExportError> {
    let (project, look, sheet) = (source.project, source.look(), source.sheet());
    let issue = source.options.issue.or_else(|| sheet.issues().next().map(|(issue, _)| issue));
    let Some(issue) = issue.and_then(|id| project.issue(id)) else {
        return Err(ExportError::Failed("There is no issue to draw a timeline of.".into()));
    };
    let line = Timeline::new(project, source.facts(), sheet, &look.settings, Subject::Issue(issue.id));
    let (shown, empty): (Vec<&Lane>, Vec<&Lane>) = line.lanes.iter().partition(|lane| !lane.is_empty());
    if shown.len() > MOST_LANES {
        return Err(ExportError::TooLarge(format!(
            "A timeline of {} lanes is too long for a picture; {MOST_LANES} are the most. Hide rows.",
            shown.len()
        )));
    }
    let room = WIDTH - 2.0 * MARGIN;
    let mut canvas = Canvas::default();
    let about = format!("{} · Each mark is a claim; the band is the position in force", project.info().title);
    let top = page::head(&mut canvas, &issue.label, &about, room);
    let scene = Scene::new(project, &line, &shown);
    let mut end = scene.draw(&mut canvas, top, &shown);
    end = silent(&mut canvas, project, &empty, look.rows.nouns(), end, room);
    end = page::legend(&mut canvas, &scene.legend(&shown), look.settings.contest_days, end + 18.0, room);
    let size = (WIDTH, page::statement(&mut canvas, statement, end, room) + MARGIN - 12.0);
    Ok(Drawing { svg: canvas.svg(size, &issue.label, &about, &page::defs()), size })
}

/// Names those who have no lane; returns where that ends.
fn silent(
    canvas: &mut Canvas,
    project: &Project,
    empty: &[&Lane],
    (one, many): (&str, &str),
    y: f32,
    room: f32,
) -> f32 {
    if empty.is_empty() {
        return y;
    }
    let names: Vec<String> = empty.iter().map(|lane| project.label(lane.spot.who.entry())).collect();
    let said = format!("{} without a claim: {}", words::counted(empty.len(), one, many), names.join(", "));
    canvas.lines(MARGIN, y + 20.0, &NOTE.wrap(&said, room, 4), NOTE, 15.0) - 4.0
}

struct Scene<'a> {
    project: &'a Project,
    line: &'a Timeline,
    axis: Axis,
}

impl<'a> Scene<'a> {
    fn new(project: &'a Project, line: &'a Timeline, shown: &[&Lane]) -> Self {
        let need = |lane: &&Lane| {
            let code = words::code(project, lane.spot.who);
            NAME.width(&project.label(lane.spot.who.entry())) + if code.is_empty() { 0.0 } else { 42.0 }
        };
        let names = shown.iter().map(need).fold(110.0, f32::max).min(230.0) + 20.0;
        let (first, last) = line.days().unwrap_or((0, 0));
        let last = line.as_of.filter(|_| line.days().is_some()).map_or(last, |day| day.max(first));
        let rest = shown.iter().any(|lane| lane.differs().is_some() || !lane.undated.is_empty());
        // The last mark does not stand on the edge.
        let spare = ((last - first) / 24).max(1);
        let axis = Axis {
            first: first.saturating_sub(spare),
            last: last.saturating_add(spare),
            left: MARGIN + names,
            right: WIDTH - MARGIN - if rest { END } else { EDGE },
        };
        Self { project, line, axis }
    }

    fn draw(&self, canvas: &mut Canvas, top: f32, shown: &[&Lane]) -> f32 {
        let first = top + AXIS;
        let end = first + LANE * shown.len() as f32;
        if self.line.days().is_some() {
            for (day, name) in self.axis.ticks() {
                let x = self.axis.at(day);
                canvas.held(x, top + 18.0, &name, TICK, Hold::Middle);
                canvas.fill((x - 0.5, first - 8.0), (1.0, end - first + 8.0), LINE);
            }
        } else {
            canvas.text(self.axis.left, top + 18.0, "No dated claim counts.", TICK);
        }
        for (index, lane) in shown.iter().enumerate() {
            let y = first + LANE * index as f32;
            canvas.fill((MARGIN, y - 0.5), (WIDTH - 2.0 * MARGIN, 1.0), LINE);
            self.lane(canvas, y + LANE / 2.0, lane);
        }
        canvas.fill((MARGIN, end - 0.5), (WIDTH - 2.0 * MARGIN, 1.0), LINE);
        if let Some(day) = self.line.as_of.filter(|_| self.line.days().is_some()) {
            let x = self.axis.at(day);
            canvas.fill((x - 0.75, first - 8.0), (1.5, end - first + 8.0), ACCENT);
        }
        end
    }

    fn lane(&self, canvas: &mut Canvas, middle: f32, lane: &Lane) {
        let code = CODE.elide(words::code(self.project, lane.spot.who), 38.0);
        canvas.text(MARGIN, middle + 4.0, &code, CODE);
        let x = MARGIN + if code.is_empty() { 0.0 } else { 42.0 };
        let name = self.project.label(lane.spot.who.entry());
        let name = NAME.wrap(&name, self.axis.left - x - 14.0, 2);
        let first = middle + 4.5 - (name.len().saturating_sub(1)) as f32 * 7.5;
        canvas.lines(x, first, &name, NAME, 15.0);
        self.bands(canvas, middle, lane);
        self.marks(canvas, middle, lane);
        self.rest(canvas, middle, lane);
    }

    fn bands(&self, canvas: &mut Canvas, middle: f32, lane: &Lane) {
        let last = self.line.as_of.map_or(self.axis.last, |day| day.min(self.axis.last));
        let stretch = |from: i32, to: Option<i32>| {
            let (left, right) = (self.axis.at(from), self.axis.at(to.unwrap_or(last)));
            ((left, middle - BAND / 2.0), ((right - left).max(0.0), BAND))
        };
        for band in &lane.bands {
            let Some(stance) = self.project.stance(band.stance) else { continue };
            let (corner, size) = stretch(band.from, band.to);
            canvas.fill(corner, size, palette::light(stance.colour).tint);
            if band.expected_only {
                page::stripes(canvas, corner, size);
            }
            if band.unofficial {
                canvas.add(shapes::unofficial(
                    (corner.0 + 2.0, middle + BAND / 2.0 + 3.0),
                    (size.0 - 4.0).max(0.0),
                    MUTED,
                ));
            }
        }
        for gap in &lane.gaps {
            let ((x, y), (width, height)) = stretch(gap.from, gap.to);
            canvas.add(html! {
                rect x=(N(x)) y=(N(y)) width=(N(width)) height=(N(height)) fill=(Ink(PAPER)) fill-opacity="0.6" {}
            });
        }
        for contest in &lane.contests {
            let (from, to) = (self.axis.at(contest.from), self.axis.at(contest.to));
            canvas.fill((from, middle - BAND / 2.0 - 4.0), ((to - from).max(2.0), 2.0), DANGER);
            // Clear of the line above the lane.
            canvas.add(shapes::contested(((from + to) / 2.0, middle - BAND / 2.0 - 7.0), DANGER));
        }
    }

    /// Claims that would cover each other are one, as in the window.
    fn stacks(&self, lane: &Lane) -> Vec<Stack> {
        let days = (f64::from(self.axis.last) - f64::from(self.axis.first)).max(1.0);
        stacks(&lane.marks, f64::from(self.axis.right - self.axis.left) / days)
    }

    fn marks(&self, canvas: &mut Canvas, middle: f32, lane: &Lane) {
        for stack in self.stacks(lane) {
            let at = (f32::midpoint(self.axis.at(stack.days.0), self.axis.at(stack.days.1)), middle);
            let [(stance, _)] = stack.says[..] else {
                self.plate(canvas, at, &stack);
                continue;
            };
            if let Some(stance) = self.stance(stance) {
                canvas.add(shapes::glyph(stance.glyph, at, 7.5, palette::light(stance.colour).ink));
            } else {
                canvas.add(shapes::disc(at, 2.5, MUTED));
            }
            if stack.count() > 1 {
                canvas.text(at.0 + 9.0, middle + 4.0, &number(&stack), STACK);
            }
        }
    }

    /// A number over the shares of what is said.
    fn plate(&self, canvas: &mut Canvas, (x, y): (f32, f32), stack: &Stack) {
        let (width, height) = PLATE;
        let corner = (x - width / 2.0, y - height / 2.0);
        canvas.fill(corner, PLATE, PAPER);
        canvas.frame(corner, PLATE, MUTED, 1.0);
        canvas.held(x, corner.1 + 11.5, &number(stack), STACK, Hold::Middle);
        let (mut left, room) = (corner.0 + 3.0, width - 6.0);
        for (stance, count) in &stack.says {
            let ink = self.stance(*stance).map_or(MUTED, |stance| palette::light(stance.colour).ink);
            let share = room * *count as f32 / stack.count() as f32;
            canvas.fill((left, corner.1 + 14.0), (share, 3.0), ink);
            left += share;
        }
    }

    /// At the end of the lane: what the analyst judged where it is something else, and claims without a date.
    fn rest(&self, canvas: &mut Canvas, middle: f32, lane: &Lane) {
        let x = self.axis.right + 10.0;
        let undated = (!lane.undated.is_empty()).then(|| format!("{} undated", lane.undated.len()));
        let differs = lane.differs();
        let first = if differs.is_some() && undated.is_some() { middle - 4.0 } else { middle + 4.0 };
        if let Some(why) = differs {
            let now = self.stance(lane.position.stance);
            let label = now.map_or("no position", |stance| &stance.label);
            if let Some(stance) = now {
                canvas.add(shapes::glyph(stance.glyph, (x + 5.0, first - 4.0), 5.0, palette::light(stance.colour).ink));
            }
            let said = match why {
                Differs::Assessed => format!("{label}, judged"),
                Differs::Undated => format!("{label}, undated"),
            };
            canvas.text(x + 14.0, first, &NOTE.elide(&said, END - 28.0), NOTE);
        }
        if let Some(undated) = undated {
            canvas.text(x, if differs.is_some() { middle + 11.0 } else { middle + 4.0 }, &undated, NOTE);
        }
    }

    fn stance(&self, id: Option<StanceId>) -> Option<&Stance> {
        self.project.stance(id?).map(AsRef::as_ref)
    }

    /// The levels that occur, then how lanes show the rest.
    fn legend(&self, shown: &[&Lane]) -> Vec<Entry> {
        let occurs = |id: StanceId| {
            shown.iter().any(|lane| {
                lane.marks.iter().any(|mark| mark.stance == Some(id)) || lane.bands.iter().any(|band| band.stance == id)
            })
        };
        let scale = self.project.scale();
        let mut entries: Vec<Entry> =
            scale.into_iter().filter(|stance| occurs(stance.id)).map(|stance| Entry::Stance(stance.clone())).collect();
        let mut other = |is_there: bool, draw: fn((f32, f32)) -> maud::Markup, word, meaning| {
            if is_there {
                entries.push(Entry::Other(Box::new(draw), word, meaning));
            }
        };
        other(
            shown.iter().any(|lane| self.stacks(lane).iter().any(|stack| stack.says.len() > 1)),
            |(x, y)| {
                html! {
                    rect x=(N(x - 10.0)) y=(N(y - 7.0)) width="20" height="14" fill=(Ink(PAPER)) stroke=(Ink(MUTED)) {}
                    rect x=(N(x - 7.0)) y=(N(y + 1.0)) width="7" height="3" fill=(Ink(ACCENT)) {}
                    rect x=(N(x)) y=(N(y + 1.0)) width="7" height="3" fill=(Ink(MUTED)) {}
                }
            },
            "Several",
            "Number of claims close together, and the shares of what they say.",
        );
        let bands = || shown.iter().flat_map(|lane| &lane.bands);
        other(
            shown.iter().any(|lane| !lane.contests.is_empty()),
            |at| shapes::contested(at, DANGER),
            "Contested",
            "Claims of opposite sign, near in time.",
        );
        other(
            bands().any(|band| band.unofficial),
            |(x, y)| shapes::unofficial((x - 8.0, y), 16.0, MUTED),
            "Unofficial",
            "No counted claim speaks for the government.",
        );
        other(
            bands().any(|band| band.expected_only),
            |at| super::marks::Mark::Expected.sample(at),
            "Only expected",
            "Every counted claim is foreseen, none is taken yet.",
        );
        other(
            shown.iter().any(|lane| lane.gaps.iter().any(|gap| gap.from < self.axis.last)),
            |(x, y)| {
                html! {
                    rect x=(N(x - 10.0)) y=(N(y - 7.0)) width="20" height="14" fill=(Ink(palette::GROUND)) {}
                }
            },
            "Pale",
            "No claim for more than 90 days.",
        );
        entries
    }
}

/// How many claims a stack is of.
fn number(stack: &Stack) -> String {
    if stack.count() > 999 { "1k+".to_owned() } else { stack.count().to_string() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_legend_says_how_long_a_claim_keeps_a_position_fresh() {
        assert_eq!(crate::derive::timeline::FRESH_DAYS, 90);
    }
}
