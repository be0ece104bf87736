//! Detects the legacy charset of bytes that are not UTF-8. Each profile is a language in a charset; the profile whose decoded text looks
//! most like its language wins, the first of equal ones. Reads a sample of the lines that have bytes beyond ASCII.
//!
//! The score of a text is the mean over its bytes beyond ASCII: a letter of the language within a word 3, a rarer letter of
//! its script 1, in Cyrillic and Greek one more or two less by whether it makes a
//! common pair with the letter before it, a quote or a dash where it is usual 3, another sign outside of words 1, and a negative number for what no author
//! writes: letters of another script within a word, capitals after small letters, signs inside words, control characters.

use std::collections::HashSet;

use encoding_rs::Encoding;

/// A language as written in a charset.
struct CharsetProfile {
    charset: &'static str,
    /// The frequent letters of the language beyond ASCII, in lower case. Empty for Chinese, Japanese and Korean, which `wide` scores.
    letters: &'static str,
    script: CharsetScript,
    /// A text in the language, used by the tests.
    #[cfg_attr(not(test), allow(dead_code))]
    example: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum CharsetScript {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Thai,
    Japanese,
    Chinese,
    Korean,
}

const fn profile(
    charset: &'static str,
    script: CharsetScript,
    letters: &'static str,
    example: &'static str,
) -> CharsetProfile {
    CharsetProfile { charset, letters, script, example }
}

/// All profiles, the likeliest first.
const PROFILES: &[CharsetProfile] = &[
    profile("windows-1252", CharsetScript::Latin, "éèàçêâîôùûëïœ", "# L’été à la française, déjà goûté\n"),
    profile("windows-1252", CharsetScript::Latin, "äöüß", "# Übung für große Schüler – „schön“\n"),
    profile("windows-1252", CharsetScript::Latin, "áéíóúñü¿¡", "# ¿Qué es la región? Introducción rápida, mañana\n"),
    profile("windows-1252", CharsetScript::Latin, "àèéìòù", "# Perché la città è già così: attività più facili\n"),
    profile("windows-1252", CharsetScript::Latin, "ãõçáéíóúâêôà", "# Introdução à programação: não há opções\n"),
    profile("windows-1252", CharsetScript::Latin, "åäöøæé", "# Øvelse på første år, så går vi\n"),
    profile(
        "windows-1254",
        CharsetScript::Latin,
        "çğıöşüâîû",
        "# Güvenlik ve paylaşılan sorumluluk, bulutta çalışma\n",
    ),
    profile("windows-1252", CharsetScript::Latin, "áéíóúýðþæö", "# Það er gott að læra íslensku, þá skilur þú\n"),
    profile("windows-1250", CharsetScript::Latin, "ąćęłńóśżź", "# Ćwiczenie: różne źródła są ważne, łatwość\n"),
    profile("windows-1250", CharsetScript::Latin, "áčďéěíňóřšťúůýžľĺôä", "# Příklad: můžeme začít příště, že ano\n"),
    profile("windows-1250", CharsetScript::Latin, "áéíóöőúüű", "# Gyakorlás: időről időre fűzött kérdések\n"),
    profile("windows-1250", CharsetScript::Latin, "ăâîşţ", "# Învăţare şi lecţii în română\n"),
    profile("windows-1250", CharsetScript::Latin, "čćđšž", "# Vježba: što ćemo učiti, također još\n"),
    profile(
        "windows-1257",
        CharsetScript::Latin,
        "āčēģīķļņšūžąęėįų",
        "# Mācīšanās: jautājumi un atbildes šajā nodaļā\n",
    ),
    profile("windows-1257", CharsetScript::Latin, "äõöüšž", "# Küsimused: õpime näidete järgi tööd tegema\n"),
    profile("windows-1251", CharsetScript::Cyrillic, "оеаинтсрвлкмдпуяыьзі", "# Введение в облачные вычисления\n"),
    profile("koi8-r", CharsetScript::Cyrillic, "оеаинтсрвлкмдпуяыьзі", "# Введение в облачные вычисления\n"),
    profile("ibm866", CharsetScript::Cyrillic, "оеаинтсрвлкмдпуяыьзі", "# Введение в облачные вычисления\n"),
    profile("x-mac-cyrillic", CharsetScript::Cyrillic, "оеаинтсрвлкмдпуяыьзі", "# Введение в облачные вычисления\n"),
    profile("windows-1253", CharsetScript::Greek, "αοιετσνηυρπκμλςάέήίόύώ", "# Εισαγωγή στην ασφάλεια του νέφους\n"),
    profile("windows-1255", CharsetScript::Hebrew, "יוהלארתבשמםנ", "# מבוא לאבטחת ענן ושאלות\n"),
    profile("windows-1256", CharsetScript::Arabic, "المينوترةبدعسفكحق", "# مقدمة في أمن السحابة والأسئلة\n"),
    profile("windows-874", CharsetScript::Thai, "านรกอเงมยลวดทตสปบค่้ัิี", "# บทนำเกี่ยวกับความปลอดภัย\n"),
    profile("shift_jis", CharsetScript::Japanese, "", "# はじめに：クラウドの責任を学ぶ\n"),
    profile("euc-kr", CharsetScript::Korean, "", "# 소개: 클라우드 보안의 책임을 배우기\n"),
    profile("gbk", CharsetScript::Chinese, "", "# 介绍：我们学习云计算的安全责任\n"),
    profile("euc-jp", CharsetScript::Japanese, "", "# はじめに：クラウドの責任を学ぶ\n"),
    profile("big5", CharsetScript::Chinese, "", "# 介紹：我們學習雲端運算的安全責任\n"),
    profile("macintosh", CharsetScript::Latin, "éèàçêâîôùûëïœ", "# L’été à la française, déjà goûté\n"),
    profile("macintosh", CharsetScript::Latin, "äöüß", "# Übung für große Schüler – „schön“\n"),
    profile("macintosh", CharsetScript::Latin, "áéíóúñü¿¡", "# ¿Qué es la región? Introducción rápida, mañana\n"),
    profile("macintosh", CharsetScript::Latin, "àèéìòù", "# Perché la città è già così: attività più facili\n"),
    profile("macintosh", CharsetScript::Latin, "ãõçáéíóúâêôà", "# Introdução à programação: não há opções\n"),
    profile("macintosh", CharsetScript::Latin, "åäöøæé", "# Øvelse på første år, så går vi\n"),
];

/// The commonest pairs of letters in Russian, Ukrainian, Bulgarian and Serbian: four of five pairs in a text are among them, in wrongly read
/// capitals one of five.
const CYRILLIC_PAIRS: &str = "аб ав аг ад ае аз ак ал ам ан ап ар ас ат ац ач аю ая ба бл бо бу ва ве ви вл вн во вр вы ві га ге гл го гу да \
    де ди дн до др ды ед ез ей ек ел ем ен ер ес ет жд же жи жн за зв зи зм зн зп зу зы ив иг ие из ий ик им ин ир \
    ис ит их ич иш ия ка ки кл ко кт ку кц ла ле ли лн ло лі ма ме ми мо мы мі на не ни нк нн но нс нт ну ны ня ні \
    об ов ог од ож оз ой ок ол ом он оп ор ос от оч пе пл по пр пы пі ра рв ре ри рн ро ру рш ры рі са се си ск сл \
    со сп ст сь ся сі та тв те ти тн то тр тс ты ть ті ув уд ун ур ут ую це ци ці ча че чи чк чн ша ше шк шн ще щи \
    ый ье ью ья эт ют яв ян ід ін ії";

/// The same for Greek, without accents.
const GREEK_PAIRS: &str = "αζ αθ αι ακ αλ αμ αν απ αρ ας ασ ατ βα γα γη γι γο δι εδ ει εκ ελ εν επ ερ ες ετ εχ ηγ ημ ην ηρ ης ησ ητ θη ια \
    ιε ικ ιν ιο ις ισ ιτ κα κε κο κτ λα λε λη λλ λο μα με μο μπ να νε νη νο ντ ξη ογ οη οι οκ ολ ομ ον οπ ορ ος οσ \
    οτ ου πα πε πι πλ πο πρ πτ ρα ργ ρε ρη ρι ρο ρχ ρω σε ση σι στ συ τα τε τη τι το τυ υν υξ υπ υς υσ φα χρ ων";

/// The size of the sample in bytes.
const MAX_SAMPLE_LEN: usize = 32 << 10;
/// With a lower score no charset gives a readable text.
const MIN_SCORE: f64 = -1.0;

/// A text decoded from a legacy charset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharsetText {
    /// The text.
    pub text: String,
    /// The charset's name in the table.
    pub charset: &'static str,
    /// Whether the text is UTF-8 and only the invalid bytes were read in the charset.
    pub is_mixed: bool,
}

