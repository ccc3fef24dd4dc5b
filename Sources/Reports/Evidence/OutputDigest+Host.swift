internal import JSON

/// What the tools of the host tell.
extension OutputDigest {
    static func load(_ output: JSONValue) -> OutputBlock? {
        guard let load = output["load"], let memory = output["memory"] else { return nil }
        let averages = ["oneMinute", "fiveMinutes", "fifteenMinutes"].map { text(load[$0]) }.joined(separator: ", ")
        let waits = ["cpu", "io", "memory"].compactMap { name in
            output["pressure"]?[name]?["some"]?["tenSeconds"].map { "\(name) \(text($0)) %" }
        }
        let pressure = waits.isEmpty ? "not told by this kernel" : waits.joined(separator: ", ")
        return .facts([
            ("Load", "\(averages) over 1, 5 and 15 minutes, on \(text(output["cpus"])) processors"),
            ("Memory", "\(text(memory["usedPercent"])) % used, \(bytes(memory["available"])) available"),
            ("Pressure", waits.isEmpty ? pressure : "\(pressure) of the last ten seconds"),
        ])
    }

    static func filesystems(_ output: JSONValue) -> OutputBlock? {
        table(
            "File systems, the fullest first",
            [
                .code("Mount"), .words("Kind"), .number("Size"), .number("Available"), .number("Used"),
                .number("Inodes used"),
            ], output["filesystems"]
        ) { one in
            [
                text(one["mount"]), text(one["type"]), bytes(one["bytes"]), bytes(one["available"]),
                percent(one["usedPercent"]), percent(one["inodesUsedPercent"]),
            ]
        }
    }

    static func activity(_ output: JSONValue) -> OutputBlock? {
        let shares = (output["processor"]?.objectValue ?? [:]).sortedCanonically()
            .map { "\($0.key) \(text($0.value)) %" }
        let told = shares.isEmpty ? "not told" : shares.joined(separator: ", ")
        return .facts([("Processors", "\(told), over \(text(output["seconds"])) s")])
    }

    static func disks(_ output: JSONValue) -> OutputBlock? {
        table(
            "Disks, a second",
            [.code("Disk"), .number("Reads"), .number("Writes"), .number("Read"), .number("Written"), .number("Busy")],
            output["disks"]
        ) { one in
            [
                text(one["name"]), text(one["readsPerSecond"]), text(one["writesPerSecond"]),
                bytes(one["readBytesPerSecond"]), bytes(one["writtenBytesPerSecond"]), percent(one["busyPercent"]),
            ]
        }
    }

    static func interfaces(_ output: JSONValue) -> OutputBlock? {
        table(
            "Network, a second",
            [.code("Interface"), .number("Received"), .number("Sent"), .number("Faulty"), .number("Dropped")],
            output["interfaces"]
        ) { one in
            [
                text(one["name"]), bytes(one["receivedPerSecond"]), bytes(one["sentPerSecond"]),
                text(one["errorsPerSecond"]), text(one["dropsPerSecond"]),
            ]
        }
    }

    private static func bytes(_ value: JSONValue?) -> String {
        guard let value = value?.doubleValue, abs(value) < 1e18 else { return "–" }
        return Figures.bytes(Int(value.rounded()))
    }

    private static func percent(_ value: JSONValue?) -> String {
        value?.doubleValue == nil ? "–" : "\(text(value)) %"
    }
}
