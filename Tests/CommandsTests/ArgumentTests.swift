import JSON
import Model
import Policy
import Store
import TestSupport
import Testing

@testable import Commands

@Suite struct SourceOptionTests {
    @Test(arguments: [
        ("app=logs:/var/log/app/", SourceKind.logs, "/var/log/app", ""),
        ("app=logs:logs/*.log", .logs, "/work/logs", "*.log"), ("m.1=metrics-file:m.om", .metricsFile, "/work", "m.om"),
        ("plan=terraform-plan:../a=b:c.json", .terraformPlan, "/", "a=b:c.json"),
        ("d=changes:/a/**/d-?.ndjson", .changes, "/a", "**/d-?.ndjson"), ("all=logs:/", .logs, "/", ""),
    ])
    func reads(_ text: String, _ kind: SourceKind, _ root: String, _ pattern: String) throws {
        let source = try SourceOption.source(text, relativeTo: "/work")
        #expect(source.kind == kind)
        #expect(source.files == [FileSelection(root: root, pattern: pattern)])
    }

    @Test(arguments: [
        "", "app", "app=logs", "app=logs:", "=logs:/x", "a b=logs:/x", "app=log:/x", "app=prometheus:/x",
        "p=prometheus:http://u:p@h", "app:logs=/x",
    ])
    func refuses(_ text: String) throws {
        let error = #expect(throws: CommandError.self) { try SourceOption.source(text, relativeTo: "/work") }
        #expect(error?.kind == .usage)
    }
}

@Suite struct ArgumentReaderTests {
    static let reader = ArgumentReader(schema: [
        "properties": [
            "text": ["type": "string"], "limit": ["type": "integer"], "flag": ["type": "boolean"],
            "list": ["type": "array"],
        ]
    ])

    @Test func readsBySchema() throws {
        let arguments = try Self.reader.arguments([
            "text=5", "limit=5", "flag=true", #"list=["a","b"]"#, "other={x", "empty=",
        ])
        #expect(
            JSONValue.object(arguments) == [
                "text": "5", "limit": 5, "flag": true, "list": ["a", "b"], "other": "{x", "empty": "",
            ])
        #expect(try Self.reader.arguments(["text=a=b"]) == ["text": "a=b"])
    }

    @Test func readsFiles() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a\nb", to: "q.txt")
        #expect(try Self.reader.arguments(["text=@\(path)"]) == ["text": "a\nb"])
        #expect(throws: CommandError.self) { try Self.reader.arguments(["text=@\(path).gone"]) }
        #expect(throws: CommandError.self) { try Self.reader.arguments(["text=@\(folder.path)"]) }
    }

    @Test(arguments: [["text"], ["=x"], ["text=a", "text=b"], [""]])
    func refuses(_ words: [String]) {
        #expect(throws: CommandError.self) { try Self.reader.arguments(words) }
    }
}

@Suite struct PrintableTests {
    @Test(arguments: [
        ("plain é 漢 🙂", "plain é 漢 🙂"), ("a\u{1B}[31mb\u{7}", "a[31mb"), ("a\nb\tc\rd", "a b cd"),
        ("\u{202E}evil\u{2066}\u{200B}\u{FEFF}\u{061C}", "evil"), ("\u{9B}31m\u{0}", "31m"),
        ("x\u{E0041}\u{E007F}y", "xy"),
    ])
    func cleans(_ text: String, _ shown: String) {
        #expect(Printable.clean(text) == shown)
    }

    @Test(arguments: [
        ("one two three", 7, 0, ["one two", "three"]), ("one two three", 8, 2, ["one two", "  three"]),
        ("", 5, 2, [""]), ("abcdefghij", 4, 1, ["abcd", " efg", " hij"]), ("    a b", 6, 4, ["    a", "    b"]),
        ("a  b", 10, 0, ["a  b"]), ("日本 語", 4, 0, ["日本", "語"]), ("ab cdefgh", 4, 0, ["ab", "cdef", "gh"]),
        ("ab\u{1B}[31m c", 80, 0, ["ab[31m c"]),
    ])
    func wraps(text: String, columns: Int, indent: Int, expected: [String]) {
        let lines = Printable.wrapped(text, toColumns: columns, indent: indent)
        #expect(lines == expected)
        #expect(lines.allSatisfy { Printable.columns(of: $0) <= columns })
        #expect(Printable.wrapped(text, toColumns: .max, indent: indent).count == 1)
    }

    @Test func keepsLinesAndCuts() {
        #expect(Printable.clean("a\nb\u{1B}", keepsLines: true) == "a\nb")
        #expect(Printable.cut("abcdef", to: 4) == "abc…" && Printable.cut("abcd", to: 4) == "abcd")
        #expect(Printable.cut("\u{1B}abcd", to: 4) == "abcd")
    }
}

@Suite struct ExitStatusTests {
    @Test func tellsTheCallersFaultsFromOurs() {
        #expect(ExitStatus(for: CommandError(.usage, "")) == .usage)
        #expect(ExitStatus(for: PolicyError(.badPattern, "")) == .usage)
        #expect(ExitStatus(for: ToolError(.validation, "")) == .usage)
        #expect(ExitStatus(for: ToolError.notPermitted("x")) == .usage)
        for error in [ToolError(.timeout, ""), ToolError(.budget, ""), ToolError(.internal, "")] {
            #expect(ExitStatus(for: error) == .failed)
        }
        #expect(ExitStatus(for: StoreError(.full, "")) == .failed)
        #expect(ExitStatus(for: CommandError(.inputOutput, "")) == .failed)
        #expect(
            [ExitStatus.done, .failed, .usage, .waiting, .findings, .interrupted].map(\.rawValue) == [
                0, 1, 2, 3, 4, 130,
            ])
    }
}

@Suite struct ConfigurationTextTests {
    static func finding(_ kind: String, _ location: String, usable: Bool = true, note: String? = nil)
        -> Discovery.Finding
    {
        Discovery.Finding(name: "app", kind: kind, location: location, isUsable: usable, note: note)
    }

    static func parsed(_ findings: [Discovery.Finding]) throws -> Configuration {
        let text = ConfigurationText(findings: findings, foundIn: "/work", writtenTo: "/work/casebook.yaml").text
        return try ConfigurationFile(path: "/work/casebook.yaml", folder: "/work", isConfined: true).parse(text)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let configuration = try Self.parsed([
            Self.finding("logs", "logs/*.log"), Self.finding("logs", "it's/*.log"),
            Self.finding("terraform-plan", "plan.json"),
            Self.finding("terraform-plan", "x.tfplan", usable: false, note: "binary"),
            Self.finding("logs", "/var/log/*.log"),
        ])
        #expect(configuration.sources.map(\.name) == ["app", "app-2", "app-3"])
        #expect(configuration.sources.map(\.files.first?.pattern) == ["logs/*.log", "it's/*.log", "plan.json"])
        #expect(configuration.roots.isEmpty && configuration.redaction.isEmpty)
        #expect(try Self.parsed([]).sources.isEmpty)
    }

    @Test func aFilesNameWritesNoLines() throws {
        for usable in [true, false] {
            let name = "x\nroots: ['.']\n#"
            let configuration = try Self.parsed([Self.finding("terraform-plan", name, usable: usable, note: name)])
            #expect(configuration.roots.isEmpty)
            #expect(configuration.sources.count == (usable ? 1 : 0))
        }
    }
}
