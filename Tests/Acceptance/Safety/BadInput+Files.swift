import Glibc
import TestSupport

extension BadInput {
    static let files = [
        BadInput(
            name: "malformed workflow", arguments: ["run", "bad.yaml"], code: 2, says: ["bad.yaml:3:1"],
            prepare: { try $0.write("schema: 1\nname: [x\n", to: "bad.yaml") }),
        BadInput(
            name: "workflow with an unknown tool", arguments: ["run", "bad.yaml"], code: 2,
            says: ["bad.yaml:6:", "get_disk_usag"],
            prepare: { try $0.write(workflow("get_disk_usag@1"), to: "bad.yaml") }),
        BadInput(
            name: "workflow that wants a shell", arguments: ["run", "bad.yaml"], code: 2, says: ["bad.yaml:6:", "run"],
            prepare: { try $0.write(workflow("get_system_load@1, run: reboot"), to: "bad.yaml") }),
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
            name: "malformed configuration", arguments: ["doctor", "--config", "bad.yaml"], code: 2,
            error: "configuration",
            says: ["bad.yaml:2:"], prepare: { try $0.write("sources: {a: [\n", to: "bad.yaml") }),
        BadInput(
            name: "unknown key of the configuration", arguments: ["doctor", "--config", "bad.yaml"], code: 2,
            error: "configuration", says: ["bad.yaml:1:1", "sauces"],
            prepare: { try $0.write("sauces: {}\n", to: "bad.yaml") }),
        BadInput(
            name: "unknown kind in the configuration", arguments: ["doctor", "--config", "bad.yaml"], code: 2,
            error: "configuration", says: ["bad.yaml:2:13", "logz"],
            prepare: { try $0.write("sources:\n  a: {kind: logz, path: x}\n", to: "bad.yaml") }),
        BadInput(
            name: "missing configuration", arguments: ["doctor", "--config", "none.yaml"], code: 2,
            error: "configuration",
            says: ["none.yaml"]),
        BadInput(
            name: "FIFO as configuration", arguments: ["doctor", "--config", "fifo.yaml"], code: 2,
            error: "configuration",
            says: ["fifo.yaml"], prepare: { _ = unsafe mkfifo($0.path("fifo.yaml"), 0o600) }),
        BadInput(
            name: "found configuration that reaches out", arguments: ["doctor"], code: 2, error: "configuration",
            says: ["casebook.yaml:1:", "/etc/hostname"],
            prepare: { try $0.write("sources: {a: {kind: logs, path: /etc/hostname}}\n", to: "casebook.yaml") }),
    ]

    static let plans = [
        plan("text", "hello"), plan("list", "[1,2]"), plan("object", #"{"name":"x"}"#),
        plan(
            "state", #"{"version":4,"terraform_version":"1.1.0","serial":1,"lineage":"x","resources":[]}"#,
            says: "state"),
        plan(
            "truncated", #"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"a.b","#),
        plan("empty", ""), plan("deep", String(repeating: "[", count: 200_000)),
    ]

    static let logs = [
        log("missing", in: "none.log"),
        log("empty folder", in: "folder.log") { _ = unsafe mkdir($0.path("folder.log"), 0o700) },
        log("FIFO", in: "fifo.log") { _ = unsafe mkfifo($0.path("fifo.log"), 0o600) },
    ].flatMap { $0 }

    static let databases = [
        BadInput(
            name: "text as database", arguments: ["sessions", "list", "--database", "text.db"], code: 1,
            says: ["text.db"], prepare: { try $0.write("not a database\n", to: "text.db") }),
        BadInput(
            name: "garbage as database", arguments: ["sessions", "list", "--database", "garbage.db"], code: 1,
            says: ["garbage.db"], prepare: { try $0.write(garbage(100_000), to: "garbage.db") }),
        BadInput(
            name: "another program's database", arguments: ["sessions", "list", "--database", "other.db"], code: 1,
            says: ["other.db"],
            prepare: { try DatabaseFile(path: $0.path("other.db")).execute("CREATE TABLE thing (id INTEGER)") }),
        BadInput(
            name: "folder as database", arguments: ["run", "small.yaml", "--database", "folder.db"], code: 1,
            says: ["folder.db"], prepare: { try $0.write("", to: "folder.db/x") }),
        BadInput(
            name: "FIFO as database", arguments: ["sessions", "list", "--database", "fifo.db"], code: 1,
            says: ["fifo.db"], prepare: { _ = unsafe mkfifo($0.path("fifo.db"), 0o600) }),
        BadInput(
            name: "database where nothing can be made",
            arguments: ["run", "small.yaml", "--database", "/proc/none/x.db"],
            code: 1, says: ["/proc/none"]),
        BadInput(
            name: "case file that is empty", arguments: ["import", "none.ndjson"], code: 1, error: "notACaseFile",
            says: ["it is empty"], prepare: { try $0.write("", to: "none.ndjson") }),
        BadInput(
            name: "database behind a dangling link", arguments: ["sessions", "list", "--database", "link/x.db"],
            code: 1,
            says: ["link"], prepare: { _ = unsafe symlink("/none/of/it", $0.path("link")) }),
    ]

    private static func plan(_ name: String, _ text: String, says: String = "plan.json") -> BadInput {
        BadInput(
            name: "plan that is none: \(name)",
            arguments: ["tool", "call", "summarize_terraform_plan", "--source", "plan=terraform-plan:plan.json"],
            code: 2,
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
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
}
