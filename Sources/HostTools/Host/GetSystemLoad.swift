internal import Glibc
internal import JSON
internal import Model
package import Tooling

/// Tells how busy this host is: load, memory and pressure.
package struct GetSystemLoad: Tool {
    package struct Input: Decodable, Sendable {}

    package struct Output: Encodable, Sendable {
        let cpus: Int
        let load: Load
        let memory: Memory
        let pressure: [String: Pressure]
        let uptimeSeconds: Double?
    }

    struct Load: Encodable, Sendable {
        let oneMinute: Double
        let fiveMinutes: Double
        let fifteenMinutes: Double
        let perCPU: Double
        let runnable: Int
        let tasks: Int
    }

    struct Memory: Encodable, Sendable {
        let total: Int
        let available: Int
        let free: Int
        let cached: Int
        let swapTotal: Int
        let swapFree: Int
        let usedPercent: Double
    }

    /// Shares of time in percent.
    struct Pressure: Encodable, Sendable {
        let some: Stall?
        let full: Stall?
    }

    struct Stall: Encodable, Sendable {
        let tenSeconds: Double
        let oneMinute: Double
        let fiveMinutes: Double
    }

    private let system: SystemFile

    /// - Parameter proc: The kernel's file system of processes, or a folder like it.
    package init(proc: String = "/proc") { system = SystemFile(root: proc) }

    package static func access(_ input: Input) -> [Access] { [.host] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let cpus = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard let load = system.text("loadavg").flatMap({ Self.load($0, cpus: cpus) }),
            let memory = system.text("meminfo").flatMap({ Self.memory($0) })
        else {
            throw ToolError(.communication, "load or memory cannot be read", hint: "this tool needs Linux's /proc")
        }
        var pressure: [String: Pressure] = [:]
        var omitted: [Omission] = []
        for resource in ["cpu", "io", "memory"] {
            if let text = system.text("pressure/\(resource)") {
                pressure[resource] = Self.pressure(text)
            } else {
                omitted.append(Omission(what: "pressure of \(resource)", reason: "this kernel does not tell it"))
            }
        }
        let uptime = system.text("uptime")?.split(separator: " ").first.flatMap { Double($0) }
        let output = Output(cpus: cpus, load: load, memory: memory, pressure: pressure, uptimeSeconds: uptime)
        let coverage = Coverage(
            source: "host", value: omitted.isEmpty ? .complete : .partial, searched: Searched(items: 4 - omitted.count),
            omitted: omitted)
        let summary = "load \(load.oneMinute) on \(cpus) processors, memory used to \(memory.usedPercent) %"
        return ToolResult(output: output, coverage: [coverage], summary: summary)
    }

    static func load(_ text: String, cpus: Int) -> Load? {
        let words = text.split(at: [" ", "\n", "/"])
        guard words.count >= 5, let one = Double(words[0]), let five = Double(words[1]), let fifteen = Double(words[2]),
            let runnable = Int(words[3]), let tasks = Int(words[4]), one.isFinite, five.isFinite, fifteen.isFinite
        else { return nil }
        return Load(
            oneMinute: one, fiveMinutes: five, fifteenMinutes: fifteen,
            perCPU: (one / Double(cpus) * 100).rounded() / 100, runnable: runnable, tasks: tasks)
    }

    private static let memoryNames: Set<Substring> = [
        "MemTotal", "MemAvailable", "MemFree", "Cached", "SwapTotal", "SwapFree",
    ]

    static func memory(_ text: String) -> Memory? {
        var kibibytes: [Substring: Int] = [:]
        for line in text.split(at: ["\n"]) {
            guard let name = line.split(at: [":"]).first, memoryNames.contains(name) else { continue }
            let words = line.split(at: [" ", ":"])
            if words.count >= 2, let value = Int(words[1]), value >= 0 { kibibytes[name] = value }
        }
        func bytes(_ name: Substring) -> Int {
            (kibibytes[name] ?? 0).multipliedReportingOverflow(by: 1024).partialValue
        }
        guard kibibytes["MemTotal"] ?? 0 > 0 else { return nil }
        let total = bytes("MemTotal")
        let available = bytes("MemAvailable")
        return Memory(
            total: total, available: available, free: bytes("MemFree"), cached: bytes("Cached"),
            swapTotal: bytes("SwapTotal"), swapFree: bytes("SwapFree"),
            usedPercent: (Double(total - available) / Double(total) * 1000).rounded() / 10)
    }

    static func pressure(_ text: String) -> Pressure {
        var stalls: [Substring: Stall] = [:]
        for line in text.split(at: ["\n"]) {
            let words = line.split(at: [" "])
            guard let kind = words.first else { continue }
            var values: [Substring: Double] = [:]
            for word in words.dropFirst() {
                let pair = word.split(at: ["="])
                if pair.count == 2, let value = Double(pair[1]), value.isFinite { values[pair[0]] = value }
            }
            guard let ten = values["avg10"], let sixty = values["avg60"], let rest = values["avg300"] else { continue }
            stalls[kind] = Stall(tenSeconds: ten, oneMinute: sixty, fiveMinutes: rest)
        }
        return Pressure(some: stalls["some"], full: stalls["full"])
    }
}

extension StringProtocol where UTF8View.SubSequence == Substring.UTF8View {
    /// The parts between separators, which are ASCII: bytes are split many times faster than characters.
    fileprivate func split(at separators: [Unicode.Scalar]) -> [Substring] {
        utf8.split { byte in separators.contains { UInt8(ascii: $0) == byte } }.map { Substring($0) }
    }
}
