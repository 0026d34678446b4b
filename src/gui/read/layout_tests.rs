//! Texts of every script, set in lines: every place in them is where it is seen.
//!
//! Run with the application's own faces, where most letters are boxes, and with what faces the system has.

use eframe::egui::{Context, RawInput};

use super::*;
use crate::gui::theme::find_in_system;

const TEXTS: [(&str, &str); 22] = [
    ("en", "The official office said “efficient affairs” fit the staff: fluffy waffles, 5–7 % (at most)."),
    ("ru", "Министр сказал, что Москва не поддержит «расширение» миссии до 2026 года."),
    ("el", "Η κυβέρνηση δήλωσε ότι δεν θα στείλει στρατεύματα, «προς το παρόν»."),
    ("vi", "Bộ trưởng nói rằng Việt Nam ủng hộ giải pháp hòa bình; Hà Nội sẽ không gửi quân đội."),
    ("pl", "Premier powiedział, że Łódź i Gdańsk są gotowe: „żadnych wojsk”, ćwiczenia – tak."),
    ("tr", "Başbakan, İstanbul’daki görüşmede ‘ışık’ gördüğünü söyledi; şartlar değişti."),
    ("zh-CN", "外交部发言人表示，中国支持和平谈判（但反对单方面制裁）。“我们不会派兵”，他说。"),
    ("zh-TW", "外交部發言人表示，臺灣支持和平談判，並反對單方面的制裁措施。"),
    ("ja", "首相は「平和維持部隊の派遣は検討していない」と述べた。ただし、ｶﾀｶﾅ支援は続ける。"),
    ("ko", "외교부 장관은 평화 유지군 파견을 지지하지 않는다고 말했다. 그러나 지원은 계속한다."),
    ("hi", "विदेश मंत्री ने कहा कि भारत शांति वार्ता का समर्थन करता है, लेकिन सैनिक नहीं भेजेगा। क्षेत्र, ज्ञान, श्री।"),
    ("th", "นายกรัฐมนตรีกล่าวว่าไทยสนับสนุนการเจรจาสันติภาพ แต่จะไม่ส่งทหาร น้ำท่วมทำให้ต้องเลื่อนการประชุม"),
    ("ar", "قالت الوزيرة إن الحكومة لا تؤيد إرسال قوات (حتى الآن)، لكنها ستدفع 250 مليون يورو في عام 2025."),
    ("he", "שר החוץ אמר: „ישראל תומכת בשיחות” (אך לא תשלח 300 חיילים), לדברי Reuters מיום שני."),
    ("fa", "وزیر خارجه گفت که تهران از گفت‌وگو حمایت می‌کند، اما در سال ۱۴۰۳ نیرو نمی‌فرستد."),
    ("en", "The minister said السلام عليكم to them, then (שלום) and 12 more words [of English]."),
    ("ar", "NATO قال إن 5-7 دول، منها France وGermany، وافقت."),
    ("km", "រដ្ឋមន្ត្រីការបរទេសបាននិយាយថាកម្ពុជាគាំទ្រកិច្ចចរចាសន្តិភាព"),
    ("my", "ဝန်ကြီးက ငြိမ်းချမ်းရေးဆွေးနွေးပွဲကို ထောက်ခံသည်ဟု ပြောသည်"),
    ("", "Flags 🇺🇦🇵🇱 and families 👩‍👩‍👧‍👦, thumbs 👍🏽, hearts ❤️ and keycaps 5️⃣: all of them whole 🙂🙂🙂."),
    ("", "e\u{301}te\u{301} n\u{303}a\u{30a} x\u{304}\u{323} Zürich a\u{200b}b soft\u{ad}hyphen \u{feff}end"),
    ("ta", "தமிழ் அமைச்சர் கூறினார்: பேச்சுவார்த்தைக்கு ஆதரவு உண்டு."),
];

/// What is drawn by nothing and has no place of its own.
fn is_unseen(grapheme: &str) -> bool {
    grapheme
        .chars()
        .all(|c| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}'))
}

/// In a window with the application's faces, and those of the system when wished.
fn in_window(system: bool, mut look: impl FnMut(&Ui)) {
    let ctx = Context::default();
    theme::install(&ctx);
    if system {
        find_in_system(&ctx);
    }
    ctx.run_ui(RawInput::default(), |ui| look(ui)).textures_delta.clear();
}

fn look(language: &str, width: f32, justified: bool) -> Look {
    let plain = Look { width, size: 18.0, line: 30.0, justified, ..Look::default() };
    plain.in_language(language)
}

struct Sample {
    text: ArticleText,
    whole: Span,
    set: SetText,
}

impl Sample {
    fn new(ui: &Ui, words: &str, look: Look) -> Self {
        let text = ArticleText::new(words);
        let whole = Span::new(0, text.len());
        let set = SetText::new(ui, &text, whole, look);
        Self { text, whole, set }
    }

