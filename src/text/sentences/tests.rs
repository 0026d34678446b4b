use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// Sentences are separated by `|` in the row, paragraphs by `‖`.
fn check(rows: &[&str]) {
    let mut wrong = Vec::new();
    for row in rows {
        let expected: Vec<&str> = row.split(['|', '‖']).map(str::trim).collect();
        let text = ArticleText::new(row.replace('|', "").replace('‖', "\n"));
        let found: Vec<&str> = sentences(&text).iter().filter_map(|s| text.get(*s)).collect();
        if found != expected {
            wrong.push(format!("found    {}\nexpected {}", found.join(" | "), expected.join(" | ")));
        }
        holds(&text);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// What must hold for the sentences of every text.
fn holds(text: &ArticleText) {
    let all = sentences(text);
    let paragraphs = text.paragraphs();
    let mut covered = 0;
    for (index, span) in all.iter().enumerate() {
        let words = text.get(*span).expect("on character boundaries");
        assert!(!words.trim().is_empty());
        assert!(text.as_str()[covered..span.start.index()].trim().is_empty(), "left out before {words:?}");
        covered = span.end.index();
        let paragraph = paragraphs.iter().find(|p| p.start <= span.start && span.end <= p.end);
        let paragraph = paragraph.expect("within one paragraph");
        let body = &text.as_str()[paragraph.range()];
        for edge in [span.start, span.end] {
            assert!(is_boundary(body, edge.index() - paragraph.start.index()), "{words:?} cuts a grapheme");
        }
        assert_eq!(sentence_at(text, span.start), Some(*span));
        assert_eq!(sentence_after(text, span.start), Some(*span));
        assert_eq!(sentence_after(text, Byte(span.start.0 + 1)), all.get(index + 1).copied());
        assert_eq!(sentence_before(text, span.start), index.checked_sub(1).map(|before| all[before]));
        assert_eq!(sentence_before(text, span.end), Some(*span));
    }
    assert!(text.as_str()[covered..].trim().is_empty(), "left out at the end");
}

#[test]
fn honorifics_initials_and_ranks() {
    check(&[
        "Sir Keir met Lt. Gen. Smith. |Then he left.",
        "Mr. Tusk refused. |Dr. No agreed.",
        "Prof. Dr. Anna Weber spoke. |Nobody listened.",
        "J. D. Vance left Munich. |J.D. Vance came back.",
        "George W. Bush and John F. Kennedy. |Both were presidents.",
        "“Yes, sir.” |He saluted the Sir. |He left.",
        "Brig. Gen. Pat Ryder briefed reporters. |Adm. Rob Bauer did not.",
        "Sen. Lindsey Graham (R-S.C.) agreed. |Rep. Smith (D-Calif.) did not.",
        "Ms. Kallas said St. Petersburg was near. |It is.",
        "MR. SMITH WENT TO BRUSSELS. |GEN. CAVOLI STAYED.",
        "Plan B. |The government has none.",
        "Martin Luther King Jr. spoke for Robert Kennedy Jr. |He left.",
        "Defence secretary Lt.-Gen. A. B. Clarke resigned. |Nobody knows why.",
    ]);
}

#[test]
fn abbreviations_that_may_end_a_sentence() {
    check(&[
        "The U.S. position is clear. |It will not change.",
        "Troops left the U.S. |The talks went on.",
        "The U.S. Senate voted. |The U.N. Security Council did not.",
        "Lockheed Martin Corp. CEO Jim Taiclet spoke. |He works for Lockheed Martin Corp. |The firm is large.",
        "They sent tanks, jets, etc. |Macron was pleased.",
        "They sent tanks, jets, etc., to Kyiv. |Macron was pleased.",
        "The session began at 9.30 a.m. Monday. |It ended at 5 p.m. |Macron left.",
        "It starts at 9 a.m. GMT in Washington, D.C. |It will be long.",
        "He has a Ph.D. from Yale. |She has a Ph.D. |They met there.",
        "Poland vs. Germany, i.e. east vs. west. |E.g. on troops.",
        "The so-called E.U. army is a myth. |Nobody wants it.",
        "It said no. |He said no. |No. 10 said no.",
        "Many were moved by art. |She makes the best art. |Art. 5 remains.",
    ]);
}

#[test]
fn numbers_dates_and_lists_in_a_line() {
    check(&[
        "It spent 3.5 % of GDP. |That is 4.1 per cent.",
        "See No. 5, Art. 5, pp. 3–4 and Fig. B. |There is more.",
        "On Jan. 6 and Sept. 11 it rained. |We met in Sept. |Macron came.",
        "It was signed in 2014. |The talks stalled.",
        "He was 17. |Then he enlisted.",
        "The plan failed. |27 states voted against it.",
        "They asked for more. |$5 billion was not enough. |€3bn neither.",
        "We meet on 17. 2. 2025 in Munich. |Not on 1.3.2025.",
        "1. Send troops. |2. Send money. |3. Wait.",
        "a. Send troops. ‖b. Send money.",
        "(1) Send troops. |(2) Send money.",
        "The ceasefire holds.[3] |The talks go on.[12][13] |Nobody left.",
        "The ceasefire holds.2 |The talks go on.¹ |Nobody left.",
        "World War II. |The war ended in 1945. |World War I was worse.",
        "At 14.30 it ended. |At 15:00 they left.",
        "Version 2.0. |The second draft.",
    ]);
}

#[test]
fn quotations_in_english() {
    check(&[
        "He said: “We need to do more.” |Others were cold.",
        "“The answer is no.” |He left.",
        "\"The answer is no.\" |He left. |\"Never,\" he said.",
        "“We go.” said Smith. |He went.",
        "“Why?” he asked. |Nobody knew.",
        "“Why now?” Macron asked. |Nobody knew.",
        "“Why now?” Mr. Smith asked his hosts. |Nobody knew.",
        "“Why now?” Ursula von der Leyen asked. |Nobody knew.",
        "\"We can't do it alone.\" |Sen. Chris Coons, D-Del., agreed. |He lives in Washington, D.C. |His wife doesn't.",
        "“Why now?” |The minister did not say.",
        "“Never!” |Poland left the room.",
        "“We will go.” Smith said. |He went.",
        "“We will go.” |Smith said he would stay.",
        "‘The answer is no.’ |He left.",
        "He called it a “no.” |And yet he moved.",
        "We go. |“But there must be a backstop,” he said. |“There must.”",
        "“We want peace. |We do not want a pause. |Peace must last,” she said.",
        "“We stand firm.” — Kaja Kallas",
        "(He did not.) |She did.",
        "He did (see p. 5). |She did [sic]. |They did (e.g. in Kyiv). |All did.",
        "The EU (and the U.S.) Delegation left. |It rained.",
        "“Is it war?” |“It is.” |They fell silent.",
        "“It is over.”|The minister left.",
    ]);
}

#[test]
fn ellipses_and_other_marks() {
    check(&[
        "Nobody knows… |Somebody will.",
        "Nobody knows... |Somebody will.",
        "Nobody … knows. |“Well… maybe,” he said.",
        "We go... or not. |Then again . . . |Who knows?",
        "We go. |[…] We stay. |He left the […] Republic.",
        "Really?! |Yes!!! |Well?",
        "“… And so it ends.” |Did it?",
        "He left. |— They stayed. |– We did not.",
        "Yahoo! News has it. |Stop! |Go.",
        "He left!? she asked. |No.",
    ]);
}

#[test]
fn headlines_lists_and_addresses() {
    check(&[
        "Europe scrambles for a seat‖LONDON (AP) — The talks began. |They ended.",
        "What they want:‖• peace‖• money‖• time",
        "- Send troops‖- Send money. |At once.",
        "See www.bbc.co.uk/news?a=B&c=D. |Or write to press@nato.int. |Or not.",
        "It is on https://example.org/a.html?x=Y!z. |Open plan.v2.Final.pdf there.",
        "Node.js and Amazon.com Inc. are firms. |Amazon.com is large.",
        "They want peace.|The talks go on.",
        "#peace now. |@nato said so.",
        "They agreed on: a pause; an exchange; a date. |That is all.",
        "***",
        "What next? 👍",
        "What next? |👍 Peace.",
    ]);
}

#[test]
fn german() {
    check(&[
        "Am 17. Februar trafen sie sich. |Danach nichts.",
        "Der 3. Oktober ist ein Feiertag. |Am 3. Mai wird in Polen gefeiert.",
        "Vom 3. bis 5. März tagt der 20. Deutsche Bundestag. |Dann ist Schluss.",
        "Im 20. Jahrhundert und im Zweiten Weltkrieg. |Im 2. Weltkrieg auch.",
        "König Ludwig XIV. war lange tot. |Im XIX. Jahrhundert kam anderes.",
        "Staaten wie z. B. Polen und z.B. Litauen, d. h. der Osten, zögern. |Andere nicht.",
        "Gem. Art. 5 Abs. 2 S. 1 bzw. Nr. 3 gilt das. |Vgl. Kap. 4.",
        "Prof. Dr. h. c. Müller und Hr. Maier kamen. |Sie gingen.",
        "Das kostet 3 Mio. Euro bzw. 4 Mrd. Dollar. |Die Kosten steigen.",
        "„Wir gehen nicht.“ |Er ging. |„Warum?“, fragte Merz.",
        "„Warum jetzt?“ fragte er. |„Nein!“ |Die Ministerin schwieg.",
        "»Wir bleiben.« |Sie ging. |»Nein«, sagte er.",
        "‚Nie wieder.‘ |Das war der Satz.",
        "Sie liefern Panzer, Munition usw. |Polen wartet.",
        "Er wohnt im 3. Stock. |Die 5. Klasse singt. |Am 17. |Die Regierung schweigt.",
        "Der Verein (e. V.) Berlin tagt. |Ca. 300 kamen, u. a. Scholz.",
        "Um 14.30 Uhr begann es. |Es dauerte bis 16 Uhr.",
        "Die Ukraine habe „keine Zeit […] Europa“ auch nicht. |So Merz.",
        "Der 1. FC Köln spielt. |Am 30. 6. 2024 kam Elisabeth II. |Ihr Sohn heißt Charles III. |Er ist König.",
        "Seit dem 24. Februar 2022 ist Krieg. |2025 auch noch.",
    ]);
}

#[test]
fn french() {
    check(&[
        "M. Macron a reçu Mme Meloni. |MM. Tusk et Costa sont venus.",
        "« Non. » |Il est parti. |« Oui », a-t-elle dit.",
        "« Pourquoi ? » a demandé M. Barnier. |Personne ne sait.",
        "«\u{a0}La paix d’abord.\u{a0}» |Le ministre est parti.",
        "« Rien ! » |M. Macron n’a pas répondu.",
        "Est-ce possible\u{202f}? |Oui\u{202f}! |Peut-être…",
        "L’art. 5 du traité, c.-à-d. la défense, p. ex. à l’est. |Voir p. 12.",
        "Le 1er janv. 2025, etc. |La suite demain.",
        "S.E. M. Dupont, J.-C. Martin et le Gal. Schill. |Rien de plus.",
    ]);
}

#[test]
fn spanish_and_portuguese() {
    check(&[
        "¿Por qué? |¡No! |Nadie piensa en enviar tropas.",
        "Pero ¿por qué ahora? |Nadie sabe.",
        "—¿Vamos? —preguntó Sánchez. |Nadie respondió.",
        "EE. UU. propone un plan. |El Sr. Albares y la Dra. Ruiz dudan.",
        "EE.UU. propone un plan. |La UE espera a EE.UU. |El plan falla.",
        "«No iremos». |Así lo dijo. |“No iremos.” |Así lo repitió.",
        "Véase la pág. 5, el art. 3 y el núm. 8. |Y la pág. siguiente.",
        "Bueno… ¿quién sabe? |Nadie… |¿Quién?",
        "D. José y Dª. Ana, p. ej., vinieron. |Ud. no.",
        "O Sr. Costa e a Sra. Silva falaram. |O art. 5.º e o n.º 3 valem.",
        "“Porquê agora?” perguntou. |Ninguém sabe.",
        "O Prof. Dr. Sousa, da Silva & Cia. Ltda. chegou. |Não ficou.",
    ]);
}

#[test]
fn italian_and_dutch() {
    check(&[
        "Il sig. Rossi e l’on. Bianchi votano no. |La Sig.ra Verdi sì.",
        "L’Eni S.p.A. tace. |Così l’Eni S.p.A. |Il governo no.",
        "Vedi art. 11, pag. 3, ecc. |Meloni non parla.",
        "«Perché?» chiede Meloni. |Nessuno lo sa.",
        "Dhr. Rutte en mevr. Kallas spraken. |Zij zwegen.",
        "Drs. P. J. de Vries, d.w.z. de minister, o.a. over art. 5. |Verder niets.",
        "Tanks, munitie, enz. |Polen wacht.",
        "‘Waarom?’ vroeg hij. |Niemand weet het.",
    ]);
}

#[test]
fn polish_czech_and_turkish() {
    check(&[
        "Gen. Kukuła i płk. Nowak, tzw. eksperci, m.in. z Polski, milczą. |Min. Sikorski nie.",
        "Art. 5 ust. 2 pkt. 3 obowiązuje. |Zob. str. 8.",
        "W 2024 r. Polska wydała 4 proc. PKB. |W 2025 r. |Nie wiadomo, ile.",
        "Kosztuje to 5 mld zł. |To dużo. |Ok. 300 tys. Ukraińców mieszka tu.",
        "„Nie wyślemy wojsk.” |Tak powiedział Tusk. |„Dlaczego?” – zapytał.",
        "Czołgi, amunicja itd. |Polska czeka.",
        "Prezident Petr Pavel, např. v Praze, mluvil s gen. Řehkou. |Viz str. 5.",
        "Sn. Erdoğan ve Prof. Dr. Yılmaz konuştu. |Kimse dinlemedi.",
        "II. Dünya Savaşı bitti. |12. Cumhurbaşkanı Erdoğan konuştu.",
        "“Neden?” diye sordu. |“Hayır!” |Bakan sustu. |Bkz. s. 5.",
        "3. Kolordu hazır, vb. |Ankara bekliyor.",
    ]);
}

#[test]
fn russian_and_ukrainian() {
    check(&[
        "В. В. Путин и С. Лавров молчат. |Ген. Герасимов тоже.",
        "Это, т. е. война, и т. д. |Россия ждёт. |Т.е. ничего.",
        "В 2024 г. Россия отказалась. |В 2025 г. |Он согласился.",
        "Встреча в г. Москва, ул. Арбат. |Дом 5.",
        "По состоянию на 1 янв. 2025 г. их было 5. |Это данные А. Сырского и др. |В 2022 г. их не было.",
        "«Нет». |Он ушёл. |«Почему?» — спросил он.",
        "— Идём! — сказал он. |— Идём. |— Он кивнул.",
        "Дали 5 млн. рублей и 3 тыс. долларов. |Это мало.",
        "См. ст. 5, п. 3, стр. 8. |И др. |Всё.",
        "У 2024 р. Україна відмовилась. |У 2025 р. |Вона погодилась.",
        "Зустріч у м. Київ, вул. Банкова. |Т. зв. план, напр. Трампа.",
        "«Чому?» – запитав Зеленський. |Ніхто не знає.",
    ]);
}

#[test]
fn chinese_japanese_and_korean() {
    check(&[
        "和平还很远。|没有人考虑派兵。",
        "“我们不走。”他说。|没有人走。",
        "“为什么？”泽连斯基总统问。|没有人知道！|真的？",
        "他说：“我们不走。”|欧洲沉默。",
        "「行かない。」と述べた。|誰も行かない。",
        "彼は「行かない。」と言った。|『なぜ？』|誰も知らない。",
        "「戦争だ。」|ところが違った。",
        "“우리는 간다.”라고 말했다. |아무도 가지 않는다.",
        "平和……。|まだ遠い。",
        "（笑）。|なるほど。",
    ]);
}

#[test]
fn arabic_hebrew_hindi_thai_and_greek() {
    check(&[
        "هل ترسل قوات؟ |لا. |قال د. محمد إنه لا يعرف.",
        "کیا یہ جنگ ہے؟ |نہیں۔ |امن دور ہے۔",
        "האם זו מלחמה? |לא. |השלום רחוק.",
        "क्या यह युद्ध है? |नहीं। |डॉ. जयशंकर चुप हैं।",
        "यह युद्ध है।|वह शांति है।",
        "ดร. ทักษิณ ชินวัตร พูดเรื่องสันติภาพ ไม่มีใครฟัง",
        "Γιατί τώρα; |Κανείς δεν ξέρει. |Ο κ. Μητσοτάκης, π.χ., σιωπά.",
        "«Γιατί;» ρώτησε. |Πόλεμος· ειρήνη; |Όχι.",
        "Ինչո՞ւ։ |Ոչ ոք չգիտի։",
        "TP. Hồ Chí Minh và GS. Nguyễn Phú. |Không ai biết.",
    ]);
}

#[test]
fn the_sentence_under_the_caret() {
    let text = ArticleText::new("One two. Three four.\n\nFive.\n \n");
    for (at, expected) in [
        (0, "One two."),
        (8, "One two."),
        (9, "Three four."),
        (20, "Three four."),
        (21, "Three four."),
        (22, "Five."),
        (23, "Five."),
        (30, "Five."),
        (99, "Five."),
    ] {
        let span = sentence_at(&text, Byte(at)).expect("a sentence");
        assert_eq!(text.get(span), Some(expected), "at {at}");
    }
    let text = ArticleText::new("\n  \n  One.");
    assert_eq!(sentence_at(&text, Byte(0)), Some(Span::new(6, 10)));
    assert_eq!(sentence_at(&ArticleText::new("\n \n"), Byte(1)), None);
    assert_eq!(sentence_after(&ArticleText::new(""), Byte(0)), None);
    assert_eq!(sentence_before(&ArticleText::new("One."), Byte(0)), None);
}

/// Pieces of which the texts are made that no one writes.
const PIECES: [&str; 40] = [
    ".",
    "!",
    "?",
    "…",
    "...",
    " ",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\u{2028}",
    "”",
    "“",
    "\"",
    "’",
    "»",
    "« ",
    ")",
    "(",
    "[3]",
    "Gen",
    "U.S",
    "The",
    "he",
    "asked",
    "z. B",
    "17",
    " – ",
    "。",
    "」と",
    "؟ ",
    "。”他说",
    "\u{301}",
    "\u{600}",
    "🇺🇦",
    "👩\u{200d}👩",
    "é",
    "क्ष।",
    "ά; ",
    "\u{a0}",
];

proptest! {
    #[test]
    fn sentences_are_in_order_and_leave_nothing_out(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        holds(&ArticleText::new(text));
    }

    #[test]
    fn a_window_of_a_long_paragraph_is_cut_as_the_whole(
        pieces in prop::collection::vec(0..PIECES.len(), 4_000..8_000),
        at in 0.0..1.0,
    ) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).filter(|piece| !piece.contains('\n')).collect();
        let text = ArticleText::new(text);
        let at = text.floor((text.len() as f64 * at) as usize);
        let all = sentences(&text);
        let expected = all.iter().rev().find(|s| s.start.index() <= at).or(all.first()).copied();
        prop_assert_eq!(sentence_at(&text, Byte::at(at)), expected);
    }
}

