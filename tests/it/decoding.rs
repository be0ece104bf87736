//! Charsets: files that are not UTF-8 are decoded, with a diagnostic.

use crate::CourseTest;

fn page_of(bytes: &[u8]) -> String {
    CourseTest::new().bytes("a.md", bytes).main_of("a.html")
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(order).collect()
}

#[test]
fn utf_16_in_either_order_is_read() {
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let page = page_of(&utf16("# Größe 🎯\n\nText\n", order));
        assert!(page.contains("Größe 🎯"), "{page}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_title() {
    let page = page_of("\u{feff}# Title\n".as_bytes());
    assert!(page.contains("<h1 id=\"title\">Title</h1>"), "{page}");
}

#[test]
fn carriage_returns_are_line_ends() {
    let unix = "# T\n\n- a\n- b\n\n```\nx\ny\n```\n\n> [!NOTE]\n> n\n";
    assert_eq!(page_of(unix.as_bytes()), page_of(unix.replace('\n', "\r\n").as_bytes()));
}

#[test]
fn a_legacy_charset_is_decoded_with_a_warning() {
    let text = "# Überblick\n\nDie Größe der Übung ist für alle schön. Möge es nützen.\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let ran = CourseTest::new().bytes("a.md", &bytes).run("build").exit(0).stderr_has("source/legacy-charset");
    ran.site_file("a.html").has("Überblick").has("Die Größe der Übung");
}

#[test]
fn clean_text_is_not_touched_by_repair() {
    let text = "# Café\n\nNaïve Ångström “quotes” – dash… 日本 🎯 ✅ Ünï ñ São â € Ã\n";
    let ran = CourseTest::new().file("a.md", text).run("build").exit(0).stderr_has("0 repairs");
    ran.site_file("a.html").has("Naïve Ångström “quotes” – dash… 日本 🎯 ✅ Ünï ñ São â € Ã");
}

#[test]
fn damage_that_lost_nothing_is_repaired_exactly() {
    for (charset, name) in
        [(encoding_rs::WINDOWS_1252, "1252"), (encoding_rs::WINDOWS_1254, "1254"), (encoding_rs::MACINTOSH, "mac")]
    {
        let good = "Größe “ok” → café";
        let (damaged, _) = charset.decode_without_bom_handling(good.as_bytes());
        let text = format!("# Damage\n\nClean ünï line.\n\n{damaged}\n");
        let ran = CourseTest::new().file("a.md", &text).run("build").exit(0);
        let page = ran.site_file("a.html").text();
        assert!(page.contains(good) && page.contains("Clean ünï line."), "{name}: {page}");
    }
}