/// Decodes bytes that are not UTF-8 and have no NUL byte; `None` where no charset gives a readable text.
pub fn decode(bytes: &[u8]) -> Option<CharsetText> {
    if has_noise(bytes) {
        return None;
    }
    let sample = sample(bytes);
    let (valid, broken) = utf8_share(&sample);
    if valid >= 2 * broken {
        let (name, _) = best(|profile| {
            (profile.script == CharsetScript::Latin).then(|| mixed(&sample, profile.charset)).flatten()
        })?;
        return mixed(bytes, name).map(|text| CharsetText { text, charset: name, is_mixed: true });
    }
    let (name, score) = best(|profile| sample_text(&sample, profile.charset))?;
    // A few unreadable bytes in a long text are a mistake of its author; many of them mean that it is no text.
    let odd = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if score < MIN_SCORE && odd * 5 > sample.len() {
        return None;
    }
    let name = if score < MIN_SCORE { "windows-1252" } else { name };
    let text = Encoding::for_label(name.as_bytes())?.decode_without_bom_handling(bytes).0.into_owned();
    Some(CharsetText { text, charset: name, is_mixed: false })
}

/// Whether there are more control characters than a text has (about one in 50).
fn has_noise(bytes: &[u8]) -> bool {
    let odd = |byte: &&u8| matches!(byte, 0..=8 | 0xb | 0xe..=0x1a | 0x1c..=0x1f | 0x7f);
    bytes.iter().filter(odd).count() * 50 > bytes.len() + 50
}

