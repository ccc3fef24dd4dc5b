internal import JSON
internal import Model
internal import Policy
internal import Scanning
package import Tooling

/// Tells what the logs say, by templates that are found without configuration.
package struct SummarizeLogs: Tool {
    /// What is summarised.
    package struct Input: Decodable, Sendable {
        var source: String?
        var start: Timestamp?
        var end: Timestamp?
        var limit: Int?
    }

    /// What the logs say.
    package struct Output: Encodable, Sendable {
        let span: TimeSpan
        let lines: Int
        /// All of them, shown or not.
        let patternCount: Int
        let patterns: [Pattern]
        let files: [File]
    }

    /// A message and how often it came.
    package struct Pattern: Encodable, Sendable {
        let template: String
        let source: String
        let level: LogLevel?
        let count: Int
        let firstSeen: Timestamp
        let lastSeen: Timestamp
        let example: CompareLogPatterns.Example
        let parameters: [Parameter]
    }

    /// What stands at one mark of a template.
    package struct Parameter: Encodable, Sendable {
        let minimum: Double?
        let maximum: Double?
        /// The most frequent values where they are few; empty where they are many.
        let values: [Value]
    }

    /// A value and how often it was seen among the lines that were looked at.
    package struct Value: Encodable, Sendable {
        let value: String
        let count: Int
    }

    /// How a file is written.
    package struct File: Encodable, Sendable {
        let source: String
        let file: String
        let format: LogFormat
        /// How its times are written, by an example.
        let time: String
        let lines: Int
    }

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        [input.source.map { .source($0, kinds: [.logs]) } ?? .everySource(kinds: [.logs])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let span = try LogSpan.within(context.window, start: input.start, end: input.end)
        let limit = min(max(input.limit ?? 30, 1), 200)
        var sum = PatternSum<PatternCounts>(PatternPass(spans: [span], redactor: context.redactor))
        var reader = LogReader(context: context, span: span, stopsInTime: true)
        var files: [File] = []
        try await reader.forEachFile(of: try LogReader.sources(input.source, in: context)) { log, reader in
            let before = sum.lines
            let shape = try LogShape(of: log)
            let account = try await sum.read(log, shape, &reader)
            files.append(
                File(
                    source: log.source, file: log.file.name, format: shape.format,
                    time: log.finder.layouts.first?.example ?? "", lines: sum.lines - before))
            return account
        }
        let patterns = sum.patterns { $0.before + $0.during }.sorted {
            ($1.tally.during, $0.template.text) < ($0.tally.during, $1.template.text)
        }
        var shown: [Pattern] = []
        var body = NDJSONBody()
        for (index, pattern) in patterns.enumerated() {
            guard index < limit || patterns.count > limit else { break }
            if index < limit, let made = try Self.shown(pattern, sum, context) { shown.append(made) }
            if patterns.count > limit { body.append(Self.line(pattern, context)) }
        }
        let coverage = reader.accounts.map { account in
            account.coverage(
                of: span, found: patterns.contains { $0.source == account.name }, isCut: body.isFull)
        }
        let output = Output(
            span: span, lines: sum.lines, patternCount: patterns.count, patterns: shown, files: Array(files.prefix(200))
        )
        return ToolResult(
            output: output, coverage: coverage, summary: Self.summary(output),
            body: patterns.count > limit ? body.bytes : nil)
    }

    private static func shown(
        _ pattern: MinedPattern<PatternCounts>, _ sum: PatternSum<PatternCounts>, _ context: ToolContext
    ) throws -> Pattern? {
        let counts = pattern.tally
        guard let place = counts.example, let (text, file) = try sum.text(of: place, context.redactor) else {
            return nil
        }
        return Pattern(
            template: pattern.template.shown(context.redactor), source: pattern.source, level: counts.level,
            count: counts.during, firstSeen: Timestamp(nanoseconds: counts.first),
            lastSeen: Timestamp(nanoseconds: counts.last),
            example: CompareLogPatterns.Example(text: text, file: file, line: place.line),
            parameters: pattern.parameters(during: true).places.prefix(12).map { parameter($0, context) })
    }

    private static func parameter(_ place: ParameterValues.Place, _ context: ToolContext) -> Parameter {
        let values = place.values.sorted {
            ($1.value, String(decoding: $0.key, as: UTF8.self)) < ($0.value, String(decoding: $1.key, as: UTF8.self))
        }
        return Parameter(
            minimum: place.numbers > 0 ? place.least : nil, maximum: place.numbers > 0 ? place.greatest : nil,
            values: values.prefix(5).map {
                Value(value: context.redactor.redact(ShownText.make($0.key.span)), count: $0.value)
            })
    }

    private static func line(_ pattern: MinedPattern<PatternCounts>, _ context: ToolContext) -> JSONValue {
        [
            "template": .string(pattern.template.shown(context.redactor)), "source": .string(pattern.source),
            "count": .number(JSONNumber(pattern.tally.during)),
            "firstSeen": .string(Timestamp(nanoseconds: pattern.tally.first).description),
            "lastSeen": .string(Timestamp(nanoseconds: pattern.tally.last).description),
        ]
    }

    private static func summary(_ output: Output) -> String {
        guard let first = output.patterns.first else { return "no line in this time" }
        return "\(output.lines) lines, \(output.patternCount) patterns; most frequent: \(first.template.prefix(200))"
    }
}
