internal import Model

extension CompareLogPatterns {
    /// What changed.
    package struct Output: Encodable, Sendable {
        let onset: Onset?
        let split: Timestamp?
        let splitOrigin: SplitOrigin
        var new: [Pattern] = []
        var gone: [Pattern] = []
        var grown: [Pattern] = []
        var shrunk: [Pattern] = []
        var changed: [ChangedValue] = []
        var totals: Totals

        enum CodingKeys: CodingKey {
            case onset, split, splitOrigin, new, gone, grown, shrunk, changed, totals
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            // Absent and null differ for whoever refers to them: null says that there is none.
            try container.encode(onset, forKey: .onset)
            try container.encode(split, forKey: .split)
            try container.encode(splitOrigin, forKey: .splitOrigin)
            try container.encode(new, forKey: .new)
            try container.encode(gone, forKey: .gone)
            try container.encode(grown, forKey: .grown)
            try container.encode(shrunk, forKey: .shrunk)
            try container.encode(changed, forKey: .changed)
            try container.encode(totals, forKey: .totals)
        }
    }

    /// Where the split comes from.
    package enum SplitOrigin: String, Encodable, Sendable, CaseIterable {
        case given, onset, window, none
    }

    /// The line at which failures begin.
    package struct Onset: Encodable, Sendable {
        let time: Timestamp
        let source: String
        let file: String
        let line: Int?
        let text: String
        let reason: String
        let failuresBefore: Int
        let failuresAfter: Int
        let linesBefore: Int
        let linesAfter: Int
    }

    /// A message that came more or less often.
    package struct Pattern: Encodable, Sendable {
        let template: String
        let source: String
        let level: LogLevel?
        let before: Int
        let during: Int
        let firstSeen: Timestamp
        let lastSeen: Timestamp
        let example: Example
        let score: Double
        let explains: String
    }

    /// A value that came more or less often than before in lines of one message.
    package struct ChangedValue: Encodable, Sendable {
        let template: String
        let source: String
        /// Which of the template's marks it stands at, from 1.
        let parameter: Int
        let value: String
        let before: Int
        let during: Int
        let explains: String
    }

    /// A line of a pattern.
    package struct Example: Encodable, Sendable {
        let text: String
        let file: String
        let line: Int?
    }

    /// How much was compared.
    package struct Totals: Encodable, Sendable {
        let linesBefore: Int
        let linesDuring: Int
        let secondsBefore: Double
        let secondsDuring: Double
        let patterns: Int

        init(linesBefore: Int, linesDuring: Int, secondsBefore: Double, secondsDuring: Double, patterns: Int) {
            self.linesBefore = linesBefore
            self.linesDuring = linesDuring
            self.secondsBefore = secondsBefore
            self.secondsDuring = secondsDuring
            self.patterns = patterns
        }

        init(_ scan: OnsetScan) {
            self.init(
                linesBefore: scan.baselineLines, linesDuring: scan.windowLines, secondsBefore: 0,
                secondsDuring: Double(scan.window.length) / 1e9, patterns: 0)
        }
    }
}