/// The first lines with bytes beyond ASCII, long ones cut.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(first) = line.iter().position(|byte| !byte.is_ascii()) else { continue };
        // Starts some bytes before the first non-ASCII byte, so that no character of two bytes is cut.
        let line = line.get(first.saturating_sub(40)..).unwrap_or(line);
        sample.extend_from_slice(line.get(..MAX_SAMPLE_LEN).unwrap_or(line));
        if sample.len() >= MAX_SAMPLE_LEN {
            break;
        }
    }
    sample
}

/// The number of non-ASCII characters in valid UTF-8, and the number of invalid stretches.
fn utf8_share(bytes: &[u8]) -> (usize, usize) {
    let (mut valid, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (valid, broken)
}

/// Decodes valid stretches as UTF-8 and the others in the charset.
fn mixed(bytes: &[u8], charset: &str) -> Option<String> {
    let encoding = Encoding::for_label(charset.as_bytes())?;
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&encoding.decode_without_bom_handling(chunk.invalid()).0);
    }
    Some(text)
}

/// The sample in a charset; `None` where it has bytes that the charset does not define. A few are allowed, for a cut last character.
fn sample_text(sample: &[u8], charset: &str) -> Option<String> {
    let encoding = Encoding::for_label(charset.as_bytes())?;
    let text = encoding.decode_without_bom_handling(sample).0.into_owned();
    let odd = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    (odd * 500 <= text.len() + 500).then_some(text)
}

