import CBareSQLite
import Foundation

/// Durable steps a second beside DBOS and LangGraph on the same disk, and the bytes that a step takes on it.
///
/// Each contender does the same in every round: one workflow of steps that do nothing, then 64 at once. Ours is the engine
/// with its store, in one process and without the command line, as theirs are. A ratio is that of one round; the middle
/// one is told and, since the machine may be busy with other things, the least.
struct DurableBenchmark {
    let engine: Program
    let folder: URL

    private static let rounds = 3

    /// A number of workflows, and how many steps each of them has with us and with the others.
    private struct Load {
        let name: String
        let workflows: Int
        let ours: Int
        let theirs: Int
    }

    private static let loads = [
        Load(name: "sequential", workflows: 1, ours: 2000, theirs: 300),
        Load(name: "64-at-once", workflows: 64, ours: 200, theirs: 25),
    ]
    private static let peers = [("dbos", "dbos_peer.py"), ("langgraph", "langgraph_peer.py")]

    /// Rates by contender, one a round.
    private struct Rates {
        var ours: [Double] = []
        var bare: [Double] = []
        var peers: [String: [Double]] = [:]
    }

    func run() throws {
        let python = try PeerPython.program()
        var rates = Self.loads.map { _ in Rates() }
        for _ in 0..<Self.rounds {
            for (index, load) in Self.loads.enumerated() {
                rates[index].ours.append(try ours(load.workflows, load.ours, bytes: 0).rate)
                if load.workflows == 1 { rates[index].bare.append(try bare(load.ours)) }
                for (name, script) in Self.peers {
                    let printed = try inFolder { place in
                        try python.numbers(
                            [PeerPython.script(script), place, String(load.workflows), String(load.theirs)])
                    }
                    rates[index].peers[name, default: []].append(Double(load.workflows * load.theirs) / printed[0])
                }
            }
        }
        for (load, rates) in zip(Self.loads, rates) { tell(load.name, rates) }
        try bytes()
    }

    private func tell(_ name: String, _ rates: Rates) {
        report("durable.\(name)", median(rates.ours), "steps/s")
        if !rates.bare.isEmpty {
            report("durable.\(name).bare-sqlite", median(rates.bare), "commits/s")
            tell("durable.\(name).bare-sqlite", rates.ours, rates.bare)
        }
        for (peer, _) in Self.peers {
            let theirs = rates.peers[peer] ?? []
            report("durable.\(name).\(peer)", median(theirs), "steps/s")
            tell("durable.\(name).\(peer)", rates.ours, theirs)
        }
    }

    private func tell(_ name: String, _ ours: [Double], _ theirs: [Double]) {
        let ratios = zip(ours, theirs).map { $0 / $1 }
        report("\(name).ratio", median(ratios), "x")
        report("\(name).ratio.least", ratios.min() ?? 0, "x")
    }

    /// Bytes of the database for each step of a run, its session included.
    private func bytes() throws {
        let small = try ours(1, 5000, bytes: 0).bytes
        report("bytes.step", small, "B")
        let payload = 10_240
        let large = try ours(1, 1000, bytes: payload).bytes
        report("bytes.step-of-10KiB", large, "B")
        report("bytes.step-of-10KiB.ratio", large / Double(payload), "x")
    }

    private func ours(_ workflows: Int, _ steps: Int, bytes: Int) throws -> (rate: Double, bytes: Double) {
        let printed = try inFolder { place in
            try engine.numbers(["durable", place, String(workflows), String(steps), String(bytes)])
        }
        let count = Double(workflows * steps)
        return (count / printed[0], printed[1] / count)
    }

    private func bare(_ commits: Int) throws -> Double {
        let seconds = try inFolder { bare_sqlite_commits($0 + "/bare.db", Int32(commits), 400) }
        guard seconds > 0 else { throw Program.Failure(description: "bare SQLite failed") }
        return Double(commits) / seconds
    }

    private func inFolder<Value>(_ work: (String) throws -> Value) throws -> Value {
        let place = folder.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        return try work(place.path)
    }
}
