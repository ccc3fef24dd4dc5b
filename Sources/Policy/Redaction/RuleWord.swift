/// A text that stands in every match of a rule.
struct RuleWord: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What has to follow a word.
    enum Tail: Sendable {
        case anything
        /// What gives a name its value, behind blanks, quotes and backslashes, as many as there are.
        case assigned
        /// A quote, behind blanks.
        case quoted
        /// Nothing of a value in this line, or what says that it stands below.
        case opened
        /// The same behind blanks, quotes and a colon.
        case openedLater
    }

    /// ASCII; in either case unless it has capitals.
    let text: String
    let tail: Tail

    init(_ text: String, then tail: Tail = .anything) {
        self.text = text
        self.tail = tail
    }

    init(stringLiteral text: String) { self.init(text) }
}

extension RuleWord.Tail {
    /// Whether it stands in the text at `start`, which may be its end.
    @inline(__always)
    func stands(in text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        switch self {
        case .anything: true
        case .assigned: unsafe Self.isAssigned(text, from: start)
        case .quoted: unsafe Self.isQuoted(text, from: start)
        case .opened: unsafe Self.isOpened(text, from: start)
        case .openedLater: unsafe Self.isOpenedLater(text, from: start)
        }
    }

    private static func isOpened(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in start..<max(start, text.count) {
            switch unsafe text[index] {
            case 0x20, 0x09: continue
            case UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "&"), UInt8(ascii: "#"), 10, 13:
                return true
            default: return false
            }
        }
        return false
    }

    private static func isOpenedLater(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in start..<max(start, text.count) {
            switch unsafe text[index] {
            case 0x20, 0x09, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): continue
            case UInt8(ascii: ":"): return unsafe isOpened(text, from: index + 1)
            default: return false
            }
        }
        return false
    }

    private static func isAssigned(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in start..<max(start, text.count) {
            switch unsafe text[index] {
            case 0x20, 0x09, UInt8(ascii: "\""), UInt8(ascii: "'"): continue
            case UInt8(ascii: "\\"):
                // `\u003d`, as it is written in JSON.
                if index + 1 < text.count, unsafe text[index + 1] | 0x20 == UInt8(ascii: "u") { return true }
            case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "%"): return true
            default: return false
            }
        }
        return false
    }

    private static func isQuoted(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in start..<max(start, text.count) {
            switch unsafe text[index] {
            case 0x20, 0x09: continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"): return true
            default: return false
            }
        }
        return false
    }
}
