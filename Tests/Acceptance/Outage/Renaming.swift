import TestSupport

/// Gives every name another one that says nothing, always the same for the same name.
struct Renaming {
    private var names: [String: String] = [:]
    private var taken: Set<String> = []
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// The new name of a name.
    mutating func callAsFunction(_ name: some StringProtocol) -> String {
        let name = String(name)
        if let known = names[name] { return known }
        var word: String
        repeat { word = invent() } while !taken.insert(word).inserted
        names[name] = word
        return word
    }

    /// The name that was given for another; nil when it was never asked for.
    func known(_ name: String) -> String? { names[name] }

    /// Replaces each word of letters, digits and underscores for which `wants` says so.
    ///
    /// - Parameter wants: gets the text, where the word begins and where it ends.
    mutating func words(of text: [UInt8], where wants: ([UInt8], Range<Int>) -> Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let start = index
            while index < text.count, Self.isWordByte(text[index]) { index += 1 }
            if start < index {
                let word = text[start..<index]
                if wants(text, start..<index) {
                    let renamed = self(String(decoding: word, as: UTF8.self))
                    result += Array(renamed.utf8)
                } else {
                    result += word
                }
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    /// Whether a byte belongs to a word.
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func invent() -> String {
        let count = Int.random(in: 3...4, using: &generator)
        return (0..<count).map { _ in Self.syllables.randomElement(using: &generator) ?? "zu" }.joined()
    }

    private static let syllables = [
        "zu", "vi", "ko", "xa", "qe", "ji", "wo", "pu", "ny", "gla", "vro", "zhi", "kwu", "bly", "dza", "fjo",
    ]
}
