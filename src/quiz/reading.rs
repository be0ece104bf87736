//! What a text says about the right choices: letters, true or false, the words of a choice. In: a line, the choices as they
//! may be named. Out: which are right. Never guesses: a letter counts where a word, a fold or a key says that it is the answer.

use std::ops::Range;

use super::choice::ChoiceGroup;
use super::label::{ChoiceLabels, label_of, rank};
use super::line::TextLine;
use super::words::{is_sign, normalised, normalised_chars, truth};
use crate::words::{WordKind, strip_prefix_ignore_case};

/// The choices as an answer may name them.
pub(super) struct ChoiceNames {
    labels: ChoiceLabels,
    words: Vec<String>,
    truths: Vec<Option<bool>>,
}

impl ChoiceNames {
    /// The labels, words and truth values of a group's choices.
    pub fn of(group: &ChoiceGroup) -> Self {
        ChoiceNames {
            labels: group.labels.clone(),
            words: group.choices.iter().map(|choice| normalised(&choice.words)).collect(),
            truths: group.choices.iter().map(|choice| truth(&choice.words)).collect(),
        }
    }

    /// True and false, where the choices are not written.
    pub fn truth() -> Self {
        ChoiceNames {
            labels: ChoiceLabels::truth(),
            words: vec![String::new(); 2],
            truths: vec![Some(true), Some(false)],
        }
    }

    /// Whether a label could be one of these: it is of their alphabet.
    fn has_same_alphabet(&self, label: &str) -> bool {
        let own = self.labels.all().first().and_then(|first| rank(first));
        own.is_some_and(|own| rank(label).is_some_and(|other| other.0 == own.0))
    }

    /// Whether a text is the words of the first choice that an answer names, and next to nothing else.
    pub fn repeats(&self, named: &NamedChoices, text: &str) -> bool {
        let own = named.right.first().and_then(|place| self.words.get(*place)).filter(|own| !own.is_empty());
        own.is_some_and(|own| rest_of(text, own).is_some_and(|more| more < 8))
    }

    fn letter(&self, letter: char) -> Option<usize> {
        // `2` where the choices have letters by their place only.
        self.labels.place_of(letter).or_else(|| {
            let place = letter.to_digit(10)? as usize;
            place.checked_sub(1).filter(|place| !self.labels.are_written && *place < self.words.len())
        })
    }
}

/// What an answer names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NamedChoices {
    /// Choices that are right, by place.
    pub right: Vec<usize>,
    /// Choices that are accepted as well.
    pub also: Vec<usize>,
    /// Letters that no choice has.
    pub unknown: Vec<String>,
    /// Bytes read.
    pub length: usize,
}

/// Reads labels, truth or a choice's own words at the start of `text`.
pub(super) fn named(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    let lead = text.len() - text.trim_start_matches(is_sign).len();
    let inner = text.get(lead..)?;
    let mut found = by_words(inner, names).or_else(|| by_letters(inner, names)).or_else(|| by_truth(inner, names))?;
    found.length += lead;
    Some(found)
}

fn by_letters(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    let mut found = NamedChoices::default();
    let mut at = skip_word(text, WordKind::Option);
    let mut is_other = false;
    loop {
        let rest = text.get(at..)?;
        let token = rest.find(|c: char| !c.is_alphanumeric()).map_or(rest, |end| rest.get(..end).unwrap_or(""));
        let Some(choices) = choices_of_token(token, rest, names, found.right.is_empty()) else { break };
        for choice in choices {
            match choice {
                Ok(place) if is_other && !found.right.contains(&place) => found.also.push(place),
                Ok(place) if !found.right.contains(&place) => found.right.push(place),
                Ok(_) => {}
                Err(name) => found.unknown.push(name),
            }
        }
        found.length = at + token.len();
        if let (Some((last, length)), [.., first]) =
            (range_end(text.get(found.length..)?, names), found.right.as_slice())
            && *first < last
        {
            found.right.extend(*first + 1..=last);
            found.length += length;
        }
        let Some((length, other)) = separator(text.get(found.length..)?) else { break };
        is_other |= other;
        at = found.length + length;
    }
    (!found.right.is_empty() || !found.unknown.is_empty()).then_some(found)
}

