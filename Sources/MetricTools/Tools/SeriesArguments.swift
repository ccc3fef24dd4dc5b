internal import Tooling

/// The arguments by which a tool is told what series to look at.
enum SeriesArguments {
    static let source = Schema.Member.optional(
        "source", Schema.string(maximum: 128).source(["metrics-file", "prometheus"]),
        "Name of a metrics source; all of them when left out.")
    static let query = Schema.Member.optional(
        "query", Schema.string(maximum: 8192).language("promql"),
        "The series to examine; every series when left out. `$name` stands for a label's value out of `params`.")
    static let params = Schema.Member.optional(
        "params", .map(of: .string(maximum: 1024)), "Values of the query's `$name`s.")
    static let span: [Schema.Member] = [
        .optional("start", .time, "Start of the span to examine; the window's when left out."),
        .optional("end", .time, "End of the span to examine, itself left out; the window's when left out."),
    ]
    static let members = [source, query, params] + span
}
