import JSON
import TestSupport
import Testing

extension Acceptance {
    /// What a person sees on a terminal.
    @Suite("On a terminal") struct TerminalTests {
        let casebook: Casebook

        init() throws {
            let folder = try TemporaryFolder()
            try RecordedOutage().write(to: folder)
            casebook = try Casebook(in: folder.path, home: folder)
        }

        private func screen(columns: Int, _ command: String, _ argument: String) async throws -> (Screen, Int32?) {
            let process = try casebook.start(command, argument, on: Terminal(columns: columns))
            let result = try await process.wait()
            // The terminal makes a carriage return and a line feed of the latter, which Swift takes for one character.
            let text = result.text.reduce(into: "") { $0.append($1 == "\r\n" ? "\n" : $1) }
            return (try Screen(text, columns: columns), result.code)
        }

        @Test("a run is one block that is drawn again, and nothing is wider than the screen", arguments: [60, 80, 120])
        func liveView(_ columns: Int) async throws {
            let (screen, code) = try await screen(columns: columns, "run", "service-outage")
            #expect(code == 0)
            let text = screen.text
            #expect(text.first?.hasPrefix("service-outage in session ses_") == true, "\(text)")
            for step in ["metrics", "patterns", "plans", "changes", "match", "cause"] {
                #expect(text.count { $0.hasPrefix("  ✓ \(step) ") } == 1, "\(step): \(text.joined(separator: "\n"))")
            }
            // A command that is to be copied has to stay in one piece.
            let broken = screen.tooWide.map { text[$0] }.filter { !$0.hasPrefix("report ") }
            #expect(broken.isEmpty, "\(broken)")
            #expect(text.contains { $0.hasPrefix("CRITICAL ") })
            #expect(text.contains { $0.hasPrefix("searched  ") })
            for what in ["show", "list"] {
                let (screen, code) = try await self.screen(columns: columns, "sessions", what)
                #expect(code == 0)
                #expect(screen.tooWide.isEmpty, "\(screen.tooWide.map { screen.text[$0] })")
            }
        }

        @Test("what is piped holds no control character and no broken line")
        func piped() async throws {
            let text = try await casebook.run("run", "service-outage").expect(0).text
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            let cause = text.split(separator: "\n").first { $0.hasPrefix("CRITICAL ") }
            #expect(cause?.hasSuffix(" %)") == true, "\(cause ?? "")")
        }
    }
}
