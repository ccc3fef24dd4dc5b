import Foundation

/// Logs of 1 GB and of 10 GB, from the files in the page cache to the answer: a call of a server that runs, and the whole
/// command, beside `rg -j1`, and templates beside Drain3.
///
/// Ours does more: it tells when each hit was written, decides over what may be shown, and keeps the answer as evidence.
struct LogBenchmark {
    let program: Program
    let engine: Program
    let folder: URL

    private static let rounds = 7
    private static let gigabyte = 1_000_000_000

    func run() throws {
        try searching()
        try mining()
        try grouping()
        try large()
    }

    private var rg: Program { Program(path: "rg") }

    // MARK: Searching

    private func searching() throws {
        let path = folder.appendingPathComponent("one.log").path
        // Shorter than the hour that is looked at when nobody names a window.
        try LogWriter(path: path, milliseconds: 3_500_000).write(bytes: Self.gigabyte)
        let any = LogWriter.rareTexts
        try compare("literal", path, ["literal": any[0]], ["-c", "-F", any[0]])
        try compare("any-of-three", path, ["anyOf": any], ["-c", "-F"] + any.flatMap { ["-e", $0] })
        let texts = #"failed: (?:connection|deadlock) \w+"#
        try compare("regex", path, ["regex": texts], ["-c", texts])
        let rare = #"[A-Z]{5} +\[pool-0-thread-1\] \w+\.st"#
        try compare("regex.no-text", path, ["regex": rare], ["-c", rare])
        try window("window.1GB", path, from: 1_500_000, peer: true)
        try threads(path)
        try whole(path)
    }

    /// A search by a server that runs already, with one thread, beside `rg -j1`.
    private func compare(_ name: String, _ path: String, _ ours: [String: Any], _ theirs: [String]) throws {
        let server = try LogServer(program, log: path, folder: folder, threads: 1)
        var ratios: [Double] = []
        var seconds: [Double] = []
        var peers: [Double] = []
        let counts = folder.appendingPathComponent("count").path
        for round in 0..<Self.rounds {
            let (taken, total) = try server.search(ours, round: round)
            let peer = try rg.run(["-j1", "--no-config"] + theirs + [path], output: counts)
            let count = Int(
                try String(contentsOfFile: counts, encoding: .utf8).split(whereSeparator: \.isWhitespace)[0])
            guard count == total else {
                throw Program.Failure(description: "\(name): we count \(total), rg \(count ?? -1)")
            }
            seconds.append(taken)
            peers.append(peer)
            ratios.append(peer / taken)
        }
        report("logs.\(name).1GB", 1000 / median(seconds), "MB/s")
        report("logs.\(name).1GB.rg", 1000 / median(peers), "MB/s")
        report("logs.\(name).1GB.rg.ratio", median(ratios), "x")
        report("logs.\(name).1GB.rg.ratio.least", ratios.min() ?? 0, "x")
    }

    /// A window of five minutes, beside a search of the whole by rg, which knows no times.
    private func window(_ name: String, _ path: String, from offset: Int, peer: Bool) throws {
        let server = try LogServer(program, log: path, folder: folder, threads: 1)
        let rare = LogWriter.rareText
        let wanted: [String: Any] = [
            "literal": rare, "start": Self.time(LogWriter.start + offset),
            "end": Self.time(LogWriter.start + offset + 300_000),
        ]
        var seconds: [Double] = []
        var ratios: [Double] = []
        for round in 0..<Self.rounds {
            let (taken, total) = try server.search(wanted, round: round)
            guard total > 0 else { throw Program.Failure(description: "\(name): nothing was found") }
            seconds.append(taken)
            if peer { ratios.append(try rg.run(["-j1", "--no-config", "-c", "-F", rare, path]) / taken) }
        }
        report("logs.\(name)", median(seconds) * 1000, "ms")
        guard peer else { return }
        report("logs.\(name).rg.ratio", median(ratios), "x")
        report("logs.\(name).rg.ratio.least", ratios.min() ?? 0, "x")
    }

    private func threads(_ path: String) throws {
        let servers = try [1, 2].map { try LogServer(program, log: path, folder: folder, threads: $0) }
        let ratios = try (0..<Self.rounds).map { round in
            let times = try servers.map { try $0.search(["literal": LogWriter.rareText], round: round).seconds }
            return times[0] / times[1]
        }
        report("logs.literal.1GB.two-threads.ratio", median(ratios), "x")
    }

