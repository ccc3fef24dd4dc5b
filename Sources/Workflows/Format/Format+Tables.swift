import Model

extension Format {
    static let identifier = FormatType.form(
        "[A-Za-z_][A-Za-z0-9_]{0,62}", "letters, digits and `_`, not beginning with a digit, at most 63")
    private static let label = FormatType.form("[a-z0-9][a-z0-9-]{0,62}", "small letters, digits and `-`, at most 63")
    static let uses = FormatType.form(
        "[a-z][a-z0-9_]*@[1-9][0-9]{0,5}|workflow/[a-z0-9][a-z0-9-]{0,62}@(0|[1-9][0-9]{0,5})",
        "`TOOL@VERSION` or `workflow/NAME@VERSION`")

    static let workflow = Format(
        name: "a workflow", summary: "A Casebook workflow.",
        keys: [
            .required("schema", .whole(1...1), "The version of the format, 1."),
            .required("name", label, "The name by which the workflow is run."),
            .required(
                "version",
                .form(
                    #"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"#, "a version of three numbers, such as 1.0.0"),
                "The workflow's own version, such as 1.0.0."),
            .optional("title", .text, "A few words for people."),
            .optional("description", .text, "The question that the workflow answers."),
            .optional("inputs", .identified(.mapping(input)), "The values that a run is given."),
            .optional("budget", .mapping(budget), "What a run may use up."),
            .optional("defaults", .mapping(defaults), "What holds for steps that do not say otherwise."),
            .required("steps", .filled(.mapping(step)), "The steps."),
            .optional("outputs", .identified(.value), "The values that a run gives back."),
            .optional("guide", .text, "What a reader should look at next, in Markdown."),
        ])

    static let input = Format(
        name: "an input", summary: "A value that a run is given.",
        keys: [
            .required("type", .words(WorkflowInput.Kind.allCases.map(\.rawValue)), "The type of the value."),
            .optional("kind", .words(SourceKind.allCases.map(\.rawValue)), "The kind of source, for `type: source`."),
            .optional("description", .text, "What the value is, for people."),
            .optional("pattern", .text, "An expression (RE2) that a text must hold a match of."),
            .optional("enum", .filled(.json), "The values that are allowed."),
            .optional("default", .json, "What holds when nothing is given."),
        ])

    static let budget = Format(
        name: "a budget", summary: "What a run may use up; checked before each call.",
        keys: [
            .optional("calls", .whole(1...1_000_000), "Calls of tools."),
            .optional("seconds", .whole(1...31_536_000), "Seconds from start to end."),
            .optional("bytes", .either([.size, .whole(1...Int.max)]), "Bytes that tools read."),
            .optional("rows", .whole(1...Int.max), "Lines, samples and items that tools look at."),
            .optional("answer", .either([.size, .whole(1...Int.max)]), "Bytes that tools answer."),
        ])

    static let defaults = Format(
        name: "defaults", summary: "What holds for steps that do not say otherwise.",
        keys: [
            .optional("timeout", .duration, "How long one attempt may take."),
            .optional("retry", .mapping(retry), "How often a failed call is made again."),
            .optional("cache", .words(CacheMode.allCases.map(\.rawValue)), "Whether earlier evidence may answer."),
        ])

    static let retry = Format(
        name: "a retry", summary: "How often, and when, a failed call is made again.",
        keys: [
            .optional("max-attempts", .whole(1...20), "Attempts in all."),
            .optional("delay", .duration, "The pause before the second attempt."),
            .optional(
                "backoff", .words(RetryPolicy.Backoff.allCases.map(\.rawValue)), "Whether later pauses grow twofold."),
            .optional("jitter", .boolean, "Whether pauses are shortened at random, so that calls spread."),
            .optional(
                "errors", .list(.words(ToolError.Kind.allCases.map(\.rawValue))), "The kinds of failure to try again."),
        ])
}
