//! What each kind of row is made of, and reading one from the fields that are sound.

use std::sync::Arc;

use super::super::error::Fault;
use super::super::syntax::Cursor;
use super::super::v1::{self, read::Reader};
use crate::model::{self, ArticleId, Entry, ExcerptId, Token};
use crate::text::ArticleText;

/// The kinds of rows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Stance,
    Country,
    Actor,
    Issue,
    Tag,
    Bloc,
    View,
    Article,
    Assessment,
    Excerpt,
    Claim,
}

/// What a kind of row is made of.
pub(super) struct Spec {
    pub noun: &'static str,
    /// The field that lists rows of this kind.
    pub list: &'static str,
    pub fields: &'static [&'static str],
    /// The field that lists the rows inside, and their kind.
    pub inside: Option<(&'static str, Kind)>,
    /// What must be there, with a value that can be read.
    pub needed: &'static [(&'static str, &'static str)],
    /// What stands in for a needed field that is lost; an empty value is an id made up.
    pub instead: &'static [(&'static str, &'static str)],
    /// Without these it would say something else: where one is lost the row is not taken. What an unknown
    /// field says is not known, so it counts where there are any.
    pub vital: &'static [&'static str],
    /// Blanks before a row in a file that we have written.
    pub indent: &'static str,
}

/// What stands in for a lost point in time.
const LONG_AGO: &str = "\"1970-01-01T00:00:00Z\"";

static SPECS: [Spec; 11] = [
    Spec {
        noun: "stance",
        list: "scale",
        fields: &["id", "label", "short", "score", "colour", "glyph", "key"],
        inside: None,
        needed: &[("id", "\"x\""), ("label", "\"\""), ("colour", "\"plain\""), ("glyph", "\"ring\"")],
        instead: &[("label", "\"\""), ("colour", "\"plain\""), ("glyph", "\"ring\"")],
        vital: &["score"],
        indent: "    ",
    },
    Spec {
        noun: "country",
        list: "countries",
        fields: &["id", "name", "iso", "aliases", "note"],
        inside: None,
        needed: &[("id", "\"x\""), ("name", "\"\"")],
        instead: &[("name", "\"\"")],
        vital: &[],
        indent: "    ",
    },
    Spec {
        noun: "actor",
        list: "actors",
        fields: &["id", "name", "role", "country", "voice", "aliases"],
        inside: None,
        needed: &[("id", "\"x\""), ("name", "\"\""), ("voice", "\"government\"")],
        instead: &[("name", "\"\"")],
        vital: &["country", "voice"],
        indent: "    ",
    },
    Spec {
        noun: "issue",
        list: "issues",
        fields: &["id", "label", "short", "rules"],
        inside: None,
        needed: &[("id", "\"x\""), ("label", "\"\"")],
        instead: &[("label", "\"\"")],
        vital: &[],
        indent: "    ",
    },
    Spec {
        noun: "tag",
        list: "tags",
        fields: &["id", "label"],
        inside: None,
        needed: &[("id", "\"x\""), ("label", "\"\"")],
        instead: &[("label", "\"\"")],
        vital: &[],
        indent: "    ",
    },
    Spec {
        noun: "bloc",
        list: "blocs",
        fields: &["id", "label", "members"],
        inside: None,
        needed: &[("id", "\"x\""), ("label", "\"\"")],
        instead: &[("label", "\"\"")],
        vital: &["members"],
        indent: "    ",
    },
    Spec {
        noun: "view",
        list: "views",
        fields: &[
            "id",
            "label",
            "rule",
            "as_of",
            "voices",
            "bases",
            "outlets",
            "analysts",
            "tags",
            "contest_days",
            "independent",
            "rows",
            "row_order",
            "issue_order",
            "hidden",
            "transposed",
            "zoom",
            "since",
        ],
        inside: None,
        needed: &[("id", "\"x\""), ("label", "\"\"")],
        instead: &[("label", "\"\"")],
        vital: &[
            "rule",
            "as_of",
            "voices",
            "bases",
            "outlets",
            "analysts",
            "tags",
            "contest_days",
            "independent",
            "rows",
        ],
        indent: "    ",
    },
    Spec {
        noun: "article",
        list: "articles",
        fields: &[
            "id",
            "title",
            "outlet",
            "author",
            "published",
            "url",
            "language",
            "progress",
            "added",
            "notes",
            "text",
        ],
        inside: Some(("excerpts", Kind::Excerpt)),
        needed: &[("id", "\"x\""), ("progress", "\"unread\""), ("added", LONG_AGO), ("text", "\"\"")],
        instead: &[("id", ""), ("progress", "\"in-progress\""), ("added", LONG_AGO), ("text", "\"\"")],
        vital: &[],
        indent: "    ",
    },
    Spec {
        noun: "assessment",
        list: "assessments",
        fields: &[
            "country",
            "issue",
            "stance",
            "empty",
            "sentence",
            "confidence",
            "analyst",
            "made",
            "seen",
            "earlier",
        ],
        inside: None,
        needed: &[("country", "\"x\""), ("issue", "\"x\""), ("empty", "\"declined\""), ("made", LONG_AGO)],
        instead: &[],
        vital: &["country", "issue", "stance", "empty", "made"],
        indent: "    ",
    },
    Spec {
        noun: "excerpt",
        list: "excerpts",
        fields: &["id", "at", "quotation", "before", "after"],
        inside: Some(("claims", Kind::Claim)),
        needed: &[("id", "\"x\""), ("at", "(0, 0)"), ("quotation", "\"\"")],
        instead: &[("id", ""), ("at", "(0, 0)")],
        vital: &[],
        indent: "        ",
    },
    Spec {
        noun: "claim",
        list: "claims",
        fields: &[
            "id",
            "countries",
            "speaker",
            "voice",
            "addressees",
            "issue",
            "stance",
            "condition",
            "basis",
            "via",
            "said_on",
            "tags",
            "confidence",
            "note",
            "analyst",
            "created",
            "updated",
        ],
        inside: None,
        needed: &[
            ("id", "\"x\""),
            ("issue", "\"x\""),
            ("stance", "\"x\""),
            ("basis", "\"quoted\""),
            ("created", LONG_AGO),
        ],
        instead: &[("id", ""), ("created", LONG_AGO)],
        vital: &["countries", "speaker", "voice", "addressees", "issue", "stance", "condition", "basis", "said_on"],
        indent: "            ",
    },
];