    /// The graphemes that are seen, with their rectangles.
    fn graphemes(&self) -> Vec<(Span, Rect)> {
        let unseen = |span: Span| self.text.get(span).is_some_and(is_unseen);
        self.all_graphemes().into_iter().filter(|(span, _)| !unseen(*span)).collect()
    }

    fn all_graphemes(&self) -> Vec<(Span, Rect)> {
        let graphemes = self.text.as_str().grapheme_indices(true);
        let spans = graphemes.map(|(at, g)| Span::new(at, at + g.len()));
        let rect = |span: Span| {
            let rows = self.set.rows(&self.text, self.whole, span);
            assert_eq!(rows.len(), 1, "{:?} has {rows:?}", self.text.get(span));
            (span, rows[0])
        };
        spans.map(rect).collect()
    }

    fn hit(&self, x: f32, y: f32) -> usize {
        self.set.byte_at(self.text.as_str(), eframe::egui::vec2(x, y))
    }
}

fn everywhere(mut check: impl FnMut(&Ui, &str, &Sample)) {
    for system in [false, true] {
        in_window(system, |ui| {
            for (language, words) in TEXTS {
                for (width, justified) in [(2000.0, false), (420.0, false), (420.0, true), (90.0, false)] {
                    check(ui, language, &Sample::new(ui, words, look(language, width, justified)));
                }
            }
        });
    }
}

#[test]
fn graphemes_are_never_cut() {
    let text = "Élysée said “no”. Łódź e\u{301}t 🇺🇦!";
    let flag = text.find('🇺').expect("is there");
    assert_eq!(to_grapheme(text, flag + 4), flag);
    let accent = text.find("e\u{301}").expect("is there");
    assert_eq!(to_grapheme(text, accent + 1), accent);
}

#[test]
fn every_place_between_graphemes_is_found_where_it_is_seen() {
    everywhere(|_, language, sample| {
        for (span, rect) in sample.graphemes() {
            let words = sample.text.get(span).unwrap_or_default();
            assert!(rect.width() > 0.0, "{language} {words:?} at {span:?} has no width");
            let (start, end) = (span.start.index(), span.end.index());
            let before = sample.set.caret(&sample.text, sample.whole, start, false).expect("has a caret");
            let behind = sample.set.caret(&sample.text, sample.whole, end, true).expect("has a caret");
            let y = rect.center().y;
            assert_eq!((before.center().y, behind.center().y), (y, y));
            let near = |a: f32, b: f32| a + (b - a) * 0.3;
            let (a, b) = (before.center().x, behind.center().x);
            assert_eq!(sample.hit(near(a, b), y), start, "{language} {words:?} at {span:?}, {rect:?}");
            assert_eq!(sample.hit(near(b, a), y), end, "{language} {words:?} at {span:?}, {rect:?}");
        }
    });
}

#[test]
fn rectangles_of_neighbours_do_not_lie_in_one_another() {
    everywhere(|_, language, sample| {
        let mut rects: Vec<Rect> = sample.graphemes().into_iter().map(|(_, rect)| rect).collect();
        rects.sort_by(|a, b| a.top().total_cmp(&b.top()).then(a.left().total_cmp(&b.left())));
        for pair in rects.windows(2).filter(|pair| pair[0].top() == pair[1].top()) {
            assert!(pair[0].right() <= pair[1].left() + 0.02, "{language}: {:?} and {:?}", pair[0], pair[1]);
        }
    });
}

#[test]
fn a_stretch_is_marked_as_wide_as_its_graphemes() {
    everywhere(|_, language, sample| {
        let graphemes = sample.all_graphemes();
        for from in (0..graphemes.len()).step_by(7) {
            let to = (from * 3 / 2 + 5).min(graphemes.len() - 1);
            let span = Span::new(graphemes[from].0.start.index(), graphemes[to].0.end.index());
            let marked: f32 = sample.set.rows(&sample.text, sample.whole, span).iter().map(Rect::width).sum();
            let wide: f32 = graphemes[from..=to].iter().map(|(_, rect)| rect.width()).sum();
            assert!((marked - wide).abs() < 3.0, "{language} {span:?}: {marked}, graphemes {wide}");
        }
    });
}

#[test]
fn lines_keep_within_their_column_and_their_height() {
    everywhere(|_, language, sample| {
        for (span, rect) in sample.graphemes() {
            let words = sample.text.get(span).unwrap_or_default();
            assert_eq!(rect.height(), 30.0, "{language} {words:?}");
            if !words.trim().is_empty() {
                let width = if sample.set.height() == 30.0 { 2000.0 } else { 420.0 };
                assert!(rect.left() > -0.6 && rect.right() < width + 1.0, "{language} {words:?} {rect:?}");
            }
        }
    });
}

/// Whether letters change their form beside others.
fn is_joined(word: &str) -> bool {
    word.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c))
}

