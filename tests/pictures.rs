//! The matrix and the timeline as pictures: well-formed, within their edges, of bounded size, stating what they show.
//!
//! What is drawn lies in the folder that Cargo gives to tests, to be looked at: `target/tmp/picture-*`.

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "../benches/support/large.rs"]
mod large;
mod support;

use demarche::derive::{Filter, Settings, Sheet};
use demarche::edit::Document;
use demarche::edit::ops::codebook;
use demarche::export::{self, ExportError, Format, Kind, Options, Source, picture};
use demarche::model::{EntryId, Look, Order, Project, RowsOf, Zoom};
use demarche::store;
use jiff::civil::date;
use roxmltree::{Document as Xml, Node};

fn now() -> jiff::Timestamp {
    "2025-03-01T09:00:00Z".parse().expect("a time")
}

fn write(kind: Kind, format: Format, project: &Project, options: &Options) -> Result<Vec<u8>, ExportError> {
    export::write(kind, format, project, options, now(), &|| true).map(|written| written.bytes)
}

fn keep(name: &str, bytes: &[u8]) {
    let path = format!("{}/picture-{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(path, bytes).expect("the folder for tests takes files");
}

fn svg(name: &str, kind: Kind, project: &Project, look: &Look) -> String {
    let options = Options { look: look.clone(), ..Options::default() };
    let bytes = write(kind, Format::Svg, project, &options).expect("is drawn");
    keep(&format!("{name}.svg"), &bytes);
    String::from_utf8(bytes).expect("is UTF-8")
}

fn looks() -> Vec<(String, Look)> {
    let mut looks: Vec<(String, Look)> =
        Zoom::ALL.iter().map(|(zoom, _)| (zoom.slug().to_owned(), Look { zoom: *zoom, ..Look::default() })).collect();
    for zoom in [Zoom::Heat, Zoom::Cells] {
        looks.push((format!("turned-{}", zoom.slug()), Look { zoom, transposed: true, ..Look::default() }));
    }
    looks.push(("blocs".into(), Look { rows: RowsOf::Blocs, ..Look::default() }));
    looks.push(("actors".into(), Look { rows: RowsOf::Actors, row_order: Order::Evidence, ..Look::default() }));
    let filter = Filter { as_of: Some(date(2025, 2, 17)), ..Filter::default() };
    let settings = Settings { filter, ..Settings::default() };
    looks.push(("then".into(), Look { settings, since: Some(date(2025, 2, 14)), ..Look::default() }));
    looks
}

fn number(node: &Node<'_, '_>, name: &str) -> f32 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// It can be read, draws only shapes and words, and everything stands within its edges.
fn sound(name: &str, text: &str) -> Vec<String> {
    let xml = Xml::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let root = xml.root_element();
    let (width, height) = (number(&root, "width"), number(&root, "height"));
    assert!(width >= 300.0 && height >= 100.0, "{name}: {width} × {height}");
    assert_eq!(root.attribute("viewBox"), Some(&*format!("0 0 {width} {height}")));
    let known =
        ["svg", "title", "desc", "defs", "pattern", "g", "rect", "circle", "line", "polyline", "polygon", "text"];
    let mut words = Vec::new();
    for node in root.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        assert!(known.contains(&tag), "{name}: {tag}");
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on") && attribute.name() != "href", "{name}: {}", attribute.name());
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf"), "{name}: {attribute:?}");
        }
        if tag == "text" {
            let at = (number(&node, "x"), number(&node, "y"));
            assert!(
                (0.0..=width).contains(&at.0) && (0.0..=height).contains(&at.1),
                "{name}: {at:?} {:?}",
                node.text()
            );
            words.push(node.text().unwrap_or_default().replace(['\u{2066}', '\u{2067}', '\u{2069}'], ""));
        }
        if tag == "rect"
            && node.attribute("transform").is_none()
            && node.parent().is_some_and(|p| p.tag_name().name() == "svg")
        {
            let (right, below) =
                (number(&node, "x") + number(&node, "width"), number(&node, "y") + number(&node, "height"));
            assert!(right <= width + 1.0 && below <= height + 1.0, "{name}: {right} {below}");
            assert!(number(&node, "width") >= 0.0 && number(&node, "height") >= 0.0, "{name}");
        }
    }
    words
}

#[test]
fn the_matrix_is_drawn_as_it_is_looked_at() {
    let project = support::sample();
    for (name, look) in looks() {
        let text = svg(&name, Kind::Matrix, &project, &look);
        let words = sound(&name, &text);
        let all = words.join(" ");
        for (who, _) in Sheet::of(&project, &look).whos() {
            let label = project.label(who.entry());
            let first = label.split(' ').next().unwrap_or_default();
            assert!(all.contains(first), "{name}: {label}");
        }
        for (line, _) in export::statement(&project, &look) {
            assert!(words.contains(&line), "{name}: {line}");
        }
        assert!(all.contains("1 March 2025, 09:00 UTC"), "{name}");
        assert!(all.contains("cells with evidence"), "{name}");
    }
}

