import TestSupport

/// What strace(1) has recorded of the files of a database, as events.
///
/// A call of one thread may have been recorded in two parts with those of others in between. What is written may be on the
/// disk as soon as the call begins; what is synchronised is there only when the call has ended.
struct DiskTrace {
    private(set) var events: [DiskEvent] = []
    /// The thread that had written pages last, at each answer, and those that have answered.
    private var (writers, answering): ([[UInt8]], Set<[UInt8]>) = ([], [])
    private var writer: [UInt8]?

    private struct Call {
        let thread: [UInt8]
        let name: String
        let file: String
        /// What follows the file.
        let arguments: ArraySlice<UInt8>
    }

    /// Answers before which a thread had committed that never answers.
    var answersByOthers: Int { writers.count { !answering.contains($0) } }

    /// - Throws: `TestFailure` for a record that cannot be understood.
    init(_ record: [UInt8]) throws {
        var unfinished: [[UInt8]: Call] = [:]
        for line in record.split(separator: UInt8(ascii: "\n")) {
            guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
            let thread = Array(line[..<space])
            let text = line[space...].drop { $0 == UInt8(ascii: " ") }
            if text.starts(with: "<... ".utf8) {
                guard let call = unfinished.removeValue(forKey: thread) else { continue }
                if call.name.hasSuffix("sync") { try add(call, result: Self.result(text)) }
                continue
            }
            guard let call = try Self.call(text, of: thread) else { continue }
            if Self.isUnfinished(text) {
                unfinished[thread] = call
                // A file can be no longer than what was asked for, and no call here is ever cut short.
                if !call.name.hasSuffix("sync") { try add(call, result: nil) }
            } else {
                try add(call, result: Self.result(text))
            }
        }
    }

    private mutating func add(_ call: Call, result: Int?) throws {
        if let result, result < 0 { return }
        let rest = call.arguments
        switch call.name {
        case "pwrite64":
            let (bytes, after) = try Self.string(rest)
            let numbers = Self.numbers(after)
            guard numbers.count >= 2, numbers[0] == bytes.count else { throw Self.unreadable(call) }
            writer = call.thread
            events.append(.write(file: call.file, offset: numbers[1], bytes: Array(bytes.prefix(result ?? .max))))
        case "write":
            // The ledger alone is written so, and always at its end.
            if let writer { writers.append(writer) }
            answering.insert(call.thread)
            events.append(.write(file: call.file, offset: 0, bytes: try Self.string(rest).bytes))
        case "ftruncate":
            guard let length = Self.numbers(rest).first else { throw Self.unreadable(call) }
            events.append(.truncate(file: call.file, length: length))
        case "fsync", "fdatasync":
            events.append(.sync(file: call.file))
        case "unlink": events.append(.remove(file: call.file))
        default: break
        }
    }

    private static func unreadable(_ call: Call) -> TestFailure {
        TestFailure("\(call.name) of \(call.file) cannot be understood")
    }

    // MARK: Reading

    private static func isUnfinished(_ text: ArraySlice<UInt8>) -> Bool {
        text.suffix(16).elementsEqual(" <unfinished ...>".utf8.suffix(16))
    }

    /// The number behind the last equals sign; -1 for an error.
    private static func result(_ text: ArraySlice<UInt8>) -> Int? {
        guard let equals = text.lastIndex(of: UInt8(ascii: "=")) else { return nil }
        let digits = text[(equals + 1)...].drop { $0 == UInt8(ascii: " ") }
        if digits.first == UInt8(ascii: "-") { return -1 }
        return Int(String(decoding: digits.prefix { (48...57).contains($0) }, as: UTF8.self))
    }

    /// `name(7<path>, rest` or `unlink("path")`.
    private static func call(_ text: ArraySlice<UInt8>, of thread: [UInt8]) throws -> Call? {
        guard let bracket = text.firstIndex(of: UInt8(ascii: "(")) else { return nil }
        let name = String(decoding: text[..<bracket], as: UTF8.self)
        let rest = text[(bracket + 1)...]
        if name == "unlink" {
            let (path, after) = try string(rest)
            return Call(thread: thread, name: name, file: String(decoding: path, as: UTF8.self), arguments: after)
        }
        guard let open = rest.firstIndex(of: UInt8(ascii: "<")), let close = rest.firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let path = try unescaped(rest[(open + 1)..<close])
        return Call(
            thread: thread, name: name, file: String(decoding: path, as: UTF8.self), arguments: rest[(close + 1)...])
    }

    /// The first string in quotes, and what follows it.
    private static func string(_ text: ArraySlice<UInt8>) throws -> (bytes: [UInt8], rest: ArraySlice<UInt8>) {
        guard let open = text.firstIndex(of: UInt8(ascii: "\"")),
            let close = text[(open + 1)...].firstIndex(of: UInt8(ascii: "\""))
        else { throw TestFailure("a string is missing: \(String(decoding: text.prefix(80), as: UTF8.self))") }
        let rest = text[(close + 1)...]
        guard !rest.starts(with: "...".utf8) else { throw TestFailure("a record was cut short") }
        return (try unescaped(text[(open + 1)..<close]), rest)
    }

    /// `\x41\x42`, as strace writes every byte when asked to.
    private static func unescaped(_ text: ArraySlice<UInt8>) throws -> [UInt8] {
        guard text.count.isMultiple(of: 4) else { throw TestFailure("a string is not in hexadecimal") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4)
        var index = text.startIndex + 2
        while index < text.endIndex {
            bytes.append(digit(text[index]) << 4 | digit(text[index + 1]))
            index += 4
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : byte - 87 }

    private static func numbers(_ text: ArraySlice<UInt8>) -> [Int] {
        text.prefix { $0 != UInt8(ascii: ")") }.split { !(48...57).contains($0) }
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
