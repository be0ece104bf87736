//! Box drawing by its geometry: of the characters that share a damaged form, the one whose lines meet the lines of
//! its neighbours in the row and in the rows above and below. Never looks at anything but box drawing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::guess::RunGuess;
use super::lexicon;

/// Lines that leave U+2500 to U+257F: left, right, up, down; 0 none, 1 light, 2 heavy, 3 double. Sixteen a row.
static ARMS: [&str; 8] = [
    "1100 2200 0011 0022 1100 2200 0011 0022 1100 2200 0011 0022 0101 0201 0102 0202",
    "1001 2001 1002 2002 0110 0210 0120 0220 1010 2010 1020 2020 0111 0211 0121 0112",
    "0122 0221 0212 0222 1011 2011 1021 1012 1022 2021 2012 2022 1101 2101 1201 2201",
    "1102 2102 1202 2202 1110 2110 1210 2210 1120 2120 1220 2220 1111 2111 1211 2211",
    "1121 1112 1122 2121 1221 2112 1212 2221 2212 2122 1222 2222 1100 2200 0011 0022",
    "3300 0033 0301 0103 0303 3001 1003 3003 0310 0130 0330 3010 1030 3030 0311 0133",
    "0333 3011 1033 3033 3301 1103 3303 3310 1130 3330 3311 1133 3333 0101 1001 1010",
    "0110 0000 0000 0000 1000 0010 0100 0001 2000 0020 0200 0002 1200 0012 2100 0021",
];

/// Rounds over all lines: what is decided in one helps the neighbouring lines in the next.
const ROUNDS: usize = 3;
/// What an arm is worth that meets one of the same weight. These four are in nats.
const MEETS: f32 = 3.0;
/// An arm between two box characters of which only one has an arm there.
const MISSES: f32 = -2.5;
/// An arm that meets one of another weight: that happens now and then.
const OTHER_WEIGHT: f32 = -1.5;
/// An arm that ends in front of a blank or a letter.
const LOOSE: f32 = -1.0;
/// The weight of a character's frequency beside geometry.
const FREQUENCY: f32 = 0.4;

type BoxArms = [u8; 4];
const LEFT: usize = 0;
const RIGHT: usize = 1;
const UP: usize = 2;
const DOWN: usize = 3;

fn arms(c: char) -> Option<BoxArms> {
    let at = (c as usize).checked_sub(0x2500)?;
    let four = ARMS.get(at / 16)?.split(' ').nth(at % 16)?.as_bytes();
    let arm = |side: usize| four.get(side).map(|digit| digit - b'0');
    Some([arm(LEFT)?, arm(RIGHT)?, arm(UP)?, arm(DOWN)?])
}

/// One character of a repaired line.
struct Cell {
    column: u32,
    char: char,
    /// Which slot of which guess, where it is not decided.
    open: Option<(usize, usize)>,
}

/// Ranks the open box characters of `guesses`, which stand in order of place, anew.
pub(super) fn refine(text: &str, guesses: &mut [RunGuess]) {
    let wanted = open_lines(guesses);
    if wanted.is_empty() {
        return;
    }
    let mut rows = rows(text, guesses, &wanted);
    for _ in 0..ROUNDS {
        for line in &wanted {
            let decided = row_choices(&rows, *line, guesses);
            write(decided, *line, &mut rows, guesses);
        }
    }
}

/// The lines that have an open box character.
fn open_lines(guesses: &[RunGuess]) -> Vec<u32> {
    let mut lines: Vec<u32> =
        guesses.iter().filter(|guess| guess.slots.iter().any(is_open)).map(|guess| guess.run.line).collect();
    lines.dedup();
    lines
}

fn is_open(slot: &super::choose::CharSlot) -> bool {
    slot.ranking.len() > 1 && slot.ranking.iter().any(|(c, _)| arms(*c).is_some()) && slot.best().is_some_and(is_sign)
}

/// Slots whose best candidate is a letter are not touched: some letters share a damaged form with box drawing.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The wanted lines and their neighbours, as they will stand.
fn rows(text: &str, guesses: &[RunGuess], wanted: &[u32]) -> BTreeMap<u32, Vec<Cell>> {
    let mut rows = BTreeMap::new();
    let mut at = 0;
    for (number, line) in (0u32..).zip(text.split_inclusive('\n')) {
        let near = wanted.partition_point(|wanted| *wanted + 1 < number);
        if wanted.get(near).is_some_and(|wanted| *wanted <= number + 1) {
            rows.insert(number, row(text, at..at + line.len(), number, guesses));
        }
        at += line.len();
    }
    rows
}

fn row(text: &str, range: Range<usize>, number: u32, guesses: &[RunGuess]) -> Vec<Cell> {
    let first = guesses.partition_point(|guess| guess.run.line < number);
    let mut row = CellRow { cells: Vec::new(), column: 0 };
    let mut at = range.start;
    let here = guesses.iter().enumerate().skip(first).take_while(|(_, guess)| guess.run.line == number);
    for (index, guess) in here {
        for (place, slot) in guess.slots.iter().enumerate().filter(|(_, slot)| !slot.ranking.is_empty()) {
            row.text(text.get(at..slot.range.start).unwrap_or(""));
            row.push(slot.best().unwrap_or(' '), is_open(slot).then_some((index, place)));
            at = slot.range.end;
        }
    }
    row.text(text.get(at..range.end).unwrap_or(""));
    prefer_straight_lines(&mut row.cells, guesses);
    row.cells
}

