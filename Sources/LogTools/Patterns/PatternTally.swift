internal import Scanning

/// What is kept of the lines of one masked message.
protocol PatternTally: Sendable {
    init()

    /// Counts a line.
    /// - Parameters:
    ///   - bytes: The line as it may be shown.
    ///   - variables: Where in it the parts stand that vary, in the order of the marks in the masked message.
    mutating func add(_ line: MinedLine, _ bytes: Span<UInt8>, _ variables: [Range<Int>])

    /// Adds what is kept of the same message from what follows, or of another message of the same template.
    mutating func add(_ other: Self)
}

/// A line whose message was masked.
struct MinedLine: Sendable {
    /// Where a line stands.
    struct Place: Hashable, Sendable {
        /// Index of the file among those that were read.
        var file: Int
        /// Nil where its number is not known.
        var line: Int?
        let offset: Int
    }

    var instant: Int64
    /// True for what is compared with the time before.
    var isDuring: Bool
    /// False when it belongs to the line above, as in a stack trace.
    let hasTime: Bool
    let facts: LineFacts
    var place: Place
}

/// A tally whose places are those of a piece until it is known where the piece stands.
protocol PlacedTally: PatternTally {
    /// Puts the places where they belong.
    mutating func place(_ put: (inout MinedLine.Place) -> Void)
}

/// A template and what is kept of all its messages.
struct MinedPattern<Tally: PlacedTally> {
    let source: String
    let template: TemplateMerger.Template
    let tally: Tally
    /// What is kept of each of its messages, in the order of the template's members.
    let parts: [Tally]
}

extension MinedPattern<PatternCounts> {
    /// What stood at the template's marks before or during.
    func parameters(during: Bool) -> ParameterTable {
        ParameterTable(template) {
            during ? parts[$0].parametersDuring : parts[$0].parameters
        } weight: {
            during ? parts[$0].during : parts[$0].before
        }
    }
}