/// The choices that a token names: one letter, or several run together. A letter alone may be a word (`A service …`).
fn choices_of_token(
    token: &str,
    rest: &str,
    names: &ChoiceNames,
    is_first: bool,
) -> Option<Vec<Result<usize, String>>> {
    let count = token.chars().count();
    let after = rest.get(token.len()..)?;
    if count == 1 {
        let letter = token.chars().next()?;
        // Before Chinese or Japanese a letter is no article.
        let is_letter = |c: char| c.is_alphabetic() && c < '\u{2e80}';
        let is_word = is_first && after.starts_with(' ') && after.trim_start().starts_with(is_letter);
        let may_be_word =
            is_word && (matches!(letter, 'A' | 'a' | 'I' | 'i' | 'e' | 'é' | 'o' | 'y') || letter.is_lowercase());
        let goes_on = is_word
            && (separator(after).is_some()
                || starts_with_word(after.trim_start(), WordKind::Is)
                || starts_with_word(after.trim_start(), WordKind::Because));
        if may_be_word && !goes_on {
            return None;
        }
        return match names.letter(letter) {
            Some(place) => Some(vec![Ok(place)]),
            None => {
                let is_label = names.has_same_alphabet(token) && !is_word;
                is_label.then(|| vec![Err(token.to_uppercase())])
            }
        };
    }
    let is_run = (2..=6).contains(&count) && (token.chars().all(char::is_uppercase) || after.trim().is_empty());
    let places: Option<Vec<usize>> = is_run.then(|| token.chars().map(|c| names.letter(c)).collect()).flatten();
    let places = places.filter(|places| places.windows(2).all(|pair| matches!(pair, [a, b] if a < b)))?;
    Some(places.into_iter().map(Ok).collect())
}

/// The letters of a range (`A–C`) that begins with a choice: the last place, and the length of dash and letter in bytes.
fn range_end(text: &str, names: &ChoiceNames) -> Option<(usize, usize)> {
    let rest = text.strip_prefix(['-', '–', '—'])?;
    let letter = rest.chars().next().filter(|letter| letter.is_uppercase())?;
    let after = rest.get(letter.len_utf8()..)?;
    let place = names.letter(letter)?;
    (!after.starts_with(char::is_alphanumeric)).then_some((place, text.len() - after.len()))
}

/// The blanks before letters that stand side by side up to the end of what is said (`B C`).
fn side_by_side(text: &str) -> Option<usize> {
    let blanks = text.len() - text.trim_start_matches([' ', '\u{a0}']).len();
    let mut rest = text.get(blanks..)?;
    let mut count = 0;
    while let Some(letter) =
        rest.chars().next().filter(|letter| letter.is_uppercase() && rank(&letter.to_string()).is_some())
    {
        let after = rest.get(letter.len_utf8()..)?;
        if after.starts_with(char::is_alphanumeric) {
            return None;
        }
        count += 1;
        rest = after.trim_start_matches([' ', '\u{a0}']);
    }
    (blanks > 0 && count > 0 && !rest.starts_with(char::is_alphanumeric)).then_some(blanks)
}

/// What stands between two labels (`, `, ` and `, ` or `): its length in bytes, and whether the second is an alternative.
fn separator(text: &str) -> Option<(usize, bool)> {
    if let Some(blanks) = side_by_side(text) {
        return Some((blanks, false));
    }
    let signs =
        text.len() - text.trim_start_matches([' ', ',', '、', '，', '/', ';', '&', '+', '*', '(', '[', '.', ')']).len();
    let rest = text.get(signs..)?;
    let glue = text.get(..signs)?;
    // `B, E` before `B e C`: where a sign joins already, a letter is a label and no word.
    if glue.contains([',', '、', '，', '/', ';', '&', '+'])
        && let Some(skipped) = before_label(rest)
    {
        return Some((signs + skipped, false));
    }
    let (word, other) = [(WordKind::And, false), (WordKind::Or, true)]
        .into_iter()
        .find_map(|(kind, other)| Some((word_of(rest, kind)?, other)))?;
    let skipped = before_label(rest.get(word..)?)?;
    Some((signs + word + skipped, other))
}

