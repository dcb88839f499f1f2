//! Times and sizes as they are typed.

use std::time::Duration;

/// How long something may take; `None` is any time.
pub(super) type Time = Option<Duration>;

/// A time: `90s`, `10m`, `1h`, or seconds; `off` is none.
pub(super) fn time(text: &str) -> Result<Time, String> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    let (number, seconds) = match text.strip_suffix(['s', 'm', 'h']) {
        Some(number) if text.ends_with('m') => (number, 60.0),
        Some(number) if text.ends_with('h') => (number, 3600.0),
        Some(number) => (number, 1.0),
        None => (text, 1.0),
    };
    let time = number.parse::<f64>().ok().map(|number| number * seconds);
    time.filter(|time| (0.001..=1e7).contains(time))
        .map(|time| Some(Duration::from_secs_f64(time)))
        .ok_or_else(|| "write a time such as 90s, 10m or 1h, or off".into())
}

/// A size in bytes: `512M`, `2G`.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let (number, shift) = match text.strip_suffix(['M', 'm', 'G', 'g']) {
        Some(number) if text.ends_with(['G', 'g']) => (number, 30),
        Some(number) => (number, 20),
        None => (text, 0),
    };
    let size = number.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift));
    size.filter(|size| *size >= LEAST).ok_or_else(|| "write a size such as 512M or 2G, 64M at least".into())
}

/// With less not even a small account can be read.
const LEAST: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes() {
        let seconds = |seconds| Ok(Some(Duration::from_secs_f64(seconds)));
        assert_eq!(time("10m"), seconds(600.0));
        assert_eq!(time("1.5h"), seconds(5400.0));
        assert_eq!((time("90s"), time("0.5")), (seconds(90.0), seconds(0.5)));
        assert_eq!(time("OFF"), Ok(None));
        assert_eq!((size("512M"), size("2g"), size("67108864")), (Ok(512 << 20), Ok(2 << 30), Ok(64 << 20)));
        for text in ["", "m", "-1s", "0", "1d", "nan", "inf"] {
            assert!(time(text).is_err(), "{text}");
        }
        for text in ["", "M", "-1M", "1M", "1T", "99999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
