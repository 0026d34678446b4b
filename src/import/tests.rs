use super::*;

fn import(name: &str, text: &str) -> Imported {
    from_bytes(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

fn text_of(imported: &Imported) -> &str {
    imported.article.text.as_str()
}

/// A page as newspapers make them.
fn page(body: &str) -> String {
    let story = "<p>“Nobody is currently considering sending troops,” he said, because peace is still far away, \
                 and there were many commas, many clauses, and a good deal of text in this paragraph.</p>"
        .repeat(8);
    format!(
        "<!doctype html><html lang=en-GB><head><title>Troops for Ukraine - Daily News</title>\
         <meta property=og:site_name content='Daily News'><meta property='og:title' content='Troops for Ukraine'>\
         <link rel=canonical href='https://news.example/troops'>\
         <script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
         \"headline\":\"Troops for Ukraine\",\"datePublished\":\"2025-02-18T21:30:00Z\",\
         \"author\":[{{\"name\":\"Anna Berg\"}},{{\"name\":\"Bo Lind\"}}]}}</script></head>\
         <body><nav><a href=/>Home</a> <a href=/x>World</a></nav><article><h1>Troops for Ukraine</h1>{story}{body}</article>\
         <footer>Cookie policy</footer></body></html>"
    )
}

#[test]
fn plain_text_comes_in_word_for_word() {
    let text =
        "Troops for Ukraine\nBy Anna Berg\n18 February 2025\n\n“Nobody” – not\u{a0}one… is considering it.\n\tHe said";
    let imported = import("backstop.txt", text);
    assert_eq!(text_of(&imported), text);
    let details = &imported.article.details;
    assert_eq!((&*details.title, &*details.author), ("Troops for Ukraine", "Anna Berg"));
    assert_eq!(details.published.map(|d| d.to_string()).as_deref(), Some("2025-02-18"));
    assert_eq!((imported.report.format, &*imported.report.encoding), (Format::Text, "UTF-8, valid"));
}

#[test]
fn markdown_stays_as_written() {
    let imported =
        import("a.md", "---\nauthor: Anna Berg\n---\n# Troops\n\n**Nobody** is _considering_ it. <!-- x -->");
    assert_eq!(text_of(&imported), "# Troops\n\n**Nobody** is _considering_ it. <!-- x -->");
    assert_eq!(imported.article.details.title, "Troops");
    assert_eq!(imported.article.details.author, "Anna Berg");
}

#[test]
fn a_page_gives_its_main_text_and_its_details() {
    let imported = import("saved.html", &page("<p>Final&nbsp;words.<br>Second line.</p>"));
    let details = &imported.article.details;
    assert_eq!(details.title, "Troops for Ukraine");
    assert_eq!(details.author, "Anna Berg, Bo Lind");
    assert_eq!(details.outlet, "Daily News");
    assert_eq!(details.url, "https://news.example/troops");
    assert_eq!(details.language, "en");
    assert_eq!(details.published.map(|d| d.to_string()).as_deref(), Some("2025-02-18"));
    let text = text_of(&imported);
    assert!(text.starts_with("“Nobody is currently"), "{text}");
    assert!(text.ends_with("paragraph.\n\nFinal\u{a0}words.\nSecond line."), "{text}");
    assert!(!text.contains("Cookie") && !text.contains("Home") && !text.contains("schema.org"), "{text}");
    assert!(imported.report.notes.is_empty(), "{:?}", imported.report.notes);
}

#[test]
fn a_page_without_a_story_gives_all_its_text() {
    let imported = import("a.html", "<title>Statement</title><body><div>No.</div></body>");
    assert_eq!(text_of(&imported), "No.");
    assert_eq!(imported.article.details.title, "Statement");
    assert_eq!(imported.report.notes.len(), 1, "{:?}", imported.report.notes);
}

#[test]
fn a_page_in_an_old_encoding_is_read_as_declared() {
    let html = page("<p>Élysée – été, où l’on décide de tout, ou presque.</p>")
        .replace("<head>", "<head><meta charset=iso-8859-1>");
    let imported = from_bytes("a.htm", &encoding_rs::WINDOWS_1252.encode(&html).0).expect("is a page");
    assert!(
        text_of(&imported).ends_with("Élysée – été, où l’on décide de tout, ou presque."),
        "{}",
        text_of(&imported)
    );
    assert_eq!(imported.report.encoding, "windows-1252, as declared");
}

#[test]
fn pages_made_to_break_their_reader_do_not() {
    let deep = |tag: &str, depth: usize| {
        format!("{}end{}", format!("<{tag}>").repeat(depth), format!("</{tag}>").repeat(depth))
    };
    let pages = [
        ("100,000 nested div", deep("div", 100_000)),
        ("500 nested div", deep("div", 500)),
        ("100,000 nested span in svg", format!("<svg>{}end", "<g>".repeat(100_000))),
        ("hidden nesting", format!("<svg><script>{}end", "<g>".repeat(100_000))),
        ("10 MB of <", format!("end{}", "<".repeat(10 << 20))),
        ("unclosed formatting", format!("end{}", "<b id=1><i><p>".repeat(20_000))),
        ("one long comment", format!("end<!--{}", "-".repeat(5 << 20))),
        ("many line breaks", format!("end{}", "<br>".repeat(100_000))),
        ("many paragraphs", "<p>a, b, c, end".repeat(30_000)),
        ("many list items", format!("<ul>{}</ul>", "<li>end".repeat(30_000))),
        ("many tables", "<table><tr><td>end".repeat(20_000)),
        ("deep JSON", format!("<script type='application/ld+json'>{}</script>end", "[".repeat(1 << 20))),
        (
            "deep JSON objects",
            format!("<script type='application/ld+json'>{}</script>end", "{\"@context\":".repeat(100_000)),
        ),
        ("broad JSON", format!("<script type='application/ld+json'>[{}]</script>end", "{\"@type\":1},".repeat(80_000))),
        ("long attribute", format!("<img src='data:{}'>end", "x".repeat(5 << 20))),
    ];
    for (what, html) in pages {
        let start = std::time::Instant::now();
        let imported = import("bomb.html", &html);
        assert!(text_of(&imported).contains("end"), "{what}");
        assert!(start.elapsed() < std::time::Duration::from_secs(9), "{what} took {:?}", start.elapsed());
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_a_word_on_what_to_do() {
    for (name, bytes, words) in [
        ("a.txt", &b""[..], "no words"),
        ("a.txt", b" \r\n\t\n\xc2\xa0", "no words"),
        ("a.html", b"<p> </p><script>x</script>", "no words"),
        ("a.md", b"---\ntitle: x\n---\n", "no words"),
        ("a.txt", b"\x7fELF\0\0\x01\0\0", "not text"),
        ("a.txt", b"%PDF-1.7 ...", "is a PDF"),
        ("a.txt", b"{\\rtf1 x}", "rich text"),
        ("a.docx", b"PK\x03\x04", ".docx cannot be imported; what can be read is .txt"),
        ("a.pdf", b"x", ".pdf cannot be imported"),
        ("a.ron", b"(x: 1)", "is a project"),
        ("a.dat", b"\xfd\x80\xe9\xff", "cannot be imported"),
        ("noending", b"\x01\x02", "is not plain text"),
    ] {
        let error = from_bytes(name, bytes).expect_err(words).to_string();
        assert!(error.contains(words) && error.starts_with(name), "{error}");
    }
}

#[test]
fn an_unknown_ending_with_plain_text_is_taken_with_a_note() {
    for name in ["article.story", "README"] {
        let imported = import(name, "A headline\nNo troops.");
        assert_eq!(imported.report.format, Format::Text);
        assert_eq!(imported.report.notes.len(), 1);
    }
}

#[test]
fn files_are_read_and_folders_and_giants_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = |path: &Path| read(path).expect_err("refused").to_string();
    assert!(error(folder.path()).contains("is a folder"));
    assert!(error(&folder.path().join("absent.txt")).contains("cannot be read"));

    let giant = folder.path().join("giant.txt");
    File::create(&giant).and_then(|file| file.set_len(LIMIT + 1)).expect("a sparse file");
    let error = error(&giant);
    assert!(error.contains("64.1 MiB") && error.contains("the limit is 64.0 MiB"), "{error}");

    let file = folder.path().join("2025-02-18 backstop.txt");
    std::fs::write(&file, "\u{feff}No troops.\r\nNone.").expect("written");
    let imported = read(&file).expect("read");
    assert_eq!(text_of(&imported), "No troops.\nNone.");
    assert_eq!(imported.article.details.published.map(|d| d.to_string()).as_deref(), Some("2025-02-18"));
    assert_eq!(imported.report.notes.len(), 3, "{:?}", imported.report.notes);
}

#[test]
fn pasted_text_is_an_article_too() {
    let imported = from_pasted("Troops\r\n\r\nNo.").expect("read");
    assert_eq!(text_of(&imported), "Troops\n\nNo.");
    assert_eq!(imported.article.details.title, "Troops");
    assert!(matches!(from_pasted(" \n"), Err(ImportError::Empty { .. })));
    assert!(matches!(from_pasted("a\0"), Err(ImportError::Binary { .. })));
}

#[test]
fn byte_order_marks_in_front_are_no_words_however_many() {
    let twice = "\u{feff}\u{feff}No troops.";
    for imported in [from_bytes("a.txt", twice.as_bytes()), from_bytes("a.md", twice.as_bytes()), from_pasted(twice)] {
        assert_eq!(text_of(&imported.expect("read")), "No troops.");
    }
    assert!(matches!(from_bytes("a.txt", "\u{feff}\u{feff}".as_bytes()), Err(ImportError::Empty { .. })));
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        for name in ["a.txt", "a.md", "a.html", "a"] {
            from_bytes(name, &bytes).ok();
        }
    }

    #[test]
    fn valid_text_keeps_every_word(text in "[^\0]{1,80}") {
        if let Ok(imported) = from_bytes("a.txt", text.as_bytes()) {
            let kept = imported.article.text;
            let same = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
            proptest::prop_assert!(same.contains(kept.as_str()));
            proptest::prop_assert_eq!(kept.as_str().trim(), same.trim());
        }
    }
}