/// Bytes before a label that stands alone.
fn before_label(text: &str) -> Option<usize> {
    let bare = text.trim_start_matches([' ', '*', '(']);
    let next = bare.get(skip_word(bare, WordKind::Option)..)?;
    let token = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
    let is_label = next.get(..token).is_some_and(|token| rank(token).is_some());
    is_label.then(|| text.len() - next.len())
}

/// Bytes of the longest word of a kind that the text begins with. Only words of ASCII must end there.
fn word_of(text: &str, kind: WordKind) -> Option<usize> {
    let goes_on = |word: &str| text.get(word.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    kind.beginnings(text).filter(|word| !(word.is_ascii() && goes_on(word))).map(str::len).max()
}

fn starts_with_word(text: &str, kind: WordKind) -> bool {
    word_of(text, kind).is_some()
}

/// Bytes of a word of a kind and the blanks after it, if the text begins with one.
fn skip_word(text: &str, kind: WordKind) -> usize {
    let Some(word) = word_of(text, kind) else { return 0 };
    let rest = text.get(word..).unwrap_or("");
    let after = rest.trim_start_matches([' ', '*', ':', '(', '#']);
    if rest.len() == after.len() { 0 } else { text.len() - after.len() }
}

fn by_truth(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    let end = text.find(|c| is_sign(c) && c != '\'').unwrap_or(text.len());
    let value = truth(text.get(..end)?)?;
    let place = names.truths.iter().position(|truth| *truth == Some(value))?;
    let is_pair = names.truths.iter().flatten().count() == 2;
    is_pair.then(|| NamedChoices { right: vec![place], length: end, ..NamedChoices::default() })
}

/// The text begins with the words of a choice: of the longest that fits, if it is the only one of its words.
fn by_words(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    let beginning = text.get(..text.floor_char_boundary(400)).unwrap_or(text);
    let rest = |words: &str| rest_of(beginning, words);
    let fits = names.words.iter().enumerate().filter(|(_, words)| !words.is_empty() && rest(words).is_some());
    let (place, words) = fits.max_by_key(|(_, words)| words.len())?;
    let is_whole = rest(words) == Some(0);
    let is_one = names.words.iter().filter(|other| *other == words).count() == 1;
    // A short choice may be the beginning of any sentence; a single letter is a label.
    let is_sure = words.chars().count() > 1 && (is_whole || words.chars().count() >= 12);
    (is_one && is_sure).then(|| NamedChoices { right: vec![place], length: text.len(), ..NamedChoices::default() })
}

/// How many bytes of letters and digits follow `words` (normalised), if `text` begins with them.
fn rest_of(text: &str, words: &str) -> Option<usize> {
    let mut letters = normalised_chars(text);
    words.chars().all(|letter| letters.next() == Some(letter)).then(|| letters.map(char::len_utf8).sum())
}

/// What was read, and from which lines.
#[derive(Clone, Debug)]
pub(super) struct AnswerReading {
    pub named: NamedChoices,
    /// The lines: the word's, and the letter's where that stands below.
    pub lines: Range<usize>,
    /// From which byte of the last line on it says more than the answer.
    pub rest: Option<usize>,
}

/// Reads an answer from lines. `naming` says that what holds them has said already that it is the answer.
pub(super) fn read(lines: &[TextLine], names: &ChoiceNames, naming: bool) -> Option<AnswerReading> {
    let usable = || lines.iter().enumerate().filter(|(_, line)| !line.is_code);
    let marked = usable().find_map(|(place, line)| read_marked(lines, place, line, names));
    let before_verdict = || {
        usable().find_map(|(place, line)| {
            let named = letter_before_verdict(&line.text, names)?;
            Some(AnswerReading { named, lines: place..place + 1, rest: Some(0) })
        })
    };
    let bare = || {
        let (place, line) = usable().next().filter(|_| naming)?;
        let named = named(&line.text, names)?;
        let rest = line.text.get(named.length..)?;
        // `A is wrong …`, `B would be …`: a sentence about a choice does not name it.
        let is_sentence = rest.starts_with(' ')
            && rest.trim_start().starts_with(|c: char| c.is_alphabetic() && c.is_lowercase())
            && !starts_with_word(rest.trim_start(), WordKind::Because)
            && named.right.len() + named.unknown.len() == 1
            && line.text.get(..named.length).is_some_and(|name| name.trim_matches(is_sign).chars().count() == 1);
        let stands_apart = !is_sentence && !rest.starts_with(char::is_alphanumeric);
        (stands_apart && !answers_parts(lines, &named, names)).then(|| reading(line, place..place + 1, named, 0, names))
    };
    let verdicts = || verdicts(lines, names);
    let in_prose = || {
        usable().find_map(|(place, line)| {
            let named = verdict_in_prose(&line.text, names)?;
            Some(AnswerReading { named, lines: place..place + 1, rest: Some(0) })
        })
    };
    let signed = || {
        usable().find_map(|(place, line)| {
            Some(AnswerReading { named: signed(line, names)?, lines: place..place + 1, rest: None })
        })
    };
    listed(lines, names)
        .or(marked)
        .or_else(verdicts)
        .or_else(signed)
        .or_else(before_verdict)
        .or_else(in_prose)
        .or_else(bare)
}

/// Whether lines answer the parts of a problem (`a) 4`, `b) 7`) rather than name a choice.
fn answers_parts(lines: &[TextLine], named: &NamedChoices, names: &ChoiceNames) -> bool {
    let label = |line: &TextLine| label_of(line).and_then(|label| names.labels.place_of(label.name));
    let prose = || lines.iter().filter(|line| !line.is_code);
    // The places of the parts, in the order in which they are answered: each once.
    let mut parts: Vec<usize> = prose().filter_map(label).collect();
    let count = parts.len();
    parts.sort_unstable();
    parts.dedup();
    let own = prose().next().map_or("", |line| line.text.get(named.length..).unwrap_or(""));
    let says_more = own.split_whitespace().count() > 1;
    let words = named.right.first().and_then(|place| names.words.get(*place));
    let repeats = words.is_some_and(|words| !words.is_empty() && rest_of(own, words).is_some());
    named.right.len() == 1 && says_more && !repeats && count >= 2 && parts.len() == count
}

/// `A - Correct`, `D - Correct`: one line for each choice.
fn listed(lines: &[TextLine], names: &ChoiceNames) -> Option<AnswerReading> {
    let mut found: Option<AnswerReading> = None;
    for (place, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_code && line.text.len() < 64) {
        let Some(named) = by_letters(line.text.trim_start(), names) else { continue };
        let rest = line.text.trim_start().get(named.length..).unwrap_or("");
        let word = rest.trim_matches([')', '.', ':', '*', ' ', '-', '–', '—', '!']);
        if !rest.contains(['-', '–', '—']) || !WordKind::Answer.equals(word) {
            continue;
        }
        match &mut found {
            Some(reading) => reading.named.right.extend(named.right),
            None => found = Some(AnswerReading { named, lines: place..place + 1, rest: Some(0) }),
        }
    }
    found
}

/// A line with an answer's word: what follows the word, or else the line below.
fn read_marked(lines: &[TextLine], place: usize, line: &TextLine, names: &ChoiceNames) -> Option<AnswerReading> {
    let after = after_answer_word(&line.text)?;
    let here = line.text.get(after..)?;
    if !here.trim().trim_matches(['*', ':', '：']).is_empty() {
        // `**Answer: A** Concept …`: where the markup ends behind the letter, it is no word of the sentence.
        let letter = here.len() - here.trim_start_matches(is_sign).len();
        let marked = line
            .text
            .get(after..line.part_end(after + letter))
            .filter(|part| part.trim_matches(is_sign).chars().count() == 1);
        let found = marked
            .and_then(|part| named(part, names))
            .filter(|_| separator(here.get(letter + 1..).unwrap_or("")).is_none());
        let found = found.or_else(|| named(here, names))?;
        if answers_each(here, &found, names) {
            return None;
        }
        let found = with_further(here, found, names);
        return Some(reading(line, place..place + 1, found, after, names));
    }
    let (below, line) = lines.iter().enumerate().skip(place + 1).find(|(_, line)| !line.is_code)?;
    let named = named(&line.text, names)?;
    let are_parts = answers_parts(lines.get(below..)?, &named, names);
    (!are_parts).then(|| reading(line, place..below + 1, named, 0, names))
}

/// The answer with the choices that follow the first one's own words: `A) one and B) two`.
fn with_further(text: &str, mut found: NamedChoices, names: &ChoiceNames) -> NamedChoices {
    while let [.., last] = found.right.as_slice()
        && let Some(words) = names.words.get(*last).filter(|words| !words.is_empty())
        && let Some(rest) = text.get(found.length..)
        && let Some(own) = length_of_words(rest, words)
        && let Some((gap, false)) = rest.get(own..).and_then(separator)
        && let Some(next) = rest.get(own + gap..).and_then(|next| by_letters(next, names))
        && next.unknown.is_empty()
        && rest.get(own + gap + next.length..).is_some_and(|after| after.starts_with([')', '.', ':', '）', '．', '、']))
    {
        let more = next.right.into_iter().filter(|place| !found.right.contains(place));
        let more: Vec<usize> = more.collect();
        if more.is_empty() {
            break;
        }
        found.right.extend(more);
        found.length += own + gap + next.length;
    }
    found
}

/// The bytes of a text up to the end of `words` (normalised), if it begins with them.
fn length_of_words(text: &str, words: &str) -> Option<usize> {
    let mut wanted = words.chars();
    let mut next = wanted.next()?;
    for (at, letter) in text.char_indices() {
        for small in normalised_chars(letter.encode_utf8(&mut [0; 4])) {
            if small != next {
                return None;
            }
            match wanted.next() {
                Some(letter) => next = letter,
                None => return Some(at + letter.len_utf8()),
            }
        }
    }
    None
}

/// Whether a text answers each part of a problem in turn: `(a) Yes. (b) By induction.`
fn answers_each(text: &str, found: &NamedChoices, names: &ChoiceNames) -> bool {
    if found.right != [0] || names.words.len() < 2 {
        return false;
    }
    let mut next = 1;
    let rest = text.get(found.length..).unwrap_or("");
    for word in rest.split_whitespace() {
        let bare = word.trim_start_matches('(');
        let letter = bare
            .chars()
            .next()
            .filter(|letter| bare.get(letter.len_utf8()..).is_some_and(|after| after.starts_with([')', '.'])));
        if letter.and_then(|letter| names.letter(letter)) == Some(next) {
            next += 1;
        }
    }
    next == names.words.len()
}

/// What a text says of one choice.
fn verdict_of(text: &str) -> Option<bool> {
    let text = text.trim_start_matches([' ', '\u{a0}', ')', '.', ':', '：', '*', '-', '–', '—', '(']);
    if text.starts_with(['✅', '✔', '✓']) {
        return Some(true);
    }
    if text.starts_with(['❌', '✗', '✘', '✖']) {
        return Some(false);
    }
    let length = |kind: WordKind| {
        let length = kind.longest_prefix_len(text)?;
        let rest = text.get(length..)?.trim_start_matches(['*', ' ', '\u{a0}', ')']);
        (rest.is_empty() || rest.starts_with(['.', ':', '：', '!', ',', '-', '–', '—', '。', '，'])).then_some(length)
    };
    match (length(WordKind::True), length(WordKind::False)) {
        (Some(right), wrong) if wrong.is_none_or(|wrong| wrong < right) => Some(true),
        (_, Some(_)) => Some(false),
        _ => None,
    }
}

/// A verdict for each choice on lines of their own: `- **a** ❌ …`, `- B: Correct. …`. At least one is right, and one wrong.
fn verdicts(lines: &[TextLine], names: &ChoiceNames) -> Option<AnswerReading> {
    if !names.labels.are_written {
        return None;
    }
    let mut right: Vec<usize> = Vec::new();
    let mut wrong: Vec<usize> = Vec::new();
    let mut first = None;
    for (place, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_code) {
        let text = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let sign = verdict_of(line.text.get(..line.text.len() - text.len()).unwrap_or(""));
        let Some(letter) = text.chars().next() else { continue };
        let own = text.get(skip_word(text, WordKind::Option)..).unwrap_or(text);
        let letter = own.chars().next().unwrap_or(letter);
        let after = own.get(letter.len_utf8()..).unwrap_or("");
        let Some(choice) = names.letter(letter).filter(|_| !after.starts_with(char::is_alphanumeric)) else { continue };
        let Some(verdict) = verdict_of(after).or(sign) else { continue };
        first.get_or_insert(place);
        if verdict { right.push(choice) } else { wrong.push(choice) }
    }
    let is_once = right.iter().all(|choice| !wrong.contains(choice)) && !right.is_empty() && !wrong.is_empty();
    right.dedup();
    let first = first.filter(|_| is_once)?;
    Some(AnswerReading {
        named: NamedChoices { right, ..NamedChoices::default() },
        lines: first..first + 1,
        rest: Some(0),
    })
}

/// The one choice that a sentence calls right, though it does not begin with it: `A is wrong …; the right one is C`. None where it calls two so.
fn verdict_in_prose(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    let text = text.get(..text.floor_char_boundary(600)).filter(|_| names.labels.are_written)?;
    let mut right: Option<Vec<usize>> = None;
    let mut is_start = true;
    for (at, letter) in text.char_indices() {
        let begins = std::mem::replace(&mut is_start, !letter.is_alphanumeric());
        let here = text.get(at..).unwrap_or("");
        let may_name = || {
            let is_letter = letter.is_uppercase() || !letter.is_ascii();
            is_letter || starts_with_word(here, WordKind::Option) || WordKind::Answer.longest_prefix_len(here).is_some()
        };
        if !begins || !may_name() {
            continue;
        }
        let named = letter_before_verdict(here, names).or_else(|| right_one(here, names));
        let Some(named) = named.filter(|named| named.right.len() == 1) else { continue };
        match &right {
            Some(before) if *before != named.right => return None,
            _ => right = Some(named.right),
        }
    }
    Some(NamedChoices { right: right?, length: text.len(), ..NamedChoices::default() })
}

/// `the right one is C`: an answer's word, a noun perhaps, a verb and a letter.
fn right_one(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    let word = WordKind::Answer.longest_prefix_len(text)?;
    let rest = text.get(word..)?.trim_start();
    let rest = match word_of(rest, WordKind::Is) {
        Some(verb) => rest.get(verb..)?,
        None => {
            let noun = rest.find(' ')?;
            let after = rest.get(noun..)?.trim_start();
            after.get(word_of(after, WordKind::Is)?..)?
        }
    };
    by_letters(rest.trim_start_matches([' ', ':', '*', '(', '"']), names)
}

fn reading(
    line: &TextLine,
    lines: Range<usize>,
    named: NamedChoices,
    before: usize,
    names: &ChoiceNames,
) -> AnswerReading {
    let at = before + named.length;
    let rest = line.text.get(at..).unwrap_or("");
    // A condition (`B, or C for …`) is worth reading whole, and so is a reason; the choice's own words are not.
    let repeats = names.repeats(&named, rest);
    let explains = WordKind::Explanation.places(rest).next().is_some();
    let says_little = rest.split_whitespace().count() < 3 && !explains;
    let keeps = match (named.also.is_empty(), repeats || says_little) {
        (false, _) => Some(0),
        (true, true) => None,
        (true, false) => {
            Some(line.text.len() - rest.trim_start_matches([')', '.', ':', '*', ' ', '-', '–', '—']).len())
        }
    };
    AnswerReading { named, lines, rest: keeps }
}

/// `✔ B`: a sign and a label, and nothing else but the words of the choice.
fn signed(line: &TextLine, names: &ChoiceNames) -> Option<NamedChoices> {
    let text = line.trimmed();
    let rest = text.trim_start_matches(['✅', '✔', '☑', '✓', '\u{fe0f}', '*', ' ']);
    let is_signed = rest.len() < text.len() && text.starts_with(['✅', '✔', '☑', '✓', '*']) && !text.starts_with("* ");
    let has_sign = text.get(..text.len() - rest.len())?.contains(['✅', '✔', '☑', '✓']);
    let found = by_letters(rest, names).filter(|_| is_signed && has_sign)?;
    let more = rest.get(found.length..)?;
    let own = found.right.first().and_then(|place| names.words.get(*place))?;
    let says_more = !more.trim_matches(is_sign).is_empty() && rest_of(more, own) != Some(0);
    (!says_more).then_some(NamedChoices { length: line.text.len(), ..found })
}

/// The byte after `Answer:`, `The correct answer is`, `✅ Correct: `.
pub(super) fn after_answer_word(text: &str) -> Option<usize> {
    let head = text.get(..text.floor_char_boundary(80)).unwrap_or(text);
    let begin = head.len() - head.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let mut at = begin;
    for _ in 0..6 {
        let here = text.get(at..)?;
        if let Some(word) = WordKind::Answer.longest_prefix_len(here)
            && let Some(rest) = after_sign(here.get(word..)?)
        {
            return Some(text.len() - rest.len());
        }
        let step = here.find(' ').map(|blank| blank + 1)?;
        at += step;
        if at >= head.len() {
            break;
        }
    }
    None
}

/// What follows a colon, a dash or `is` after an answer's word; a label alone may follow without any.
fn after_sign(rest: &str) -> Option<&str> {
    let rest = strip_prefix_ignore_case(rest, "(s)").unwrap_or(rest).trim_start_matches(['*', '_', ' ', '\u{a0}']);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if digits.trim_start().starts_with([':', '：']) { digits.trim_start() } else { rest };
    let rest = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((inside, after)) if inside.len() > 3 && after.trim_start().starts_with([':', '：']) => after.trim_start(),
        _ => rest,
    };
    if let Some(after) = rest.strip_prefix([':', '：', '=', '→', '-', '–', '—', '】', ']']) {
        return Some(after);
    }
    if let Some(word) = word_of(rest, WordKind::Is) {
        return rest.get(word..);
    }
    let is_label = rest.trim().trim_matches(['(', ')', '.', '*']).chars().count() <= 1;
    is_label.then_some(rest)
}

