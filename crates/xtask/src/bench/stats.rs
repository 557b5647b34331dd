//! Medians and how they are written.

use std::time::Duration;

use super::measure::Sample;

/// The middle of some numbers and how far they lie apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Spread {
    /// None for no numbers.
    pub(super) fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let half = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[half]
        } else {
            f64::midpoint(sorted[half - 1], sorted[half])
        };
        Some(Self { median, min, max })
    }

    /// `0.412 s (0.401–0.450)`.
    pub(super) fn seconds(self) -> String {
        let digits = digits(self.median);
        format!(
            "{:.digits$} s ({:.digits$}–{:.digits$})",
            self.median, self.min, self.max
        )
    }

    /// `312 MB`.
    pub(super) fn megabytes(self) -> String {
        format!("{:.0} MB", self.median)
    }
}

/// Three digits that say something, no more.
fn digits(seconds: f64) -> usize {
    match seconds {
        s if s < 0.01 => 5,
        s if s < 0.1 => 4,
        s if s < 10.0 => 3,
        _ => 1,
    }
}

/// Wall times in seconds.
pub(super) fn wall(samples: &[Sample]) -> Option<Spread> {
    Spread::of(samples.iter().map(|sample| sample.wall.as_secs_f64()))
}

/// The shortest wall time in seconds, as if it were all there is.
pub(super) fn fastest(samples: &[Sample]) -> Option<Spread> {
    wall(samples).and_then(|spread| Spread::of([spread.min]))
}

/// Processor times in seconds.
pub(super) fn cpu(samples: &[Sample]) -> Option<Spread> {
    Spread::of(samples.iter().map(|sample| sample.cpu.as_secs_f64()))
}

/// Peak memory in megabytes (10^6 bytes).
pub(super) fn memory(samples: &[Sample]) -> Option<Spread> {
    Spread::of(samples.iter().map(|sample| megabytes(sample.memory)))
}

/// Bytes as megabytes (10^6 bytes).
#[expect(
    clippy::cast_precision_loss,
    reason = "a figure for people; exact below 2^53 bytes"
)]
pub(super) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// `0.43 s`, `1 m 20 s`.
pub(super) fn span(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds => format!("{} min", seconds.div_ceil(60)),
    }
}

/// `39,660`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two() {
        let spread = Spread::of([3.0, 1.0, 2.0]).unwrap();
        assert_eq!((spread.median, spread.min, spread.max), (2.0, 1.0, 3.0));
        assert_eq!(
            Spread::of([4.0, 1.0, 2.0, 3.0]).map(|s| s.median),
            Some(2.5)
        );
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn figures_are_short() {
        let spread = |median| Spread {
            median,
            min: median,
            max: median,
        };
        assert_eq!(spread(0.412_34).seconds(), "0.412 s (0.412–0.412)");
        assert_eq!(spread(0.001_234).seconds(), "0.00123 s (0.00123–0.00123)");
        assert_eq!(spread(91.53).seconds(), "91.5 s (91.5–91.5)");
        assert_eq!(spread(312.4).megabytes(), "312 MB");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(12), "12");
        assert_eq!(span(Duration::from_secs(43)), "43 s");
        assert_eq!(span(Duration::from_secs(301)), "6 min");
    }
}
