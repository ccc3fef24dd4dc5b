/// Counts the different masked messages that go by, in bounded memory.
struct TemplateMiner: Sendable {
    /// The most different messages that are told apart.
    static let maximumSignatures = 20_000

    /// Masked messages in the order of their first appearance.
    private(set) var signatures: [[UInt8]] = []
    /// Where the last line that was added varies, in the order of the marks in its masked message.
    private(set) var variables: [Range<Int>] = []
    private var indices: [UInt64: Int] = [:]
    private var buffer: [UInt8] = []
    private static let longest = 2048

    /// The number of the masked message of a line; equal for lines that differ only in numbers and the like.
    /// - Parameter pinned: Kept as it is, such as a status.
    mutating func add(_ line: Span<UInt8>, _ message: Range<Int>, isRequest: Bool = false, pinned: Int? = nil) -> Int {
        buffer.removeAll(keepingCapacity: true)
        variables.removeAll(keepingCapacity: true)
        let end = min(message.upperBound, message.lowerBound + Self.longest)
        Masking.mask(line, message.lowerBound..<end, splitsPaths: isRequest, into: &buffer, variables: &variables)
        if let pinned {
            buffer += [Byte.space, Masking.pin]
            buffer += Array(String(pinned).utf8)
        }
        return number()
    }

    /// The number of a message that was masked before.
    mutating func add(_ signature: [UInt8]) -> Int {
        buffer = signature
        return number()
    }

    private mutating func number() -> Int {
        let hash = Self.hash(buffer)
        if let index = indices[hash] { return index }
        guard signatures.count < Self.maximumSignatures else { return overflow() }
        indices[hash] = signatures.count
        signatures.append(buffer)
        return signatures.count - 1
    }

    /// When there are too many, whatever is new goes by its first word.
    private mutating func overflow() -> Int {
        variables.removeAll(keepingCapacity: true)
        let word = buffer.prefix { $0 != Byte.space }
        let hasRoom = signatures.count < Self.maximumSignatures + 1000
        let coarse = hasRoom ? Array(word) + [Byte.space, Masking.wildcard] : [Masking.wildcard]
        let hash = Self.hash(coarse)
        if let index = indices[hash] { return index }
        indices[hash] = signatures.count
        signatures.append(coarse)
        return signatures.count - 1
    }

    /// A multiplicative hash over words of eight bytes, with a last mixing.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        unsafe bytes.withUnsafeBytes { raw in
            var position = 0
            while raw.count - position >= 8 {
                // The eight bytes lie within by the condition of the loop.
                let word = unsafe raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                position += 8
            }
            var word: UInt64 = 0
            while position < raw.count {
                let byte = unsafe raw[position]
                word = word << 8 | UInt64(byte)
                position += 1
            }
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        }
        return hash ^ hash >> 32
    }
}
