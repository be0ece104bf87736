//! Vectors of the emoji model: a number of sixteen levels for each dimension, two in a byte. Coarser than the figures they are made from by so
//! little that no choice gets worse. Needs nothing of the crate: the packer of the model (`examples/pack-model.rs`) includes this file, too.

/// The levels, ascending: finer near 0, where most numbers are.
pub(super) static LEVELS: [i8; 16] = [-104, -77, -58, -43, -31, -21, -12, -4, 4, 12, 21, 31, 43, 58, 77, 104];

/// The numbers of a packed vector.
pub(super) fn numbers(vector: &[u8]) -> impl Iterator<Item = f32> {
    vector.iter().flat_map(|byte| [byte & 15, byte >> 4]).map(|level| f32::from(LEVELS[usize::from(level)]))
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
    fn two_levels_are_in_a_byte_the_lower_first() {
        assert!(LEVELS.is_sorted());
        assert_eq!(numbers(&[0x80, 0x7f]).collect::<Vec<f32>>(), [-104.0, 4.0, 104.0, -4.0]);
        assert_eq!(length(&[]), f32::MAX);
    }
}
