import Glibc
import JSON
import Model
import Policy
import TestSupport
import Testing
import Tooling

@testable import LogTools

/// Searches while somebody else changes what is searched.
@Suite struct DisturbedLogsTests {
    private static let isLong = unsafe getenv("CASEBOOK_SOAK") != nil

    /// Runs `disturb` over and over on a thread of its own until the body has ended.
    /// - Parameter least: How often at least, whatever the body does.
    private func disturbing(
        least: Int = 1, _ disturb: @escaping @Sendable (Int) -> Void, _ body: () async throws -> Void
    ) async throws {
        let flag = Flag()
        let thread = Task.detached {
            var round = 0
            while !flag.isSet || round < least {
                disturb(round)
                round += 1
                await Task.yield()
            }
            return round
        }
        do { try await body() } catch {
            flag.set()
            _ = await thread.value
            throw error
        }
        flag.set()
        #expect(await thread.value >= least)
    }

    private static func text(lines: Int, hasDate: Bool = true) -> [UInt8] {
        (0..<lines).flatMap { index in
            let time = Timestamp(milliseconds: 1_793_556_000_000 + Int64(index)).description.dropFirst(hasDate ? 0 : 11)
            return Array("\(time) INFO served basket=\(index) within the roots\n".utf8)
        }
    }

    /// Where lines have no date the file is gone through once more, before it is read.
    @Test(arguments: [true, false]) func bearsTruncation(hasDate: Bool) async throws {
        let bytes = Self.text(lines: 20_000, hasDate: hasDate)
        let sample = try LogSample(["app.log": bytes])
        let path = sample.folder.path("app.log")
        let rounds = Self.isLong ? 150 : hasDate ? 20 : 6
        // Every second disturbance is a truncation.
        try await disturbing(
            least: Self.isLong ? 2000 : 2 * rounds,
            { round in
                let length = round % 3 == 0 ? bytes.count : bytes.count / 7 * (round % 7)
                if round % 2 == 0 {
                    _ = unsafe truncate(path, off_t(length))
                } else {
                    _ = try? sample.folder.write(bytes, to: "app.log")
                }
            }
        ) {
            for round in 0..<rounds {
                do {
                    // The lines around hits are read again, a few hundred KiB for each.
                    let context: JSONValue = round % 20 == 0 ? 1 : 0
                    let result = try await sample.search([
                        "literal": "basket", "limit": 5, "context": context, "start": "2000-01-01T00:00:00Z",
                        "end": "2200-01-01T00:00:00Z",
                    ])
                    let coverage = try #require(result.coverage.first)
                    #expect(result.output.total <= 2 * bytes.count / 40)
                    #expect(
                        result.output.hits.allSatisfy {
                            $0.text.contains("within the roots") || $0.text.contains("basket")
                        })
                    if round % 20 == 10 { _ = try await sample.summary() }
                    #expect(coverage.searched.bytes ?? 0 <= bytes.count)
                } catch let error as ToolError {
                    #expect([.communication, .notFound].contains(error.kind), "\(error)")
                }
            }
        }
    }

    @Test func readsNothingOutside() async throws {
        let inside = "2026-11-01T18:00:01Z INFO within the roots\n"
        let folder = try TemporaryFolder()
        try folder.write(
            String(repeating: "2026-11-01T18:00:01Z INFO beyond the roots\n", count: 50), to: "outside/a.log")
        try folder.write(String(repeating: inside, count: 50), to: "root/logs/a.log")
        let sample = try LogSample("")
        let source = Source(
            name: "app", kind: .logs, files: [FileSelection(root: folder.path("root"), pattern: "logs/*.log")])
        let context = try sample.context(of: source)
        let (logs, aside, outside) = (folder.path("root/logs"), folder.path("root/aside"), folder.path("outside"))
        try await disturbing({ round in
            if round % 2 == 0 {
                _ = unsafe rename(logs, aside)
                _ = unsafe symlink(outside, logs)
            } else {
                _ = unsafe unlink(logs)
                _ = unsafe rename(aside, logs)
            }
        }) {
            for _ in 0..<(Self.isLong ? 1000 : 60) {
                do {
                    let input: JSONValue = ["literal": "the roots", "limit": 200]
                    let result = try await SearchLogs().run(input.decode(SearchLogs.Input.self), in: context)
                    #expect(result.output.hits.allSatisfy { $0.text.contains("within") })
                } catch let error as ToolError {
                    #expect([.communication, .notFound, .notPermitted].contains(error.kind), "\(error)")
                }
            }
        }
    }

    @Test func passesOverWhatIsNoFile() async throws {
        let sample = try LogSample([
            "a.log": Array("2026-11-01T18:00:01Z gone\n".utf8), "zeros.log": [UInt8](repeating: 0, count: 5000),
        ])
        #expect(unsafe mkfifo(sample.folder.path("b.log"), 0o644) == 0)
        try sample.folder.link("c.log", to: "/etc/passwd")
        try sample.folder.link("d.log", to: "/dev/zero")
        let result = try await sample.search(["literal": "gone"])
        #expect(result.output.total == 1)
        let coverage = try #require(result.coverage.first)
        #expect(coverage.value == .partial)
        #expect(coverage.omitted.map(\.what).sorted() == ["b.log", "c.log", "d.log", "zeros.log"])
    }

    @Test func isCancelledBetweenPieces() async throws {
        let sample = try LogSample(["app.log": Self.text(lines: 50_000)])
        let task = Task { try await sample.search(["literal": "basket"]) }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }
}

extension LogSample {
    func context(of source: Source) throws -> ToolContext {
        ToolContext(
            window: window, sources: SourceCatalog([source]), roots: [],
            redactor: Redactor(rules: try RedactionRules(), key: [1, 2, 3]), now: window.end, evidence: NoEvidence())
    }
}
