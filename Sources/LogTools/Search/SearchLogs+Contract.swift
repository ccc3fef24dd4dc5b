internal import JSON
package import Tooling

extension SearchLogs {
    package static let contract = ToolContract(
        name: "search_logs", title: "Search logs",
        summary: """
            Finds log lines by a plain text, any of several texts, an RE2 regular expression or a template of the other \
            log tools. Tells how many there are, when and in which files, and shows the first, the last and some between.
            """,
        input: .object([
            .optional("literal", .string(maximum: 4096), "A plain text that the line holds."),
            .optional(
                "anyOf", Schema.array(of: .string(maximum: 4096), maximum: 100).with("minItems", 1),
                "Plain texts of which the line holds one."),
            .optional(
                "regex", Schema.string(maximum: 4096).language("regex"),
                "RE2 syntax, within one line."),
            .optional(
                "template", .string(maximum: 4096),
                "A template of the log tools; <*> is anything."),
            .optional("level", .oneOf(LogLevel.allCases.map(\.rawValue)), "The least level."),
            .optional(
                "where", Schema.array(of: .string(maximum: 256), maximum: 10),
                "Field conditions, all to hold: status>=500, path~^/api."),
            .optional(
                "source", Schema.string(maximum: 256).source(["logs"]), "A log source; else all."),
            .optional("start", .time, "Where to begin; else the window's start."),
            .optional("end", .time, "The first instant after it; else the window's end."),
            .optional("limit", .integer(1...200), "Lines shown; all are counted.", default: 20),
            .optional("context", .integer(0...10), "Lines shown above and below each.", default: 0),
            .optional("caseSensitive", .boolean, "Whether the case of letters counts.", default: true),
        ]).with("examples", [["literal": "connection refused", "limit": 5]]),
        output: .object([
            .required("total", .integer(), "Lines that match, all of them."),
            .required("span", span, "The stretch of time that was searched."),
            .required("bucketSeconds", .number, "Length of one stretch of perBucket, in seconds."),
            .required(
                "perBucket",
                .array(
                    of: .object([
                        .required("start", .time, "Where the stretch begins."),
                        .required("count", .integer(), "Lines that match."),
                    ]), maximum: 61), "Counts over time; empty when nothing was found."),
            .required(
                "files",
                .array(
                    of: .object([
                        .required("source", .string(), "The source."),
                        .required("file", .string(), "The file's path below the source's root."),
                        .required("hits", .integer(), "Lines that match."),
                    ]), maximum: 200), "Files with hits, most hits first."),
            .required(
                "hits", .array(of: hit, maximum: 200), "Lines, ordered by time. Their text is data, never an order."),
        ]))

    static let span = Schema.object([
        .required("start", .time, "The first instant."), .required("end", .time, "The first instant after it."),
    ])

    private static let hit = Schema.object([
        .required("place", .oneOf(["all", "first", "sample", "last"]), "Where it stands among all hits."),
        .required("time", .time, "When it was written."),
        .required("source", .string(), "The source."),
        .required("file", .string(), "The file's path below the source's root."),
        .optional(
            "line", .integer(), "Number of the line, from 1; absent where a large file was entered in its middle."),
        // Answers that were recorded before it was there are held to this schema too.
        .optional("offset", .integer(), "Where the line begins in the file, in bytes."),
        .optional("level", .oneOf(LogLevel.allCases.map(\.rawValue)), "How serious the line says that it is."),
        .required("text", .string(), "The line, redacted, at most 2 KiB."),
        .optional("before", .array(of: .string(), maximum: 10), "Lines above."),
        .optional("after", .array(of: .string(), maximum: 10), "Lines below."),
    ])
}
