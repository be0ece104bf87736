//! The languages that courses are translated into: their codes and names. In: the name of a folder or file, or the text of a link. Out: the
//! language that it names. The languages whose words are known have files in `words`; this table only names languages.

/// A language by its codes and names.
struct NamedLanguage {
    /// BCP 47, without a region.
    code: &'static str,
    /// Other codes that stand for it in paths: those of countries, of older standards, and with three letters.
    aliases: &'static [&'static str],
    /// What it is called, in lower case: in English, and in the language itself.
    names: &'static [&'static str],
}

/// Makes the rows of [`LANGUAGES`].
macro_rules! languages {
    ($($code:literal [$($alias:literal)*] $($name:literal)+;)*) => {
        &[$(NamedLanguage { code: $code, aliases: &[$($alias),*], names: &[$($name),+] }),*]
    };
}

static LANGUAGES: &[NamedLanguage] = languages! {
    "af" [] "afrikaans";
    "am" [] "amharic" "አማርኛ";
    "ar" ["ara"] "arabic" "العربية" "عربي" "عربى";
    "az" ["aze"] "azerbaijani" "azərbaycanca" "azərbaycan dili";
    "be" [] "belarusian" "беларуская";
    "bg" ["bul"] "bulgarian" "български";
    "bn" ["ben"] "bengali" "bangla" "বাংলা";
    "bs" [] "bosnian" "bosanski";
    "ca" ["cat"] "catalan" "català";
    "cs" ["cz" "ces"] "czech" "čeština" "česky";
    "da" ["dk"] "danish" "dansk";
    "de" ["deu" "ger"] "german" "deutsch";
    "el" ["gr" "gre"] "greek" "ελληνικά";
    "en" ["eng"] "english";
    "eo" [] "esperanto";
    "es" ["spa"] "spanish" "español" "espanol" "castellano";
    "et" ["est"] "estonian" "eesti";
    "eu" [] "basque" "euskara";
    "fa" ["ir"] "persian" "farsi" "فارسی";
    "fi" ["fin"] "finnish" "suomi";
    "fr" ["fra" "fre"] "french" "français" "francais";
    "gl" [] "galician" "galego";
    "gu" [] "gujarati" "ગુજરાતી";
    "he" ["iw" "heb"] "hebrew" "עברית";
    "hi" ["hin"] "hindi" "हिन्दी" "हिंदी";
    "hr" [] "croatian" "hrvatski";
    "hu" ["hun"] "hungarian" "magyar";
    "hy" [] "armenian" "հայերեն";
    "id" ["ind"] "indonesian" "bahasa indonesia" "indonesia";
    "it" ["ita"] "italian" "italiano";
    "ja" ["jp" "jpn"] "japanese" "日本語";
    "ka" [] "georgian" "ქართული";
    "kk" ["kz"] "kazakh" "қазақша";
    "km" [] "khmer" "ខ្មែរ" "ភាសាខ្មែរ";
    "kn" [] "kannada" "ಕನ್ನಡ";
    "ko" ["kr" "kor"] "korean" "한국어";
    "lt" [] "lithuanian" "lietuvių";
    "lv" [] "latvian" "latviešu";
    "mk" [] "macedonian" "македонски";
    "ml" [] "malayalam" "മലയാളം";
    "mn" [] "mongolian" "монгол";
    "mr" [] "marathi" "मराठी";
    "ms" [] "malay" "bahasa melayu" "melayu";
    "my" [] "burmese" "myanmar" "မြန်မာ";
    "ne" [] "nepali" "नेपाली";
    "nl" ["nld"] "dutch" "nederlands";
    "no" ["nb" "nn"] "norwegian" "norsk";
    "pa" [] "punjabi" "ਪੰਜਾਬੀ";
    "pcm" [] "nigerian pidgin";
    "pl" ["pol"] "polish" "polski";
    "pt" ["br" "ptbr" "por"] "portuguese" "português" "portugues" "brazilian portuguese";
    "ro" ["rum"] "romanian" "română";
    "ru" ["rus"] "russian" "русский";
    "si" [] "sinhala" "සිංහල";
    "sk" ["slk"] "slovak" "slovenčina";
    "sl" [] "slovenian" "slovenščina";
    "sq" [] "albanian" "shqip";
    "sr" [] "serbian" "српски" "srpski";
    "sv" ["swe"] "swedish" "svenska";
    "sw" [] "swahili" "kiswahili";
    "ta" ["tam"] "tamil" "தமிழ்";
    "te" [] "telugu" "తెలుగు";
    "th" ["tha"] "thai" "ไทย" "ภาษาไทย";
    "tl" ["fil" "ph"] "tagalog" "filipino";
    "tr" ["tur"] "turkish" "türkçe" "turkce";
    "uk" ["ua" "ukr"] "ukrainian" "українська";
    "ur" [] "urdu" "اردو";
    "uz" ["uzb"] "uzbek" "o'zbek" "o‘zbekcha" "o'zbekcha" "ўзбекча";
    "vi" ["vn" "vie"] "vietnamese" "tiếng việt";
    "zh" ["cn" "tw" "hk" "mo" "chs" "cht" "zho" "chi"] "chinese" "中文" "简体中文" "繁體中文" "繁体中文" "正體中文" "汉语"
        "simplified chinese" "traditional chinese";
};

