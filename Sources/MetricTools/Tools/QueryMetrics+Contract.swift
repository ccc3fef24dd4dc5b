internal import JSON
package import Tooling

extension QueryMetrics {
    package static let contract = ToolContract(
        name: "query_metrics", title: "What do these metrics say?",
        summary: """
            Evaluates a query over the window and tells each series in numbers: range, median, change against the \
            baseline, gaps and a sparkline. Understood are selectors; rate, increase, delta; sum, avg, min, max, count \
            with by or without; arithmetic with a number.
            """,
        input: .object([
            .optional(
                "source", Schema.string(maximum: 128).source(["metrics-file", "prometheus"]),
                "Name of a metrics source; all of them when left out."),
            .required(
                "query", Schema.string(maximum: 8192).language("promql"),
                "The query. `$name` stands for a label's value out of `params`."),
            .optional("params", .map(of: .string(maximum: 1024)), "Values of the query's `$name`s."),
            .optional("start", .time, "Start; the window's when left out."),
            .optional("end", .time, "End, itself left out; the window's when left out."),
            .optional(
                "step", .string(maximum: 32),
                "Duration between two instants, such as 30s; a 240th of the window, no less than between samples, "
                    + "when left out."),
            .optional("points", .boolean, "Whether to give up to 240 points of each series.", default: false),
            .optional(
                "limit", .integer(1...100), "The most series to show, those that changed most first.", default: 20),
        ]).with(
            "examples",
            [["query": "sum by (code) (rate(http_requests_total{service=$s}[1m]))", "params": ["s": "shop"]]]),
        output: .object([
            .required(
                "window",
                .object([.required("start", .time, "Start."), .required("end", .time, "End, itself left out.")]),
                "The span that was evaluated."),
            .required("step", .string(), "Duration between two instants."),
            .required("total", .integer(), "Series that the query gave."),
            .required("series", .array(of: SeriesSummary.schema, maximum: 100), "Those that changed most."),
        ]))
}
