internal import Glibc
package import Model

/// A series that left its own history.
struct Departure: Sendable {
    let series: Int
    /// The first sample that showed it, in milliseconds since 1970, and the last before it.
    let time: Int64
    let earliest: Int64
    let before: Double
    /// The value that is farthest from what was before.
    let peak: Double
    /// 0…1, by how many times and by how much of all it changed.
    let severity: Double
    let symptom: Symptom
    let shape: Signal.Shape
}

/// A group of series, such as those of a service, by how early and how much they left their history.
package struct Suspect: Sendable {
    package let group: String
    package internal(set) var score: Double
    let time: Int64
    let earliest: Int64
    /// The most telling first.
    let departures: [Departure]
    var reasons: [String]
}

/// Finds which of many groups changed first and most, each against its own history.
///
/// Failing and waiting tell more than load and resources, which may be the cause and are not what fails; what began first
/// leads, halved in weight for every two samples later; in the same sample the greater departure does.
package struct SuspectFinder {
    /// Labels that tell what a series belongs to, the first that a series has.
    static let grouping = [
        "service", "service_name", "app", "application", "deployment", "job", "container", "pod", "namespace", "host",
        "instance",
    ]
    /// Less than this may be chance.
    private static let leastSeverity = 0.12

    package private(set) var suspects: [Suspect] = []
    let series: [Series]
    private(set) var examined = 0
    private(set) var changed = 0

    /// - Parameters:
    ///   - label: Groups by this label; by the first of `grouping` that a series has when nil.
    ///   - dependencies: Whom each group calls.
    /// - Throws: `CancellationError`.
    package init(
        _ series: [Series], window: Window, label: String? = nil, dependencies: [String: [String]] = [:]
    ) throws {
        self.series = series
        let builder = SignalBuilder(series)
        var groups: [String: [Departure]] = [:]
        var intervals: [Double] = []
        for number in series.indices where builder.isExamined(number) {
            try Task.checkCancellation()
            examined += 1
            guard let signal = builder.signal(number) else { continue }
            if intervals.count < 200 { intervals.append(Double(signal.interval)) }
            guard let departure = Self.departure(signal, series[number], window) else { continue }
            changed += 1
            groups[Self.group(series[number], label), default: []].append(departure)
        }
        let interval = max(1, Order.median(intervals) ?? 1)
        suspects = Self.ranked(groups, interval)
        weigh(dependencies, Int64(interval))
        suspects.sort { ($1.score, $0.time, $0.group) < ($0.score, $1.time, $1.group) }
    }

    static func group(_ series: Series, _ label: String?) -> String {
        if let label {
            let value = series.value(of: label)
            return value.isEmpty ? "(none)" : value
        }
        for name in grouping {
            if let value = series.labels.first(where: { $0.name == name })?.value { return value }
        }
        return series.name
    }

    /// When and how far a signal left what it was before the window, or in its first third.
    static func departure(_ signal: Signal, _ series: Series, _ window: Window) -> Departure? {
        let count = signal.values.count
        let start = window.start.milliseconds
        let before = signal.times.prefix { $0 < start }.count
        let history = before >= 8 ? before : max(8, count / 3)
        guard count >= history + 3 else { return nil }
        var sorted = Array(signal.values[0..<history])
        sorted.sort()
        let middle = sorted[history / 2]
        var distances = sorted.map { abs($0 - middle) }
        distances.sort()
        var steps: [Double] = []
        steps.reserveCapacity(history)
        for index in 1..<history { steps.append(abs(signal.values[index] - signal.values[index - 1])) }
        steps.sort()
        let usual = distances[min(history - 1, history * 99 / 100)]
        let noise = max(
            distances[history / 2] * 1.4826, steps[steps.count / 2] * 1.05, 0.01 * abs(middle), .leastNormalMagnitude)
        let limit = max(6 * noise, 1.5 * usual)
        var run = 0
        var first: Int?
        for index in history..<count {
            run = abs(signal.values[index] - middle) > limit ? run + 1 : 0
            if run == 3 {
                first = index - 2
                break
            }
        }
        guard let first else { return nil }
        var peak = signal.values[first]
        for index in first..<count where abs(signal.values[index] - middle) > abs(peak - middle) {
            peak = signal.values[index]
        }
        let symptom = Symptom(series)
        let severity = severity(middle, peak, noise, series, symptom)
        guard severity >= leastSeverity else { return nil }
        return Departure(
            series: signal.series, time: signal.times[first], earliest: signal.time(before: first), before: middle,
            peak: peak, severity: severity, symptom: symptom, shape: signal.shape)
    }

    private static func severity(
        _ before: Double, _ peak: Double, _ noise: Double, _ series: Series, _ symptom: Symptom
    ) -> Double {
        // What was nothing before is compared with its noise.
        let low = max(min(abs(before), abs(peak)), noise / 4, max(abs(before), abs(peak)) / 1000)
        let fold = min(1, log2(max(abs(before), abs(peak)) / low) / 7)
        guard symptom != .other else { return fold * 0.35 }
        // Things take longer and wait longer for many reasons; that is felt when it grows.
        guard peak > before else { return fold * 0.2 }
        guard symptom == .failure, let whole = whole(series, peak) else {
            return symptom == .failure ? fold : fold * 0.95
        }
        // Of a share it is known how much of all there is: how much of it fails counts as well.
        return fold / 2 + min(1, abs(peak - before) / whole) / 2
    }

    /// What a share is a part of, where the name says that it is one; nil otherwise.
    private static func whole(_ series: Series, _ peak: Double) -> Double? {
        let name = series.name.lowercased()
        if ["pct", "percent"].contains(where: name.contains) { return 100 }
        let isShare = ["ratio", "_rate", "share", "fraction"].contains { name.contains($0) }
        return isShare && abs(peak) <= 1.0001 ? 1 : nil
    }

    private static func ranked(_ groups: [String: [Departure]], _ interval: Double) -> [Suspect] {
        var suspects: [Suspect] = []
        let telling = groups.values.joined().filter { $0.symptom != .other }
        let start = (telling.isEmpty ? Array(groups.values.joined()) : telling).map(\.time).min() ?? 0
        for (group, departures) in groups {
            let weighed = departures.map { departure in
                let late = max(0, Double(departure.time - start)) / interval
                return (departure, departure.severity * exp2(-late / 2))
            }.sorted { ($1.1, $0.0.time, $0.0.series) < ($0.1, $1.0.time, $1.0.series) }
            guard let best = weighed.first else { continue }
            let further = weighed.dropFirst().prefix(4).reduce(0) { $0 + $1.1 }
            let time = weighed.prefix(5).map(\.0.time).min() ?? best.0.time
            let earliest = weighed.prefix(5).map(\.0.earliest).min() ?? best.0.earliest
            suspects.append(
                Suspect(
                    group: group, score: best.1 + 0.15 * further, time: time, earliest: earliest,
                    departures: weighed.map(\.0), reasons: []))
        }
        return suspects
    }

    /// Who calls somebody that left its history no later may only feel it.
    private mutating func weigh(_ dependencies: [String: [String]], _ interval: Int64) {
        let times = Dictionary(suspects.map { ($0.group, $0.time) }, uniquingKeysWith: { first, _ in first })
        for index in suspects.indices {
            let called = dependencies[suspects[index].group] ?? []
            let earlier = called.filter { name in
                name != suspects[index].group && (times[name].map { $0 <= suspects[index].time + interval } ?? false)
            }
            guard let cause = earlier.first else { continue }
            suspects[index].score *= 0.6
            suspects[index].reasons.append("calls \(cause), which changed no later")
        }
    }
}
