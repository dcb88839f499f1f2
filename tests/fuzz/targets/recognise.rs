#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ipi_fuzz::run::<{ ipi_fuzz::place("recognise") }>(data));
