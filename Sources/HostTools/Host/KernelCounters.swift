/// What the kernel has counted since the host started, at one moment.
struct KernelCounters: Sendable {
    /// Bytes, packets that were faulty and packets that were dropped, by interface.
    struct Interface: Hashable, Sendable {
        var received = 0.0
        var sent = 0.0
        var errors = 0.0
        var drops = 0.0
    }

    /// Requests, bytes and the milliseconds in which at least one was under way, by disk.
    struct Disk: Hashable, Sendable {
        var reads = 0.0
        var writes = 0.0
        var readBytes = 0.0
        var writtenBytes = 0.0
        var busy = 0.0
    }

    /// Ticks of all processors, by what they were spent on: user, system, idle, iowait, steal.
    var processor: [String: Double] = [:]
    var interfaces: [String: Interface] = [:]
    var disks: [String: Disk] = [:]

    /// Reads `/proc/stat`, `/proc/net/dev` and `/proc/diskstats`, as proc(5) describes them; what is nil is left out.
    init(stat: String?, net: String?, disks text: String?) {
        if let line = stat?.split(separator: "\n").first(where: { $0.hasPrefix("cpu ") }) {
            let ticks = line.split(separator: " ").dropFirst().map { Double($0) ?? 0 }
            if ticks.count >= 8 {
                processor = [
                    "user": ticks[0] + ticks[1], "system": ticks[2] + ticks[5] + ticks[6], "idle": ticks[3],
                    "iowait": ticks[4], "steal": ticks[7],
                ]
            }
        }
        for line in net?.split(separator: "\n").dropFirst(2) ?? [] {
            let parts = line.split(separator: ":")
            guard parts.count == 2, interfaces.count < GetHostActivity.maximumDevices else { continue }
            let numbers = parts[1].split(separator: " ").map { Double($0) ?? 0 }
            guard numbers.count >= 16 else { continue }
            let name = String(parts[0].drop { $0 == " " })
            interfaces[name] = Interface(
                received: numbers[0], sent: numbers[8], errors: numbers[2] + numbers[10],
                drops: numbers[3] + numbers[11])
        }
        for line in text?.split(separator: "\n") ?? [] {
            let fields = line.split(separator: " ")
            guard fields.count >= 13, disks.count < GetHostActivity.maximumDevices else { continue }
            let numbers = fields.dropFirst(3).map { Double($0) ?? 0 }
            let disk = Disk(
                reads: numbers[0], writes: numbers[4], readBytes: numbers[2] * 512, writtenBytes: numbers[6] * 512,
                busy: numbers[9])
            // Loops and memory disks that nobody ever used say nothing.
            if disk.reads + disk.writes > 0 { disks[String(fields[2])] = disk }
        }
    }
}
