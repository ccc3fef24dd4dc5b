extension Format {
    static let step = Format(
        name: "a step", summary: "One node of the workflow.",
        keys: [
            .required("id", identifier, "The name by which other steps know this one."),
            .optional("name", .text, "A few words for people."),
            .optional("uses", uses, "The tool or workflow that the step calls, with its major version."),
            .optional("with", .named(.value), "The arguments of the call."),
            .optional(
                "needs", .list(identifier),
                "The steps that must end before; without it the step above, with `[]` none."),
            .optional("if", .either([.expression, .boolean]), "Whether the step runs."),
            .optional("foreach", .mapping(foreach), "Runs the step for each element of a list."),
            .optional("until", .mapping(until), "Repeats the step until something holds."),
            .optional("timeout", .duration, "How long one attempt may take."),
            .optional("retry", .mapping(retry), "How often a failed call is made again."),
            .optional("on-error", identifier, "The step that runs when this one fails; its output stands in."),
            .optional("continue-on-error", .boolean, "Whether the run goes on as if nothing had failed."),
            .optional("cache", .words(CacheMode.allCases.map(\.rawValue)), "Whether earlier evidence may answer."),
            .optional("approve", .mapping(approve), "Asks somebody before the step, or the steps that need it, run."),
            .optional("ask", .mapping(ask), "Asks somebody for an answer, which is the step's output."),
            .optional("finding", .mapping(finding), "Records a finding."),
        ],
        alternatives: ["uses", "approve", "ask", "finding"],
        exclusive: [["uses", "ask", "finding"], ["approve", "ask", "finding"]])

    static let foreach = Format(
        name: "a foreach", summary: "Runs the step for each element of a list.",
        keys: [
            .required("in", .template, "The list: one `${{ }}`."),
            .required("as", identifier, "The name of the element in expressions."),
            .optional("max-parallel", .whole(1...256), "How many run at the same time."),
            .optional("max-items", .whole(1...100_000), "How many elements are taken at most; 100 without it."),
            .optional(
                "on-overflow", .words(FanOut.Overflow.allCases.map(\.rawValue)),
                "What happens when the list is longer: `fail`, or `truncate` to the first ones."),
        ])

    static let until = Format(
        name: "an until", summary: "Repeats the step until something holds.",
        keys: [
            .required("condition", .expression, "What must hold; it can read the step's own output."),
            .required("every", .duration, "The pause between attempts."),
            .required("max", .whole(1...10_000), "Attempts in all; after them the step has failed."),
        ])

    static let approve = Format(
        name: "an approve", summary: "Asks somebody's agreement.",
        keys: [
            .required("message", .template, "What is asked."),
            .optional("groups", .list(.text), "The groups whose members may approve."),
            .optional("by", .words(["client"]), "Whether the word of the client that runs the workflow is enough."),
            .optional("expires", .duration, "How long the question stands."),
            .optional("on-expiry", .words(OnExpiry.allCases.map(\.rawValue)), "What happens then; `deny` without it."),
        ])

    static let ask = Format(
        name: "an ask", summary: "Asks somebody for an answer.",
        keys: [
            .required("message", .template, "What is asked."),
            .required("schema", .json, "The JSON Schema of the answer."),
            .optional("expires", .duration, "How long the question stands."),
            .optional("on-expiry", .words(OnExpiry.allCases.map(\.rawValue)), "What happens then; `deny` without it."),
        ])

    static let finding = Format(
        name: "a finding", summary: "A statement with the evidence for it.",
        keys: [
            .required("statement", .template, "The statement."),
            .required("severity", .template, "`info`, `low`, `medium`, `high` or `critical`, or an expression for it."),
            .optional("confidence", .either([.number, .template]), "From 0 to 1; 0.5 without it."),
            .required("citations", .filled(.mapping(citation)), "Where the evidence for it stands."),
        ])

    static let citation = Format(
        name: "a citation", summary: "A place in evidence.",
        keys: [
            .optional("step", identifier, "The step whose evidence is cited."),
            .optional("evidence", .template, "The evidence that is cited, instead of a step."),
            .optional("pointer", .template, "A JSON Pointer into the output."),
            .optional(
                "lines", .filled(.either([.whole(1...Int.max), .template]), exactly: 2),
                "First and last line of the body, from 1, instead of a pointer."),
            .optional("quote", .template, "What stands there; taken from the output when it is left out."),
        ],
        alternatives: ["step", "evidence"], exclusive: [["step", "evidence"], ["pointer", "lines"]])
}
