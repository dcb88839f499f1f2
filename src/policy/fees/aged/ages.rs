//! Ages of stock in days.

/// Ages in days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ages {
    /// The youngest.
    pub from: u16,
    /// The oldest; `None` where there is no end.
    pub until: Option<u16>,
}

impl Ages {
    /// From `from` to `until` days.
    #[must_use]
    pub const fn between(from: u16, until: u16) -> Ages {
        Ages { from, until: Some(until) }
    }

    /// `from` days and more.
    #[must_use]
    pub const fn since(from: u16) -> Ages {
        Ages { from, until: None }
    }

    /// The same units so many days later.
    ///
    /// ```
    /// use ipi::policy::fees::aged::Ages;
    /// assert_eq!(Ages::between(181, 270).later(10), Ages::between(191, 280));
    /// ```
    #[must_use]
    pub const fn later(self, days: u16) -> Ages {
        let until = match self.until {
            Some(until) => Some(until.saturating_add(days)),
            None => None,
        };
        Ages { from: self.from.saturating_add(days), until }
    }

    pub(super) fn meets(self, other: Ages) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
}
