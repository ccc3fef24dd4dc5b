internal import JSON
internal import Scanning

/// Tells of a document in which members seem to be written twice how many are, each saying the same as before.
///
/// A reader notices repeats by prints of names, without knowing what was said the first time. So this reads again: of each
/// member of the open objects it holds two prints of the name and two of the value.
struct RepeatedMembers {
    /// Two hashes, so that no two values are taken for one.
    private struct Print: Hashable {
        var first = 0
        var second = 0

        init() {}

        init(_ combine: (inout Hasher) -> Void) {
            var hasher = Hasher()
            hasher.combine(1)
            combine(&hasher)
            first = hasher.finalize()
            hasher = Hasher()
            hasher.combine(2)
            combine(&hasher)
            second = hasher.finalize()
        }
    }

    private struct Frame {
        let isObject: Bool
        var name = ""
        var members: [Print: Print] = [:]
        /// Of all that is in it; of an object in no order.
        var content = Print()
    }

    private var tokenizer = JSONTokenizer(
        limits: JSONLimits(depth: 512, bytes: .max, stringBytes: PlanReader.maximumElement))
    private var frames: [Frame] = []
    private(set) var count = 0

    /// How many members of a file are written again.
    /// - Throws: `PlanError` where one says something else than before; `FileFault`, `CancellationError`.
    static func count(in file: ReadableFile) throws -> Int {
        var members = RepeatedMembers()
        try file.forEachChunk { bytes, offset in
            try Task.checkCancellation()
            let mark = offset == 0 ? try PlanReader.sniff(bytes) : 0
            try members.feed(bytes.extracting(mark..<bytes.byteCount))
            return true
        }
        try members.finish()
        return members.count
    }

    /// Takes the next bytes.
    /// - Throws: `PlanError`.
    mutating func feed(_ bytes: RawSpan) throws(PlanError) {
        tokenizer.feed(bytes)
        try run()
    }

    mutating func finish() throws(PlanError) {
        tokenizer.finish()
        try run()
    }

    private mutating func run() throws(PlanError) {
        while true {
            let token: JSONTokenizer.Token
            do throws(JSONError) { token = try tokenizer.next() } catch { throw .malformed(error.message) }
            switch token {
            case .needsInput, .end: return
            case .beginObject, .beginArray: frames.append(Frame(isObject: token == .beginObject))
            case .key: frames[frames.count - 1].name = tokenizer.text
            case .endObject, .endArray:
                guard let frame = frames.popLast() else { return }
                try add(
                    Print {
                        $0.combine(frame.isObject); $0.combine(frame.content)
                    })
            case .string: try add(Self.print(of: tokenizer.text))
            case .number:
                let number = tokenizer.number
                try add(Print { $0.combine(number) })
            case .true, .false, .null: try add(Print { $0.combine(token) })
            }
        }
    }

    /// Adds a value to the innermost container.
    private mutating func add(_ value: Print) throws(PlanError) {
        let top = frames.count - 1
        guard top >= 0 else { return }
        guard frames[top].isObject else {
            let before = frames[top].content
            frames[top].content = Print {
                $0.combine(before); $0.combine(value)
            }
            return
        }
        let name = frames[top].name
        let key = Self.print(of: name)
        if let former = frames[top].members[key] {
            guard former == value else { throw .duplicateKey(name) }
            count += 1
            return
        }
        frames[top].members[key] = value
        let member = Print {
            $0.combine(key); $0.combine(value)
        }
        frames[top].content.first &+= member.first
        frames[top].content.second &+= member.second
    }

    /// By its bytes: texts that differ in them alone are different names.
    private static func print(of text: String) -> Print {
        var text = text
        return text.withUTF8 { bytes in
            Print { hasher in
                hasher.combine(3)
                unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
            }
        }
    }
}
