//! What the binaries share.

/// Hands libFuzzer a target by its name. Every other change of an input is one of libFuzzer's own; the rest know trees, lines and words.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| {
            static TARGET: std::sync::LazyLock<&turnbuckle_fuzz::Target> =
                std::sync::LazyLock::new(|| turnbuckle_fuzz::Target::named($name).expect("it is a target"));
            (TARGET.run)(input)
        });

        $crate::libfuzzer_sys::fuzz_mutator!(|input: &mut [u8], size: usize, largest: usize, seed: u32| {
            if seed % 2 == 0 {
                $crate::libfuzzer_sys::fuzzer_mutate(input, size, largest)
            } else {
                turnbuckle_fuzz::mutate(input, size, largest, seed)
            }
        });
    };
}

pub use libfuzzer_sys;