/// The distance of a place from the start of its word, measured on the letters before it alone.
fn prefix_width(ui: &Ui, look: Look, prefix: &str) -> f32 {
    let mut job = LayoutJob::simple_singleline(prefix.to_owned(), look.font(), Color32::PLACEHOLDER);
    job.round_output_to_gui = false;
    ui.fonts_mut(|fonts| fonts.layout_job(job)).rows[0].size.x
}

#[test]
fn carets_stand_beside_their_letters() {
    // A word's beginning alone is as wide as where its end is seen in the word; in Arabic with the joiner behind it
    // that keeps the last letter's form. Where letters share a glyph, carets only divide it.
    let shared = ["لا", "ffi", "ff", "fi", "fl", "ft", "لأ", "لإ", "لله"];
    for system in [false, true] {
        in_window(system, |ui| {
            for (language, words) in TEXTS {
                let look = look(language, 4000.0, false);
                let sample = Sample::new(ui, words, look);
                let mut off = Vec::new();
                for (start, word) in words.split_word_bounds().scan(0, |at, word| {
                    *at += word.len();
                    Some((*at - word.len(), word))
                }) {
                    let letters = word.chars().all(char::is_alphabetic);
                    let mixed = is_joined(word) && word.chars().any(|c| c.is_ascii_alphabetic());
                    let whole = to_grapheme(words, start + word.len()) == start + word.len();
                    if language.is_empty()
                        || mixed
                        || !letters
                        || !whole
                        || to_grapheme(words, start) != start
                        || shared.iter().any(|lig| word.contains(lig))
                        || matches!(language, "km" | "my" | "ta")
                    {
                        continue;
                    }
                    // A box has no form that a joiner would keep.
                    let drawn = ui.fonts_mut(|fonts| fonts.has_glyphs(&look.font(), word));
                    if !drawn && is_joined(word) {
                        continue;
                    }
                    let first = sample.set.caret(&sample.text, sample.whole, start, false).expect("has a caret").left();
                    for (at, grapheme) in word.grapheme_indices(true) {
                        let end = at + grapheme.len();
                        let joiner = if is_joined(word) && end < word.len() { "\u{200d}" } else { "" };
                        let truth = prefix_width(ui, look, &format!("{}{joiner}", &word[..end]));
                        let behind = sample.set.caret(&sample.text, sample.whole, start + end, true).expect("has one");
                        let found = (behind.left() - first).abs();
                        if (found - truth).abs() > 2.0 {
                            off.push(format!("{:?}: {found}, not {truth}", &word[..end]));
                        }
                    }
                }
                assert!(off.is_empty(), "{language}, system {system}: {off:?}");
            }
        });
    }
}

#[test]
fn words_from_right_to_left_stand_from_right_to_left() {
    in_window(true, |ui| {
        let words = "קודם (אחר) 2025 סוף.";
        let sample = Sample::new(ui, words, look("he", 600.0, false));
        let rect = |part: &str| {
            let at = words.find(part).expect("is there");
            sample.set.rows(&sample.text, sample.whole, Span::new(at, at + part.len()))[0]
        };
        let order = ["קודם", "(", "אחר", ")", "2025", "סוף", "."];
        for pair in order.windows(2) {
            assert!(rect(pair[1]).right() <= rect(pair[0]).left() + 0.02, "{pair:?}");
        }
        assert!((rect("ק").right() - 600.0).abs() < 1.0, "begins at the right edge: {:?}", rect("ק"));
        // Digits run from left to right.
        assert!(rect("20").right() <= rect("25").left() + 0.02);
    });
}

#[test]
fn a_long_stretch_without_spaces_is_cut_between_graphemes() {
    in_window(false, |ui| {
        let family = "👩‍👩‍👧‍👦".repeat(40);
        let marks = "e\u{301}\u{323}".repeat(200);
        for words in [family, marks, "ก".repeat(300), "ب".repeat(300)] {
            let sample = Sample::new(ui, &words, look("", 300.0, false));
            assert!(sample.set.height() >= 60.0, "{words:?}");
            sample.graphemes();
        }
    });
}

#[test]
fn odd_texts_are_set_without_a_panic() {
    in_window(false, |ui| {
        for words in [
            "",
            " ",
            "\u{301}",
            "\u{202e}",
            "\u{5d0}\u{2029}\u{5d1}",
            "א\r\nב\n",
            "\u{200d}\u{200d}א",
            "א  ",
            "\tא\t",
            "\u{0}א",
        ] {
            for width in [0.0, 1.0, 300.0] {
                let sample = Sample::new(ui, words, look("ar", width, true));
                for (x, y) in [(-5.0, -5.0), (0.0, 0.0), (1e6, 1e6), (f32::NAN, 3.0)] {
                    let byte = sample.hit(x, y);
                    assert!(sample.text.as_str().is_char_boundary(byte), "{words:?}");
                }
                for at in 0..=words.len() {
                    sample.set.caret(&sample.text, sample.whole, at, true);
                    sample.set.rows(&sample.text, sample.whole, Span::new(at, words.len()));
                }
            }
        }
    });
}
