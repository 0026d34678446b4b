//! The faces that a picture is painted with: ours, and those of the system for letters that ours lack.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use resvg::usvg::FallbackSelectionFn;
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style};
use skrifa::{FontRef, MetadataProvider as _};

use super::text::Face;

/// The faces for a picture: those of the system are looked for as soon as ours lack a letter.
pub fn of(svg: &str) -> Arc<Database> {
    static OURS: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(ours()));
    let letters = svg.chars().filter(|c| !c.is_ascii() && !is_hidden(*c));
    let enough = letters.into_iter().all(|c| Face::Regular.has(c.encode_utf8(&mut [0; 4])));
    if enough { OURS.clone() } else { ALL.clone() }
}

static ALL: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut faces = ours();
    faces.load_system_fonts();
    Arc::new(faces)
});

fn ours() -> Database {
    let mut faces = Database::new();
    for face in Face::ALL {
        faces.load_font_source(Source::Binary(Arc::new(face.bytes())));
    }
    faces.set_sans_serif_family("Inter");
    faces.set_serif_family("Source Serif 4");
    faces
}

/// What turns the direction of words is never drawn.
fn is_hidden(c: char) -> bool {
    matches!(u32::from(c), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069)
}

/// Chooses a face of the system for a letter that ours lack.
pub fn fallback() -> FallbackSelectionFn<'static> {
    Box::new(|letter, used, faces| {
        let base = faces.face(*used.first()?)?;
        let is_known = Arc::ptr_eq(faces, &ALL);
        let mut known = RANKED.lock().unwrap_or_else(PoisonError::into_inner);
        let ranked = match known.get(&(letter, base.id)).filter(|_| is_known) {
            Some(ranked) => ranked.clone(),
            None => {
                let ranked: Arc<[ID]> = ranked(letter, base, faces).into();
                if is_known {
                    known.insert((letter, base.id), ranked.clone());
                }
                ranked
            }
        };
        ranked.iter().copied().find(|id| !used.contains(id))
    })
}

type Ranked = HashMap<(char, ID), Arc<[ID]>>;

/// The faces of the system for a letter instead of a face of ours, best first: there are hundreds to look through.
static RANKED: LazyLock<Mutex<Ranked>> = LazyLock::new(Mutex::default);

/// Every face with that letter. Those that have Latin letters as well come first: a line that one face cannot draw whole
/// is not put together well. Then those that look like `base`.
fn ranked(letter: char, base: &FaceInfo, faces: &Database) -> Vec<ID> {
    let has_serifs = |face: &FaceInfo| face.families.iter().any(|(name, _)| name.contains("Serif"));
    let upright = faces.faces().filter(|face| face.style == Style::Normal && face.id != base.id);
    let mut found: Vec<_> = upright
        .filter(|face| has(faces, face.id, &[letter]))
        .map(|face| {
            let is_mixed = has(faces, face.id, &['a', '1']);
            let weight = face.weight.0.abs_diff(base.weight.0);
            let name = face.families.first().map(|(name, _)| name.clone());
            (!is_mixed, has_serifs(face) != has_serifs(base), face.stretch != Stretch::Normal, weight, name, face.id)
        })
        .collect();
    found.sort();
    found.into_iter().map(|(.., id)| id).collect()
}

fn has(faces: &Database, id: ID, letters: &[char]) -> bool {
    let look = |bytes: &[u8], index| {
        let charmap = FontRef::from_index(bytes, index).ok()?.charmap();
        Some(letters.iter().all(|letter| charmap.map(*letter).is_some()))
    };
    faces.with_face_data(id, look).flatten().unwrap_or_default()
}
