import Foundation
import JSON
import MetricTools
import Model

/// What the detectors of `MetricTools` find where the truth is known: labelled files, recorded incidents, generated series.
///
/// The data stands where the first argument says; what is not there is not measured.
struct MetricBenchmark {
    private let arguments: [String]
    private let data: String

    init(_ arguments: [String]) {
        self.arguments = arguments
        data = arguments.first ?? ""
    }

    func run() async throws {
        if arguments.first == "changes", arguments.count == 2 { return try changes(of: arguments[1]) }
        if arguments.first == "write", arguments.count == 6 { return try write() }
        try await labelled()
        try quiet()
        try planted()
        try await incidents()
    }

    private static let always = TimeSpan(
        start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 4_000_000_000_000))

    private func read(_ path: String) async throws -> [Series] {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let source = Source(
            name: "data", kind: .metricsFile, files: [FileSelection(root: "/" + folder, pattern: file)])
        return try await MetricsFile(source).series(nil, over: Self.always).series
    }

    /// The files of the Numenta Anomaly Benchmark, one fixed setting for all.
    private func labelled() async throws {
        guard let bytes = FileManager.default.contents(atPath: data + "/nab/combined_windows.json") else { return }
        let labels = try JSONValue(parsing: Array(bytes)).objectValue ?? [:]
        var score = NABScore()
        for (file, marked) in labels.sorted(by: { $0.key < $1.key }) {
            guard let series = try? await read("\(data)/nab/data/\(file)").first else { continue }
            let points = series.points
            let times = (0..<points.count).map(points.time)
            let windows = (marked.arrayValue ?? []).compactMap { pair -> ClosedRange<Int>? in
                guard let start = Self.time(pair[0]), let end = Self.time(pair[1]) else { return nil }
                let low = times.firstIndex { $0 >= start } ?? times.count - 1
                let high = times.lastIndex { $0 <= end } ?? 0
                return low <= high ? low...high : nil
            }
            let steps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
            let interval = Double(steps.isEmpty ? 1000 : steps[steps.count / 2]) / 1000
            let alarms = AnomalyDetector(points.values, interval: interval).anomalies().map(\.index)
            score.add(count: times.count, windows: windows, alarms: alarms)
        }
        report("metrics.nab", score.normalized, "of 100")
        report("metrics.nab.hits", Double(score.hits), "of \(score.windows) windows")
        report("metrics.nab.false-alarms", Double(score.falseAlarms), "")
    }

    private static func time(_ value: JSONValue?) -> Int64? {
        guard let text = value?.stringValue else { return nil }
        return Timestamp(rfc3339: text.prefix(19) + "Z")?.milliseconds
    }

    /// 200 series of a week without anything in it, a sample a minute.
    private func quiet() throws {
        let count = 10_080
        var samples = MetricSamples(seed: 71)
        var changes = 0
        var anomalies = 0
        for number in 0..<200 {
            let values = samples.quiet(number, count: count, step: 60_000)
            let isCounter = number % 8 == 3 || number % 8 == 4
            let series = samples.series("q", values, step: 60_000, isCounter: isCounter)
            let window = Window(MetricSamples.span(count, step: 60_000))
            changes += try FoundChange.all(in: [series], window: window).count
            anomalies += AnomalyDetector(values, interval: 60).anomalies().count
        }
        report("metrics.quiet.changes", Double(changes) / 200, "a series-week")
        report("metrics.quiet.anomalies", Double(anomalies) / 200, "a series-week")
    }

    /// Lasting shifts in series of other seeds each time.
    private func planted() throws {
        for (name, kinds) in [("planted", PlantedShifts.Kind.plain), ("planted.harder", PlantedShifts.Kind.harder)] {
            var shifts = PlantedShifts(seed: UInt64.random(in: 0...UInt64.max))
            for number in 0..<100 * kinds.count { try shifts.plant(kinds[number % kinds.count]) }
            report("metrics.\(name).found", 100 * Double(shifts.found) / Double(shifts.trials), "%")
            report("metrics.\(name).false-alarms", Double(shifts.others) / Double(shifts.trials), "a series-day")
        }
    }

    /// The first failing service of each recorded incident, by its metrics alone.
    private func incidents() async throws {
        let folder = data + "/rootcausebench"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        var first = 0
        var all = 0
        for name in names {
            guard let truth = FileManager.default.contents(atPath: "\(folder)/\(name)/ground_truth.json"),
                let wanted = try JSONValue(parsing: Array(truth))["first_failing_service"]?.stringValue,
                let series = try? await read("\(folder)/\(name)/metrics.csv")
            else { continue }
            let times = series.flatMap { one in (0..<one.points.count).map(one.points.time) }
            let span = TimeSpan(
                start: Timestamp(milliseconds: times.min() ?? 0), end: Timestamp(milliseconds: (times.max() ?? 0) + 1))
            let suspects = try SuspectFinder(series, window: Window(span)).suspects
            all += 1
            if suspects.first?.group == wanted {
                first += 1
            } else {
                print("# \(name): \(suspects.prefix(3).map { "\($0.group) \($0.score)" }), truly \(wanted)")
            }
        }
        if all > 0 { report("metrics.incidents.first", Double(first), "of \(all)") }
    }

    /// Writes a series with steps for a peer, and tells the seconds that finding its changes takes.
    private func changes(of path: String) throws {
        var samples = MetricSamples(seed: 5)
        let values = (0..<10_000).map { Double($0 / 1250 % 2) * 4 + samples.normal() }
        try values.map { "\($0)" }.joined(separator: "\n").write(toFile: path, atomically: false, encoding: .utf8)
        let series = samples.series("c", values, step: 60_000)
        let window = Window(MetricSamples.span(values.count, step: 60_000))
        var best = Double.infinity
        var found = 0
        for _ in 0..<20 {
            let start = ContinuousClock.now
            found = try FoundChange.all(in: [series], window: window).count
            best = min(best, start.duration(to: .now) / .seconds(1))
        }
        print(best, found)
    }

    /// Writes OpenMetrics text, series after series, all of them counters of services.
    private func write() throws {
        guard let series = Int(arguments[2]), let count = Int(arguments[3]), let step = Int(arguments[4]),
            let end = Int(arguments[5]), let file = unsafe fopen(arguments[1], "w")
        else { throw Bench.Failure(description: "usage: metrics write FILE SERIES SAMPLES STEP END") }
        defer { unsafe fclose(file) }
        var samples = MetricSamples(seed: 3)
        unsafe fputs("# TYPE http_requests counter\n", file)
        for number in 0..<series {
            var total = 0
            let key = "http_requests_total{service=\"service-\(number / 10)\",code=\"20\(number % 10)\"}"
            var text = ""
            for index in 0..<count {
                let isBroken = number == series / 2 && index > count * 3 / 4
                total += Int(samples.next() % 20) + (isBroken ? 200 : 0)
                text += "\(key) \(total) \(end - (count - 1 - index) * step)\n"
            }
            unsafe fputs(text, file)
        }
        unsafe fputs("# EOF\n", file)
    }
}