impl Kind {
    pub const ALL: [Kind; 11] = [
        Kind::Stance,
        Kind::Country,
        Kind::Actor,
        Kind::Issue,
        Kind::Tag,
        Kind::Bloc,
        Kind::View,
        Kind::Article,
        Kind::Assessment,
        Kind::Excerpt,
        Kind::Claim,
    ];

    /// The kind of row that holds rows of this one; `None` for those that the file itself lists.
    pub fn around(self) -> Option<Self> {
        match self {
            Kind::Excerpt => Some(Kind::Article),
            Kind::Claim => Some(Kind::Excerpt),
            _ => None,
        }
    }

    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// The kind that the field `list` of the file lists.
    pub fn listed_in(list: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.around().is_none() && kind.spec().list == list)
    }

    /// Whether rows of this kind have a field of that name.
    pub fn knows(self, name: &str) -> bool {
        self.spec().fields.contains(&name) || self.spec().inside.is_some_and(|(inside, _)| inside == name)
    }
}

/// A row of the model. What it belongs to and its place among its kind are given when it is put in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row {
    Entry(Entry),
    View(model::View),
    Article(model::Article, String),
    Assessment(model::Assessment),
    Excerpt(model::Excerpt),
    Claim(model::Claim),
}

/// Reads one row; nothing may stand behind it.
pub(super) fn read(kind: Kind, text: &str) -> Result<Row, String> {
    read_row(kind, text).map_err(|fault| fault.trouble.to_string())
}

fn read_row(kind: Kind, text: &str) -> Result<Row, Fault> {
    let mut cursor = Cursor::new(text, 0);
    let mut reader = Reader::new(text);
    let row = match kind {
        Kind::Stance => Row::Entry(Entry::Stance(Arc::new(reader.stance(&cursor.value()?, 0)?))),
        Kind::Country => Row::Entry(Entry::Country(Arc::new(reader.country(&cursor.value()?, 0)?))),
        Kind::Actor => Row::Entry(Entry::Actor(Arc::new(reader.actor(&cursor.value()?, 0)?))),
        Kind::Issue => Row::Entry(Entry::Issue(Arc::new(reader.issue(&cursor.value()?, 0)?))),
        Kind::Tag => Row::Entry(Entry::Tag(Arc::new(reader.tag(&cursor.value()?, 0)?))),
        Kind::Bloc => Row::Entry(Entry::Bloc(Arc::new(reader.bloc(&cursor.value()?, 0)?))),
        Kind::View => Row::View(reader.view(&cursor.value()?, 0)?),
        Kind::Article => {
            let row: v1::Article = cursor.value()?;
            Row::Article(reader.article(&row)?, row.text.as_str().to_owned())
        }
        Kind::Assessment => Row::Assessment(reader.assessment(&cursor.value()?)?),
        Kind::Excerpt => Row::Excerpt(reader.excerpt(&cursor.value()?, ArticleId(Token::MIN))?),
        Kind::Claim => Row::Claim(reader.claim(&cursor.value()?, ExcerptId(Token::MIN))?),
    };
    cursor.end()?;
    Ok(row)
}

/// An article with all that is in it.
pub(super) struct Whole {
    pub article: model::Article,
    pub text: ArticleText,
    pub excerpts: Vec<(model::Excerpt, Vec<model::Claim>)>,
}

/// Reads an article of which nothing is broken.
pub(super) fn read_whole(text: &str) -> Result<Whole, Fault> {
    let mut cursor = Cursor::new(text, 0);
    let mut reader = Reader::new(text);
    let row: v1::Article = cursor.value()?;
    cursor.end()?;
    let article = reader.article(&row)?;
    let mut excerpts = Vec::with_capacity(row.excerpts.len());
    for row in &row.excerpts {
        let excerpt = reader.excerpt(row, article.id)?;
        let claims = row.claims.iter().map(|row| reader.claim(row, excerpt.id)).collect::<Result<_, _>>()?;
        excerpts.push((excerpt, claims));
    }
    Ok(Whole { article, text: ArticleText::new(row.text.as_str()), excerpts })
}

/// A field as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'s> {
    pub name: &'s str,
    /// The value, as RON.
    pub value: &'s str,
}

/// Whether the value of a field can be read: the row with this field and otherwise only what is needed.
pub(super) fn sound(kind: Kind, field: Field) -> Result<(), String> {
    // An assessment has one of the two.
    let other = if kind == Kind::Assessment && field.name == "stance" { "empty" } else { field.name };
    let needed = kind.spec().needed.iter().filter(|(name, _)| *name != field.name && *name != other);
    let needed = needed.map(|(name, value)| Field { name, value });
    read(kind, &written(needed.chain([field]))).map(drop)
}

/// The row of these fields, as RON.
pub(super) fn written<'f>(fields: impl IntoIterator<Item = Field<'f>>) -> String {
    let mut text = String::from("(");
    for field in fields {
        text.push_str(field.name);
        text.push_str(": ");
        text.push_str(field.value);
        // A comment behind the value would hide the comma.
        text.push_str("\n,");
    }
    text.push(')');
    text
}
