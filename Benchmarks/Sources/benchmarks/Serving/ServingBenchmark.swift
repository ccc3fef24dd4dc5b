import Foundation

/// Calls a second over standard streams and HTTP, beside the official Python SDK and mcp-grafana.
///
/// In each round every contender serves the same load, one after the other, with 1, 16 and 64 calls in flight. A ratio is
/// that of one round; the middle one is told and, since the machine may be busy with other things, the least.
struct ServingBenchmark {
    let fixture: String
    let folder: URL

    private static let rounds = 3
    private static let inFlight = [1, 16, 64]

    private enum Way: String, CaseIterable { case stdio, http }

    /// What one contender came to: rates by calls in flight, one a round.
    private struct Figures {
        var rates: [Int: [Double]] = [:]
        var processor: [Double] = []
    }

    func run() throws {
        let python = try PeerPython.program()
        let peers = [Contender.pythonSDK(python), try .grafana(python)]
        let ours = Contender.library(fixture)
        for way in Way.allCases {
            var figures: [String: Figures] = [:]
            for _ in 0..<Self.rounds {
                for contender in [ours] + peers {
                    try measure(contender, way, &figures[contender.name, default: Figures()])
                }
            }
            tell(way, figures, peers)
        }
        try modern(ours)
        try resident(ours)
        for contender in [ours] + peers { try starts(contender) }
    }

    private func measure(_ contender: Contender, _ way: Way, _ figures: inout Figures) throws {
        let load: (Int, Int) throws -> (rate: Double, processor: Double)
        switch way {
        case .stdio:
            let client = try StdioClient(contender.startStdio(folder))
            load = { try client.load(contender.call.legacy, calls: $0, inFlight: $1) }
        case .http:
            let client = try contender.startHTTP(folder)
            load = { try client.load(contender.call.legacy, calls: $0, inFlight: $1) }
        }
        // What is made at the first calls is not measured.
        _ = try load(max(contender.calls / 10, 100), 16)
        for count in Self.inFlight {
            // One at a time is slower, and the time of a round should be the same.
            let (rate, processor) = try load(count == 1 ? contender.calls / 4 : contender.calls, count)
            figures.rates[count, default: []].append(rate)
            if count == 16 { figures.processor.append(processor * 1000) }
        }
    }

    private func tell(_ way: Way, _ figures: [String: Figures], _ peers: [Contender]) {
        guard let ours = figures[""] else { return }
        for count in Self.inFlight {
            let name = "mcp.\(way).\(count)"
            let rates = ours.rates[count] ?? []
            report(name, median(rates), "calls/s")
            for peer in peers {
                let theirs = figures[peer.name]?.rates[count] ?? []
                let ratios = zip(rates, theirs).map { $0 / $1 }
                report("\(name).\(peer.name)", median(theirs), "calls/s")
                report("\(name).\(peer.name).ratio", median(ratios), "x")
                report("\(name).\(peer.name).ratio.least", ratios.min() ?? 0, "x")
            }
        }
        report("mcp.\(way).processor", median(ours.processor), "ms/call")
        for peer in peers {
            report("mcp.\(way).processor.\(peer.name)", median(figures[peer.name]?.processor ?? []), "ms/call")
        }
    }

    /// The newest revision, in which each request says all about its client; the peers' older one is compared above.
    private func modern(_ ours: Contender) throws {
        let client = try StdioClient(ours.startStdio(folder))
        _ = try client.load(ours.call.modern, calls: ours.calls / 10, inFlight: 16)
        report(
            "mcp.stdio.16.modern", try client.load(ours.call.modern, calls: ours.calls, inFlight: 16).rate, "calls/s")
    }

    private func resident(_ ours: Contender) throws {
        let client = try StdioClient(ours.startStdio(folder))
        for calls in [10_000, 90_000] {
            _ = try client.load(ours.call.legacy, calls: calls, inFlight: 16)
            report("mcp.resident.\(calls == 10_000 ? 10_000 : 100_000)-calls", client.server.residentMiB, "MiB")
        }
    }

    private func starts(_ contender: Contender) throws {
        let times = try (0..<9).map { _ in try StdioClient(contender.startStdio(folder)).firstAnswer }
        report("mcp.start" + (contender.name.isEmpty ? "" : ".\(contender.name)"), median(times) * 1000, "ms")
    }
}
