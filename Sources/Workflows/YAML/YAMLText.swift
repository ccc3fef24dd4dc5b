import YAML

/// A file's text with the places that libyaml names, and with characters that were replaced so that it can go on.
struct YAMLText {
    private let file: SourceFile
    private var scalars: [Unicode.Scalar]
    /// Offset in UTF-8 of each character, and of the end; nil where each has one byte.
    private let offsets: [Int]?
    /// Index of the first character of each line, as libyaml counts lines.
    private let lineStarts: [Int]
    private var repairs: [Unicode.Scalar: Unicode.Scalar] = [:]
    private let used: Set<Unicode.Scalar>

    init(_ file: SourceFile) {
        self.file = file
        let isASCII = file.bytes.allSatisfy { $0 < 0x80 }
        let scalars =
            isASCII
            ? file.bytes.map { Unicode.Scalar($0) } : Array(String(decoding: file.bytes, as: UTF8.self).unicodeScalars)
        var lineStarts = [0]
        for (index, scalar) in scalars.enumerated() where Self.isBreak(scalar) {
            let isHalf = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !isHalf { lineStarts.append(index + 1) }
        }
        self.scalars = scalars
        self.lineStarts = lineStarts
        offsets = isASCII ? nil : Self.offsets(of: scalars)
        used = isASCII ? [] : Set(scalars.lazy.filter { Self.privateUse.contains($0.value) })
    }

    private static func offsets(of scalars: [Unicode.Scalar]) -> [Int] {
        var offsets = [0]
        offsets.reserveCapacity(scalars.count + 1)
        var offset = 0
        for scalar in scalars {
            offset += UTF8.width(scalar)
            offsets.append(offset)
        }
        return offsets
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
    var bytes: [UInt8] {
        guard !repairs.isEmpty else { return file.bytes }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return Array(String(text).utf8)
    }

    /// Index of the character at a mark.
    private func index(of mark: YAMLMark) -> Int {
        let line = min(max(mark.line - 1, 0), lineStarts.count - 1)
        return min(lineStarts[line] + max(mark.column - 1, 0), scalars.count)
    }

    /// Offset in the file of the character at a mark.
    func offset(of mark: YAMLMark) -> Int { offset(ofCharacter: index(of: mark)) }

    private func offset(ofCharacter index: Int) -> Int { offsets.map { $0[index] } ?? index }

    func character(at mark: YAMLMark) -> Unicode.Scalar? {
        let index = index(of: mark)
        return index < scalars.count ? scalars[index] : nil
    }

    /// Puts a character that means nothing in the place of one; false when there is none left, or it was done before.
    mutating func repair(at mark: YAMLMark) -> Bool {
        let index = index(of: mark)
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
            while offset(ofCharacter: index) < place { index += 1 }
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
