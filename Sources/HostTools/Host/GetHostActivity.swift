internal import JSON
internal import Model
package import Tooling

/// Tells what processors, disks and network of this host do, measured over a second or a few.
package struct GetHostActivity: Tool {
    package struct Input: Decodable, Sendable {
        let seconds: Int?
    }

    package struct Output: Encodable, Sendable {
        let seconds: Double
        let processor: [String: Double]
        let interfaces: [Interface]
        let disks: [Disk]
    }

    struct Interface: Encodable, Sendable {
        let name: String
        let receivedPerSecond: Double
        let sentPerSecond: Double
        let errorsPerSecond: Double
        let dropsPerSecond: Double
    }

    struct Disk: Encodable, Sendable {
        let name: String
        let readsPerSecond: Double
        let writesPerSecond: Double
        let readBytesPerSecond: Double
        let writtenBytesPerSecond: Double
        let busyPercent: Double
    }

    /// The most interfaces, and disks, of an answer.
    static let maximumDevices = 100

    private let system: SystemFile
    private let pause: @Sendable (Int) async throws -> Double

    /// - Parameters:
    ///   - proc: The kernel's file system of processes, or a folder like it.
    ///   - pause: Waits so many seconds and tells how many it were.
    package init(proc: String = "/proc", pause: @escaping @Sendable (Int) async throws -> Double = Self.wait) {
        system = SystemFile(root: proc)
        self.pause = pause
    }

    /// Waits by the clock of the machine.
    package static func wait(_ seconds: Int) async throws -> Double {
        let start = ContinuousClock.now
        try await Task.sleep(for: .seconds(seconds))
        return start.duration(to: .now) / .seconds(1)
    }

    package static func access(_ input: Input) -> [Access] { [.host] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let before = counters()
        let seconds = max(0.001, try await pause(min(max(input.seconds ?? 1, 1), 30)))
        let after = counters()
        guard !after.processor.isEmpty else {
            throw ToolError(
                .communication, "the processors' times cannot be read", hint: "this tool needs Linux's /proc")
        }
        func rate(_ from: Double, _ to: Double) -> Double { (max(0, to - from) / seconds * 10).rounded() / 10 }
        var shares: [String: Double] = [:]
        let ticks = after.processor.reduce(0) { $0 + max(0, $1.value - (before.processor[$1.key] ?? 0)) }
        for (name, value) in after.processor {
            let share = max(0, value - (before.processor[name] ?? 0)) / max(1, ticks)
            shares[name] = (share * 1000).rounded() / 10
        }
        let interfaces = after.interfaces.sorted { $0.key < $1.key }.compactMap { name, now -> Interface? in
            guard let then = before.interfaces[name] else { return nil }
            return Interface(
                name: ForeignText.shown(name, limit: 64), receivedPerSecond: rate(then.received, now.received),
                sentPerSecond: rate(then.sent, now.sent), errorsPerSecond: rate(then.errors, now.errors),
                dropsPerSecond: rate(then.drops, now.drops))
        }
        let disks = after.disks.sorted { $0.key < $1.key }.compactMap { name, now -> Disk? in
            guard let then = before.disks[name] else { return nil }
            return Disk(
                name: ForeignText.shown(name, limit: 64), readsPerSecond: rate(then.reads, now.reads),
                writesPerSecond: rate(then.writes, now.writes), readBytesPerSecond: rate(then.readBytes, now.readBytes),
                writtenBytesPerSecond: rate(then.writtenBytes, now.writtenBytes),
                busyPercent: min(100, rate(then.busy, now.busy) / 10))
        }
        let missing = [("net/dev", "network"), ("diskstats", "disks")].filter { system.text($0.0) == nil }
        let coverage = Coverage(
            source: "host", value: missing.isEmpty ? .complete : .partial,
            searched: Searched(items: interfaces.count + disks.count + 1),
            omitted: missing.map { Omission(what: $0.1, reason: "this host does not tell it") })
        let output = Output(
            seconds: (seconds * 100).rounded() / 100, processor: shares, interfaces: interfaces, disks: disks)
        let busiest = disks.max { $0.busyPercent < $1.busyPercent }.map { ", disk \($0.name) busy \($0.busyPercent) %" }
        return ToolResult(
            output: output, coverage: [coverage],
            summary: "processors idle \(shares["idle"] ?? 0) %\(busiest ?? "")")
    }

    private func counters() -> KernelCounters {
        KernelCounters(stat: system.text("stat"), net: system.text("net/dev"), disks: system.text("diskstats"))
    }
}

extension GetHostActivity {
    package static let contract = ToolContract(
        name: "get_host_activity", title: "What do processors, disks and network do?",
        summary: """
            Measures processors, disks and network of the host on which Casebook runs over a second or a few, at this \
            moment: not of the time of an incident that is over.
            """,
        input: .object([.optional("seconds", .integer(1...30), "How long to measure.", default: 1)]),
        output: .object([
            .required("seconds", .number, "How long it was measured."),
            .required("processor", .map(of: .number), "Share of time in percent: user, system, iowait, steal, idle."),
            .required(
                "interfaces",
                .array(
                    of: .object([
                        .required("name", .string(), "Interface."),
                        .required("receivedPerSecond", .number, "Bytes."),
                        .required("sentPerSecond", .number, "Bytes."),
                        .required("errorsPerSecond", .number, "Faulty packets, both ways."),
                        .required("dropsPerSecond", .number, "Dropped packets, both ways."),
                    ]), maximum: 100), "By name."),
            .required(
                "disks",
                .array(
                    of: .object([
                        .required("name", .string(), "Disk or part of one."),
                        .required("readsPerSecond", .number, "Requests."),
                        .required("writesPerSecond", .number, "Requests."),
                        .required("readBytesPerSecond", .number, "Bytes."),
                        .required("writtenBytesPerSecond", .number, "Bytes."),
                        .required("busyPercent", .number, "Share of time with a request under way."),
                    ]), maximum: 100), "By name, those that were ever used."),
        ]), freshness: .live)
}
