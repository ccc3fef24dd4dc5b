import Glibc
import TestSupport
import Testing

/// A mistake that a user can make, and how the program has to take it.
struct BadInput: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    /// The exit code; 2 says that the user can put it right.
    let code: Int32
    /// The `code` of the JSON error; any when nil.
    var error: String?
    /// What the message has to say.
    var says: [String] = []
    /// Whether the words `--database` and a path are already among the arguments.
    var namesDatabase = false
    /// Makes the files of the mistake.
    var prepare: @Sendable (TemporaryFolder) throws -> Void = { _ in }

    var testDescription: String { name }

    static let all = sessionsAndWorkflows + windowsAndOptions + files + plans + logs + databases

    private static let sessionsAndWorkflows = [
        BadInput(name: "unknown workflow", arguments: ["run", "nosuch"], code: 2, error: "notFound", says: ["nosuch"]),
        BadInput(name: "missing workflow file", arguments: ["run", "./none.yaml"], code: 2, says: ["none.yaml"]),
        BadInput(name: "unknown session", arguments: ["sessions", "show", "ses_zzzz"], code: 2, error: "notFound", says: ["ses_zzzz"]),
        BadInput(name: "unknown session to resume", arguments: ["resume", "ses_zzzz"], code: 2, error: "notFound"),
        BadInput(name: "unknown session to export", arguments: ["export", "ses_zzzz"], code: 2, error: "notFound"),
        BadInput(name: "unknown session to run in", arguments: ["run", "small.yaml", "--session", "ses_zz"], code: 2, error: "notFound"),
        BadInput(name: "ambiguous prefix", arguments: ["sessions", "show", "ses_"], code: 2, error: "ambiguous", says: ["ses_"]),
        BadInput(name: "foreign cursor", arguments: ["sessions", "list", "--cursor", "bogus"], code: 2, says: ["cursor"]),
        BadInput(name: "limit out of range", arguments: ["sessions", "list", "--limit", "0"], code: 2, error: "usage", says: ["500"]),
        BadInput(name: "missing input", arguments: ["run", "typed.yaml"], code: 2, error: "validation", says: ["count"]),
        BadInput(
            name: "mistyped input", arguments: ["run", "typed.yaml", "--set", "count=many"], code: 2, error: "validation",
            says: ["count"]),
        BadInput(
            name: "input against its pattern", arguments: ["run", "service-outage", "--set", "service=a b"], code: 2,
            says: ["a b"]),
        BadInput(
            name: "unknown input", arguments: ["run", "small.yaml", "--set", "nope=1"], code: 2, says: ["nope"]),
        BadInput(name: "input without a value", arguments: ["run", "small.yaml", "--set", "nope"], code: 2, says: ["nope"]),
        BadInput(
            name: "secret as input", arguments: ["run", "typed.yaml", "--set", "count=1", "--set", "text=AKIAIOSFODNN7EXAMPLE"],
            code: 2, error: "validation", says: ["text"]),
    ]

    private static let windowsAndOptions = [
        BadInput(name: "no window", arguments: ["run", "small.yaml", "--window", "yesterday"], code: 2, says: ["yesterday"]),
        BadInput(
            name: "window that ends before it begins",
            arguments: ["run", "small.yaml", "--window", "2026-03-01T15:00:00Z to 2026-03-01T14:00:00Z"], code: 2),
        BadInput(name: "window of no length", arguments: ["run", "small.yaml", "--window", "last 0h"], code: 2),
        BadInput(name: "no source", arguments: ["run", "small.yaml", "--source", "foo"], code: 2, says: ["foo"]),
        BadInput(name: "unknown kind of source", arguments: ["doctor", "--source", "a=logz:x"], code: 2, says: ["logz"]),
        BadInput(name: "unknown option", arguments: ["run", "small.yaml", "--frobnicate"], code: 2, error: "usage", says: ["--frobnicate"]),
        BadInput(name: "unknown command", arguments: ["investigate"], code: 2, error: "usage", says: ["investigate"]),
        BadInput(name: "unknown severity", arguments: ["run", "small.yaml", "--fail-on", "dire"], code: 2, error: "usage", says: ["dire"]),
        BadInput(name: "unknown format", arguments: ["export", "--format", "pdf"], code: 2, error: "usage", says: ["pdf"]),
        BadInput(name: "unknown tool", arguments: ["tool", "call", "rm"], code: 2, says: ["rm"]),
        BadInput(
            name: "unknown argument", arguments: ["tool", "call", "get_system_load", "bogus=1"], code: 2, error: "validation",
            says: ["bogus"]),
        BadInput(name: "argument without a value", arguments: ["tool", "call", "get_system_load", "x"], code: 2, error: "usage"),
        BadInput(
            name: "missing argument", arguments: ["tool", "call", "read_file"], code: 2, error: "validation", says: ["path"]),
        BadInput(
            name: "mistyped argument", arguments: ["tool", "call", "read_file", "path=a", "lines=many"], code: 2,
            error: "validation", says: ["lines"]),
        BadInput(
            name: "argument file that is missing", arguments: ["tool", "call", "read_file", "path=@none.txt"], code: 2,
            says: ["none.txt"]),
        BadInput(
            name: "malformed pattern", arguments: ["tool", "call", "search_logs", "regex=(", "--source", "a=logs:good.log"],
            code: 2, error: "validation", says: ["("], prepare: { try $0.write("2026-01-01T00:00:00Z INFO x\n", to: "good.log") }),
        BadInput(
            name: "unknown source", arguments: ["tool", "call", "search_logs", "literal=x", "source=nosuch"], code: 2,
            says: ["nosuch"]),
    ]

    private static let files = [
        BadInput(
            name: "malformed workflow", arguments: ["run", "bad.yaml"], code: 2, says: ["bad.yaml:2:"],
            prepare: { try $0.write("schema: 1\nname: [x\n", to: "bad.yaml") }),
        BadInput(
            name: "workflow with an unknown tool", arguments: ["run", "bad.yaml"], code: 2, says: ["bad.yaml:6:", "get_disk_usag"],
            prepare: { try $0.write(workflow("get_disk_usag@1"), to: "bad.yaml") }),
        BadInput(
            name: "workflow that wants a shell", arguments: ["run", "bad.yaml"], code: 2, says: ["bad.yaml:6:", "run"],
            prepare: { folder in
                let text = workflow("x@1").split(separator: "\n").dropLast().joined(separator: "\n")
                try folder.write(text + "\n    run: rm -rf /\n", to: "bad.yaml")
            }),
        BadInput(
            name: "workflow of 10 MB of garbage", arguments: ["run", "garbage.yaml"], code: 2, says: ["garbage.yaml"],
            prepare: { try $0.write(garbage(10_000_000), to: "garbage.yaml") }),
        BadInput(
            name: "workflow of a little garbage", arguments: ["run", "garbage.yaml"], code: 2, says: ["garbage.yaml"],
            prepare: { try $0.write(garbage(10_000), to: "garbage.yaml") }),
        BadInput(
            name: "folder as workflow", arguments: ["run", "folder.yaml"], code: 2, says: ["folder.yaml"],
            prepare: { try $0.write("", to: "folder.yaml/x") }),
        BadInput(
            name: "malformed configuration", arguments: ["doctor", "--config", "bad.yaml"], code: 2, error: "configuration",
            says: ["bad.yaml:2:"], prepare: { try $0.write("sources: {a: [\n", to: "bad.yaml") }),
        BadInput(
            name: "unknown key of the configuration", arguments: ["doctor", "--config", "bad.yaml"], code: 2,
            error: "configuration", says: ["bad.yaml:1:1", "sauces"], prepare: { try $0.write("sauces: {}\n", to: "bad.yaml") }),
        BadInput(
            name: "unknown kind in the configuration", arguments: ["doctor", "--config", "bad.yaml"], code: 2,
            error: "configuration", says: ["bad.yaml:2:13", "logz"],
            prepare: { try $0.write("sources:\n  a: {kind: logz, path: x}\n", to: "bad.yaml") }),
        BadInput(
            name: "missing configuration", arguments: ["doctor", "--config", "none.yaml"], code: 2, error: "configuration",
            says: ["none.yaml"]),
        BadInput(
            name: "FIFO as configuration", arguments: ["doctor", "--config", "fifo.yaml"], code: 2, error: "configuration",
            says: ["fifo.yaml"], prepare: { _ = unsafe mkfifo($0.path("fifo.yaml"), 0o600) }),
        BadInput(
            name: "found configuration that reaches out", arguments: ["doctor"], code: 2, error: "configuration",
            says: ["casebook.yaml:1:", "/etc/hostname"],
            prepare: { try $0.write("sources: {a: {kind: logs, path: /etc/hostname}}\n", to: "casebook.yaml") }),
    ]

    private static let plans = [
        plan("text", "hello"), plan("list", "[1,2]"), plan("object", #"{"name":"x"}"#),
        plan("state", #"{"version":4,"terraform_version":"1.1.0","serial":1,"lineage":"x","resources":[]}"#, says: "state"),
        plan("truncated", #"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"a.b","#),
        plan("empty", ""), plan("deep", String(repeating: "[", count: 200_000)),
    ]

    private static let logs = [
        log("missing", in: "none.log"),
        log("folder without logs", in: "folder.log") { try $0.write("", to: "folder.log/x/y") },
        log("FIFO", in: "fifo.log") { _ = unsafe mkfifo($0.path("fifo.log"), 0o600) },
    ].flatMap { $0 }

    private static let databases = [
        BadInput(
            name: "text as database", arguments: ["sessions", "list", "--database", "text.db"], code: 1,
            says: ["text.db"], namesDatabase: true, prepare: { try $0.write("not a database\n", to: "text.db") }),
        BadInput(
            name: "garbage as database", arguments: ["sessions", "list", "--database", "garbage.db"], code: 1,
            says: ["garbage.db"], namesDatabase: true, prepare: { try $0.write(garbage(100_000), to: "garbage.db") }),
        BadInput(
            name: "another program's database", arguments: ["sessions", "list", "--database", "other.db"], code: 1,
            says: ["other.db"], namesDatabase: true,
            prepare: { try DatabaseFile(path: $0.path("other.db")).execute("CREATE TABLE thing (id INTEGER)") }),
        BadInput(
            name: "folder as database", arguments: ["run", "small.yaml", "--database", "folder.db"], code: 1,
            says: ["folder.db"], namesDatabase: true, prepare: { try $0.write("", to: "folder.db/x") }),
        BadInput(
            name: "FIFO as database", arguments: ["sessions", "list", "--database", "fifo.db"], code: 1,
            says: ["fifo.db"], namesDatabase: true, prepare: { _ = unsafe mkfifo($0.path("fifo.db"), 0o600) }),
        BadInput(
            name: "database where nothing can be made", arguments: ["sessions", "list", "--database", "/proc/none/x.db"],
            code: 1, says: ["/proc/none"], namesDatabase: true),
        BadInput(
            name: "database behind a dangling link", arguments: ["sessions", "list", "--database", "link/x.db"], code: 1,
            says: ["link"], namesDatabase: true, prepare: { _ = unsafe symlink("/none/of/it", $0.path("link")) }),
    ]

    private static func plan(_ name: String, _ text: String, says: String = "plan.json") -> BadInput {
        BadInput(
            name: "plan that is none: \(name)",
            arguments: ["tool", "call", "summarize_terraform_plan", "--source", "plan=terraform-plan:plan.json"], code: 2,
            error: "validation", says: [says], prepare: { try $0.write(text, to: "plan.json") })
    }

    /// A log that cannot be read, asked for by a tool and by a run.
    private static func log(
        _ name: String, in file: String, _ prepare: @escaping @Sendable (TemporaryFolder) throws -> Void = { _ in }
    ) -> [BadInput] {
        [
            BadInput(
                name: "unreadable log: \(name)",
                arguments: ["tool", "call", "search_logs", "literal=x", "--source", "app=logs:\(file)"], code: 1,
                error: "communication", says: [file], prepare: prepare)
        ]
    }

    private static func workflow(_ tool: String) -> String {
        "schema: 1\nname: w\nversion: 1.0.0\ntitle: W\nsteps:\n  - {id: a, uses: \(tool)}\n"
    }

    private static func garbage(_ count: Int) -> [UInt8] {
        var generator = SplitMix(seed: 7)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
}
