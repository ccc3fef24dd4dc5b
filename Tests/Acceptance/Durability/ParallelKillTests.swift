import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Many runs in one database whose processes are killed again and again, and a ledger of what each was told.
    @Suite("Runs killed side by side") struct ParallelKillTests {
        private static let runs = 4
        private static let steps = 24
        private let folder: TemporaryFolder
        private let home: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            home = try TemporaryFolder()
            var text = "schema: 1\nname: wide\nversion: 1.0.0\ntitle: Steps in three rows\nsteps:\n"
            for number in 0..<Self.steps {
                let needs = number < 3 ? "" : "s\(number - 3)"
                text += "  - {id: s\(number), uses: get_system_load@1, needs: [\(needs)]}\n"
            }
            try folder.write(text, to: "wide.yaml")
        }

        /// What the processes of one run have told.
        private struct Ledger {
            var kills = 0
            /// How often a step was begun, and what stood in its ends.
            var begun: [String: Int] = [:]
            var ended: Set<String> = []
            /// Steps that were begun and not known to have ended when their process was killed.
            var inFlight = 0
            var complaints: [String] = []

            mutating func take(_ lines: [String], wasKilled: Bool) {
                var open: Set<String> = []
                for words in lines.map({ $0.split(separator: " ").map(String.init) }) where words.first == "step" {
                    if words.last == "started" {
                        if ended.contains(words[1]) {
                            complaints.append("\(words[1]) was told to have ended, and began")
                        }
                        begun[words[1], default: 0] += 1
                        open.insert(words[1])
                    } else {
                        ended.insert(words[1])
                        open.remove(words[1])
                    }
                }
                if wasKilled {
                    kills += 1
                    inFlight += open.count
                }
            }

            var repeated: Int { begun.values.reduce(0) { $0 + $1 - 1 } }
        }

        @Test("nothing that was told is lost or changed, and no more is repeated than was in flight")
        func killed() async throws {
            let wanted = Long.isWanted ? 200 : 8
            var kills = 0
            var round = 0
            var complaints: [String] = []
            while kills < wanted {
                let first = round
                let ledgers = try await withThrowingTaskGroup(of: Ledger.self) { group in
                    for number in 0..<Self.runs {
                        group.addTask { try await drive(seed: UInt64(first * Self.runs + number + 1)) }
                    }
                    var ledgers: [Ledger] = []
                    for try await ledger in group { ledgers.append(ledger) }
                    return ledgers
                }
                kills += ledgers.reduce(0) { $0 + $1.kills }
                complaints += ledgers.flatMap(\.complaints)
                round += 1
            }
            #expect(complaints.isEmpty, "\(complaints)")
            print("kills: \(kills) in \(round * Self.runs) runs")
            #expect(try DatabaseFile(path: try casebook().database).integrity() == "ok")
        }

        private func casebook() throws -> Casebook {
            try Casebook(in: folder.path, home: home, database: home.path("casebook.db"))
        }

        /// One run from its start to its end, in as many processes as it takes.
        private func drive(seed: UInt64) async throws -> Ledger {
            let casebook = try casebook()
            var random = SeededGenerator(seed: seed)
            var ledger = Ledger()
            var session: String?
            var known: Set<Record.Step> = []
            while true {
                let process =
                    try session.map { try casebook.start("resume", $0) } ?? casebook.start("run", "wide.yaml")
                // Before it has begun, somewhere in the middle, or, at last, not at all.
                let limit = ledger.kills < (Long.isWanted ? 6 : 2) ? Int.random(in: 0...24, using: &random) : .max
                let delay = Int.random(in: 0...8000, using: &random)
                var lines: [String] = []
                while lines.count < limit, let line = try await process.line() { lines.append(line) }
                if limit != .max {
                    try await Task.sleep(for: .microseconds(delay))
                    process.send(signal: SIGKILL)
                }
                let ending = try await process.wait()
                let all = ending.text.split(separator: "\n").map(String.init)
                ledger.take(all, wasKilled: ending.ending == .signal(SIGKILL))
                session = session ?? all.first { $0.hasPrefix("run run_") }?.split(separator: " ").last.map(String.init)
                guard let name = session else { continue }
                let record = try await Record(of: name, by: casebook)
                ledger.complaints += Self.complaints(record, ledger, known, seed)
                known = record.finished
                guard record.status == "succeeded" else { continue }
                let counts = try DatabaseFile(path: casebook.database).steps(of: name)
                if counts.finished.count != Self.steps || !counts.finished.values.allSatisfy({ $0 == 1 }) {
                    ledger.complaints.append("run \(seed): finished \(counts.finished)")
                }
                if ledger.repeated > ledger.inFlight {
                    ledger.complaints.append("run \(seed): \(ledger.repeated) repeated, \(ledger.inFlight) in flight")
                }
                return ledger
            }
        }

        private static func complaints(
            _ record: Record, _ ledger: Ledger, _ known: Set<Record.Step>, _ seed: UInt64
        ) -> [String] {
            let paths = Set(record.finished.map(\.path))
            let lost = ledger.ended.subtracting(paths).map { "run \(seed): \($0) was told and is lost" }
            let changed = known.subtracting(record.finished).map { "run \(seed): \($0.path) has changed" }
            return lost + changed
        }
    }
}