    /// The command instead, from the start of its process to its end.
    private func whole(_ path: String) throws {
        setenv("CASEBOOK_THREADS", "1", 1)
        defer { unsetenv("CASEBOOK_THREADS") }
        let calls = try (0..<Self.rounds).map { _ in
            try call("search_logs", path, ["literal=\(LogWriter.rareText)"])
        }
        let peer = try (0..<Self.rounds).map { _ in
            try rg.run(["-j1", "--no-config", "-c", "-F", LogWriter.rareText, path])
        }
        report("logs.command.1GB.rg.ratio", median(peer) / median(calls.map(\.seconds)), "x")
        report("logs.command.1GB.peak-memory", calls.map(\.peak).max() ?? 0, "MiB")
    }

    // MARK: Templates

    private func mining() throws {
        let path = folder.appendingPathComponent("one.log").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let python = try PeerPython.program()
        var ours: [Double] = []
        var peak = 0.0
        for _ in 0..<3 {
            let (taken, lines, memory) = try call("summarize_logs", path, [], count: "lines")
            ours.append(Double(lines ?? 0) / taken)
            peak = max(peak, memory)
        }
        let theirs = try python.numbers([PeerPython.script("log_peers.py"), "speed", path, "100000"])[0]
        report("logs.mining.1GB", median(ours), "lines/s")
        report("logs.mining.drain3", theirs, "lines/s")
        report("logs.mining.drain3.ratio", median(ours) / theirs, "x")
        report("logs.mining.1GB.peak-memory", peak, "MiB")
    }

    /// Grouping accuracy over the systems of loghub that are at hand, from raw lines and without configuration.
    private func grouping() throws {
        let data = ProcessInfo.processInfo.environment["CASEBOOK_DATA"] ?? "../shared/data"
        let systems = (try? FileManager.default.contentsOfDirectory(atPath: data + "/loghub"))?.sorted() ?? []
        var ours: [Double] = []
        var theirs: [Double] = []
        let python = try PeerPython.program()
        for system in systems {
            let path = "\(data)/loghub/\(system)/\(system)_2k.log"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let events = try Grouping.events(path + "_structured.csv")
            let own = try Grouping.lines(of: engine.output(["templates", path]))
            let peer = try Grouping.lines(of: python.output([PeerPython.script("log_peers.py"), "groups", path]))
            ours.append(Grouping.accuracy(own, events))
            theirs.append(Grouping.accuracy(peer, events))
            report("logs.grouping.\(system)", ours.last ?? 0, "of 1")
            report("logs.grouping.\(system).drain3", theirs.last ?? 0, "of 1")
        }
        guard !ours.isEmpty else {
            print("logs.grouping skipped: no loghub below \(data), see CASEBOOK_DATA")
            return
        }
        report("logs.grouping.mean", ours.reduce(0, +) / Double(ours.count), "of 1")
        report("logs.grouping.mean.drain3", theirs.reduce(0, +) / Double(theirs.count), "of 1")
    }

    // MARK: Ten gigabytes

    private func large() throws {
        let path = folder.appendingPathComponent("ten.log").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let hours = 10
        try LogWriter(path: path, milliseconds: hours * 3_600_000).write(bytes: 10 * Self.gigabyte)
        try window("window.10GB", path, from: (hours * 60 - 30) * 60_000, peer: false)
        // All of it is searched; a call has a minute, in which a part of it is summarised.
        for (tool, first, arguments) in [
            ("search_logs", 0, ["literal=\(LogWriter.rareText)"]), ("summarize_logs", hours - 3, []),
        ] {
            let start = Self.time(LogWriter.start + first * 3_600_000)
            let end = Self.time(LogWriter.start + hours * 3_600_000)
            let memory = try call(tool, path, ["start=\(start)", "end=\(end)"] + arguments, count: nil).peak
            report("logs.\(tool).10GB.peak-memory", memory, "MiB")
        }
    }

    // MARK: Calls

    /// One call of the program, and what it counted.
    private func call(
        _ tool: String, _ path: String, _ arguments: [String], count: String? = "total"
    ) throws -> (seconds: Double, count: Int?, peak: Double) {
        let answer = folder.appendingPathComponent("answer.json").path
        let database = folder.appendingPathComponent("logs/casebook.db").path
        var peak = 0.0
        let seconds = try program.run(
            ["tool", "call", tool, "--json", "--source", "app=logs:\(path)", "--database", database] + arguments,
            output: answer, peakMemory: &peak)
        let told = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: answer)))
        let output = (told as? [String: Any])?["output"] as? [String: Any]
        return (seconds, count.flatMap { output?[$0] as? Int }, peak)
    }

    private static func time(_ milliseconds: Int) -> String {
        let formatter = ISO8601DateFormatter()
        return formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
}
