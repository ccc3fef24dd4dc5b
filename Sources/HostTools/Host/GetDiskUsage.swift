internal import Glibc
internal import JSON
internal import Model
package import Tooling

/// Tells how full this host's file systems are.
package struct GetDiskUsage: Tool {
    package struct Input: Decodable, Sendable {}

    package struct Output: Encodable, Sendable {
        let filesystems: [Filesystem]
    }

    struct Filesystem: Encodable, Sendable {
        let mount: String
        let type: String
        let device: String
        let bytes: Int
        let used: Int
        let available: Int
        let usedPercent: Double
        let inodes: Int
        let inodesUsed: Int
        let inodesUsedPercent: Double?
    }

    /// The most file systems of an answer.
    static let maximumCount = 200

    private let system: SystemFile

    /// - Parameter proc: The kernel's file system of processes, or a folder like it.
    package init(proc: String = "/proc") { system = SystemFile(root: proc) }

    package static func access(_ input: Input) -> [Access] { [.host] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        guard let text = system.text("self/mountinfo") else {
            throw ToolError(.communication, "the list of mounts cannot be read", hint: "this tool needs Linux's /proc")
        }
        let mounts = Self.distinct(text.split(separator: "\n").compactMap { Mount($0) }.filter(\.isReal))
        var omitted: [Omission] = []
        var filesystems: [Filesystem] = []
        for mount in mounts.prefix(Self.maximumCount) {
            let name = ForeignText.shown(mount.path, limit: 256)
            if mount.isRemote {
                omitted.append(Omission(what: name, reason: "is of kind \(mount.type), whose server might not answer"))
            } else if let found = Self.measure(mount) {
                filesystems.append(found)
            } else {
                omitted.append(Omission(what: name, reason: "does not tell its size"))
            }
        }
        let beyond = max(0, mounts.count - Self.maximumCount)
        if beyond > 0 { omitted.append(Omission(what: "further mounts", reason: "the answer's limit", count: beyond)) }
        filesystems.sort { ($1.usedPercent, $0.mount) < ($0.usedPercent, $1.mount) }
        let value: CoverageValue = beyond > 0 ? .truncated : omitted.isEmpty ? .complete : .partial
        let coverage = Coverage(
            source: "host", value: value, searched: Searched(items: filesystems.count), omitted: omitted)
        let fullest = filesystems.first.map { "; the fullest, \($0.mount), at \($0.usedPercent) %" } ?? ""
        return ToolResult(
            output: Output(filesystems: filesystems), coverage: [coverage],
            summary: "\(filesystems.count) file systems\(fullest)")
    }

    /// One mount of each file system, the one with the shortest path; bind mounts show the same numbers again.
    private static func distinct(_ mounts: [Mount]) -> [Mount] {
        var shortest: [String: Mount] = [:]
        for mount in mounts where mount.path.utf8.count < shortest[mount.device]?.path.utf8.count ?? .max {
            shortest[mount.device] = mount
        }
        return mounts.filter { shortest[$0.device] == $0 }
    }

    private static func measure(_ mount: Mount) -> Filesystem? {
        var status = statvfs()
        guard unsafe statvfs(mount.path, &status) == 0, status.f_blocks > 0 else { return nil }
        let size = UInt64(status.f_frsize)
        func bytes(_ blocks: UInt64) -> Int { Int(clamping: blocks.multipliedReportingOverflow(by: size).partialValue) }
        let total = UInt64(status.f_blocks)
        let free = min(total, UInt64(status.f_bfree))
        let available = min(total, UInt64(status.f_bavail))
        let inodes = UInt64(status.f_files)
        let inodesUsed = inodes - min(inodes, UInt64(status.f_ffree))
        return Filesystem(
            mount: ForeignText.shown(mount.path, limit: 256), type: ForeignText.shown(mount.type, limit: 64),
            device: ForeignText.shown(mount.origin, limit: 256), bytes: bytes(total), used: bytes(total - free),
            available: bytes(available), usedPercent: percent(total - free, of: total - free + available),
            inodes: Int(clamping: inodes), inodesUsed: Int(clamping: inodesUsed),
            inodesUsedPercent: inodes > 0 ? percent(inodesUsed, of: inodes) : nil)
    }

    // As df counts it: what only the superuser may fill does not belong to the whole.
    private static func percent(_ part: UInt64, of whole: UInt64) -> Double {
        whole > 0 ? (Double(part) / Double(whole) * 1000).rounded() / 10 : 0
    }
}

extension GetDiskUsage {
    package static let contract = ToolContract(
        name: "get_disk_usage", title: "How full are the disks?",
        summary:
            "Tells how full the file systems of the host are on which Casebook runs, bytes and inodes, fullest first.",
        input: .object([]),
        output: .object([
            .required(
                "filesystems",
                .array(
                    of: .object([
                        .required("mount", .string(), "Where it is mounted."),
                        .required("type", .string(), "Kind of file system."),
                        .required("device", .string(), "What is mounted."),
                        .required("bytes", .integer(), "Size."), .required("used", .integer(), "Bytes in use."),
                        .required("available", .integer(), "Bytes that an ordinary user can still write."),
                        .required("usedPercent", .number, "Used of what an ordinary user can use."),
                        .required("inodes", .integer(), "Files that it can hold; 0 when it has no such limit."),
                        .required("inodesUsed", .integer(), "Files that it holds."),
                        .optional("inodesUsedPercent", .number, "Absent when there is no limit."),
                    ]), maximum: 200), "Fullest first.")
        ]), freshness: .live)
}
