internal import Model
internal import Scanning
package import Tooling

/// Finds lines by what they hold.
package struct SearchLogs: Tool {
    /// What is looked for.
    package struct Input: Decodable, Sendable {
        var literal: String?
        var anyOf: [String]?
        var regex: String?
        var template: String?
        var level: LogLevel?
        var `where`: [String]?
        var source: String?
        var start: Timestamp?
        var end: Timestamp?
        var limit: Int?
        var context: Int?
        var caseSensitive: Bool?
    }

    /// What was found.
    package struct Output: Encodable, Sendable {
        let total: Int
        let span: TimeSpan
        let bucketSeconds: Double
        let perBucket: [TimeBuckets.Bucket]
        let files: [FileCount]
        let hits: [Hit]
    }

    /// The number of hits in one file.
    package struct FileCount: Encodable, Sendable {
        let source: String
        let file: String
        let hits: Int
    }

    /// A line that is shown.
    package struct Hit: Encodable, Sendable {
        /// `all`, or where it stands among all hits: `first`, `sample` or `last`.
        let place: String
        let time: Timestamp
        let source: String
        let file: String
        let line: Int?
        let offset: Int
        let level: LogLevel?
        let text: String
        var before: [String]?
        var after: [String]?
    }

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        [input.source.map { .source($0, kinds: [.logs]) } ?? .everySource(kinds: [.logs])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let span = try LogSpan.within(context.window, start: input.start, end: input.end)
        var conditions: [FieldCondition] = []
        for condition in input.where ?? [] { conditions.append(try FieldCondition(condition)) }
        let search = LogSearch(
            matcher: try Self.matcher(for: input), leastLevel: input.level, conditions: conditions, span: span,
            redactor: context.redactor, limit: min(max(input.limit ?? 20, 1), 200), bodyIsFull: Flag())
        var sum = SearchSum(search)
        var reader = LogReader(context: context, span: span, stopsInTime: true)
        var files: [FileCount] = []
        var opened: [String: ReadableFile] = [:]
        try await reader.forEachFile(of: try LogReader.sources(input.source, in: context)) { log, reader in
            let before = sum.hits.count
            let account = try await reader.forEachPiece(of: log, mapped: true, inRuns: { sum.givesLittle }) { piece in
                try search.find(in: piece, of: log)
            } take: { part, place in
                try sum.add(part, at: place, of: log)
                return part.account
            }
            let hits = sum.hits.count - before
            if hits > 0 {
                files.append(FileCount(source: log.source, file: log.file.name, hits: hits))
                if opened.count < FileAccess.maximumOpen { opened[log.source + "\n" + log.file.name] = log.file }
            }
            return account
        }
        let hits = try sum.hits.shown.map { place, hit in
            try Self.shown(hit, place, opened, context: min(max(input.context ?? 0, 0), 10), context)
        }
        let total = sum.hits.count
        let coverage = reader.accounts.map { account in
            let found = files.contains { $0.source == account.name }
            return account.coverage(of: span, found: found, isCut: sum.body.isFull && found)
        }
        files.sort { ($1.hits, $0.source, $0.file) < ($0.hits, $1.source, $1.file) }
        let output = Output(
            total: total, span: span, bucketSeconds: Double(sum.buckets.width) / 1e9,
            perBucket: total > 0 ? sum.buckets.buckets : [], files: Array(files.prefix(200)), hits: hits)
        return ToolResult(
            output: output, coverage: coverage, summary: Self.summary(total, files.count, hits),
            body: total > hits.count ? sum.body.bytes : nil)
    }

    private static func matcher(for input: Input) throws(ToolError) -> LineMatcher {
        let given = [input.literal != nil, input.anyOf != nil, input.regex != nil, input.template != nil]
        guard given.count(where: { $0 }) == 1 else {
            throw ToolError(
                .validation, "exactly one of literal, anyOf, regex and template is needed",
                hint: "for every line of a level, use regex '.' with level")
        }
        let caseSensitive = input.caseSensitive ?? true
        if let literal = input.literal { return try LineMatcher(literal: literal, caseSensitive: caseSensitive) }
        if let texts = input.anyOf { return try LineMatcher(anyOf: texts, caseSensitive: caseSensitive) }
        if let regex = input.regex { return try LineMatcher(regex: regex, caseSensitive: caseSensitive) }
        return try LineMatcher(template: input.template ?? "")
    }

    private static func shown(
        _ hit: HitSelection.Hit, _ place: String, _ opened: [String: ReadableFile], context count: Int,
        _ context: ToolContext
    ) throws -> Hit {
        var shown = Hit(
            place: place, time: Timestamp(nanoseconds: hit.instant), source: hit.source, file: hit.file,
            line: hit.line, offset: hit.offset, level: hit.level, text: hit.text)
        guard count > 0, let file = opened[hit.source + "\n" + hit.file] else { return shown }
        let lines = try ContextLines.around(hit.offset, in: file, count: count, redactor: context.redactor)
        shown.before = lines.before
        shown.after = lines.after
        return shown
    }

    private static func summary(_ total: Int, _ files: Int, _ hits: [Hit]) -> String {
        guard let first = hits.first, let last = hits.last else { return "no line matches" }
        let text = String(first.text.prefix(200))
        let lines = total == 1 ? "1 line" : "\(total) lines"
        return "\(lines) in \(files) file\(files == 1 ? "" : "s"), \(first.time) to \(last.time); first: \(text)"
    }
}
