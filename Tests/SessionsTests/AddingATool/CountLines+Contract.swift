internal import JSON
package import Tooling

extension CountLines {
    /// The most files that an answer names.
    static let maximumFiles = 100

    package static let contract = ToolContract(
        name: "count_lines", title: "Count lines",
        summary: "Counts the lines of a log source, file by file: whether there is anything to search at all.",
        input: .object([
            .required("source", Schema.string(maximum: 63).source(["logs"]), "A source of kind logs, by its name.")
        ]).with("examples", [["source": "app"]]),
        output: .object([
            .required("lines", .integer(), "Lines of all files together."),
            .required(
                "files",
                .array(
                    of: .object([
                        .required("name", .string(), "The file, below the source's folder."),
                        .required("lines", .integer(), "Its lines; one without a line feed at its end counts."),
                    ]), maximum: maximumFiles), "In reading order, the oldest first."),
        ]))
}
