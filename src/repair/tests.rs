//! What repair promises, on small texts, as laws, and on the shared corpora where they are there.

use std::path::{Path, PathBuf};

use super::channels::{Channel, Losses, Undefined};
use super::*;

fn fixed(text: &str) -> String {
    repair(text, &RepairSettings::default()).text.into_owned()
}

/// `clean` damaged by `charset`, undefined bytes kept: nothing is lost.
fn damaged(clean: &str, charset: Charset, times: u8) -> String {
    let channel = Channel { charset, times, losses: Losses::none(Undefined::Kept) };
    clean.chars().map(|c| if c.is_ascii() { c.to_string() } else { channel.forms(c).swap_remove(0).0 }).collect()
}

const CHAPTER: &str = "# 🎯 Objectives — what you’ll learn\n\n- ✅ naïve “quotes”, café, señor\n- ⚠️ 20 °C × 3\n\n```text\n├── src/\n└── x\n┌──┐\n│ы │\n└──┘\n```\n\nПривет, 日本語\n";

#[test]
fn clean_text_is_borrowed() {
    for text in ["plain", "🎯 café — “naïve” ─┐ ⚠️", "Grüße, MANHÃ, “IRMÔ, İSTANBUL", CHAPTER]
    {
        assert!(matches!(repair(text, &RepairSettings::default()).text, Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn what_lost_no_byte_is_restored() {
    for charset in Charset::all() {
        for times in 1..=2 {
            assert_eq!(fixed(&damaged(CHAPTER, charset, times)), CHAPTER, "{} {times}", charset.name());
        }
    }
}

#[cfg(feature = "repair-model")]
#[test]
fn what_is_left_of_a_character_does_not_speak_for_the_rest_of_a_file() {
    let clean = "## 🌐 Web\n\nLección útil: así está más cerca, señor.\n\n- 📁 Carpeta\n\n## 🚀 Inicio\n";
    let losses = Losses { soft_hyphen: true, ..Losses::none(Undefined::Dropped) };
    let channel = Channel { charset: Charset::Cp1253, times: 1, losses };
    let form = |c: char| if c.is_ascii() { c.to_string() } else { channel.forms(c).swap_remove(0).0 };
    let damaged: String = clean.chars().map(form).collect();
    assert!(damaged.contains("π Web"), "{damaged}");
    let found = fixed(&damaged);
    assert!(found.contains("📁 Carpeta") && found.contains("🚀 Inicio"), "{found}");
}

#[test]
fn damage_of_single_lines_is_restored() {
    for charset in [Charset::Cp1252, Charset::Cp1254, Charset::MacRoman, Charset::Latin1] {
        for wanted in 0..CHAPTER.lines().count() {
            let line =
                |(at, line): (usize, &str)| if at == wanted { damaged(line, charset, 1) } else { line.to_owned() };
            let text: Vec<String> = CHAPTER.split('\n').enumerate().map(line).collect();
            assert_eq!(fixed(&text.join("\n")), CHAPTER, "{} line {wanted}", charset.name());
        }
    }
}

#[test]
fn mixed_charsets_are_restored() {
    assert_eq!(fixed("youâ€šÃ„Ã´ll"), "you’ll");
    assert_eq!(
        fixed("a cafÃ© here and there â€” yes\nn√∫mero ‚Äî caf√©\n"),
        "a café here and there — yes\nnúmero — café\n"
    );
}

#[test]
fn lost_bytes_leave_alternatives() {
    let found = repair("# ğŸ“ Notes\n\nâœ… done â€” Ã§a\n\nImportance: âââ\n", &RepairSettings::default());
    assert_eq!(found.text, "# 📝 Notes\n\n✅ done — ça\n\nImportance: ⭐⭐⭐\n");
    let notes = &found.repairs[0];
    assert!(!notes.sure && notes.alternatives.contains(&"📁".to_owned()) && notes.channel.starts_with("cp1254"));
    assert!(found.repairs[1].sure && found.repairs[1].confidence > 0.95);
}

#[test]
fn repairs_less_probable_than_wished_are_not_made() {
    let text = "# ğŸ“ All of it\n\nâœ… done â€” Ã§a\n";
    let settings = RepairSettings { min_confidence: 0.9, ..RepairSettings::default() };
    let found = repair(text, &settings);
    assert_eq!(found.text, "# ğŸ“ All of it\n\n✅ done — ça\n");
    assert!(found.repairs.iter().all(|repair| repair.confidence >= 0.9), "{:?}", found.repairs);
    let withheld: Vec<(&str, &str, &str)> =
        found.withheld.iter().map(|one| (one.span.of(text), one.before.as_str(), one.after.as_str())).collect();
    assert_eq!(withheld, [("ğŸ“", "ğŸ“", "📝")]);
    let decided = RepairOverride { before: "ğŸ“".to_owned(), context: None, after: "ğŸ“".to_owned() };
    assert_eq!(repair(text, &settings.with_overrides([decided].iter())).withheld, []);
    assert_eq!(fixed(text), "# 📝 All of it\n\n✅ done — ça\n");
}

#[test]
fn the_other_runs_of_a_line_decide_whether_a_doubtful_one_is_damaged() {
    // `Ã—` may be meant where the file has right characters too; beside certain damage and nothing right it is damage.
    let text = "Right: é, ç, “naïve”\n\nseÃ±or aÃ—b\n\naÃ—b\n\né aÃ—b\n\nseÃ±or é aÃ—b\n";
    assert_eq!(fixed(text), "Right: é, ç, “naïve”\n\nseñor a×b\n\naÃ—b\n\né aÃ—b\n\nseñor é aÃ—b\n");
    // In a file with hardly a right character it is damage wherever it stands.
    assert_eq!(fixed("seÃ±or\n\naÃ—b\n"), "señor\n\na×b\n");
}

#[test]
fn boxes_close_at_their_corners() {
    let damaged = "â”Œâ”€â”€â”\nâ”‚  â”‚\nâ””â”€â”€â”˜\n\nâ”â”â”â”\n";
    assert_eq!(fixed(damaged), "┌──┐\n│  │\n└──┘\n\n━━━━\n");
}

#[test]
fn what_is_gone_is_reported() {
    let text = "## ?? Objectives\n\nÃ© \u{fffd}\u{fffd} â€”\n";
    let found = repair(text, &RepairSettings::default());
    let lost: Vec<&str> = found.lost.iter().map(|span| span.of(text)).collect();
    assert_eq!(
        (found.text.as_ref(), lost),
        ("## ?? Objectives\n\né \u{fffd}\u{fffd} —\n", vec!["??", "\u{fffd}\u{fffd}"])
    );
}

#[test]
fn shown_damage_stays() {
    let text = "An é that was read wrong shows as `Ã©` and ’ as `â€™`.\n\n```python\nassert \"Ã©\" not in text\n```\n";
    assert_eq!(fixed(text), text);
}

#[test]
fn shown_damage_stays_in_a_damaged_file_too() {
    for (text, becomes) in [
        (
            "Itâ€™s damaged.\n\nRead as cp1252: `Ã©` for é.\n\n```\nFranÃ§ois\n```\n",
            "It’s damaged.\n\nRead as cp1252: `Ã©` for é.\n\n```\nFranÃ§ois\n```\n",
        ),
        (
            "Â¿QuÃ© es?\n\n| ñ | Ã± |\n| á | Ã¡ |\n\nLa codificaciÃ³n.\n",
            "¿Qué es?\n\n| ñ | Ã± |\n| á | Ã¡ |\n\nLa codificación.\n",
        ),
        (
            "Au lieu de « élève », vous lirez « Ã©lÃ¨ve » : un navigateur.",
            "Au lieu de « élève », vous lirez « Ã©lÃ¨ve » : un navigateur.",
        ),
        ("Lo que verás:\n\n```\nÂ¿CuÃ¡ntos aÃ±os?\n```\n", "Lo que verás:\n\n```\nÂ¿CuÃ¡ntos aÃ±os?\n```\n"),
        ("```python\ntext.replace(\"â€™\", \"'\")\n```\n", "```python\ntext.replace(\"â€™\", \"'\")\n```\n"),
        ("The characters ï»¿ are a mark, itâ€™s said.", "The characters ï»¿ are a mark, it’s said."),
    ] {
        assert_eq!(fixed(text), becomes);
    }
}

#[test]
fn a_damaged_fixed_blank_before_a_word_is_repaired() {
    let text = "Itâ€™s Â\u{a0}late, and Â\u{a0}dark; Â\u{a0}late again.";
    assert_eq!(fixed(text), "It’s \u{a0}late, and \u{a0}dark; \u{a0}late again.");
}

#[test]
fn forms_that_right_texts_have_stay() {
    for text in [
        "σ = √∑(x−μ)²/n, p ¬≥ q",
        "Alfabetet slutar på X–Y–Z–Å–Ä–Ö. Vi övar på det.",
        "JPEG files start with ÿØÿà in a hex editor.",
        "LUNEDÌ® e GIOVEDÌ®, COSÌ², PÄIVÄ™",
        "# Changelog\n\n- Fixed: names with accents (JosÃ©, FranÃ§ois) in the export",
        "# Mojibake\n\nMojibake is garbled text. Examples: Ã©, Ã¨, â€™.",
        "ItÃ¢ÂÂs late, Ã¢ÂÂHelloÃ¢ÂÂ",
        "The entity &acirc;&euro;&trade; is shown when an apostrophe was read wrongly.",
    ] {
        assert_eq!(fixed(text), text);
    }
    assert_eq!(fixed("It&acirc;&euro;&trade;s late."), "It’s late.");
    assert_eq!(fixed("Ã–Ã–B sagt: Ã–sterreich"), "ÖÖB sagt: Österreich");
}

#[test]
fn quotes_of_the_damage_that_were_straightened_are_read_as_curly_ones() {
    for (damaged, right) in [
        ("Itâ€'s late â€\" really.", "It’s late — really."),
        ("Pages 5â€\"7, ðŸ\"Š below", "Pages 5–7, 📊 below"),
        ("â\"œâ\"€â\"€ week1\nâ\"\"â\"€â\"€ week2", "├── week1\n└── week2"),
    ] {
        assert_eq!(fixed(damaged), right);
    }
    for right in ["\"é\"à\" l\"été\" ô'â", "Ã\"a", "“è”\"é\"", "La \"à\"-côté, l'â"] {
        assert_eq!(fixed(right), right);
    }
}

#[test]
fn a_paragraph_that_tells_of_damage_shows_it_unless_other_text_is_damaged() {
    for text in [
        "The file then says naÃ¯ve instead of the word.",
        "Il est écrit Ã©tÃ© à cause d'un mauvais encodage.",
        "Вместо тире видно â€” в тексте.",
        "| sign | seen |\n|---|---|\n| quote | â€™ |",
        "Names such as `JosÃ©` need care.",
        "Our Norwegian names contain å, not Ã¥.",
    ] {
        assert_eq!(fixed(text), text);
    }
    let text = "The file says naÃ¯ve instead of the word.\n\nThe cafÃ© opens at nine.";
    assert_eq!(fixed(text), "The file says naïve instead of the word.\n\nThe café opens at nine.");
    assert_eq!(fixed("## âœ… What is displayed"), "## ✅ What is displayed");
}

#[test]
fn a_mixed_line_is_repaired_though_it_has_the_same_letter_undamaged() {
    assert_eq!(fixed("un café, une idÃ©e — et câ€™est tout"), "un café, une idée — et c’est tout");
}

#[test]
fn right_text_that_looks_damaged_stays() {
    for text in [
        "Between 1.5 Å–2.0 Å, or 1.34 Å—shorter",
        "| 0.96 Å™ | 1.10 Å† |\n\n† measured",
        "Let Ô– and Ô+ be operators; Ã is the closure of A, and Â² = Â·Â, as ŷ.",
        "MAÇÃ® é uma marca; ROMÃ™ também.",
        "Åsa bor på Ön. Å–ja. SMÅ™ är ett märke.",
    ] {
        assert_eq!(fixed(text), text);
    }
    assert_eq!(fixed("# Ãœbung\n"), "# Übung\n");
    assert_eq!(fixed("Am 20 Â°C"), "Am 20 °C");
}

#[test]
fn what_has_several_readings_is_never_sure() {
    let texts = [
        ("Unit tests â€\" the boring part", "Unit tests — the boring part"),
        ("Plan â†' build", "Plan → build"),
        ("## ðŸ'¡ Idea", "## 💡 Idea"),
        ("Le point A Ã  la base, bÃ¢timent C", "Le point A à la base, bâtiment C"),
        ("Next â†? See the map", "Next ←? See the map"),
        ("## ğŸ“ All of it", "## 📝 All of it"),
    ];
    for (text, becomes) in texts {
        let found = repair(text, &RepairSettings::default());
        let sure: Vec<&str> = found.repairs.iter().filter(|one| one.sure).map(|one| one.before.as_str()).collect();
        assert_eq!((found.text.as_ref(), sure.iter().all(|before| *before == "Ã¢")), (becomes, true), "{sure:?}");
    }
    let sure = |text: &str| repair(text, &RepairSettings::default()).repairs.iter().all(|repair| repair.sure);
    assert!(sure("âœ… done â€” âŒ no â€œyesâ€ and âš\u{a0}ï¸ so"));
}

#[test]
fn a_misread_byte_order_mark_goes() {
    let found = repair("ï»¿---\ntitle: CafÃ©\n---\n", &RepairSettings::default());
    assert_eq!(found.text, "---\ntitle: Café\n---\n");
    assert!(found.repairs.iter().all(|repair| repair.sure), "{:?}", found.repairs);
    assert_eq!(found.map.original(Span::new(4, 9)).of("ï»¿---\ntitle: CafÃ©\n---\n"), "title");
}

#[test]
fn overrides_win_and_can_leave_things_alone() {
    let own = |before: &str, context: Option<&str>, after: &str| RepairOverride {
        before: before.to_owned(),
        context: context.map(str::to_owned),
        after: after.to_owned(),
    };
    let overrides = vec![own("ğŸ“", Some("Place"), "📍"), own("â€™", None, "â€™")];
    let settings = RepairSettings { overrides, ..RepairSettings::default() };
    let found = repair("ğŸ“ Place\nğŸ“ Note\nâ€™ â€”\n", &settings);
    assert_eq!(found.text, "📍 Place\n📝 Note\nâ€™ —\n");
}

/// Text of the letters that damage is made of, and of what it was.
fn hostile(u: &mut arbtest::arbitrary::Unstructured) -> arbtest::arbitrary::Result<String> {
    const PIECES: &[&str] = &[
        "Ã", "Â", "â", "ð", "ğ", "Ÿ", "€", "™", "“", "”", "œ", "…", "\u{a0}", "\u{ad}", "\u{81}", "©", "√", "‚", "Ä",
        "ô", "ü", "î", "ç", "Р", "џ", "Г", "├", "Γ", "ï", "¸", "\u{fffd}", "?", " ", "\n", "a", "E", "`", "é", "📝",
        "─", "ÃƒÂ©", "â€™", "ðŸ“", "ğŸ”", "‚Äô", "\u{f8ff}",
    ];
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=24)? {
        text.push_str(u.choose(PIECES)?);
    }
    Ok(text)
}

#[test]
fn laws_hold_for_hostile_text() {
    crate::properties::hold(200, |u| {
        let text = hostile(u)?;
        let found = repair(&text, &RepairSettings::default());
        assert_eq!(fixed(&found.text), found.text, "repaired once more: {text:?}");
        assert_consistent(&text, &found);
        Ok(())
    });
}

#[test]
fn laws_hold_for_any_text() {
    crate::properties::hold(200, |u| {
        let text: String = u.arbitrary()?;
        let found = repair(&text, &RepairSettings::default());
        assert_eq!(fixed(&found.text), found.text);
        assert_consistent(&text, &found);
        Ok(())
    });
}

/// The repairs, put into the original, give the text; the map leads back; ASCII letters stay.
fn assert_consistent(text: &str, found: &Repaired) {
    let mut out = String::new();
    let mut at = 0;
    for repair in &found.repairs {
        assert_eq!(repair.span.of(text), repair.before);
        assert!(
            !repair.before.contains('\n') && repair.before != repair.after && (0.0..=1.0).contains(&repair.confidence)
        );
        out.push_str(&text[at..repair.span.start as usize]);
        let start = out.len();
        out.push_str(&repair.after);
        assert_eq!(found.map.original(Span::new(start, out.len())), repair.span);
        at = repair.span.end as usize;
    }
    out.push_str(&text[at..]);
    assert_eq!(out, found.text);
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    assert_eq!(letters(text), letters(&found.text));
}

#[test]
fn a_lost_closing_quote_comes_back_after_a_digit() {
    let damaged = "- [ ] Written â€œUTF-8â€ explicitly";
    assert_eq!(repair(damaged, &RepairSettings::default()).text, "- [ ] Written “UTF-8” explicitly");
}

#[test]
fn hostile_text_ends_and_is_accounted_for() {
    for piece in ["Ã", "â", "ÃƒÂ", "ğŸ", "â”", "Ã ", "√", "`", "├"] {
        let text = piece.repeat(20_000 / piece.len());
        assert_consistent(&text, &repair(&text, &RepairSettings::default()));
    }
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn right_text_in_forty_languages_stays() {
    let Some(folder) = shared("repair-corpus/clean-multilingual") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let found = repair(&text, &RepairSettings::default());
        assert_eq!(found.repairs, [], "{}", text.lines().next().unwrap_or(""));
    }
}

#[test]
fn the_seed_comes_out_whole() {
    let Some(path) = shared("seed/shared-responsibility-model.md") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let found = repair(&text, &RepairSettings::default());
    assert!(!found.text.contains(['ğ', 'Ÿ', 'â', 'ï', '€', 'œ', 'š']));
    assert!(
        found.text.contains("# 🤝 Shared Responsibility Model")
            && found.text.contains("⭐⭐⭐⭐⭐ (Absolutely critical!)")
    );
    assert!(found.repairs.iter().all(|repair| repair.channel.starts_with("cp1254")));
}

#[test]
fn what_is_decided_for_one_place_goes_before_what_is_decided_for_all() {
    let decided = |context: Option<&str>, after: &str| RepairOverride {
        before: "ğŸ“".to_owned(),
        context: context.map(str::to_owned),
        after: after.to_owned(),
    };
    let all = RepairSettings { overrides: vec![decided(None, "1")], ..RepairSettings::default() };
    let own = [decided(None, "2"), decided(Some("home"), "3")];
    let settings = all.with_overrides(own.iter());
    assert_eq!(repair("ğŸ“ at sea\nğŸ“ at home", &settings).text, "2 at sea\n3 at home");
    assert_eq!(repair("ğŸ“ at sea", &all.with_overrides([].iter())).text, "1 at sea");
}

#[test]
fn one_damaged_sign_of_a_text_is_repaired_by_what_the_rest_of_it_is() {
    for (damaged, right) in [
        ("# Goals\n\nOne вЂ” the short story.", "# Goals\n\nOne — the short story."),
        ("## рџЋЇ Goals", "## 🎯 Goals"),
        ("Functions β€” why we write them", "Functions — why we write them"),
        ("Γ£à Done when the lamp is green.", "✅ Done when the lamp is green."),
        ("## üèÜ Prizes", "## 🏆 Prizes"),
        ("## ğŸ—ï¸ Architecture", "## 🏗️ Architecture"),
    ] {
        assert_eq!(fixed(damaged), right);
    }
    for right in ["Жизнь — это βeta €5 и Γ£", "MARCHÉ… FERMÉ… Lâ€™épicerie", "Üç öğrenci, öö ja üü"]
    {
        assert_eq!(fixed(right), right.replace("â€™", "’"));
    }
}

#[test]
fn damage_of_two_bytes_is_repaired_and_right_asian_text_stays() {
    for (damaged, right) in [
        ("The file isn鈥檛 empty, it鈥檚 hidden.", "The file isn’t empty, it’s hidden."),
        ("## 馃殌 Launch\n\n- 鉁?Draft\n- 鉁?Review\n", "## 🚀 Launch\n\n- ✅ Draft\n- ✅ Review\n"),
        ("El ping眉ino a煤n est谩 aqu铆 鈥?s铆.", "El pingüino aún está aquí — sí."),
        ("You don窶冲 need it 窶・no more. 200 ﾂｰC", "You don’t need it — no more. 200 °C"),
    ] {
        assert_eq!(fixed(damaged), right);
    }
    for right in [
        "这是一个简单的中文句子，使用模型学习，约定命令。",
        "これは日本語です。ﾂｰﾙ、次へ、窶・鉁?",
        "한국어 문장, 챕터 홈 첫 챗 채팅",
        "The character 鉁 is rare.",
        "站点\n站牌\n笨重\n笆斗\n笨笨熊\n站起\n",
    ] {
        assert_eq!(fixed(right), right);
    }
}

/// What the repairs of `text` are, and whether they are sure.
fn sureness(text: &str) -> Vec<(String, bool)> {
    let found = repair(text, &RepairSettings::default());
    found.repairs.into_iter().map(|repair| (repair.after, repair.sure)).collect()
}

#[test]
fn a_mark_that_has_more_than_one_reading_is_never_sure() {
    // A decoder that eats the byte behind a lost one may have eaten a blank or a star.
    let star = sureness("# Gu铆a 馃殌\n\n**Brillar! 猸?**\n");
    assert!(star.contains(&("🚀".to_owned(), true)) && !star.contains(&("⭐ ".to_owned(), true)), "{star:?}");
    // The marks may be `É`, and not two question marks.
    assert!(sureness("**징??xito**, se챰or, a챰os\n").iter().all(|(after, sure)| !after.starts_with('¡') || !sure));
    // Any kana may have lost its last byte.
    let kana = sureness("闁㈡暟銈掑嚭鍔�\n\n- A: `x` 銇� `y`\n");
    assert!(kana.iter().all(|(after, sure)| after != "の" || !sure), "{kana:?}");
}

#[test]
fn a_lost_point_at_the_end_of_a_line_is_no_comma() {
    assert_eq!(fixed("鎻愪氦浣滀笟銆�\n"), "提交作业。\n");
}

#[test]
fn a_lost_first_byte_makes_no_letter_of_another_script() {
    let text = "챕l, a챰o, se챰or\n\n- �쓬 No\n- �뼹 Abajo\n- �봻 Lado\n";
    let found = fixed(text);
    assert!(!found.chars().any(|c| matches!(c, '음' | '於' | 'ᔂ')), "{found}");
    assert!(found.starts_with("él, año, señor"), "{found}");
}

#[test]
fn a_fixed_blank_that_became_a_plain_one_comes_back_where_the_text_shows_it() {
    for (damaged, right) in [
        ("VoilÃ , câ€™est Ã  jour.", "Voilà, c’est à jour."),
        ("La cittÃ  Ã¨ piÃ¹ grande. Ci sarÃ  una velocitÃ .", "La città è più grande. Ci sarà una velocità."),
        ("DemÃ  llegirem la pÃ gina deu, Ã©s clar.", "Demà llegirem la pàgina deu, és clar."),
    ] {
        assert_eq!(fixed(damaged), right);
    }
}

#[cfg(feature = "repair-model")]
#[test]
fn letters_that_lost_bytes_are_chosen_by_their_words() {
    let texts = [
        // Spanish and Turkish, read as windows-1254.
        ("AquÃ tambiÃ©n estÃ¡ la guÃa de configuraciÃ³n.", "Aquí también está la guía de configuración."),
        (
            "Åifre alanÄ± boÅŸ bÄ±rakÄ±lamaz, lÃ¼tfen ÅŸifrenizi girin.",
            "Şifre alanı boş bırakılamaz, lütfen şifrenizi girin.",
        ),
        // Russian and Hebrew, read as windows-1252.
        (
            "ÐžÑ‚ÐºÑ€Ñ‹Ñ‚ÑŒ Ñ„Ð°Ð¹Ð» Ð¸Ð»Ð¸ ÑÐ¾Ð·Ð´Ð°Ñ‚ÑŒ Ð½Ð¾Ð²Ñ‹Ð¹ Ð¿Ñ€Ð¾ÐµÐºÑ‚ Ñ Ð½ÑƒÐ»Ñ.",
            "Открыть файл или создать новый проект с нуля.",
        ),
        ("×”×§×•×‘×¥ ×œ× ×\u{a0}×ž×¦×, ××\u{a0}× ×\u{a0}×¡×• ×©× ××—×¨.", "הקובץ לא נמצא, אנא נסו שם אחר."),
    ];
    for (text, becomes) in texts {
        assert_eq!(fixed(text), becomes);
    }
}

#[cfg(feature = "repair-model")]
#[test]
fn chinese_is_read_whole_or_left() {
    assert_eq!(fixed("## çŽ¯å¢ƒé…ç½®"), "## 环境配置");
    // One character alone says nothing: `é…` may be right.
    assert_eq!(fixed("Lâ€™Ã©tÃ© validé… puis é"), "L’été validé… puis é");
}

#[test]
fn letters_between_quotes_are_right() {
    for text in ["Letras: «Ñ» “Ñ” ‘Ñ’ y más.", "TÄMÄ ON ”Ä” JA ”Ö”."] {
        assert_eq!(repair(text, &RepairSettings::default()).text, text);
    }
}

#[test]
fn of_two_letters_the_one_that_languages_have_is_meant() {
    assert_eq!(repair("Bu ┼¥ena", &RepairSettings::default()).text, "Bu žena");
}
