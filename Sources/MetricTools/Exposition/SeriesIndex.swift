/// Finds the number of a series by its name and labels as written.
///
/// An open-addressing table over the written keys. Samples come either series by series or in the same order at every
/// time, so the series that followed the last one before is tried first, and the table is asked only when it fails.
struct SeriesIndex {
    /// What is known of a written key.
    struct Entry {
        let offset: Int
        let length: Int
        let hash: UInt64
        /// The number of the series; -1 for one that nobody asked for.
        let series: Int
        var successor: Int
    }

    private var arena: [UInt8] = []
    private(set) var entries: [Entry] = []
    private var slots = [Int32](repeating: -1, count: 1024)
    private var last = 0

    /// Bytes of all keys.
    var byteCount: Int { arena.count }

    /// The entry whose key the line begins with, if it is the one that is expected next.
    @inline(__always)
    mutating func predicted(_ line: borrowing Span<UInt8>) -> Entry? {
        guard !entries.isEmpty else { return nil }
        if isKey(last, of: line) { return entries[last] }
        let next = entries[last].successor
        guard next != last, isKey(next, of: line) else { return nil }
        last = next
        return entries[next]
    }

    @inline(__always)
    private func isKey(_ entry: Int, of line: borrowing Span<UInt8>) -> Bool {
        let entry = entries[entry]
        guard line.count > entry.length, KeyText.isBlank(line[entry.length]) else { return false }
        return equal(line, entry.offset, entry.length)
    }

    /// The entry of a written key.
    mutating func find(_ key: borrowing Span<UInt8>) -> Entry? {
        let hash = Self.hash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            let entry = entries[number]
            if entry.hash == hash, entry.length == key.count, equal(key, entry.offset, entry.length) {
                entries[last].successor = number
                last = number
                return entry
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Remembers a key that is not in the table.
    mutating func insert(_ key: borrowing Span<UInt8>, series: Int) -> Entry {
        if entries.count * 2 >= slots.count { grow() }
        let entry = Entry(
            offset: arena.count, length: key.count, hash: Self.hash(key), series: series, successor: entries.count)
        for index in key.indices { arena.append(key[index]) }
        if !entries.isEmpty { entries[last].successor = entries.count }
        last = entries.count
        place(entries.count, entry.hash)
        entries.append(entry)
        return entry
    }

    private mutating func place(_ number: Int, _ hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(truncatingIfNeeded: number)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, entry) in entries.enumerated() { place(number, entry.hash) }
    }

    @inline(__always)
    private func equal(_ text: borrowing Span<UInt8>, _ offset: Int, _ length: Int) -> Bool {
        let left = unsafe text.bytes
        let right = unsafe arena.span.bytes
        var index = 0
        // The loads are bounds-checked; any bytes are valid integers.
        while index + 8 <= length {
            let a = unsafe left.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let b = unsafe right.unsafeLoadUnaligned(fromByteOffset: offset + index, as: UInt64.self)
            guard a == b else { return false }
            index += 8
        }
        while index < length {
            guard text[index] == arena[offset + index] else { return false }
            index += 1
        }
        return true
    }

    // FNV-1a over words: a caller who makes keys collide gains only a slower reading of their own file, whose number
    // of keys is bounded.
    private static func hash(_ key: borrowing Span<UInt8>) -> UInt64 {
        let bytes = unsafe key.bytes
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var index = 0
        while index + 8 <= key.count {
            hash =
                (hash ^ (unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))) &* 0x100_0000_01B3
            hash ^= hash >> 29
            index += 8
        }
        while index < key.count {
            hash = (hash ^ UInt64(key[index])) &* 0x100_0000_01B3
            index += 1
        }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 17
    }
}
