/// Finds out when a disturbance began, from changes that came together.
///
/// What is bad is judged by behaviour: something that never happened begins to happen beside its siblings, what flowed
/// ebbs away, a level leaves all that was seen before. A single such change may be a nightly job; an onset needs several
/// families of series, or one whose outcomes shift.
struct OnsetFinder {
    /// How a change speaks for a disturbance.
    private enum Sign {
        /// A member of a family that was at work before begins to count: outcomes shift.
        case newOutcome
        case newActivity
        case loss
        /// A level of three times and more.
        case surge
        case excess
        case other
    }

    private struct Mark {
        let change: LevelChange
        let sign: Sign
        let weight: Double
        let name: String
    }

    /// The weight that a disturbance has at least.
    private static let threshold = 3.5

    private let series: [Series]
    private let marks: [Mark]
    private let interval: Int64
    private let families: Int

    /// - Parameters:
    ///   - changes: Of all series.
    ///   - interval: Milliseconds between samples.
    init(series: [Series], changes: [LevelChange], interval: Int64) {
        self.series = series
        self.interval = max(1, interval)
        families = Set(series.map(\.name)).count
        let active = Self.activeCounters(series)
        marks = changes.compactMap { Self.mark($0, series, active) }.sorted { $0.change.time < $1.change.time }
    }

    /// Changes that came together and are heavy enough.
    private struct Disturbance {
        let weight: Double
        let members: ArraySlice<Mark>
        let start: Int64
    }

    /// An earlier disturbance of so much of the heaviest one's weight is its beginning.
    private static let firstShare = 0.35

    /// The onset of the heaviest disturbance, or of the one that led up to it; nil when nothing is heavy enough.
    func onset() -> Onset? {
        let found = disturbances()
        guard let heaviest = found.max(by: { $0.weight < $1.weight }) else { return nil }
        let first = found.first { earlier in
            guard earlier.weight >= Self.firstShare * heaviest.weight, earlier.start < heaviest.start else {
                return false
            }
            return lasts(earlier, until: heaviest.start)
        }
        return onset(of: (first ?? heaviest).members)
    }

    /// Those of one beginning overlap; the heaviest of them speaks for it.
    private func disturbances() -> [Disturbance] {
        var found: [Disturbance] = []
        var end = 0
        for start in marks.indices {
            let time = marks[start].change.time
            end = max(end, start)
            while end < marks.count, marks[end].change.time <= time + 2 * interval { end += 1 }
            let members = marks[start..<end]
            let weight = weight(members)
            guard isDisturbance(members, weight) else { continue }
            let new = Disturbance(weight: weight, members: members, start: time)
            if let last = found.last, time - last.start <= 2 * interval {
                if weight > last.weight * 1.02 { found[found.count - 1] = new }
            } else {
                found.append(new)
            }
        }
        return found
    }

    /// Whether what began with a disturbance was still there at an instant.
    private func lasts(_ disturbance: Disturbance, until time: Int64) -> Bool {
        disturbance.members.contains { mark in
            guard mark.sign == .newOutcome || mark.sign == .newActivity else { return false }
            return mark.change.lastsToEnd
                || mark.change.time + Int64(mark.change.duration + 1) * interval >= time
        }
    }

    private static func mark(_ change: LevelChange, _ series: [Series], _ active: [String: Int]) -> Mark? {
        let lasts = change.duration >= 6 || (change.lastsToEnd && change.duration >= Segmenter<CountScore>.shortest)
        guard change.confidence >= 0.55, change.size >= 1.5, lasts else { return nil }
        let own = series[change.series]
        let sign = sign(change, hasSiblings: (active[own.name] ?? 0) > 0)
        let hint = NameHints.speaksOfTrouble(own) ? 1.15 : 1
        let base: Double =
            switch sign {
            case .newOutcome: 3
            case .newActivity: 1.75
            case .loss, .surge: 1.25
            case .excess: 0.75
            case .other: 0.2
            }
        return Mark(change: change, sign: sign, weight: base * change.confidence * hint, name: own.name)
    }

