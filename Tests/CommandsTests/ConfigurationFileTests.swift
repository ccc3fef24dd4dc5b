import Foundation
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
            budget: {session: {bytes: 20GiB, calls: 2000}, run: {rows: 5}, principal: {seconds: 9, answer: 1MiB}}
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
        #expect(configuration.budgets.session == Budget(calls: 2000, bytes: 20 << 30))
        #expect(configuration.budgets.run == Budget(rows: 5))
        #expect(configuration.budgets.principal == Budget(seconds: 9, answer: 1 << 20))
    }

    @Test func readsServers() throws {
        let configuration = try Self.parse(
            """
            sources:
              prod: {kind: prometheus, url: 'https://p.internal/prom/', token-file: token, ca-file: /ca.pem, timeout: 1500ms, max-response: 1MiB}
              old: {kind: prometheus, url: 'http://127.0.0.1:9090', user: me, password-file: /run/secret, tenant: team-a}
            """)
        #expect(
            configuration.sources.map(\.endpoint) == [
                Endpoint(
                    url: "https://p.internal:443/prom", credential: .token(file: "/etc/casebook/token"),
                    authorities: "/ca.pem", timeout: 1500, maximumResponse: 1 << 20),
                Endpoint(
                    url: "http://127.0.0.1:9090", credential: .password(user: "me", file: "/run/secret"),
                    tenant: "team-a"),
            ])
        // Evidence of one tenant is not that of another.
        #expect(
            Source(name: "old", kind: .prometheus, endpoint: Endpoint(url: "http://127.0.0.1:9090")).digest
                != configuration.sources[1].digest)
        #expect(throws: CommandError.self) {
            try Self.parse("sources:\n  a: {kind: prometheus, url: 'http://h'}", isConfined: true)
        }
    }

    @Test(arguments: [
        "", "# nothing", "sources:", "sources: {}\nroots:\nworkflows: []\ninputs:\nredact:\nbudget: {session: }",
    ])
    func takesWhatIsEmpty(_ text: String) throws {
        let configuration = try Self.parse(text)
        #expect(configuration.sources.isEmpty && configuration.roots.isEmpty && configuration.budgets == Budgets())
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
        ("sources:\n  a: {kind: prometheus}", "2:6", "no `url`"),
        ("sources:\n  a: {kind: prometheus, url: 'http://u:p@h'}", "2:30", "URL"),
        ("sources:\n  a: {kind: prometheus, url: 'http://h', user: u}", "2:6", "password-file"),
        ("sources:\n  a: {kind: prometheus, url: 'http://h', timeout: 5}", "2:51", "duration"),
        ("sources:\n  a: {kind: prometheus, url: 'http://h', max-response: 1KiB}", "2:56", "max-response"),
        ("sources:\n  a: {kind: prometheus, url: 'http://h', tenant: 'a b'}", "2:50", "tenant"),
        ("sources:\n  a: {kind: logs, path: x, year: 1969}", "2:34", "year"),
        ("sources:\n  a: {kind: logs, path: x, utc-offset: '2'}", "2:40", "offset"),
        ("roots: [{}]", "1:9", "text"), ("roots: ['']", "1:9", "empty"), ("inputs: {a: [1]}", "1:13", "inputs.a"),
        ("redact: {patterns: {ok: x, a: '('}}", "1:31", "`a`"), ("redact: {patterns: {a: ''}}", "1:24", "empty"),
        ("redact: {words: {}}", "1:10", "`words`"), ("redact: {patterns: {a: [x]}}", "1:24", "redact.patterns.a"),
        ("budget: {team: {}}", "1:10", "`team`"), ("budget: {session: {calls: -1}}", "1:27", "whole number"),
        ("budget: {session: {calls: many}}", "1:27", "whole number"),
        ("budget: {session: {calls: '12'}}", "1:27", "whole number"),
        ("budget: {session: {calls: 1_000}}", "1:27", "whole number"),
        ("roots: [a, \u{1}b]", "1:12", "control characters"), ("%TAG ! x\n---\nroots: a", "1:1", "`%TAG`"),
        ("a: &a [x]\nroots: [" + String(repeating: "*a,", count: 150_000) + "]", "2:", "too many values"),
        ("budget: {session: {bytes: 5GB}}", "1:27", "`5GB`"),
        ("budget: {session: {bytes: 99999999999GiB}}", "1:27", "size"),
        ("budget: {session: {second: 5}}", "1:20", "`second`"),
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

    // MARK: Roles and principals

    private static let access = """
        principals:
          bob: {roles: [web, approver], groups: [payments]}
        roles:
          investigator: {sources: [app]}
          web: {as: investigator, tools: [search_logs], sources: [nginx], roots: [logs/app/old],
                limits: {calls-per-minute: 60, calls: 2, sessions: 3, bytes: 5MiB}}
          all: {as: investigator}
        sources:
          nginx: {kind: logs, path: logs/nginx/*.log}
          app: {kind: logs, path: logs/app/}
        roots: [srv]
        """

    @Test func readsRolesAndPrincipals() throws {
        let book = try Self.parse(Self.access).roles
        #expect(book.names == ["viewer", "investigator", "approver", "operator", "all", "web"])
        let web = try #require(book["web"])
        #expect(web.base == .investigator && web.tools == ["search_logs"] && web.sources == ["nginx"])
        #expect(web.roots == ["/etc/casebook/logs/app/old"])
        var limits = PrincipalLimits.none
        (limits.callsPerMinute, limits.calls, limits.sessions, limits.bytes) = (60, 2, 3, 5 << 20)
        #expect(web.limits == limits)
        // Who may read a folder of logs as a source may read its files, and nothing besides.
        #expect(book["investigator"]?.roots == ["/etc/casebook/logs/app"])
        #expect(book["all"]?.roots == nil && book["all"]?.limits == nil)
        #expect(book.assignments == ["bob": RoleBook.Assignment(roles: ["approver", "web"], groups: ["payments"])])
        let empty = try Self.parse("roles:\nprincipals: {}").roles
        #expect(empty == RoleBook())
    }

    @Test func theDocumentedExampleLimitsWhatItSays() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        for (file, limit) in [("README.md", 600), ("docs/security.md", 600)] {
            let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            let block = try #require(
                text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
                    $0.components(separatedBy: "```").first
                }
                .first { $0.contains("oncall-bot:") })
            let sources = block.contains("sources:\n") ? "" : Self.documentedSources
            let book = try Self.parse(sources + block).roles
            let bot = book.standing(of: "oncall-bot", roles: ["operator"], groups: [])
            #expect(!bot.rights.readsEverything && !bot.rights.allows(source: "app"), "\(file)")
            #expect(bot.rights.allows(source: "nginx", by: "search_logs") && bot.privileges.decides, "\(file)")
            #expect(bot.limits.callsPerMinute == limit, "\(file)")
        }
    }

    /// What the example of roles alone goes by.
    private static let documentedSources = """
        sources:
          nginx: {kind: logs, path: /var/log/nginx/}
          app: {kind: logs, path: /srv/app/log/}

        """

    @Test(arguments: [
        ("roles: {web: {tools: []}}", "1:9", "no `as`"), ("roles: {web: {as: king}}", "1:19", "`king`"),
        ("roles: {viewer: {as: viewer}}", "1:18", "`viewer`"), ("roles: {'a b': {as: viewer}}", "1:9", "`a b`"),
        ("roles: {w: {as: viewer, tool: []}}", "1:25", "`tool`"),
        ("roles: {w: {as: viewer, tools: [serch_logs]}}", "1:33", "`serch_logs`"),
        ("roles: {w: {as: viewer, tools: search_logs}}", "1:32", "list"),
        ("roles: {w: {as: viewer, sources: [app]}}", "1:35", "`app`"),
        ("roles: {w: {as: viewer, roots: [/etc]}}", "1:33", "beneath none"),
        ("roots: [a]\nroles: {w: {as: viewer, roots: [a/../b]}}", "2:33", "beneath none"),
        ("roles: {w: {as: viewer, limits: {calls: many}}}", "1:41", "whole number"),
        ("roles: {w: {as: viewer, limits: {rows: 1}}}", "1:34", "`rows`"), ("roles: [w]", "1:8", "mapping"),
        ("principals: {bob: {roles: [web]}}", "1:28", "`web`"),
        ("principals: {bob: {groups: [a]}}", "1:14", "no `roles`"),
        ("principals: {bob: {roles: ['*']}}", "1:14", "no `roles`"),
        ("principals: {'local:x': {roles: [viewer]}}", "1:14", "`local:x`"),
        ("principals: {bob: {roles: [viewer], tools: []}}", "1:37", "`tools`"),
    ])
    func tellsWhereAFaultOfARoleIs(_ text: String, _ place: String, _ words: String) throws {
        let error = try #require(throws: CommandError.self) { try Self.parse(text) }
        #expect(error.kind == .configuration)
        #expect(error.message.hasPrefix("/etc/casebook/casebook.yaml:\(place)"), "\(error.message)")
        #expect(error.message.contains(words), "\(error.message)")
    }

    @Test(arguments: ["roles: {}", "principals: {}"])
    func aConfigurationThatWasFoundGivesNobodyRights(_ text: String) throws {
        let error = try #require(throws: CommandError.self) { try Self.parse(text, isConfined: true) }
        #expect(error.message.contains("found, not named"))
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
