internal import JSON

/// The lines in which two texts of several lines differ, paired by their setting's name where they have one.
struct LineDiff {
    struct Change {
        /// The setting's name, or `line 12`.
        let key: String
        let before: JSONValue?
        let after: JSONValue?
    }

    private(set) var changes: [Change] = []
    private static let maximumLines = 5000

    /// Empty unless one of the texts has several lines.
    init(_ old: String, _ new: String) {
        let before = Self.lines(old)
        let after = Self.lines(new)
        guard before.count > 1 || after.count > 1, before.count <= Self.maximumLines, after.count <= Self.maximumLines
        else { return }
        var head = 0
        while head < before.count, head < after.count, before[head] == after[head] { head += 1 }
        var tail = 0
        while tail < before.count - head, tail < after.count - head,
            before[before.count - 1 - tail] == after[after.count - 1 - tail]
        {
            tail += 1
        }
        // What was written anew is one change; pairing its lines would take for ever and say nothing.
        guard (before.count - head - tail) * (after.count - head - tail) <= 40_000 else { return }
        pair(Array(before[head..<before.count - tail]), Array(after[head..<after.count - tail]), first: head + 1)
    }

    private mutating func pair(_ removed: [Substring], _ added: [Substring], first: Int) {
        var remaining = Array(added.enumerated())
        for (index, line) in removed.enumerated() {
            let setting = Self.setting(line)
            let partner = remaining.firstIndex { other in
                if other.element == line { return true }
                guard let setting else { return false }
                return Self.setting(other.element)?.name == setting.name
            }
            guard let partner else {
                let same = setting == nil ? remaining.firstIndex { $0.offset == index } : nil
                let after = same.map { remaining.remove(at: $0).element }
                add(first + index, line, after.flatMap { Self.setting($0) == nil ? $0 : nil }, nil)
                continue
            }
            let after = remaining.remove(at: partner).element
            if after != line { add(first + index, line, after, setting?.name) }
        }
        for (offset, line) in remaining { add(first + offset, nil, line, Self.setting(line)?.name) }
    }

    private mutating func add(_ number: Int, _ before: Substring?, _ after: Substring?, _ name: String?) {
        func value(_ line: Substring?) -> JSONValue? {
            guard let line else { return nil }
            guard name != nil, let setting = Self.setting(line) else { return .string(String(line)) }
            return JSONNumber(setting.value).map { .number($0) } ?? .string(setting.value)
        }
        changes.append(Change(key: name ?? "line \(number)", before: value(before), after: value(after)))
    }

    private static func lines(_ text: String) -> [Substring] {
        // By bytes: a carriage return and a line feed are one character.
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            Substring(line.last == 0x0D ? line.dropLast() : line)
        }
    }

    /// `name = value`, `name: value` or `name value;` as configuration files have it.
    private static func setting(_ line: Substring) -> (name: String, value: String)? {
        let bytes = Array(line.utf8)
        var start = 0
        while start < bytes.count, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
        var end = start
        while end < bytes.count,
            Words.isWordByte(bytes[end]) || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ".")
        {
            end += 1
        }
        guard end > start, end < bytes.count else { return nil }
        var value = end
        while value < bytes.count, [32, 9, UInt8(ascii: "="), UInt8(ascii: ":")].contains(bytes[value]) { value += 1 }
        guard value > end, value < bytes.count else { return nil }
        var last = bytes.count
        while last > value, [32, 9, UInt8(ascii: ";"), UInt8(ascii: ","), 13].contains(bytes[last - 1]) { last -= 1 }
        let text = String(decoding: bytes[value..<last], as: UTF8.self)
        let hasSign = bytes[end..<value].contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
        guard hasSign || !text.contains(" ") else { return nil }
        return (String(decoding: bytes[start..<end], as: UTF8.self), text)
    }
}
