internal import CUnpack
package import Model

/// How a file is packed, as its first bytes tell.
package enum Packing: String, Sendable, CaseIterable {
    case gzip
    case zstandard
    case xz
    case bzip2

    /// Nil for what is not packed.
    package init?(_ head: [UInt8]) {
        let found = Self.allCases.first { head.starts(with: $0.magic) }
        guard let found else { return nil }
        self = found
    }

    private var magic: [UInt8] {
        switch self {
        case .gzip: [0x1F, 0x8B]
        case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
        case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
        case .bzip2: [0x42, 0x5A, 0x68]
        }
    }

    /// Nil when it cannot be unpacked.
    private var kind: Int32? {
        switch self {
        case .gzip: Int32(CUNPACK_GZIP)
        case .zstandard: Int32(CUNPACK_ZSTD)
        case .xz: Int32(CUNPACK_XZ)
        case .bzip2: nil
        }
    }

    /// How much is unpacked of one file.
    package struct Limits: Hashable, Sendable {
        /// In bytes.
        package var bytes = 4 << 30
        /// Bytes that one packed byte may give, once `freeBytes` were made.
        package var ratio = 250
        package var freeBytes = 16 << 20

        package init() {}
    }

    /// What was unpacked.
    package struct Unpacked {
        package let file: ReadableFile
        /// Why it is only a beginning; nil when it is the whole.
        package let shortfall: String?
        /// When what is packed was last written, as the packing says; nil when it does not.
        package let written: Timestamp?
    }

    /// Unpacks a file into one without a name.
    /// - Parameter advance: Called after each piece with the bytes that it gave, for progress and cancellation.
    package func unpack(
        _ file: ReadableFile, limits: Limits = Limits(), advance: (Int) throws -> Void = { _ in }
    ) throws -> Unpacked {
        guard let kind else { throw FileFault.packed("is packed by bzip2, which is not read") }
        guard let unpacker = Unpacker(kind) else { throw FileFault.packed("cannot be unpacked for want of memory") }
        let spool = try SpoolFile()
        var shortfall: String?
        var input = 0
        var output = [UInt8](repeating: 0, count: 256 << 10)
        try file.forEachChunk(size: 64 << 10) { bytes, offset in
            shortfall = try unpacker.take(bytes, isLast: offset + bytes.byteCount >= file.size, through: &output) {
                made in
                try spool.write(made)
                try advance(made.count)
                return limits.refusal(of: spool.length, from: offset + bytes.byteCount)
            }
            input = offset + bytes.byteCount
            return shortfall == nil
        }
        if shortfall == nil, !unpacker.isBetweenStreams {
            shortfall = input < file.size ? FileFault.shrank.reason : "ends in the middle of what is packed"
        }
        if spool.length == 0, let shortfall { throw FileFault.packed(shortfall) }
        return Unpacked(file: try spool.file(for: file), shortfall: shortfall, written: unpacker.written)
    }
}

extension Packing.Limits {
    fileprivate func refusal(of made: Int, from packed: Int) -> String? {
        if made >= bytes { return "gives more than \(bytes) bytes, of which the first were read" }
        guard made > freeBytes, made / max(1, packed) > ratio else { return nil }
        return "gives more than \(ratio) bytes for each of its own, of which the first \(made) were read"
    }
}

/// The state of unpacking.
@safe private final class Unpacker {
    private let state: OpaquePointer
    private(set) var isBetweenStreams = false

    init?(_ kind: Int32) {
        guard let made = unsafe cunpack_new(kind) else { return nil }
        unsafe state = made
    }

    deinit { unsafe cunpack_delete(state) }

    /// By the last stream that was begun.
    var written: Timestamp? {
        let seconds = Int64(unsafe cunpack_time(state))
        return seconds > 0 ? Timestamp(nanoseconds: seconds * 1_000_000_000) : nil
    }

    /// Unpacks a piece; tells why it cannot go on, nil when it can.
    func take(
        _ input: RawSpan, isLast: Bool, through output: inout [UInt8], _ body: (Span<UInt8>) throws -> String?
    ) throws -> String? {
        var position = 0
        while position < input.byteCount || !isBetweenStreams {
            let (result, used, made) = step(input, from: position, isLast: isLast, &output)
            position += used
            if made > 0 {
                isBetweenStreams = false
                if let refusal = try body(output.span.extracting(0..<made)) { return refusal }
            }
            switch result {
            case Int32(CUNPACK_ENDED): isBetweenStreams = true
            case Int32(CUNPACK_GOES_ON):
                if used > 0 { isBetweenStreams = false }
                if made == 0, used == 0 { return nil }
            case Int32(CUNPACK_TOO_LARGE): return "asks for more memory than is given to unpacking"
            // Some tools fill up with zeros behind the last stream.
            default: return isBetweenStreams ? nil : "is damaged; what stands before the damage was read"
            }
        }
        return nil
    }

    private func step(
        _ input: RawSpan, from position: Int, isLast: Bool, _ output: inout [UInt8]
    ) -> (result: Int32, used: Int, made: Int) {
        var used = 0
        var made = 0
        let state = unsafe state
        let result = unsafe output.withUnsafeMutableBufferPointer { room in
            let base = room.baseAddress
            let count = room.count
            return unsafe input.withUnsafeBytes { raw in
                unsafe cunpack_step(
                    state, raw.baseAddress.map { unsafe $0.assumingMemoryBound(to: UInt8.self) + position },
                    raw.count - position, &used, base, count, &made, isLast ? 1 : 0)
            }
        }
        return (result, used, made)
    }
}
