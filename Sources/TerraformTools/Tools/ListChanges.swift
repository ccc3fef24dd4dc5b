internal import JSON
package import Model
package import Tooling

/// Lists what was rolled out in a stretch of time.
package struct ListChanges: Tool {
    package struct Input: Decodable, Sendable {
        /// Nil for every list there is.
        package let source: String?
        /// Nil for the start of the window's baseline.
        package let start: Timestamp?
        /// Nil for the end of the window.
        package let end: Timestamp?
        package let limit: Int?
    }

    package struct Output: Encodable, Sendable {
        package struct Change: Encodable, Sendable {
            let time: Timestamp
            let service: String
            let title: String
            let ref: JSONValue
            let author: JSONValue
            let source: String
        }

        let start: Timestamp
        let end: Timestamp
        let changes: [Change]
        let omitted: Int
        let malformedLines: Int
    }

    private static let standardLimit = 50

    package init() {}

    package static let contract = ToolContract(
        name: "list_changes", title: "List deploys",
        summary: "Lists deploys and other rolled-out changes of the window and its baseline, newest first.",
        input: .object([
            .optional(
                "source", Schema.string(maximum: 100).source(["changes"]).with("examples", ["deploys"]),
                "A source of kind changes; every one when absent."),
            .optional("start", .nullable(.time), "RFC 3339; the start of the window's baseline when absent."),
            .optional("end", .nullable(.time), "RFC 3339, not included; the end of the window when absent."),
            .optional("limit", .integer(1...500), "The most changes.", default: .number(50)),
        ]),
        output: .object([
            .required("start", .time, "From when."),
            .required("end", .time, "Until when, not included."),
            .required("changes", .array(of: change, maximum: 500), "Newest first."),
            .required("omitted", .integer(0...1_000_000_000), "Changes of that time that are not listed."),
            .required("malformedLines", .integer(0...1_000_000_000), "Lines that are no change."),
        ]))

    private static var change: Schema {
        .object([
            .required("time", .time, "When it was rolled out."),
            .required("service", .string(), "What was changed."),
            .required("title", .string(), "What it was about."),
            .required("ref", .nullable(.string()), "Commit, version or ticket."),
            .required("author", .nullable(.string()), "Who did it."),
            .required("source", .string(), "The source that lists it."),
        ])
    }

    package static func access(_ input: Input) -> [Access] {
        guard let source = input.source else { return [.everySource(kinds: [.changes])] }
        return [.source(source, kinds: [.changes])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let sources = try input.source.map { [try context.sources.source($0, kinds: [.changes])] }
        let start = input.start ?? min(context.window.start, context.window.baseline.start)
        let end = input.end ?? context.window.end
        guard start <= end else {
            throw ToolError(.validation, "start \(start) lies after end \(end)", hint: "swap them")
        }
        let limit = min(max(input.limit ?? Self.standardLimit, 1), 500)
        let read = try DeploySources(
            sources ?? context.sources.sources(of: [.changes]), span: TimeSpan(start: start, end: end), limit: limit,
            context: context)
        if input.source != nil, read.coverage.allSatisfy({ $0.value == .sourceDown }), let failure = read.failures.first
        {
            throw failure
        }
        let malformed = read.coverage.flatMap(\.omitted).filter { $0.what == "malformed lines" }
        let output = Output(
            start: start, end: end,
            changes: read.deploys.map {
                Output.Change(
                    time: $0.time, service: $0.service, title: $0.title, ref: Shown.text($0.ref),
                    author: Shown.text($0.author), source: $0.source)
            },
            omitted: read.dropped, malformedLines: malformed.reduce(0) { $0 + ($1.count ?? 0) })
        let count = output.changes.count
        return ToolResult(
            output: output, coverage: read.coverage,
            summary: count == 1 ? "1 change" : "\(count) changes from \(start) to \(end)")
    }
}