/// Equal forms side by side are a line before they are anything else: a row of corners makes no sense.
fn prefer_straight_lines(cells: &mut [Cell], guesses: &[RunGuess]) {
    let ranking = |cell: &Cell| Some(&guesses.get(cell.open?.0)?.slots.get(cell.open?.1)?.ranking);
    let straight = |(c, _): &&(char, f32)| arms(*c).is_some_and(|arms| arms[LEFT] != 0 && arms[LEFT] == arms[RIGHT]);
    for group in cells.chunk_by_mut(|a, b| a.open.is_some() && b.open.is_some() && a.char == b.char) {
        let line = group.first().and_then(ranking).and_then(|ranking| ranking.iter().find(straight));
        if let (2.., Some((line, _))) = (group.len(), line) {
            group.iter_mut().for_each(|cell| cell.char = *line);
        }
    }
}

struct CellRow {
    cells: Vec<Cell>,
    column: u32,
}

impl CellRow {
    fn text(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c, None));
    }

    fn push(&mut self, char: char, open: Option<(usize, usize)>) {
        self.cells.push(Cell { column: self.column, char, open });
        self.column += width(char);
    }
}

/// How many columns a character takes in a monospaced font.
fn width(c: char) -> u32 {
    match c {
        '\u{200d}' | '\u{fe0f}' | '\u{fe0e}' => 0,
        '\u{2e80}'..='\u{ffef}' | '\u{1f000}'.. | '✅' | '❌' | '⭐' | '⚡' | '⏰' | '⏳' | '✨' | '❓' | '❗' => {
            2
        }
        _ => 1,
    }
}

type CellOptions = (usize, Vec<(char, f32)>);

/// New rankings for the open cells of a line, by the place of the cell.
fn row_choices(rows: &BTreeMap<u32, Vec<Cell>>, line: u32, guesses: &[RunGuess]) -> Vec<CellOptions> {
    let Some(row) = rows.get(&line) else { return Vec::new() };
    let above = line.checked_sub(1).and_then(|line| rows.get(&line));
    let below = rows.get(&(line + 1));
    let mut choices = Vec::new();
    for (at, cell) in row.iter().enumerate() {
        let Some((guess, slot)) = cell.open else { continue };
        let Some(slot) = guesses.get(guess).and_then(|guess| guess.slots.get(slot)) else { continue };
        let around = [
            at.checked_sub(1).and_then(|before| row.get(before)),
            row.get(at + 1),
            above.and_then(|row| at_column(row, cell.column)),
            below.and_then(|row| at_column(row, cell.column)),
        ];
        choices.push((at, ranked(&slot.ranking, around.map(|cell| cell.map_or(' ', |cell| cell.char)))));
    }
    choices
}

fn at_column(row: &[Cell], column: u32) -> Option<&Cell> {
    let found = row.binary_search_by_key(&column, |cell| cell.column).ok()?;
    row.get(found)
}

fn ranked(ranking: &[(char, f32)], around: [char; 4]) -> Vec<(char, f32)> {
    let mut scored: Vec<(char, f32)> = ranking.iter().map(|(c, _)| (*c, score(*c, around))).collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = scored.first().map_or(0.0, |(_, score)| *score);
    let sum: f32 = scored.iter().map(|(_, score)| (score - best).exp()).sum();
    scored.into_iter().map(|(c, score)| (c, (score - best).exp() / sum)).collect()
}

fn score(c: char, around: [char; 4]) -> f32 {
    let frequency = -lexicon::cost(c) * FREQUENCY;
    let Some(own) = arms(c) else { return frequency + 2.0 * MISSES };
    let meeting = |side: usize, facing: usize| joint(own[side], arms(around[side]).map(|arms| arms[facing]));
    frequency + meeting(LEFT, RIGHT) + meeting(RIGHT, LEFT) + meeting(UP, DOWN) + meeting(DOWN, UP)
}

/// How well a line of weight `own` (0: none) goes with the one that comes from the neighbour.
fn joint(own: u8, other: Option<u8>) -> f32 {
    match (own, other) {
        (0, None | Some(0)) => 0.0,
        (_, None) => LOOSE,
        (a, Some(b)) if a == b => MEETS,
        (0, Some(_)) | (_, Some(0)) => MISSES,
        _ => OTHER_WEIGHT,
    }
}

fn write(choices: Vec<CellOptions>, line: u32, rows: &mut BTreeMap<u32, Vec<Cell>>, guesses: &mut [RunGuess]) {
    let Some(row) = rows.get_mut(&line) else { return };
    for (at, ranking) in choices {
        let Some(cell) = row.get_mut(at) else { continue };
        let Some((guess, slot)) = cell.open else { continue };
        cell.char = ranking.first().map_or(cell.char, |(c, _)| *c);
        if let Some(slot) = guesses.get_mut(guess).and_then(|guess| guess.slots.get_mut(slot)) {
            slot.ranking = ranking;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arms_are_those_of_the_names() {
        assert_eq!(arms('─'), Some([1, 1, 0, 0]));
        assert_eq!(arms('┐'), Some([1, 0, 0, 1]));
        assert_eq!(arms('╝'), Some([3, 0, 3, 0]));
        assert_eq!(arms('┝'), Some([0, 2, 1, 1]));
        assert_eq!(arms('█'), None);
    }
}
