use super::*;
use crate::export::Options;
use crate::model::{ProjectId, Token};

#[test]
fn words_are_cut_to_what_a_cell_takes() {
    for (words, expected, cut_to) in [
        ("short".to_owned(), 5, 0),
        ("a".repeat(LETTERS), LETTERS, 0),
        ("a".repeat(LETTERS + 1), LETTERS, 1),
        ("é".repeat(LETTERS), LETTERS, 0),
        // Two units each: 16,383 of them and the ellipsis.
        ("🙂".repeat(16_384), LETTERS, 1),
        ("🙂".repeat(16_383), 32_766, 0),
    ] {
        let mut cut = 0;
        let kept = fitting(&words, &mut cut).into_owned();
        assert_eq!((kept.encode_utf16().count(), cut), (expected, cut_to));
        assert_eq!(kept.ends_with('…'), cut == 1);
    }
}

fn goes_on_in_a_further_sheet(long: bool) {
    let project = Project::new(ProjectId(Token::random(&mut fastrand::Rng::with_seed(1))), "Test");
    let mut book = Book::new(&project, Timestamp::UNIX_EPOCH, &|| true, 3);
    let mut table = Table { long, ..Table::new("Claims", Kind::Claims) };
    for number in 0..6_i64 {
        let value = if number == 0 { "number".into() } else { Value::Number(number) };
        table.put(&mut book, &mut vec![value]).expect("fits");
    }
    assert_eq!(table.rows, 5);
    table.close(&mut book).expect("closes");
    let names: Vec<String> = book.book.worksheets().iter().map(Worksheet::name).collect();
    assert_eq!(names, ["Claims", "Claims 2", "Claims 3"]);
    assert_eq!(book.losses(), ["Claims goes on in further sheets: Excel takes 1,048,576 rows in one."]);
    assert!(book.finish().is_ok());
}

#[test]
fn a_table_that_is_too_long_goes_on_in_a_further_sheet() {
    goes_on_in_a_further_sheet(false);
    goes_on_in_a_further_sheet(true);
}

#[test]
fn a_table_that_is_too_wide_is_refused_with_advice() {
    let project = Project::new(ProjectId(Token::random(&mut fastrand::Rng::with_seed(1))), "Test");
    let mut book = Book::new(&project, Timestamp::UNIX_EPOCH, &|| true, ROWS);
    let error = Table::new("Matrix", Kind::Matrix).put(&mut book, &mut vec![Value::Nothing; 16_385]);
    let said = error.expect_err("is too wide").to_string();
    assert!(said.contains("16,385") || said.contains("16385"), "{said}");
    assert!(said.contains("CSV"), "{said}");
}

#[test]
fn work_that_nobody_wants_any_more_is_given_up() {
    let project = Project::new(ProjectId(Token::random(&mut fastrand::Rng::with_seed(1))), "Test");
    let options = Options::default();
    let result = write(Kind::All, &Source::new(&project, &options), Timestamp::UNIX_EPOCH, &|| false);
    assert!(matches!(result, Err(ExportError::Cancelled)));
}
