import Glibc
import Model
import Policy
import TestSupport
import Testing

@testable import Commands

@Suite struct ConfigurationFileTests {
    static func parse(_ text: String, folder: String = "/etc/casebook", isConfined: Bool = false) throws
        -> Configuration
    {
        try ConfigurationFile(path: folder + "/casebook.yaml", folder: folder, isConfined: isConfined).parse(text)
    }

    @Test func readsEveryKey() throws {
        let configuration = try Self.parse(
            """
            sources:
              nginx: {kind: logs, paths: [logs/nginx/*.log, /var/log/nginx/error.log], utc-offset: '+02:00', year: 2025}
              app: {kind: logs, path: logs/app/}
              metrics: {kind: metrics-file, path: ../metrics.om}
              plan: {kind: terraform-plan, path: plan.json}
              deploys: {kind: changes, paths: [deploys.ndjson]}
            workflows: runbooks
            roots: [logs, /srv]
            inputs: {service: checkout, limit: 5}
            redact: {patterns: {employee-id: 'E[0-9]{7}'}}
            budget: {session: {bytes: 20GiB, calls: 2000}}
            """)
        #expect(configuration.origin == .file("/etc/casebook/casebook.yaml"))
        #expect(configuration.sources.map(\.name) == ["nginx", "app", "metrics", "plan", "deploys"])
        #expect(configuration.sources.map(\.kind) == [.logs, .logs, .metricsFile, .terraformPlan, .changes])
        let nginx = configuration.sources[0]
        #expect(
            nginx.files == [
                FileSelection(root: "/etc/casebook/logs/nginx", pattern: "*.log"),
                FileSelection(root: "/var/log/nginx", pattern: "error.log"),
            ])
        #expect(nginx.utcOffset == 7200 && nginx.year == 2025)
        #expect(configuration.sources[1].files == [FileSelection(root: "/etc/casebook/logs/app", pattern: "")])
        #expect(configuration.sources[2].files == [FileSelection(root: "/etc", pattern: "metrics.om")])
        #expect(configuration.workflows == ["/etc/casebook/runbooks"])
        #expect(configuration.roots == ["/etc/casebook/logs", "/srv"])
        #expect(configuration.inputs == ["service": "checkout", "limit": "5"])
        #expect(configuration.redaction == ["employee-id": "E[0-9]{7}"])
        #expect(configuration.budget == Budget(calls: 2000, bytes: 20 << 30))
    }

    @Test(arguments: [
        "", "# nothing", "sources:", "sources: {}\nroots:\nworkflows: []\ninputs:\nredact:\nbudget: {session: }",
    ])
    func takesWhatIsEmpty(_ text: String) throws {
        let configuration = try Self.parse(text)
        #expect(configuration.sources.isEmpty && configuration.roots.isEmpty && configuration.budget == Budget())
    }

    @Test(arguments: [
        ("sorces: {}", "1:1", "`sorces`"), ("sources: [a]", "1:10", "mapping"), ("- a", "1:1", "mapping"),
        ("sources:\n  'a b': {kind: logs, path: x}", "2:3", "`a b`"),
        ("sources:\n  a: {kind: log, path: x}", "2:13", "`log`"), ("sources:\n  a: {path: x}", "2:6", "no `kind`"),
        ("sources:\n  a: {kind: logs}", "2:6", "no `path`"),
        ("sources:\n  a: {kind: logs, paths: []}", "2:6", "no `path`"),
        ("sources:\n  a: {kind: logs, path: ''}", "2:25", "empty"),
        ("sources:\n  a: {kind: logs, path: {b: c}}", "2:25", "text"),
        ("sources:\n  a: {kind: logs, url: x}", "2:19", "`url`"),
        ("sources:\n  a: {kind: prometheus, path: x}", "2:6", "prometheus"),
        ("sources:\n  a: {kind: logs, path: x, year: 1969}", "2:34", "year"),
        ("sources:\n  a: {kind: logs, path: x, utc-offset: '2'}", "2:40", "offset"),
        ("roots: [{}]", "1:9", "text"), ("roots: ['']", "1:9", "empty"), ("inputs: {a: [1]}", "1:13", "inputs.a"),
        ("redact: {patterns: {ok: x, a: '('}}", "1:31", "`a`"), ("redact: {patterns: {a: ''}}", "1:24", "empty"),
        ("redact: {words: {}}", "1:10", "`words`"), ("redact: {patterns: {a: [x]}}", "1:24", "redact.patterns.a"),
        ("budget: {run: {}}", "1:10", "`run`"), ("budget: {session: {calls: -1}}", "1:27", "whole number"),
        ("budget: {session: {calls: many}}", "1:27", "whole number"),
        ("budget: {session: {bytes: 5GB}}", "1:27", "`5GB`"),
        ("budget: {session: {bytes: 99999999999GiB}}", "1:27", "size"),
        ("budget: {session: {seconds: 5}}", "1:20", "`seconds`"),
        ("roots: [a\ninputs: {}", "2:", "valid YAML"), ("roots: 'a", "1:", "valid YAML"),
        ("a: &x 1\nb: *y", "2:4", "valid YAML"),
        ("roots: a\nroots: b", "", "twice"), ("? [a]\n: b", "1:3", "not a text"),
    ])
    func tellsWhereAFaultIs(_ text: String, _ place: String, _ words: String) throws {
        let error = try #require(throws: CommandError.self) { try Self.parse(text) }
        #expect(error.kind == .configuration)
        #expect(error.message.hasPrefix("/etc/casebook/casebook.yaml:\(place)"))
        #expect(error.message.contains(words))
    }

    @Test func refusesWhatIsTooMuch() {
        for text in [
            String(repeating: "#", count: ConfigurationFile.maximumLength + 1),
            String(repeating: "[", count: 100_000), "roots: " + String(repeating: "{a: ", count: 100_000),
            String(repeating: "- ", count: 100_000),
        ] {
            #expect(throws: CommandError.self) { try Self.parse(text) }
        }
    }

    // MARK: A configuration that was found, not named

    @Test(arguments: [
        "roots: [/etc]", "roots: [..]", "roots: [logs/../..]", "workflows: ../runbooks", "roots: /etc/casebookish",
        "sources: {a: {kind: logs, path: /var/log/}}", "sources: {a: {kind: logs, paths: [ok.log, ../x.log]}}",
        "sources: {a: {kind: logs, path: 'logs/*/../../../*.log'}}", "sources: {a: {kind: changes, path: /dev/stdin}}",
    ])
    func isConfinedToItsFolder(_ text: String) throws {
        let error = try #require(throws: CommandError.self) { try Self.parse(text, isConfined: true) }
        #expect(error.message.contains("outside") && error.message.contains(":1:"))
        #expect(throws: Never.self) { try Self.parse(text) }
    }

    @Test func opensBeneathItsOwnFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "logs/app/a.log")
        let configuration = try Self.parse(
            """
            sources:
              app: {kind: logs, paths: [logs/app, ./logs/*.log, a.log]}
              here: {kind: logs, path: .}
            roots: [logs]
            """, folder: folder.path, isConfined: true)
        #expect(configuration.origin == .folder(folder.path("casebook.yaml")))
        #expect(configuration.sources.flatMap(\.files).allSatisfy { $0.root == folder.path })
        #expect(configuration.sources.flatMap(\.files).map(\.pattern) == ["logs/app/", "logs/*.log", "a.log", ""])
        #expect(configuration.roots == [folder.path("logs")])
    }

    @Test(arguments: ["roots: [out]", "workflows: [in/out/deeper]"])
    func aLinkLeadsNowhere(_ text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "in/a")
        #expect(unsafe symlink("/etc", folder.path("out")) == 0)
        #expect(unsafe symlink("/etc", folder.path("in/out")) == 0)
        let error = try #require(throws: CommandError.self) {
            try Self.parse(text, folder: folder.path, isConfined: true)
        }
        #expect(error.message.contains("is a link"))
        // The operator who names the file may link as they like.
        #expect(throws: Never.self) { try Self.parse(text, folder: folder.path) }
    }
}

