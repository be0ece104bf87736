//! The faces that a course can choose: those of the reader's system, or a serif that the site brings along. In: a name, a language. Out: which it
//! is, and whether it has the letters of the language.

/// The face of titles and of the author's words (`[theme] font`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeFont {
    /// Faces of the reader's system: nothing is loaded.
    #[default]
    System,
    /// A serif that is part of the site.
    Serif,
}

/// All faces, by the names that authors write.
const NAMES: [(&str, ThemeFont); 2] = [("system", ThemeFont::System), ("serif", ThemeFont::Serif)];

/// Languages that are usually written in other letters than Latin ones, by their primary tags.
const OTHER_LETTERS: &str = "ab am ar arc as av awa ba be bg bh bho bn bo brx bua ce chr ckb cu cv doi dv dz el fa gez gom got grc gu he hi hy ii \
    iu ja ka kk km kn ko kok ks ky lez lo lzh mag mai mhr mk ml mn mni mr my myv ne new nqo or os pa pnb ps ru sa sah sat sd sh si sr ta te tg th \
    ti tt tyv udm ug uk ur wuu xmf yi yue zh";

impl ThemeFont {
    /// The face of this name.
    pub fn find(name: &str) -> Option<ThemeFont> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, font)| *font)
    }

    /// Whether the face has the letters of a language (BCP 47). What a tag says of its script counts: `sr-Latn`, `pa-Arab`.
    pub fn has_letters_of(self, language: &str) -> bool {
        if self == ThemeFont::System {
            return true;
        }
        let mut parts = language.split(['-', '_']);
        let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
        let is_script = |part: &&str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        match parts.find(is_script) {
            Some(script) => script.eq_ignore_ascii_case("latn"),
            None => !OTHER_LETTERS.split_ascii_whitespace().any(|other| other == primary),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ThemeFont;

    #[test]
    fn a_script_decides_and_else_the_language() {
        for language in ["", "en", "pt-BR", "vi", "tr", "sr-Latn", "zh-Latn-CN", "de-1996", "EN"] {
            assert!(ThemeFont::Serif.has_letters_of(language), "{language}");
        }
        for language in ["ru", "uk", "el", "ja", "zh-Hant", "zh_TW", "ar", "hi", "sr", "az-Cyrl", "KO"] {
            assert!(!ThemeFont::Serif.has_letters_of(language), "{language}");
            assert!(ThemeFont::System.has_letters_of(language), "{language}");
        }
    }
}
