//! Properties of the tests: laws that hold for any input. The inputs are random and the same on every machine and in every run, so that a
//! test that passes once passes again; `SYLLABUS_TEST_INPUTS` asks for more of them.

use arbtest::arbitrary::{Result, Unstructured};

/// Holds a property against that many inputs.
pub(crate) fn hold(inputs: u32, mut property: impl FnMut(&mut Unstructured) -> Result<()>) {
    let asked = std::env::var("SYLLABUS_TEST_INPUTS").ok().and_then(|count| count.parse().ok());
    for number in 0..asked.unwrap_or(inputs) {
        // The low half of a seed is how much there is to draw from, the high half is what.
        let size = 64u64 << (number % 8);
        let seed = u64::from(number.wrapping_mul(2_654_435_761)) << 32 | size;
        arbtest::arbtest(&mut property).seed(seed).run();
    }
}
