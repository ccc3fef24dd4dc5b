/// A metric's name and labels as a line of an exposition writes them.
struct KeyText {
    /// The most labels of a series.
    static let maximumLabels = 64

    let name: String
    /// Ordered by name, without those that are empty.
    let labels: [Label]

    /// The end of the name and labels that a line begins with; nil when it does not begin with them.
    static func end(_ line: borrowing Span<UInt8>) -> Int? {
        var index = 0
        while index < line.count, isNameByte(line[index]) { index += 1 }
        guard index > 0 || (line.count > 0 && line[0] == 0x7B) else { return nil }
        let nameEnd = index
        while index < line.count, isBlank(line[index]) { index += 1 }
        guard index < line.count, line[index] == 0x7B else { return nameEnd > 0 ? nameEnd : nil }
        index += 1
        var isQuoted = false
        while index < line.count {
            let byte = line[index]
            if byte == 0x5C, isQuoted {
                index += 1
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if byte == 0x7D, !isQuoted {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    /// Reads what `end` delimited; nil when it is malformed or has too many labels.
    init?(_ key: borrowing Span<UInt8>) {
        var reader = KeyReader(key)
        var name = reader.name(key)
        reader.skipBlanks(key)
        var labels: [Label] = []
        if reader.take(0x7B, key) {
            guard let read = reader.labels(key, name: &name) else { return nil }
            labels = read
        }
        guard reader.position == key.count, let name, !name.isEmpty else { return nil }
        let sorted = labels.filter { !$0.value.isEmpty }.sorted { $0.name < $1.name }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.name != $1.name }) else { return nil }
        self.name = name
        self.labels = sorted
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == 0x5F || byte == 0x3A
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Reads the parts of a key from left to right.
private struct KeyReader {
    private(set) var position = 0

    init(_ key: borrowing Span<UInt8>) {}

    mutating func skipBlanks(_ key: borrowing Span<UInt8>) {
        while position < key.count, KeyText.isBlank(key[position]) { position += 1 }
    }

    mutating func take(_ byte: UInt8, _ key: borrowing Span<UInt8>) -> Bool {
        guard position < key.count, key[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func name(_ key: borrowing Span<UInt8>) -> String? {
        var bytes: [UInt8] = []
        while position < key.count, KeyText.isNameByte(key[position]) {
            bytes.append(key[position])
            position += 1
        }
        guard let first = bytes.first, !(48...57).contains(first) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func text(_ key: borrowing Span<UInt8>) -> String? {
        guard take(0x22, key) else { return nil }
        var bytes: [UInt8] = []
        while position < key.count {
            let byte = key[position]
            position += 1
            if byte == 0x22 { return String(decoding: bytes, as: UTF8.self) }
            guard byte == 0x5C else {
                bytes.append(byte)
                continue
            }
            guard position < key.count else { return nil }
            switch key[position] {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case 0x22, 0x5C: bytes.append(key[position])
            // An unknown escape stands for itself, as Prometheus reads it.
            default: bytes += [0x5C, key[position]]
            }
            position += 1
        }
        return nil
    }

    /// The labels up to the closing brace; a quoted text without a value is the metric's name.
    mutating func labels(_ key: borrowing Span<UInt8>, name metric: inout String?) -> [Label]? {
        var labels: [Label] = []
        while true {
            skipBlanks(key)
            if take(0x7D, key) { return labels }
            let isQuoted = position < key.count && key[position] == 0x22
            guard let label = isQuoted ? text(key) : name(key) else { return nil }
            skipBlanks(key)
            if take(0x3D, key) {
                skipBlanks(key)
                guard let value = text(key), labels.count < KeyText.maximumLabels else { return nil }
                labels.append(Label(label, value))
            } else {
                guard isQuoted, metric == nil else { return nil }
                metric = label
            }
            skipBlanks(key)
            guard take(0x2C, key) else { return take(0x7D, key) ? labels : nil }
        }
    }
}