/// The longest part of a tag after the language: a region or a script.
const MAX_SUBTAG: usize = 4;

/// The language that a tag such as `es`, `es-ES`, `zh_Hans` or `cn` means, as BCP 47 without region; none where it is no tag of a known
/// language.
pub fn language_of_tag(tag: &str) -> Option<&'static str> {
    if !tag.is_ascii() || tag.len() > 12 {
        return None;
    }
    let lower = tag.to_ascii_lowercase().replace('_', "-");
    let known =
        |code: &str| LANGUAGES.iter().find(|row| row.code == code || row.aliases.contains(&code)).map(|row| row.code);
    if let Some(code) = known(&lower) {
        return Some(code);
    }
    let mut parts = lower.split('-');
    let code = known(parts.next()?)?;
    let is_subtag =
        |part: &str| (2..=MAX_SUBTAG).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (parts.clone().count() <= 2 && parts.all(is_subtag)).then_some(code)
}

/// The language with this name, in English or in the language itself, whatever stands around it in brackets: `Deutsch`, `Chinese
/// (Simplified)`.
pub fn language_of_name(name: &str) -> Option<&'static str> {
    let bare = name.split(['(', '（', '/', '|']).next().unwrap_or(name);
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace(['-', '_'], " ");
    let named = |row: &&NamedLanguage| row.names.contains(&bare.as_str());
    LANGUAGES.iter().find(named).map(|row| row.code)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn tags_and_names_of_languages_are_known_as_they_stand_in_paths_and_links() {
        for (tag, code) in [
            ("es", Some("es")),
            ("es-ES", Some("es")),
            ("zh_Hans", Some("zh")),
            ("zh-Hant-TW", Some("zh")),
            ("ZH-cn", Some("zh")),
            ("cn", Some("zh")),
            ("pt-br", Some("pt")),
            ("src", None),
            ("go", None),
            ("js", None),
            ("is-it-so", None),
            ("docs", None),
        ] {
            assert_eq!(language_of_tag(tag), code, "{tag}");
        }
        for (name, code) in [
            ("English", Some("en")),
            ("Chinese (Simplified)", Some("zh")),
            ("🇩🇪 Deutsch", Some("de")),
            ("Português", Some("pt")),
            ("Getting started", None),
            ("🇬🇧", None),
            ("", None),
        ] {
            assert_eq!(language_of_name(name), code, "{name}");
        }
    }

    #[test]
    fn no_code_and_no_name_stands_for_two_languages() {
        let (mut codes, mut names) = (HashSet::new(), HashSet::new());
        for row in LANGUAGES {
            assert!(row.aliases.iter().chain([&row.code]).all(|code| codes.insert(*code)), "{}", row.code);
            assert!(row.names.iter().all(|name| names.insert(*name) && **name == name.to_lowercase()), "{}", row.code);
        }
    }
}