/// Charset and score of the profile with the best score, the first of equal ones.
fn best(text_of: impl Fn(&CharsetProfile) -> Option<String>) -> Option<(&'static str, f64)> {
    let mut best: Option<(&'static str, f64)> = None;
    for profile in PROFILES {
        let Some(text) = text_of(profile) else { continue };
        let score = score(&text, profile);
        if best.is_none_or(|(_, so_far)| score > so_far) {
            best = Some((profile.charset, score));
        }
    }
    best
}

/// The score of a text: see the head of this file.
fn score(text: &str, profile: &CharsetProfile) -> f64 {
    let (mut sum, mut bytes) = (0, 0);
    let pairs = common_pairs(profile.script);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if !c.is_ascii() {
            let after = characters.peek().copied().unwrap_or(' ');
            sum += points(before, c, after, profile) + pair(before, c, &pairs);
            bytes += if is_wide(c) { 2 } else { 1 };
        }
        before = c;
    }
    sum as f64 / f64::from(bytes.max(1))
}

fn points(before: char, c: char, after: char, profile: &CharsetProfile) -> i64 {
    match c {
        '\u{80}'..='\u{9f}' | char::REPLACEMENT_CHARACTER | '\u{e000}'..='\u{f8ff}' => -8,
        _ if is_wide(c) && before.is_ascii_alphabetic() && after.is_ascii_alphabetic() => -4,
        _ if is_wide(c) => wide(c, profile.script),
        '¿' | '¡' if profile.letters.contains(c) && !before.is_alphanumeric() => 3,
        _ if c.is_alphabetic() || script_of(c).is_some() => letter(before, c, after, profile),
        _ => sign(before, c, after),
    }
}

/// The pairs of letters by which a script is told from another one; none where the letters alone tell enough.
fn pairs_of(script: CharsetScript) -> &'static str {
    match script {
        CharsetScript::Cyrillic => CYRILLIC_PAIRS,
        CharsetScript::Greek => GREEK_PAIRS,
        _ => "",
    }
}

fn has_pairs(script: CharsetScript) -> bool {
    !pairs_of(script).is_empty()
}

fn common_pairs(script: CharsetScript) -> HashSet<(char, char)> {
    let pairs = pairs_of(script);
    let letters = |pair: &str| Some((pair.chars().next()?, pair.chars().nth(1)?));
    pairs.split(' ').filter_map(letters).collect()
}

/// One point more or two less for a letter by its pair with the one before. Capitals count as small letters: in another charset of the same
/// script they are other small letters, and only their pairs tell.
fn pair(before: char, c: char, pairs: &HashSet<(char, char)>) -> i64 {
    if pairs.is_empty() || !before.is_alphabetic() || !c.is_alphabetic() || before.is_ascii() {
        return 0;
    }
    if pairs.contains(&(bare(before), bare(c))) { 1 } else { -2 }
}

/// A letter in lower case and without an accent that is left out in capitals.
fn bare(c: char) -> char {
    match lower(c) {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'ї' => 'і',
        other => other,
    }
}

fn letter(before: char, c: char, after: char, profile: &CharsetProfile) -> i64 {
    let foreign = |near: char| near.is_alphabetic() && script_of(near) != script_of(c);
    let small = lower(c);
    let own = script_of(c) == Some(profile.script);
    if foreign(before) || foreign(after) {
        return -4;
    }
    if c.is_uppercase() && before.is_lowercase() {
        return -4;
    }
    // The signs of Thai vowels and tones stand above, below or behind a consonant.
    if is_thai_sign(c) && !matches!(before, '\u{e01}'..='\u{e2e}') && !(is_thai_tone(c) && is_thai_sign(before)) {
        return -4;
    }
    let alone = !before.is_alphabetic() && !after.is_alphabetic();
    match (profile.letters.contains(small), own) {
        // Single letters are weak evidence.
        (true, _) if alone => 1,
        // Most texts are not in capitals. In scripts with common pairs, these tell.
        (true, _) if c.is_uppercase() && before.is_uppercase() && !has_pairs(profile.script) => 2,
        (true, _) => 3,
        // A rare letter of the language, or a letter of another one.
        (false, true) if profile.script != CharsetScript::Latin => 1,
        (false, _) => -1,
    }
}

