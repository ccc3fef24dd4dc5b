/// Builds one value out of tokens without recursion, and can stop where input ends.
struct JSONBuilder: Sendable {
    private struct Frame {
        var elements: [JSONValue] = []
        var members = JSONObject()
        let isObject: Bool
    }

    private var frames: [Frame] = []
    /// Why no value was returned: input ended, or the container around it, or the document.
    private(set) var stop = JSONTokenizer.Token.needsInput

    init() {}

    /// Reads on; nil where input ends first, or the container around it does.
    mutating func run(
        _ scanner: inout JSONScanner, _ bytes: Span<UInt8>, isFinal: Bool
    ) throws(JSONFault) -> JSONValue? {
        while true {
            let token = try scanner.next(bytes, isFinal: isFinal)
            let value: JSONValue
            switch token.kind {
            case .needsInput, .end:
                stop = token.kind
                return nil
            case .beginObject, .beginArray:
                frames.append(Frame(isObject: token.kind == .beginObject))
                continue
            case .key:
                guard !frames.isEmpty else { continue }
                try setKey(text(of: token, bytes, scanner.limits), token.range)
                continue
            case .endObject, .endArray:
                guard let frame = frames.popLast() else {
                    stop = token.kind
                    return nil
                }
                value = frame.isObject ? .object(frame.members) : .array(frame.elements)
            case .string:
                value = .string(try text(of: token, bytes, scanner.limits))
            case .number:
                value = .number(JSONNumber(checked: bytes.extracting(token.range), isInteger: !token.isComplex))
            case .true:
                value = .bool(true)
            case .false:
                value = .bool(false)
            case .null:
                value = .null
            }
            guard !frames.isEmpty else { return value }
            add(value)
        }
    }

    @inline(__always)
    private func text(
        of token: JSONScanner.Token, _ bytes: Span<UInt8>, _ limits: JSONLimits
    ) throws(JSONFault) -> String {
        let text = JSONText.decode(bytes.extracting(token.range), isComplex: token.isComplex)
        guard limits.marks < .max, text.hasMarks(inARow: limits.marks) else { return text }
        throw JSONFault(.tooManyMarks(limits.marks), at: token.range.lowerBound)
    }

    private mutating func setKey(_ key: String, _ range: Range<Int>) throws(JSONFault) {
        let top = frames.count - 1
        guard frames[top].members.reserve(key) else { throw JSONFault(.duplicateKey(key), at: range.lowerBound - 1) }
    }

    @inline(__always)
    private mutating func add(_ value: JSONValue) {
        let top = frames.count - 1
        if frames[top].isObject {
            frames[top].members.fill(value)
        } else {
            frames[top].elements.append(value)
        }
    }
}