/// The choice that stands before `is correct` or its like: `B is correct`, `Option C is the right answer`.
fn letter_before_verdict(text: &str, names: &ChoiceNames) -> Option<NamedChoices> {
    // Numbers and small letters are words of the sentence unless the author labels choices so; without labels no letter is a choice.
    let token = text.trim_start().get(skip_word(text.trim_start(), WordKind::Option)..)?;
    let letter = token.chars().next()?;
    if !names.labels.are_written || (letter.is_ascii_digit() && names.letter(letter).is_none()) {
        return None;
    }
    let found = by_letters(text.trim_start(), names)?;
    let lead = text.len() - text.trim_start().len();
    let rest = text.get(lead + found.length..)?.trim_start_matches([')', '.', ':', '*', ' ']);
    let verb = word_of(rest, WordKind::Is)?;
    let after = rest.get(verb..)?.trim_start();
    let after = WordKind::Article.words().iter().find_map(|article| after_article(after, article)).unwrap_or(after);
    WordKind::Answer.longest_prefix_len(after)?;
    Some(NamedChoices { length: text.len(), ..found })
}

/// What follows an article and its blank; there is none after an apostrophe.
fn after_article<'t>(text: &'t str, article: &str) -> Option<&'t str> {
    let rest = strip_prefix_ignore_case(text, article)?;
    if article.ends_with(['\'', '’']) { Some(rest) } else { rest.strip_prefix(' ') }
}
