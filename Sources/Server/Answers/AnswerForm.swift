import JSON
import Model
import Tooling

/// The forms of answers, to which each is held before it goes out; of the output of a tool that asks for evidence the
/// executor has done so by the tool's own schema.
///
/// They are not listed: an answer shows a model all that they could tell, and they would double the length of the list.
enum AnswerForm {
    static let evidence = whole([
        must("evidence", .evidence), must("coverage", list), must("output", .any),
        must("authorKind", .oneOf(["person", "outside", "imported"])),
        may("observedAt", .time),
    ])

    static let opened = whole(
        head + [
            must("sources", .array(of: .object([must("name", text), must("kind", text)]))), must("workflows", texts),
        ]
            + next)
    static let forked = whole(head + [may("forkedFrom", .map(of: .any))] + next)
    static let closed = whole(head)
    static let session = whole(
        head + next + [
            must("owner", text), may("forkedFrom", .map(of: .any)), may("labels", .map(of: text)),
            must("updated", .time),
            must("entries", count), must("runs", .array(of: .object(line))), must("findings", .array(of: finding)),
            may("hypotheses", .array(of: hypothesis)), may("uncovered", list), must("evidence", .array(of: call)),
            may("failures", .array(of: failure)), may("notes", .array(of: note)), may("omitted", .map(of: .any)),
        ])
    static let sessions = whole([
        must(
            "sessions",
            .array(
                of: .object([
                    must("session", text), must("title", text), must("status", text), must("owner", text),
                    must("created", .time), must("updated", .time),
                ]))), may("nextCursor", text),
    ])
    static let shared = whole([must("session", text), must("members", texts)])

    static let run = whole(
        line + next + [
            must("session", text), must("findings", .array(of: finding)), must("outputs", .map(of: .any)),
            must("coverage", .map(of: texts)), may("notable", .array(of: step)), may("waits", .array(of: wait)),
        ])

    static let noted = whole([must("session", text), must("entry", count)])
    static let recorded = whole([
        must("session", text), must("finding", text), must("verdict", text), may("citations", list),
    ])
    static let weighed = whole([must("session", text), must("hypothesis", hypothesis)])

    static let report = whole([
        must("session", text), must("format", .oneOf(ReportFormat.allCases.map(\.rawValue))), must("bytes", count),
        must("text", text), may("nextOffset", count),
    ])

    static let approvals = whole([
        must(
            "approvals",
            .array(
                of: .object([
                    must("id", text), must("session", text), must("step", text), must("message", text),
                    must("action", .any), must("asked", .time), must("asker", text),
                ])))
    ])
    static let decided = whole([must("approval", text), must("decision", .oneOf(["approved", "denied"]))])
}

extension AnswerForm {
    private static let text = Schema.string()
    private static let texts = Schema.array(of: text)
    private static let count = Schema.integer(0...Int.max)
    /// Objects of a form that is defined elsewhere.
    private static let list = Schema.array(of: .map(of: .any))

    private static let head = [
        must("session", text), must("title", text), must("status", text), must("window", .nullable(.map(of: .any))),
    ]
    private static let next = [must("next", text)]

    /// A run in a list.
    private static let line = [
        must("run", text), must("workflow", text), must("version", text), must("status", text), may("driven", .boolean),
        must("started", .time), may("finished", .time), must("steps", .map(of: count)), may("error", .map(of: .any)),
    ]

    private static let finding = Schema.object([
        must("id", text), must("statement", text), must("severity", .oneOf(Severity.allCases.map(\.rawValue))),
        must("confidence", .nullable(.number)), must("verdict", text), must("author", text), must("authorKind", text),
        must("citations", list),
    ])

    private static let hypothesis = Schema.object([
        must("id", text), must("statement", text), must("status", .oneOf(HypothesisStatus.allCases.map(\.rawValue))),
        must("author", text), must("authorKind", text), may("for", texts), may("against", texts),
    ])

    private static let call = Schema.object([
        must("evidence", text), must("tool", text), must("summary", text), must("authorKind", text),
        may("removedBy", count), may("step", text),
        may("gaps", .array(of: .object([must("source", text), must("value", text)]))),
    ])

    private static let failure = Schema.object([must("tool", text), must("code", text), must("message", text)])
    private static let note = Schema.object([must("text", text), must("author", text), must("authorKind", text)])

    private static let step = Schema.object([
        must("step", text), must("status", text), may("iteration", count), may("reason", text),
    ])

    private static let wait = Schema.object([
        must("id", text), must("step", text), must("purpose", text), must("message", text), may("expires", .time),
        may("action", .any), may("approve", text), may("deny", text), may("by", .oneOf(["client"])),
        may("schema", .any),
        may("answer", text),
    ])

    private static func whole(_ members: [Schema.Member]) -> DeferredSchema { DeferredSchema(.object(members)) }

    private static func must(_ name: String, _ schema: Schema) -> Schema.Member { .required(name, schema, "") }

    private static func may(_ name: String, _ schema: Schema) -> Schema.Member { .optional(name, schema, "") }
}

/// An answer that has not the form which its tool promises: a fault of the program, of which a client learns nothing else.
struct BrokenAnswer: Error {
    /// The first things that are wrong, by their places.
    let problems: [String]
}
