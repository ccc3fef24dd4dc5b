/// How much of what was asked a call really saw.
package enum CoverageValue: String, Sendable, Codable, CaseIterable {
    /// Everything was read, and something was found.
    case complete
    /// Everything was read, and nothing was found: the only ground for "there were no errors".
    case emptyComplete
    /// A part could not be read.
    case partial
    /// A limit cut the answer.
    case truncated
    case notPermitted
    case sourceDown
    case outsideRetention
    /// The newest data is older than the window's end.
    case stale
}

/// What a call saw of one source: a value, what was searched, and what was left out and why.
package struct Coverage: Hashable, Sendable, Codable {
    package let source: String
    package let value: CoverageValue
    package let searched: Searched
    package let omitted: [Omission]

    package init(source: String, value: CoverageValue, searched: Searched = Searched(), omitted: [Omission] = []) {
        self.source = source
        self.value = value
        self.searched = searched
        self.omitted = omitted
    }

    /// Whether it is of earlier evidence, for which no source was read.
    package var isOfEvidence: Bool { EvidenceID(source) != nil }
}

/// How much was looked at; what does not apply is nil.
package struct Searched: Hashable, Sendable, Codable {
    /// The part of the requested window that the data covers.
    package var span: TimeSpan?
    package var files: Int?
    package var bytes: Int?
    package var lines: Int?
    package var series: Int?
    package var samples: Int?
    package var items: Int?
    /// Milliseconds by which the source's clock is ahead of this host's, where that shows; 0 where they agree.
    package var skew: Int?
    /// Files with times of day alone, whose day was taken from when the file was last written.
    package var dayByFileTime: Int?
    /// Files with times without a year, which was taken from when the file was last written.
    package var yearByFileTime: Int?

    package init(
        span: TimeSpan? = nil, files: Int? = nil, bytes: Int? = nil, lines: Int? = nil, series: Int? = nil,
        samples: Int? = nil, items: Int? = nil, skew: Int? = nil
    ) {
        self.span = span
        self.files = files
        self.bytes = bytes
        self.lines = lines
        self.series = series
        self.samples = samples
        self.items = items
        self.skew = skew
    }
}

extension Searched {
    /// Lines, samples and items together; a sum that does not fit is the largest number.
    package var rows: Int {
        [lines, samples, items].reduce(0) { sum, count in
            let (more, isTooMuch) = sum.addingReportingOverflow(max(0, count ?? 0))
            return isTooMuch ? .max : more
        }
    }
}

/// Something that was left out of a call's reading.
package struct Omission: Hashable, Sendable, Codable {
    /// What it is, such as a file's name below its root, or `unparsed lines`.
    package let what: String
    /// Why, in words.
    package let reason: String
    /// How many, where it can be counted.
    package let count: Int?

    package init(what: String, reason: String, count: Int? = nil) {
        self.what = what
        self.reason = reason
        self.count = count
    }
}