#[test]
fn hostile_texts_take_time_in_proportion() {
    let time = |text: &str| {
        let text = ArticleText::new(text);
        let before = Instant::now();
        let found = sentences(&text);
        assert_eq!(sentence_at(&text, Byte::at(text.len() / 2)).is_some(), !found.is_empty());
        assert!(found.len() <= text.len());
        before.elapsed()
    };
    for piece in [
        ".",
        "a",
        "a.",
        "A. ",
        "a. ) ",
        "\"",
        "”",
        "“",
        ").",
        ". ",
        "! ( ",
        "1. ",
        "17. ",
        "\u{301}",
        "🇺🇦",
        "Mr. ",
        "。",
        "！？",
        "。」",
        "A.中",
        "中。",
        "…",
        "[3]",
        ". –",
        "« ",
        "?»",
        "? \u{301}",
        "\u{600} ",
        ";",
        "ά;",
        "Why?” Mr. Mr. Mr. Mr. ",
        "\u{2028}",
    ] {
        for text in [piece.repeat((1 << 16) / piece.len()), format!("We go.{}", piece.repeat((1 << 16) / piece.len()))]
        {
            let took = time(&text);
            if std::env::var_os("DEMARCHE_TIMES").is_some() {
                eprintln!("{took:?} {piece:?}");
            }
            assert!(took < Duration::from_secs(5), "{took:?} for {piece:?}");
        }
    }
    for head in ["We go.)", "We go. ", "We go.”"] {
        for piece in [")", " ", "”", "1 ", "- "] {
            let took = time(&format!("{head}{}", piece.repeat((1 << 16) / piece.len())));
            assert!(took < Duration::from_secs(5), "{took:?} for {head:?} {piece:?}");
        }
    }
}
