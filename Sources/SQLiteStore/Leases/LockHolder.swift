internal import Glibc
internal import Store

/// Finds out which process holds a lock, for messages to people.
enum LockHolder {
    /// Bytes of `/proc/locks` that are looked through.
    private static let capacity = 1 << 20

    /// The process that has locked a file; nil when none has, or the kernel does not tell.
    static func holder(of file: FileIdentity) -> HoldingProcess? {
        guard let text = contents(of: "/proc/locks") else { return nil }
        // 7: FLOCK  ADVISORY  WRITE 4711 fe:01:1310732 0 EOF
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[3] == "WRITE", words[5] == file.lockName,
                let process = Int(words[4]), process > 0
            else { continue }
            return HoldingProcess(number: process, isStopped: isStopped(process))
        }
        return nil
    }

    private static func isStopped(_ process: Int) -> Bool {
        // The name of the program stands in brackets and may hold anything.
        guard let text = contents(of: "/proc/\(process)/stat"), let bracket = text.lastIndex(of: ")") else {
            return false
        }
        let state = text[text.index(after: bracket)...].drop { $0 == " " }.first
        return state == "T" || state == "t"
    }

    private static func contents(of path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < capacity {
            let count = unsafe read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension FileIdentity {
    /// As `/proc/locks` names the file: major and minor number of the device in hexadecimal, and the inode.
    fileprivate var lockName: String {
        // As <sys/sysmacros.h> takes a number of a device apart.
        let major = device >> 8 & 0xfff | device >> 32 & ~0xfff
        let minor = device & 0xff | device >> 12 & ~0xff
        return "\(Self.hex(major)):\(Self.hex(minor)):\(inode)"
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
    }
}