fn is_thai_sign(c: char) -> bool {
    matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}') || is_thai_tone(c)
}

fn is_thai_tone(c: char) -> bool {
    matches!(c, '\u{e47}'..='\u{e4e}')
}

fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    lower.next().unwrap_or(c)
}

/// Quotes, dashes, arrows and the like: at the edge of words, but for the apostrophe.
fn sign(before: char, c: char, after: char) -> i64 {
    let between_letters = before.is_alphabetic() && after.is_alphabetic();
    let between_blanks = before == ' ' && after == ' ';
    match c {
        '’' if before.is_alphabetic() => 3,
        '–' | '—' if between_blanks || before.is_ascii_digit() && after.is_ascii_digit() => 3,
        '\u{a0}' => 1,
        '“' | '„' | '‘' | '«' | '¿' | '¡' if !before.is_alphanumeric() && after != ' ' => 3,
        '”' | '»' | '…' if !after.is_alphanumeric() && before != ' ' => 3,
        '“' | '’' if !after.is_alphanumeric() => 1,
        '–' | '—' | '•' | '·' | '°' | '×' | '€' | '£' | '©' | '®' | '™' | '½' | '§' if !between_letters => {
            1
        }
        _ if between_letters => -4,
        _ => -1,
    }
}

fn script_of(c: char) -> Option<CharsetScript> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' => CharsetScript::Latin,
        '\u{370}'..='\u{3ff}' => CharsetScript::Greek,
        '\u{400}'..='\u{52f}' => CharsetScript::Cyrillic,
        '\u{590}'..='\u{5ff}' => CharsetScript::Hebrew,
        '\u{600}'..='\u{6ff}' => CharsetScript::Arabic,
        '\u{e00}'..='\u{e7f}' => CharsetScript::Thai,
        _ => return None,
    })
}

/// Characters that charsets of two bytes have for East Asian scripts and their punctuation.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// The points of an East Asian character: twice those of others, as it takes two bytes. The national standards list frequent characters
/// first, so a character's code tells whether it is frequent.
fn wide(c: char, script: CharsetScript) -> i64 {
    match (script, c) {
        (_, '\u{ff61}'..='\u{ff9f}') => -2,
        (_, '\u{3000}'..='\u{3020}' | '\u{ff00}'..='\u{ff5e}') => 4,
        (CharsetScript::Japanese, '\u{3040}'..='\u{30ff}') => 6,
        (CharsetScript::Japanese, '\u{4e00}'..='\u{9fff}') if first_level("euc-jp", c, 0xb0..=0xcf) => 5,
        (CharsetScript::Korean, '\u{ac00}'..='\u{d7a3}') if first_level("euc-kr", c, 0xb0..=0xc8) => 5,
        (CharsetScript::Chinese, '\u{4e00}'..='\u{9fff}') if first_level("gbk", c, 0xb0..=0xd7) => 5,
        (CharsetScript::Chinese, '\u{4e00}'..='\u{9fff}') if first_level("big5", c, 0xa4..=0xc6) => 5,
        (_, '\u{4e00}'..='\u{9fff}') => 0,
        _ => -4,
    }
}

/// Whether `c` is one of the frequent characters of the standard: its first byte is in `first` and its second byte above ASCII.
fn first_level(charset: &str, c: char, first: std::ops::RangeInclusive<u8>) -> bool {
    let mut buffer = [0; 4];
    let Some(encoding) = Encoding::for_label(charset.as_bytes()) else { return false };
    let (bytes, _, lost) = encoding.encode(c.encode_utf8(&mut buffer));
    let second_fits = |second: u8| second >= 0xa1 || charset == "big5" && second >= 0x40;
    !lost && matches!(*bytes, [one, two] if first.contains(&one) && second_fits(two))
}

#[cfg(test)]
#[path = "charsets_test.rs"]
mod tests;
