//! The model by which lists of words are packed small, a bit at a time: how probable each bit of a symbol is after what came before. Packing and
//! reading learn alike from each bit, in whole numbers, so that all machines agree. `examples/pack-letters.rs` includes this file.

/// Places in the table of what was learned, a power of two. Contexts that share a place by chance disturb each other a little.
const PLACES: usize = 1 << 18;
/// The more letters a context has, the more it says of what was seen after it.
const WEIGHTS: [u32; 3] = [1, 3, 12];
/// After so many bits a place learns no slower.
const MOST_SEEN: u16 = 250;
/// Probabilities are in parts of this many bits.
pub(crate) const BITS: u32 = 16;

/// What a symbol is, which decides how many bits it has and what it is expected from.
#[derive(Clone, Copy)]
pub(crate) enum SymbolKind {
    /// How many characters an entry shares with the one before.
    Shared,
    /// How many characters follow.
    Rest,
    /// A character, as a place in the list of all.
    Character,
    /// A count.
    Count,
}

impl SymbolKind {
    /// How many bits its symbols have.
    pub(crate) fn width(self) -> u32 {
        match self {
            SymbolKind::Shared | SymbolKind::Rest => 5,
            SymbolKind::Character => 13,
            SymbolKind::Count => 7,
        }
    }
}

/// What was learned from all bits so far.
pub(crate) struct BitModel {
    /// The probability of a one, and how many bits were seen.
    learned: Vec<(u16, u16)>,
}

/// The places that tell of the next bit.
pub(crate) type BitPlaces = [usize; 3];

impl BitModel {
    /// A model that has seen nothing.
    pub(crate) fn new() -> BitModel {
        BitModel { learned: vec![(1 << (BITS - 1), 0); PLACES] }
    }

    /// The places for a bit of a symbol: `node` is a one and the bits of the symbol before it; `before` is what came before the symbol, the
    /// nearest first.
    pub(crate) fn places(kind: SymbolKind, node: u32, before: [u16; 2]) -> BitPlaces {
        let [first, second] = before.map(u64::from);
        let contexts = [0, (1 << 40) | first, (2 << 40) | (first << 16) | second];
        contexts.map(|context| {
            let key = ((context << 20) | (u64::from(node) << 3) | kind as u64).wrapping_add(1);
            (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 46) as usize % PLACES
        })
    }

    /// The probability that the next bit is a one, in parts of 65,536; never none and never all.
    pub(crate) fn probability(&self, places: &BitPlaces) -> u32 {
        let (mut sum, mut weights) = (0, 0);
        for (place, weight) in places.iter().zip(WEIGHTS) {
            let (probability, seen) = self.learned.get(*place).copied().unwrap_or_default();
            let weight = u32::from(seen.min(20)) * weight + 1;
            sum += u32::from(probability) * weight;
            weights += weight;
        }
        (sum / weights).clamp(64, (1 << BITS) - 64)
    }

    /// Learns what the bit was.
    pub(crate) fn learn(&mut self, places: &BitPlaces, bit: bool) {
        for place in places {
            let Some((probability, seen)) = self.learned.get_mut(*place) else { continue };
            let aim = if bit { 0xffff } else { 0 };
            let step = (aim - i32::from(*probability)) * 2 / (i32::from(*seen) * 2 + 3);
            *probability = (i32::from(*probability) + step).clamp(0, 0xffff) as u16;
            *seen = (*seen + 1).min(MOST_SEEN);
        }
    }
}
