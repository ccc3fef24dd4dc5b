/// A line and a column as libyaml counts them, from 1, in characters.
struct YAMLMark: Hashable, Sendable {
    let line: Int
    let column: Int
}

/// A file's text with the places that libyaml names, and with characters that were replaced so that it can go on.
struct YAMLText {
    private let file: SourceFile
    private var scalars: [Unicode.Scalar]
    /// Offset in UTF-8 of each character, and of the end.
    private let offsets: [Int]
    /// Index of the first character of each line, as libyaml counts lines.
    private let lineStarts: [Int]
    private var repairs: [Unicode.Scalar: Unicode.Scalar] = [:]
    private let used: Set<Unicode.Scalar>

    init(_ file: SourceFile) {
        self.file = file
        scalars = Array(String(decoding: file.bytes, as: UTF8.self).unicodeScalars)
        var offsets: [Int] = []
        offsets.reserveCapacity(scalars.count + 1)
        var lineStarts = [0]
        var offset = 0
        for (index, scalar) in scalars.enumerated() {
            offsets.append(offset)
            offset += UTF8.width(scalar)
            let isHalf = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !isHalf, Self.isBreak(scalar) { lineStarts.append(index + 1) }
        }
        offsets.append(offset)
        self.offsets = offsets
        self.lineStarts = lineStarts
        used = Set(scalars.lazy.filter { Self.privateUse.contains($0.value) })
    }

    /// Whether libyaml begins a new line behind a character.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private static let privateUse: ClosedRange<UInt32> = 0xE000...0xF8FF

    /// What libyaml is to read.
    var text: String {
        guard !repairs.isEmpty else { return String(decoding: file.bytes, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// Index of the character at a mark.
    private func index(of mark: YAMLMark) -> Int {
        let line = min(max(mark.line - 1, 0), lineStarts.count - 1)
        return min(lineStarts[line] + max(mark.column - 1, 0), scalars.count)
    }

    /// Offset in the file of the character at a mark.
    func offset(of mark: YAMLMark) -> Int { offsets[index(of: mark)] }

    func character(at mark: YAMLMark) -> Unicode.Scalar? {
        let index = index(of: mark)
        return index < scalars.count ? scalars[index] : nil
    }

    /// Puts a character that means nothing in the place of one; false when there is none left, or it was done before.
    mutating func repair(at mark: YAMLMark, skipping count: Int = 0) -> Bool {
        let index = index(of: mark) + count
        guard index < scalars.count, repairs[scalars[index]] == nil, !Self.isBreak(scalars[index]) else {
            return false
        }
        guard let free = freeScalar() else { return false }
        repairs[free] = scalars[index]
        scalars[index] = free
        return true
    }

    /// Puts characters that mean nothing in the place of equal ones; false when there is none left.
    mutating func repair(atOffsets places: [Int]) -> Bool {
        guard let free = freeScalar() else { return false }
        var index = 0
        for place in places {
            while offsets[index] < place { index += 1 }
            guard index < scalars.count, repairs[scalars[index]] == nil else { continue }
            repairs[free] = scalars[index]
            scalars[index] = free
        }
        return true
    }

    private func freeScalar() -> Unicode.Scalar? {
        Self.privateUse.lazy.compactMap(Unicode.Scalar.init).first { !used.contains($0) && repairs[$0] == nil }
    }

    /// A text with the characters that stand in the file.
    func restored(_ text: String) -> String {
        guard !repairs.isEmpty, text.unicodeScalars.contains(where: { repairs[$0] != nil }) else { return text }
        var restored = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { restored.append(repairs[scalar] ?? scalar) }
        return String(restored)
    }
}
