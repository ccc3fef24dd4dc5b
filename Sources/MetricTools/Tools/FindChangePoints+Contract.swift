internal import JSON
package import Tooling

extension FindChangePoints {
    package static let contract = ToolContract(
        name: "find_change_points", title: "When did which metric change?",
        summary: """
            Examines every series, or those of a query, for lasting changes of level, and tells when a disturbance began \
            that several of them show. Start here when something is wrong and it is not known since when.
            """,
        input: .object([
            .optional(
                "source", Schema.string(maximum: 128).source(["metrics-file", "prometheus"]),
                "Name of a metrics source; all of them when left out."),
            .optional(
                "query", Schema.string(maximum: 8192).language("promql"),
                "The series to examine; every series when left out. `$name` stands for a label's value out of `params`."
            ),
            .optional("params", .map(of: .string(maximum: 1024)), "Values of the query's `$name`s."),
            .optional("limit", .integer(1...100), "The most change points to show.", default: 20),
            .optional("start", .time, "Start of the span to examine; the window's when left out."),
            .optional("end", .time, "End of the span to examine, itself left out; the window's when left out."),
        ]).with(
            "examples", [["source": "metrics"], ["query": "http_requests_total{service=$s}", "params": ["s": "shop"]]]),
        output: .object([
            .required("onset", .nullable(OnsetAnswer.schema), "When a disturbance began; null when there is none."),
            .required("points", .array(of: PointAnswer.schema, maximum: 100), "Changes, the most telling first."),
            .required(
                "series",
                .object([
                    .required("examined", .integer(), "Series that were looked at, constant ones included."),
                    .required("changed", .integer(), "Series that changed within the span."),
                    .required("constant", .integer(), "Series that had one value throughout, or too few samples."),
                ]), "How many series."),
            .required("chart", .nullable(ChartAnswer.schema), "The most telling series, to be drawn; null when none."),
        ]))
}
