//! Vectors of the emoji model: a number of sixty-four levels for each dimension, four in three bytes. With sixteen levels choices get worse,
//! with more they get no better. Needs nothing of the crate: the packer of the model (`examples/pack-model.rs`) includes this file, too.

/// Levels are so far apart.
const STEP: i16 = 4;
/// The lowest level: half a step above the lowest number.
const LOWEST: i16 = -126;
/// Numbers that are packed together, the bytes they take, and the bits of each.
pub(super) const GROUP: usize = 4;
pub(super) const BYTES: usize = 3;
const BITS: u32 = 6;

/// The numbers of a packed vector.
pub(super) fn numbers(vector: &[u8]) -> impl Iterator<Item = f32> {
    vector.as_chunks::<BYTES>().0.iter().flat_map(|[low, middle, high]| {
        let group = u32::from_le_bytes([*low, *middle, *high, 0]);
        [0, 1, 2, 3].map(|at| number((group >> (at * BITS) & ((1 << BITS) - 1)) as i16))
    })
}

fn number(level: i16) -> f32 {
    f32::from(LOWEST + STEP * level)
}

/// How many numbers are in a packed vector.
pub(super) fn count(vector: &[u8]) -> usize {
    vector.len() / BYTES * GROUP
}

/// The bytes of some numbers, each as the nearest level.
#[allow(dead_code, reason = "for the packer")]
pub(super) fn packed(numbers: &[i8]) -> Vec<u8> {
    let level = |number: &i8| ((i16::from(*number) - i16::from(i8::MIN)) / STEP) as u32;
    let group = |numbers: &[i8]| numbers.iter().rev().fold(0, |group, number| group << BITS | level(number));
    numbers.chunks(GROUP).flat_map(|numbers| group(numbers).to_le_bytes().into_iter().take(BYTES)).collect()
}

/// The length of a vector; that of an empty one is so long that it is near to nothing.
pub(super) fn length(vector: &[u8]) -> f32 {
    let square: f32 = numbers(vector).map(|number| number * number).sum();
    if square > 0.0 { square.sqrt() } else { f32::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_numbers_are_in_three_bytes_each_near_to_what_it_was() {
        let all = [-128, -127, -3, -1, 0, 1, 64, 127];
        let packed = packed(&all);
        assert_eq!((packed.len(), count(&packed)), (6, 8));
        assert!(numbers(&packed).zip(all).all(|(found, number)| (found - f32::from(number)).abs() <= 2.0));
        assert_eq!(length(&[]), f32::MAX);
    }
}
