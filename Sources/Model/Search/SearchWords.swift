/// The words of a text as search compares them: runs of letters, marks and digits in lower case.
///
/// Every store takes words from here, so that all of them find the same and text is never a query of theirs.
package struct SearchWords: Sequence, IteratorProtocol {
    /// Characters of a word that count.
    package static let longest = 64

    package struct Word: Hashable, Sendable {
        package let text: String
        package let range: Range<String.Index>
    }

    private let text: String
    private var index: String.Index

    package init(_ text: String) {
        self.text = text
        index = text.startIndex
    }

    package mutating func next() -> Word? {
        let scalars = text.unicodeScalars
        while index < scalars.endIndex, !Self.belongs(scalars[index]) { scalars.formIndex(after: &index) }
        guard index < scalars.endIndex else { return nil }
        let start = index
        var word = String.UnicodeScalarView()
        var length = 0
        while index < scalars.endIndex, Self.belongs(scalars[index]) {
            if length < Self.longest { Self.append(scalars[index], to: &word) }
            length += 1
            scalars.formIndex(after: &index)
        }
        return Word(text: String(word), range: start..<index)
    }

    /// The words of a text, each once, in the order in which they first stand there.
    package static func distinct(in text: String) -> [String] {
        var text = text
        let plain = text.withUTF8 { plainWords(in: unsafe $0.span) }
        let words = plain ?? SearchWords(text).map(\.text)
        // Most texts are a few words, for which a set costs more than all comparisons.
        guard words.count > 8 else {
            var distinct: [String] = []
            for word in words where !distinct.contains(word) { distinct.append(word) }
            return distinct
        }
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    /// The words of a text of ASCII, as most are; nil for any other.
    private static func plainWords(in text: Span<UInt8>) -> [String]? {
        var words: [String] = []
        var start: Int?
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x80 else { return nil }
            if belongs(Unicode.Scalar(byte)) {
                start = start ?? index
            } else if let first = start {
                words.append(lowered(text.extracting(first..<index)))
                start = nil
            }
        }
        if let first = start { words.append(lowered(text.extracting(first...))) }
        return words
    }

    private static func lowered(_ word: Span<UInt8>) -> String {
        let word = word.extracting(first: longest)
        return unsafe String(unsafeUninitializedCapacity: word.count) { memory in
            for index in word.indices {
                let byte = word[index]
                unsafe memory[index] = 0x41...0x5A ~= byte ? byte + 0x20 : byte
            }
            return word.count
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to word: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x41...0x5A: word.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
        case ..<0x80: word.append(scalar)
        default: word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private static func belongs(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case ..<0x80: false
        default:
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
                .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
                true
            default: false
            }
        }
    }
}
