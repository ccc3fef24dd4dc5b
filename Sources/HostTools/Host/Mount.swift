/// A line of `/proc/self/mountinfo`.
struct Mount: Hashable, Sendable {
    /// `major:minor` of the file system.
    let device: String
    let path: String
    let type: String
    let origin: String

    /// Kinds that hold no data of anybody's.
    private static let virtualTypes: Set<String> = [
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs",
        "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "ramfs", "rpc_pipefs", "securityfs", "selinuxfs",
        "squashfs", "sysfs", "tracefs",
    ]

    var isReal: Bool { !Self.virtualTypes.contains(type) }

    /// True for kinds whose server may be gone, so that asking could wait for ever.
    var isRemote: Bool {
        ["nfs", "nfs4", "cifs", "smb3", "ceph", "afs", "9p", "glusterfs"].contains(type) || type.hasPrefix("fuse")
    }

    /// Reads a line as proc(5) describes it; nil when it is none.
    init?(_ line: some StringProtocol) {
        let fields = line.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count > 6, let dash = fields.indices.dropFirst(6).first(where: { fields[$0] == "-" }),
            fields.count > dash + 2
        else { return nil }
        device = String(fields[2])
        path = Self.unescaped(fields[4])
        type = Self.unescaped(fields[dash + 1])
        origin = Self.unescaped(fields[dash + 2])
    }

    /// The kernel writes blanks and the like as a backslash and three octal digits.
    private static func unescaped(_ field: some StringProtocol) -> String {
        let bytes = Array(field.utf8)
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x5C, index + 3 < bytes.count,
                let value = UInt8(String(decoding: bytes[index + 1...index + 3], as: UTF8.self), radix: 8)
            {
                out.append(value)
                index += 4
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
