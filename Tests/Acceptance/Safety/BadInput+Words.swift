import TestSupport

extension BadInput {
    static let sessionsAndWorkflows = [
        BadInput(name: "unknown workflow", arguments: ["run", "nosuch"], code: 2, error: "notFound", says: ["nosuch"]),
        BadInput(name: "missing workflow file", arguments: ["run", "./none.yaml"], code: 2, says: ["none.yaml"]),
        BadInput(
            name: "unknown session", arguments: ["sessions", "show", "ses_zzzz"], code: 2, error: "notFound",
            says: ["ses_zzzz"]),
        BadInput(name: "unknown session to resume", arguments: ["resume", "ses_zzzz"], code: 2, error: "notFound"),
        BadInput(name: "unknown session to export", arguments: ["export", "ses_zzzz"], code: 2, error: "notFound"),
        BadInput(
            name: "unknown session to run in", arguments: ["run", "small.yaml", "--session", "ses_zz"], code: 2,
            error: "notFound"),
        BadInput(
            name: "foreign cursor", arguments: ["sessions", "list", "--cursor", "bogus"], code: 2, says: ["cursor"]),
        BadInput(
            name: "limit out of range", arguments: ["sessions", "list", "--limit", "0"], code: 2, error: "usage",
            says: ["500"]),
        BadInput(
            name: "missing input", arguments: ["run", "typed.yaml"], code: 2, error: "validation", says: ["count"]),
        BadInput(
            name: "mistyped input", arguments: ["run", "typed.yaml", "--set", "count=many"], code: 2,
            error: "validation",
            says: ["count"]),
        BadInput(
            name: "input against its pattern", arguments: ["run", "service-outage", "--set", "service=a b"], code: 2,
            says: ["a b"]),
        BadInput(
            name: "unknown input", arguments: ["run", "small.yaml", "--set", "nope=1"], code: 2, says: ["nope"]),
        BadInput(
            name: "input without a value", arguments: ["run", "small.yaml", "--set", "nope"], code: 2, says: ["nope"]),
        BadInput(
            name: "secret as input",
            arguments: ["run", "typed.yaml", "--set", "count=1", "--set", "text=AKIAIOSFODNN7EXAMPLE"],
            code: 2, error: "validation", says: ["text"]),
    ]

    static let windowsAndOptions = [
        BadInput(
            name: "no window", arguments: ["run", "small.yaml", "--window", "yesterday"], code: 2, says: ["yesterday"]),
        BadInput(
            name: "window that ends before it begins",
            arguments: ["run", "small.yaml", "--window", "2026-03-01T15:00:00Z to 2026-03-01T14:00:00Z"], code: 2),
        BadInput(name: "window of no length", arguments: ["run", "small.yaml", "--window", "last 0h"], code: 2),
        BadInput(name: "no source", arguments: ["run", "small.yaml", "--source", "foo"], code: 2, says: ["foo"]),
        BadInput(
            name: "unknown kind of source", arguments: ["doctor", "--source", "a=logz:x"], code: 2, says: ["logz"]),
        BadInput(
            name: "unknown option", arguments: ["run", "small.yaml", "--frobnicate"], code: 2, error: "usage",
            says: ["--frobnicate"]),
        BadInput(name: "unknown command", arguments: ["investigate"], code: 2, error: "usage", says: ["investigate"]),
        BadInput(
            name: "unknown command of a group", arguments: ["sessions", "unpin", "ses_zz"], code: 2, error: "usage",
            says: ["no command `sessions unpin`"]),
        BadInput(
            name: "nothing to scrub", arguments: ["sessions", "scrub", "@last"], code: 2, error: "usage",
            says: ["one of --entry, --evidence and --secret"]),
        BadInput(
            name: "no identifier of evidence", arguments: ["sessions", "scrub", "@last", "--evidence", "ev_x"], code: 2,
            error: "usage", says: ["ev_x"]),
        BadInput(
            name: "unknown severity", arguments: ["run", "small.yaml", "--fail-on", "dire"], code: 2, error: "usage",
            says: ["dire"]),
        BadInput(
            name: "unknown format", arguments: ["export", "--format", "pdf"], code: 2, error: "usage", says: ["pdf"]),
        BadInput(name: "unknown tool", arguments: ["tool", "call", "rm"], code: 2, says: ["rm"]),
        BadInput(
            name: "unknown argument", arguments: ["tool", "call", "get_system_load", "bogus=1"], code: 2,
            error: "validation",
            says: ["bogus"]),
        BadInput(
            name: "argument without a value", arguments: ["tool", "call", "get_system_load", "x"], code: 2,
            error: "usage"),
        BadInput(
            name: "missing argument", arguments: ["tool", "call", "read_file"], code: 2, error: "validation",
            says: ["path"]),
        BadInput(
            name: "mistyped argument", arguments: ["tool", "call", "read_file", "path=a", "lines=many"], code: 2,
            error: "validation", says: ["lines"]),
        BadInput(
            name: "argument file that is missing", arguments: ["tool", "call", "read_file", "path=@none.txt"], code: 2,
            says: ["none.txt"]),
        BadInput(
            name: "malformed pattern",
            arguments: ["tool", "call", "search_logs", "regex=(", "--source", "a=logs:good.log"],
            code: 2, error: "validation", says: ["("],
            prepare: { try $0.write("2026-01-01T00:00:00Z INFO x\n", to: "good.log") }),
        BadInput(
            name: "unknown source", arguments: ["tool", "call", "search_logs", "literal=x", "source=nosuch"], code: 2,
            says: ["nosuch"]),
    ]
}