@Suite struct ConfigurationFinderTests {
    @Test func looksWhereItShould() throws {
        let folder = try TemporaryFolder()
        let home = try TemporaryFolder()
        var finder = ConfigurationFinder(environment: ["HOME": home.path], currentFolder: folder.path)
        #expect(try finder.find(named: nil).origin == .standard)
        #expect(try finder.database(named: nil) == home.path(".local/state/casebook/casebook.db"))
        let own = try home.write("roots: [/srv]", to: ".config/casebook/casebook.yaml")
        #expect(try finder.find(named: nil).origin == .file(own))
        let here = try folder.write("roots: [logs]", to: "casebook.yaml")
        #expect(try finder.find(named: nil).origin == .folder(here))
        let named = try folder.write("roots: [/srv]", to: "other.yaml")
        #expect(try finder.find(named: "other.yaml").origin == .file(named))
        finder = ConfigurationFinder(
            environment: ["CASEBOOK_CONFIG": named, "CASEBOOK_DATABASE": "db", "HOME": home.path],
            currentFolder: folder.path)
        #expect(try finder.find(named: nil).origin == .file(named))
        #expect(try finder.database(named: nil) == folder.path("db"))
        #expect(try finder.database(named: "/x/../y") == "/y")
    }

    @Test func anEmptyVariableIsNoneAndAnEmptyOptionIsAMistake() throws {
        let folder = try TemporaryFolder()
        let home = try TemporaryFolder()
        let environment = ["CASEBOOK_CONFIG": "", "CASEBOOK_DATABASE": "", "HOME": home.path, "XDG_STATE_HOME": ""]
        let finder = ConfigurationFinder(environment: environment, currentFolder: folder.path)
        #expect(try finder.find(named: nil).origin == .standard)
        #expect(try finder.database(named: nil) == home.path(".local/state/casebook/casebook.db"))
        for name in ["", "a\0b"] {
            #expect { try finder.database(named: name) } throws: { ($0 as? CommandError)?.kind == .usage }
            #expect { try finder.find(named: name) } throws: { ($0 as? CommandError)?.kind == .usage }
        }
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative"]])
    func withoutHOMETheAccountTells(_ environment: [String: String]) throws {
        var finder = ConfigurationFinder(environment: environment, currentFolder: "/")
        finder.accountFolder = { "/home/ada" }
        #expect(finder.userFolder == "/home/ada/.config/casebook")
        #expect(try finder.database(named: nil) == "/home/ada/.local/state/casebook/casebook.db")
        finder.accountFolder = { nil }
        #expect(try finder.database(named: nil) == "/.local/state/casebook/casebook.db")
        #expect(UserAccount.folder?.hasPrefix("/") != false)
    }

    @Test func refusesWhatCannotBeRead() throws {
        let folder = try TemporaryFolder()
        let finder = ConfigurationFinder(environment: ["HOME": folder.path], currentFolder: folder.path)
        #expect(throws: CommandError.self) { try finder.find(named: "nothing.yaml") }
        try folder.write([0xFF, 0xFE, 0x00], to: "bytes.yaml")
        #expect(throws: CommandError.self) { try finder.find(named: "bytes.yaml") }
        #expect(throws: CommandError.self) { try finder.find(named: ".") }
        #expect(unsafe mkfifo(folder.path("fifo.yaml"), 0o600) == 0)
        #expect(throws: CommandError.self) { try finder.find(named: "fifo.yaml") }
    }
}
