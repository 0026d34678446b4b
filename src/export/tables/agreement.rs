//! One row per pair of countries, blocs or actors.

use super::{Row, Value};
use crate::derive::Matrix;
use crate::export::Source;
use crate::model::EntryId;

const COLUMNS: [&str; 6] = ["a", "b", "agreement", "shared", "furthest_issue", "difference"];

/// Hands every row to `each`, the header first. Agreement is worked out over all issues, also those not shown.
pub fn rows<E>(source: &Source<'_>, each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let (project, sheet) = (source.project, source.sheet());
    let mut row: Row<'_> = COLUMNS.map(Value::from).to_vec();
    each(&mut row)?;
    let names: Vec<String> = sheet.whos().map(|(who, _)| project.label(who.entry())).collect();
    for (index, (a, name_a)) in sheet.rows.iter().zip(&names).enumerate() {
        for (b, name_b) in sheet.rows.iter().zip(&names).skip(index + 1) {
            let agreement = sheet.matrix.agreement(*a, *b);
            let furthest = furthest(&sheet.matrix, *a, *b);
            row.clear();
            row.extend([
                Value::from(name_a),
                Value::from(name_b),
                agreement.value.map_or(Value::Nothing, share),
                agreement.shared.into(),
                furthest.map_or(Value::Nothing, |(column, _)| {
                    project.label(EntryId::Issue(sheet.matrix.issues[column])).into()
                }),
                furthest.map_or(Value::Nothing, |(_, far)| Value::Number(far.into())),
            ]);
            each(&mut row)?;
        }
    }
    Ok(())
}

/// To four decimals.
pub(in crate::export) fn share(value: f64) -> Value<'static> {
    Value::Share((value * 10_000.0).round() / 10_000.0)
}

/// The issue on which two rows stand furthest apart, the first of several, and how far; none where they stand together
/// on all that they share.
fn furthest(matrix: &Matrix, a: usize, b: usize) -> Option<(usize, u8)> {
    let apart = |column| Some((column, matrix.score(a, column)?.abs_diff(matrix.score(b, column)?)));
    let pairs = (0..matrix.issues.len()).filter_map(apart).filter(|(_, far)| *far > 0);
    pairs.reduce(|best, next| if next.1 > best.1 { next } else { best })
}