    private static func sign(_ change: LevelChange, hasSiblings: Bool) -> Sign {
        guard change.novelty >= 0.95 else { return .other }
        // Shares of time, such as a processor's, come and go with the load: only events are outcomes.
        if change.isNewActivity, change.shape == .counts { return hasSiblings ? .newOutcome : .newActivity }
        let low = min(abs(change.before), abs(change.after))
        let high = max(abs(change.before), abs(change.after))
        guard change.before >= 0, change.after >= 0, high > 0 else { return .excess }
        if change.after < change.before {
            guard low <= 0.75 * high else { return .other }
            return change.shape == .counts || low <= high / 3 && change.shape == .level ? .loss : .excess
        }
        if low <= high / 3, change.size >= 6, change.before > 0, change.shape != .counts { return .surge }
        return low <= high / 1.5 ? .excess : .other
    }

    /// How many counters of a name were at work, and did not begin only within what is looked at.
    private static func activeCounters(_ series: [Series]) -> [String: Int] {
        var active: [String: Int] = [:]
        for one in series where one.points.count > 1 {
            let quarter = one.points.count / 4
            guard one.points.values[max(1, quarter)] > one.points.values[0] else { continue }
            active[one.name, default: 0] += 1
        }
        return active
    }

    /// Further series of one family say little more than its first.
    private func weight(_ members: ArraySlice<Mark>) -> Double {
        var byName: [String: [Double]] = [:]
        for mark in members { byName[mark.name, default: []].append(mark.weight) }
        return byName.values.reduce(0) { total, weights in
            let sorted = weights.sorted(by: >)
            let further = sorted.dropFirst().prefix(4).reduce(0, +)
            return total + (sorted.first ?? 0) + further * 0.25
        }
    }

    private func isDisturbance(_ members: ArraySlice<Mark>, _ weight: Double) -> Bool {
        let telling = members.filter { $0.sign != .other }
        let shifts = telling.contains { $0.sign == .newOutcome && $0.change.statistic >= 7 && $0.change.size >= 3 }
        if shifts { return weight >= min(Self.threshold, families > 2 ? Self.threshold : 2) }
        let heavy = telling.filter { $0.sign != .excess }
        guard heavy.contains(where: { $0.change.lastsToEnd || $0.change.duration >= 12 }) else { return false }
        let names = Set(heavy.map(\.name)).count
        return names >= min(3, families) && weight >= min(Self.threshold, Double(families))
    }

    private func onset(of members: ArraySlice<Mark>) -> Onset {
        let order: [Sign] = [.newOutcome, .newActivity, .loss, .surge, .excess]
        var leaders: [Mark] = []
        for sign in order where leaders.isEmpty {
            leaders = members.filter { $0.sign == sign && $0.change.confidence >= 0.6 }
        }
        if leaders.isEmpty { leaders = Array(members) }
        let first = leaders.min { $0.change.time < $1.change.time }
        let count = Set(members.map(\.change.series)).count
        return Onset(
            earliest: first?.change.earliest ?? 0, time: first?.change.time ?? 0, series: count,
            reason: reason(members, leaders))
    }

    private func reason(_ members: ArraySlice<Mark>, _ leaders: [Mark]) -> String {
        let telling = Set(members.filter { $0.sign != .other }.map(\.change.series)).count
        let all = Set(members.map(\.change.series)).count
        let names = leaders.sorted { $0.weight > $1.weight }.prefix(3)
            .map { series[$0.change.series].description }
            .joined(separator: ", ")
        let kind =
            switch leaders.first?.sign {
            case .newOutcome, .newActivity: "began to count, which had been silent before"
            case .loss: "fell below all that was seen before"
            default: "left the range of all that was seen before"
            }
        return "\(all) series changed within two samples, \(telling) of them in a telling way: \(names) \(kind)"
    }
}