#[test]
fn the_timeline_is_drawn_for_the_issue_that_is_chosen() {
    let project = support::sample();
    for issue in project.issues_in_order() {
        let options = Options { issue: Some(issue.id), ..Options::default() };
        let bytes = write(Kind::Timeline, Format::Svg, &project, &options).expect("is drawn");
        let name = format!("timeline-{}.svg", issue.id.0.as_str());
        keep(&name, &bytes);
        let words = sound(&name, std::str::from_utf8(&bytes).expect("is UTF-8"));
        assert!(words.join(" ").contains(&issue.label), "{}", issue.label);
        assert!(words.contains(&"Rule".to_owned()));
    }
    for (name, look) in looks() {
        let text = svg(&format!("timeline-look-{name}"), Kind::Timeline, &project, &look);
        sound(&name, &text);
    }
}

/// Width and height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn a_png_has_two_dots_for_every_point() {
    let project = support::sample();
    let usual = Options::default();
    for kind in [Kind::Matrix, Kind::Timeline] {
        let drawing = picture::draw(kind, &Source::new(&project, &usual), now()).expect("is drawn");
        let png = write(kind, Format::Png, &project, &Options::default()).expect("is painted");
        keep(&format!("{}.png", kind.slug()), &png);
        let expected = (drawing.size.0.ceil() as u32 * 2, drawing.size.1.ceil() as u32 * 2);
        assert_eq!(size(&png), expected, "{kind:?}");
        let small = picture::preview(kind, &Source::new(&project, &usual), now(), (400, 300)).expect("is painted");
        assert!(small.width <= 401 && small.height <= 301, "{} × {}", small.width, small.height);
        assert_eq!(small.rgba.len() as u32, small.width * small.height * 4);
        let inks: std::collections::BTreeSet<&[u8]> = small.rgba.chunks(4).collect();
        assert!(inks.len() > 50, "{kind:?} is all but blank: {}", inks.len());
    }
}

#[test]
fn two_hundred_countries_on_sixty_issues_fit_as_a_heat_map_and_are_refused_where_they_do_not() {
    let size_of = large::Size { articles: 100, article_bytes: 2_000, claims: 8_000, countries: 200, issues: 60 };
    let project = large::project(size_of, 3);
    let options = |zoom| Options { look: Look { zoom, ..Look::default() }, ..Options::default() };
    let png = write(Kind::Matrix, Format::Png, &project, &options(Zoom::Heat)).expect("fits");
    keep("large-heat.png", &png);
    let (width, height) = size(&png);
    assert!(u64::from(width) * u64::from(height) <= 65_000_000, "{width} × {height}");
    for zoom in [Zoom::Cells, Zoom::Quotations] {
        let looked = options(zoom);
        let drawing =
            picture::draw(Kind::Matrix, &Source::new(&project, &looked), now()).expect("as SVG there is no limit");
        sound(zoom.slug(), &drawing.svg);
        let refused = write(Kind::Matrix, Format::Png, &project, &options(zoom));
        let Err(ExportError::TooLarge(why)) = refused else { panic!("{zoom:?} must be refused") };
        assert!(why.contains("64 million") && why.contains("Heat map"), "{why}");
    }
}

#[test]
fn whatever_was_typed_stays_words() {
    let mut document = Document::new(support::sample());
    let words = "</text><script>alert(1)</script> & \"x\" <b> \u{0}\u{1b} \u{fffe} ]]> شرط 条件 e\u{301} 🇺🇦";
    for id in [
        EntryId::Country(document.project().countries_in_order()[0].id),
        EntryId::Issue(document.project().issues_in_order()[0].id),
        EntryId::Stance(document.project().scale()[0].id),
    ] {
        let step = codebook::rename(document.project(), id, words).expect("a name");
        document.commit(step).expect("is sound");
    }
    for zoom in [Zoom::Heat, Zoom::Cells, Zoom::Quotations] {
        let look = Look { zoom, ..Look::default() };
        for kind in [Kind::Matrix, Kind::Timeline] {
            let name = format!("hostile-{}-{}", kind.slug(), zoom.slug());
            sound(&name, &svg(&name, kind, document.project(), &look));
            let options = Options { look: look.clone(), ..Options::default() };
            let png = write(kind, Format::Png, document.project(), &options).expect("is painted");
            keep(&format!("{name}.png"), &png);
        }
    }
}

#[test]
fn an_empty_project_has_a_picture_or_says_why_not() {
    let project = Project::new("p".parse().map(demarche::model::ProjectId).expect("a token"), "");
    sound("empty", &svg("empty", Kind::Matrix, &project, &Look::default()));
    let Err(ExportError::Failed(why)) = write(Kind::Timeline, Format::Svg, &project, &Options::default()) else {
        panic!("there is no issue")
    };
    assert!(why.contains("no issue"), "{why}");
}

#[test]
fn words_of_every_script_are_drawn() {
    let loaded = store::load(&support::root("projects/many-scripts.ron")).expect("loads");
    for zoom in [Zoom::Cells, Zoom::Quotations] {
        let look = Look { zoom, rows: RowsOf::Countries, ..Look::default() };
        let name = format!("scripts-{}", zoom.slug());
        sound(&name, &svg(&name, Kind::Matrix, &loaded.project, &look));
        let options = Options { look, ..Options::default() };
        keep(&format!("{name}.png"), &write(Kind::Matrix, Format::Png, &loaded.project, &options).expect("is painted"));
    }
}
