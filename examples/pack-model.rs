//! Packs the figures of the emoji model: `cargo run --example pack-model -- FOLDER [OUT]` reads the `.tsv` files in FOLDER and writes OUT, by
//! default `src/repair/data/emoji.model`. The same figures give the same bytes. `src/repair/emoji/model.rs` describes the format and reads it;
//! `src/repair/data/README.md` says where the figures come from.

#![allow(clippy::disallowed_methods, reason = "a command for whoever changes the model: it reads and writes files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[allow(dead_code)]
#[path = "../src/repair/emoji/words.rs"]
mod words;

#[allow(dead_code)]
#[path = "../src/repair/emoji/vector.rs"]
mod vector;

/// Dimensions of a vector, and the bytes they take.
const DIMENSIONS: usize = 64;
const VECTOR: usize = DIMENSIONS / vector::GROUP * vector::BYTES;
/// Every so many entries of a table one begins that can be found directly.
const STRIDE: usize = 16;
/// Words of English names count from this length on, those of other languages from one more: shorter ones mean too much.
const SHORTEST_ENGLISH: usize = 3;
const MAGIC: &[u8; 16] = b"emoji model v6\n\0";

/// What can go wrong: a file that can't be read, or a line that is not as it should be.
type Failure = String;

// A test includes this file for `pack` alone.
#[allow(dead_code)]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, out) = match arguments.as_slice() {
        [folder] => (folder, data().join("emoji.model")),
        [folder, out] => (folder, PathBuf::from(out)),
        _ => {
            eprintln!("usage: pack-model FOLDER [OUT]");
            return ExitCode::from(2);
        }
    };
    let packed = pack(Path::new(folder));
    match packed.and_then(|bytes| std::fs::write(&out, &bytes).map(|()| bytes.len()).map_err(|error| error.to_string()))
    {
        Ok(length) => {
            println!("{}: {length} bytes", out.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("pack-model: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where the packed model lies, and what the project itself adds to it.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/repair/data")
}

/// The bytes of the model whose `.tsv` files are in `folder`.
pub fn pack(folder: &Path) -> Result<Vec<u8>, Failure> {
    let weights = Weights::read(&lines(folder, "weights.tsv")?)?;
    let emoji = Emoji::read_all(&lines(folder, "emoji.tsv")?, &weights)?;
    let numbers: BTreeMap<&str, u16> = (0..).zip(&emoji).map(|(number, emoji)| (emoji.text.as_str(), number)).collect();
    let names = NameTable::of_names(&emoji, &lines(folder, "names.tsv")?, &numbers);
    let senses = NameTable::of_senses(&lines(&data(), "senses.tsv")?, &names, &numbers)?;
    let rare = rare(&lines(folder, "rare.tsv")?)?;
    let counts = lines(folder, "counts.tsv")?;
    let beside = beside(&senses, &counts, &emoji)?;
    let sections = [
        emoji_section(&emoji),
        features_section(&weights, &numbers)?,
        words_section(&lines(folder, "words.tsv")?)?,
        names.section(&rare)?,
        senses.section(&beside)?,
        sets_section(&counts, &emoji)?,
        translations_section(&lines(&data(), "translations.tsv")?)?,
        calibration_section(&lines(&data(), "calibration.tsv")?)?,
    ];
    let mut out = MAGIC.to_vec();
    let mut at = MAGIC.len() + sections.len() * 8;
    for section in &sections {
        out.extend(u32::try_from(at).map_err(as_text)?.to_le_bytes());
        out.extend(u32::try_from(section.len()).map_err(as_text)?.to_le_bytes());
        at += section.len();
    }
    out.extend(sections.concat());
    Ok(out)
}

fn as_text(error: impl std::fmt::Display) -> Failure {
    error.to_string()
}

/// The lines of a file, cut at tabs.
fn lines(folder: &Path, name: &str) -> Result<Vec<Vec<String>>, Failure> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn column(line: &[String], at: usize) -> &str {
    line.get(at).map_or("", String::as_str)
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, Failure> {
    text.parse().map_err(|_| format!("`{text}` is no number that fits"))
}

/// Weights by feature: for each emoji a number of twentieths.
struct Weights {
    features: BTreeMap<String, BTreeMap<String, i16>>,
}

impl Weights {
    fn read(lines: &[Vec<String>]) -> Result<Weights, Failure> {
        let mut features = BTreeMap::new();
        for line in lines {
            let weights: Result<BTreeMap<String, i16>, Failure> = column(line, 1).split(' ').map(weight).collect();
            features.insert(column(line, 0).to_owned(), weights?);
        }
        Ok(Weights { features })
    }

    fn of(&self, feature: &str, emoji: &str) -> Option<i16> {
        self.features.get(feature)?.get(emoji).copied()
    }
}

/// `📝+20`.
fn weight(text: &str) -> Result<(String, i16), Failure> {
    let at = text.rfind(['+', '-']).ok_or_else(|| format!("`{text}` is no weight"))?;
    let (emoji, weight) = text.split_at(at);
    Ok((emoji.to_owned(), number(weight)?))
}

struct Emoji {
    text: String,
    code: u32,
    uses: u16,
    set: u16,
    is_learned: bool,
    prior: i16,
    name: String,
    keywords: String,
    vector: Vec<u8>,
}

impl Emoji {
    fn read_all(lines: &[Vec<String>], weights: &Weights) -> Result<Vec<Emoji>, Failure> {
        let mut sets: BTreeMap<String, u16> = BTreeMap::new();
        let mut all = Vec::new();
        for line in lines {
            let text = column(line, 1).to_owned();
            let next = u16::try_from(sets.len()).map_err(as_text)?;
            let set = *sets.entry(damaged(&text)).or_insert(next);
            // Every learned emoji has the constant feature `b`, whose weight is part of its intercept.
            let learned = weights.of("#bias", &text).map(|bias| bias + weights.of("b", &text).unwrap_or(0));
            let other = || weights.of("#unseen", &text).or_else(|| weights.of("#set", &text)).unwrap_or(NEVER_SEEN);
            all.push(Emoji {
                code: u32::from_str_radix(column(line, 0), 16).map_err(as_text)?,
                uses: number::<u32>(column(line, 3))?.min(u32::from(u16::MAX)) as u16,
                set,
                is_learned: learned.is_some(),
                prior: learned.unwrap_or_else(other),
                name: column(line, 5).to_owned(),
                keywords: column(line, 6).to_owned(),
                vector: packed_vector(column(line, 7))?,
                text,
            });
        }
        all.sort_by_key(|emoji| emoji.code);
        Ok(all)
    }
}

/// The log-probability, in twentieths of a nat, of an emoji without figures.
const NEVER_SEEN: i16 = -80;

/// What windows-1254 makes of an emoji when undefined bytes and U+00AD are dropped. Only which emoji have the same is looked at, so the bytes that
/// stay stand for their characters.
fn damaged(emoji: &str) -> String {
    let is_lost = |byte: &u8| matches!(byte, 0x81 | 0x8d..=0x90 | 0x9d | 0x9e | 0xad);
    emoji.bytes().filter(|byte| !is_lost(byte)).map(char::from).collect()
}

/// A vector in base64 as the model has it (`vector`); empty where there is none.
fn packed_vector(text: &str) -> Result<Vec<u8>, Failure> {
    let numbers: Vec<i8> = base64(text)?.into_iter().map(u8::cast_signed).collect();
    if numbers.iter().all(|number| *number == 0) {
        return Ok(Vec::new());
    }
    if numbers.len() != DIMENSIONS {
        return Err(format!("a vector of {} dimensions", numbers.len()));
    }
    Ok(vector::packed(&numbers))
}

fn base64(text: &str) -> Result<Vec<u8>, Failure> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut out) = (0u32, 0, Vec::new());
    for digit in text.trim_end_matches('=').bytes() {
        let value = DIGITS.iter().position(|known| *known == digit).ok_or_else(|| format!("`{text}` is not base64"))?;
        (bits, count) = (bits << 6 | value as u32, count + 6);
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Ok(out)
}

fn emoji_section(all: &[Emoji]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend((all.len() as u16).to_le_bytes());
    out.extend((VECTOR as u16).to_le_bytes());
    for emoji in all {
        out.extend(emoji.code.to_le_bytes());
        out.extend(emoji.uses.to_le_bytes());
        out.extend(emoji.set.to_le_bytes());
        out.push(u8::from(emoji.is_learned) | u8::from(!emoji.vector.is_empty()) << 1);
        out.extend(emoji.prior.to_le_bytes());
        out.extend(&emoji.vector);
        out.extend(vec![0; VECTOR - emoji.vector.len()]);
    }
    out
}

fn features_section(weights: &Weights, numbers: &BTreeMap<&str, u16>) -> Result<Vec<u8>, Failure> {
    let mut entries = BTreeMap::new();
    for (feature, weights) in
        weights.features.iter().filter(|(feature, _)| !feature.starts_with('#') && *feature != "b")
    {
        let mut of_emoji = BTreeMap::new();
        for (emoji, weight) in weights {
            let number = numbers.get(emoji.as_str()).ok_or_else(|| format!("{feature}: unknown emoji {emoji}"))?;
            of_emoji.insert(*number, i8::try_from(*weight).map_err(as_text)?);
        }
        let payload = of_emoji.iter().flat_map(|(number, weight)| {
            let [low, high] = number.to_le_bytes();
            [low, high, weight.cast_unsigned()]
        });
        entries.insert(feature.as_bytes().to_vec(), payload.collect());
    }
    key_table(&entries, 0)
}

fn words_section(lines: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let mut entries = BTreeMap::new();
    for line in lines {
        let mut payload = vec![number::<u8>(column(line, 1))?];
        payload.extend(packed_vector(column(line, 2))?);
        entries.insert(column(line, 0).as_bytes().to_vec(), payload);
    }
    key_table(&entries, VECTOR + 1)
}

/// For each word the emoji that it stands for, and whether as part of the name.
#[derive(Default)]
struct NameTable {
    words: BTreeMap<String, BTreeMap<u16, bool>>,
}

impl NameTable {
    /// The words of names and keywords in all languages.
    fn of_names(all: &[Emoji], others: &[Vec<String>], numbers: &BTreeMap<&str, u16>) -> NameTable {
        let mut table = NameTable::default();
        for (number, emoji) in (0..).zip(all) {
            table.add(number, &emoji.name, SHORTEST_ENGLISH, true);
            table.add(number, &emoji.keywords, SHORTEST_ENGLISH, false);
        }
        for line in others {
            // Some names are of emoji that are too new to have been counted.
            let Some(number) = numbers.get(column(line, 0)).copied() else { continue };
            table.add(number, column(line, 2), SHORTEST_ENGLISH + 1, true);
            table.add(number, column(line, 3), SHORTEST_ENGLISH + 1, false);
        }
        table
    }

    /// What courses use emoji for, beyond what is in `names`; a word of it is as good as one of a name.
    fn of_senses(
        lines: &[Vec<String>],
        names: &NameTable,
        numbers: &BTreeMap<&str, u16>,
    ) -> Result<NameTable, Failure> {
        let mut table = NameTable::default();
        for line in lines {
            let emoji = column(line, 0);
            let number = *numbers.get(emoji).ok_or_else(|| format!("senses of an unknown emoji {emoji}"))?;
            table.add(number, column(line, 1), 1, true);
        }
        for (word, emoji) in &mut table.words {
            emoji.retain(|number, _| names.words.get(word).is_none_or(|named| !named.contains_key(number)));
        }
        table.words.retain(|_, emoji| !emoji.is_empty());
        Ok(table)
    }

    fn add(&mut self, number: u16, text: &str, shortest: usize, is_name: bool) {
        for word in words::words(text).filter(|word| word.chars().count() >= shortest) {
            let emoji = self.words.entry(words::stem(&word.to_lowercase())).or_default();
            *emoji.entry(number).or_default() |= is_name;
        }
    }

    fn section(&self, beside: &BTreeMap<String, u16>) -> Result<Vec<u8>, Failure> {
        let mut entries = BTreeMap::new();
        for (word, emoji) in &self.words {
            let mut payload = beside.get(word).copied().unwrap_or(0).to_le_bytes().to_vec();
            for (number, is_name) in emoji {
                payload.extend((number | u16::from(!is_name) << 15).to_le_bytes());
            }
            entries.insert(word.as_bytes().to_vec(), payload);
        }
        key_table(&entries, 0)
    }
}

/// How often words of names stand beside ambiguous emoji, whichever they are.
fn rare(lines: &[Vec<String>]) -> Result<BTreeMap<String, u16>, Failure> {
    lines.iter().map(|line| Ok((column(line, 0).to_owned(), number(column(line, 1))?))).collect()
}

/// The same for words of senses, as they were counted.
fn beside(senses: &NameTable, counts: &[Vec<String>], all: &[Emoji]) -> Result<BTreeMap<String, u16>, Failure> {
    let mut sizes: BTreeMap<u16, usize> = BTreeMap::new();
    all.iter().for_each(|emoji| *sizes.entry(emoji.set).or_default() += 1);
    let is_ambiguous = |text: &str| all.iter().any(|emoji| emoji.text == text && sizes.get(&emoji.set) > Some(&1));
    let mut beside = BTreeMap::new();
    for line in counts {
        let Some(word) = column(line, 0).strip_prefix("a=").filter(|word| senses.words.contains_key(*word)) else {
            continue;
        };
        let uses = counted(line).filter(|(emoji, _)| is_ambiguous(emoji));
        let uses: Result<Vec<u16>, Failure> =
            uses.map(|(_, counts)| number(counts.split('/').next().unwrap_or(""))).collect();
        beside.insert(word.to_owned(), uses?.iter().sum());
    }
    Ok(beside)
}

/// The emoji of a line of counts, each with its uses and owners: `📝14/7` is 📝 and `14/7`.
fn counted(line: &[String]) -> impl Iterator<Item = (&str, &str)> {
    column(line, 3).split(' ').filter_map(|one| one.split_at_checked(one.chars().next()?.len_utf8()))
}

/// Words of fewer owners tell nothing of sets.
const LEAST_OWNERS: u32 = 8;
/// An owner counts so often at most.
const MOST_OF_OWNER: u32 = 3;
/// So many uses, spread as all uses are, are added to those that were counted.
const SMOOTHING: f64 = 10.0;
/// A set is named where a word speaks for it by so many nats.
const LEAST_LIFT: f64 = 1.0;

/// For words behind emoji the sets for which they speak: how much more frequent each is there than elsewhere, in twentieths of a nat.
fn sets_section(counts: &[Vec<String>], all: &[Emoji]) -> Result<Vec<u8>, Failure> {
    let mut uses: BTreeMap<u16, f64> = BTreeMap::new();
    all.iter().for_each(|emoji| *uses.entry(emoji.set).or_insert(1.0) += f64::from(emoji.uses));
    let sum: f64 = uses.values().sum();
    let sets: BTreeMap<&str, u16> = all.iter().map(|emoji| (emoji.text.as_str(), emoji.set)).collect();
    let mut entries = BTreeMap::new();
    for line in counts {
        let Some(word) = column(line, 0).strip_prefix("a=") else { continue };
        if number::<u32>(column(line, 1))? < LEAST_OWNERS {
            continue;
        }
        let mut beside: BTreeMap<u16, f64> = BTreeMap::new();
        for (emoji, counts) in counted(line) {
            let (uses, owners) = counts.split_once('/').ok_or_else(|| format!("`{counts}` is no count"))?;
            if let Some(set) = sets.get(emoji) {
                *beside.entry(*set).or_default() +=
                    f64::from(number::<u32>(uses)?.min(MOST_OF_OWNER * number::<u32>(owners)?));
            }
        }
        let count: f64 = beside.values().sum();
        let mut payload = Vec::new();
        for (set, own) in &beside {
            let share = uses[set] / sum;
            let lift = ((own + SMOOTHING * share) / ((count + SMOOTHING) * share)).ln();
            if lift >= LEAST_LIFT {
                payload.extend(set.to_le_bytes());
                payload.push((lift * 20.0).round().min(255.0) as u8);
            }
        }
        if !payload.is_empty() {
            entries.insert(word.as_bytes().to_vec(), payload);
        }
    }
    key_table(&entries, 0)
}

/// Stems of words of other languages, with that of the English word: each line is an English word and words that mean it. Where a word means
/// several, the first line holds.
fn translations_section(lines: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let mut entries: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    for line in lines {
        let english = words::stem(column(line, 0));
        for form in column(line, 1).split(' ').flat_map(forms) {
            let stem = words::stem(&form);
            if stem != english {
                entries.entry(stem.into_bytes()).or_insert_with(|| english.clone().into_bytes());
            }
        }
    }
    key_table(&entries, 0)
}

/// The numbers of the calibration: three weights by their names, then the knots of the curve.
fn calibration_section(lines: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let of_kind = |kind: &'static str| lines.iter().filter(move |line| column(line, 0) == kind);
    let mut numbers: Vec<f32> = Vec::new();
    for name in ["always", "odds", "words"] {
        let line =
            of_kind("weight").find(|line| column(line, 1) == name).ok_or_else(|| format!("no weight `{name}`"))?;
        numbers.push(number(column(line, 2))?);
    }
    for line in of_kind("knot") {
        numbers.extend([number::<f32>(column(line, 1))?, number(column(line, 2))?]);
    }
    Ok(numbers.into_iter().flat_map(f32::to_le_bytes).collect())
}

/// A word with its plurals, each with its accents and, as in capitals, without.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), format!("{word}s"), format!("{word}es")];
    forms.extend(
        ["ción", "sión"].iter().filter(|ending| word.ends_with(**ending)).map(|_| without(word, "ón") + "ones"),
    );
    forms.extend(word.ends_with("ão").then(|| without(word, "ão") + "ões"));
    let plain = |form: &String| form.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let plain: Vec<String> = forms.iter().map(plain).collect();
    forms.into_iter().zip(plain).flat_map(|(form, plain)| [form, plain]).collect()
}

fn without(word: &str, ending: &str) -> String {
    word.strip_suffix(ending).unwrap_or(word).to_owned()
}

/// A table of sorted keys with their payloads, each `payload` bytes long, or of its own length where that is 0.
fn key_table(entries: &BTreeMap<Vec<u8>, Vec<u8>>, payload: usize) -> Result<Vec<u8>, Failure> {
    let (mut index, mut out) = (Vec::new(), Vec::new());
    let mut last: &[u8] = &[];
    for (at, (key, value)) in entries.iter().enumerate() {
        if at % STRIDE == 0 {
            index.extend((out.len() as u32).to_le_bytes());
            last = &[];
        }
        let common = key.iter().zip(last).take_while(|(a, b)| a == b).count().min(255);
        out.push(common as u8);
        out.push(u8::try_from(key.len() - common).map_err(as_text)?);
        out.extend(&key[common..]);
        if payload == 0 {
            out.extend(u16::try_from(value.len()).map_err(as_text)?.to_le_bytes());
        } else if value.len() != payload {
            return Err(format!("a payload of {} bytes, not {payload}", value.len()));
        }
        out.extend(value);
        last = key;
    }
    let mut table = (entries.len() as u32).to_le_bytes().to_vec();
    table.extend((payload as u16).to_le_bytes());
    table.extend(index);
    table.extend(out);
    Ok(table)
}
