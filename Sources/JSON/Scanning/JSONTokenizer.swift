/// Reads a document of any size in pieces, in memory bounded by the longest string and one piece.
///
/// Feed bytes, then take tokens until `.needsInput`; after the last bytes call `finish()`, and `.end` comes at last.
/// Everything is checked as strictly as by `JSONValue(parsing:)` except for duplicate names, which it can notice.
///
///     var tokenizer = JSONTokenizer()
///     tokenizer.feed(chunk.span.bytes)
///     var token = try tokenizer.next()
///     while token != .needsInput, token != .end { token = try tokenizer.next() }
public struct JSONTokenizer: Sendable {
    /// What the tokenizer came to.
    public enum Token: UInt8, Hashable, Sendable {
        /// `{`
        case beginObject
        /// `}`
        case endObject
        /// `[`
        case beginArray
        /// `]`
        case endArray
        /// A member's name; see `text`.
        case key
        /// A string; see `text`.
        case string
        /// A number; see `number`.
        case number
        /// `true`
        case `true`
        /// `false`
        case `false`
        /// `null`
        case null
        /// More bytes, or `finish()`, are needed.
        case needsInput
        /// The document is complete and nothing follows it.
        case end
    }

    private var buffer: [UInt8] = []
    private var scanner: JSONScanner
    private var current = JSONScanner.Token(.needsInput)
    private var isFinal = false
    private var skipDepth: Int?
    /// What was fed and dropped again.
    private var dropped = 0
    private var droppedLines = 0
    private var droppedColumns = 0
    private var builder: JSONBuilder?
    private var members: MemberPrints
    private let noticing: Noticing
    /// Where in `buffer` the bytes begin that are held; nil for none.
    private var holding: Int?
    /// Where the value begins that is being passed over, from there on.
    private var valueStart: Int?

    /// A tokenizer at the start of a document; `limits.bytes` does not bound the document's length.
    /// - Parameter noticing: Where `mayRepeat` is told of, which bounds the members of open objects together to 200,000.
    public init(limits: JSONLimits = .standard, noticing: Noticing = .nothing) {
        scanner = JSONScanner(limits: limits)
        members = MemberPrints(isOn: noticing != .nothing)
        self.noticing = noticing
    }

    /// In which objects two members of one name are noticed.
    public enum Noticing: Hashable, Sendable {
        case nothing
        /// In values that are passed over or skipped; whoever takes tokens sees names.
        case passedOver
        case everything
    }

    /// Whether an object may have two members of one name.
    ///
    /// True where there are; rarely it is true by chance as well, so that whoever has to know reads the document again.
    public var mayRepeat: Bool { members.mayRepeat }

    /// The token taken last; after `feed`, `.needsInput`, and after a whole value was read, `.null`.
    public var token: Token { current.kind }

    /// The number of open arrays and objects.
    public var depth: Int { scanner.depth }

    /// The bytes of the document that have been taken.
    public var offset: Int { dropped + scanner.position }

    /// Adds bytes; those before the next token are dropped, and with them `text` and `number`.
    public mutating func feed(_ bytes: RawSpan) {
        drop()
        makeRoom(for: bytes.byteCount)
        unsafe bytes.withUnsafeBytes { raw in unsafe buffer.append(contentsOf: raw) }
    }

    /// Adds bytes.
    public mutating func feed(_ bytes: Span<UInt8>) {
        unsafe feed(bytes.bytes)
    }

    /// Adds bytes.
    public mutating func feed(_ bytes: [UInt8]) {
        drop()
        makeRoom(for: bytes.count)
        buffer.append(contentsOf: bytes)
    }

    /// Tells that no more bytes follow.
    public mutating func finish() { isFinal = true }

    /// Takes the next token.
    public mutating func next() throws(JSONError) -> Token {
        do throws(JSONFault) {
            current = try Self.next(&scanner, buffer, isFinal)
            if noticing == .everything { try notice() }
        } catch {
            throw error.error(at: position(error.offset))
        }
        return current.kind
    }

    private mutating func noticeSkipped() throws(JSONError) {
        do throws(JSONFault) { try notice() } catch { throw error.error(at: position(error.offset)) }
    }

    private mutating func notice() throws(JSONFault) {
        switch current.kind {
        case .beginObject: members.open()
        case .endObject: members.close()
        case .key:
            let print =
                current.isComplex
                ? MemberPrints.print(of: Array(text.utf8).span)
                : MemberPrints.print(of: buffer.span.extracting(current.range))
            members.add(print)
        default: break
        }
        guard !members.isOverfull else {
            throw JSONFault(.tooManyMembers(MemberPrints.maximum), at: scanner.position)
        }
    }

    /// The text of the current `.key` or `.string`; empty at another token.
    public var text: String {
        guard current.kind == .key || current.kind == .string else { return "" }
        return JSONText.decode(buffer.span.extracting(current.range), isComplex: current.isComplex)
    }

    /// The length in bytes of the current string, name or number as written.
    public var textByteCount: Int { current.range.count }

    /// Whether the current `.key` or `.string` is this text, without making a string where it has no escapes.
    public func textIs(_ other: String) -> Bool {
        guard current.kind == .key || current.kind == .string else { return false }
        guard !current.isComplex else { return JSONKey(text) == JSONKey(other) }
        guard other.utf8.count == current.range.count else { return false }
        return zip(current.range, other.utf8).allSatisfy { buffer[$0] == $1 }
    }

    /// The current `.number`; nil at another token.
    public var number: JSONNumber? {
        guard current.kind == .number else { return nil }
        return JSONNumber(checked: buffer.span.extracting(current.range), isInteger: !current.isComplex)
    }

    /// Skips the next value, or at a member's place the whole member, checking its grammar.
    ///
    /// - Returns: `.needsInput`, after which it is to be called again, or the last token of what was skipped. Where
    ///   the container ends instead, that is its end, and `depth` is one less.
    public mutating func skipValue() throws(JSONError) -> Token {
        try skip(to: scanner.depth)
    }

    /// Skips the rest of the innermost open array or object, its end included; else like `skipValue()`.
    public mutating func skipContainer() throws(JSONError) -> Token {
        try skip(to: scanner.depth - 1)
    }

    /// Reads the next value whole; duplicate names are refused.
    ///
    /// - Returns: nil when there is no value yet or none at all, as `token` tells: `.needsInput`, after which it is to
    ///   be called again, or the end of the container or of the document, which has been taken.
    public mutating func readValue() throws(JSONError) -> JSONValue? {
        var builder = self.builder ?? JSONBuilder()
        self.builder = nil
        do throws(JSONFault) {
            let value = try Self.build(&builder, &scanner, buffer, isFinal)
            current = JSONScanner.Token(value == nil ? builder.stop : .null)
            // What was read whole has no duplicates, or has been refused.
            if noticing == .everything, value == nil, builder.stop == .endObject { members.close() }
            if value == nil, builder.stop == .needsInput { self.builder = builder }
            return value
        } catch {
            throw error.error(at: position(error.offset))
        }
    }

    /// Keeps the bytes from here on, so that values can be passed over first and read later.
    public mutating func hold() { holding = scanner.position }

    /// Lets go of what was held.
    public mutating func release() { holding = nil }

    /// The number of bytes taken since `hold()`; 0 when nothing is held.
    public var heldCount: Int { holding.map { scanner.position - $0 } ?? 0 }

    /// Lends a part of what is held, counted from where holding began; nothing when it is not held.
    public func withHeld<Result, Failure: Error>(
        _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = holding ?? 0
        let held = start..<max(start, scanner.position)
        return try body(buffer.span.extracting((start + range.lowerBound..<start + range.upperBound).clamped(to: held)))
    }

    /// What passing over a value came to.
    public enum Passage: Hashable, Sendable {
        /// More bytes, or `finish()`, are needed; call again.
        case needsInput
        /// The container ended instead, and its end has been taken.
        case ended
        /// The place of the value, counted from where holding began.
        case value(Range<Int>)
    }

    /// Passes over the next value of an array, or that of the member whose name was taken, checking its grammar, while
    /// bytes are held.
    public mutating func passValue() throws(JSONError) -> Passage {
        let start = holding ?? scanner.position
        if valueStart == nil {
            switch try next() {
            case .needsInput: return .needsInput
            case .endArray, .endObject, .end: return .ended
            case .beginArray, .beginObject: valueStart = scanner.position - 1 - start
            case .string, .key: return .value(current.range.lowerBound - 1 - start..<scanner.position - start)
            case .number: return .value(current.range.lowerBound - start..<scanner.position - start)
            case .true, .null: return .value(scanner.position - 4 - start..<scanner.position - start)
            case .false: return .value(scanner.position - 5 - start..<scanner.position - start)
            }
        }
        guard try skip(to: scanner.depth - 1) != .needsInput, let first = valueStart else { return .needsInput }
        valueStart = nil
        return .value(first..<scanner.position - start)
    }

    /// The place of the current `.key` or `.string` in a list of names; nil where it is none of them.
    public func name(in names: JSONNames) -> Int? {
        guard current.kind == .key || current.kind == .string else { return nil }
        guard !current.isComplex else { return names.place(of: Array(text.utf8).span) }
        return names.place(of: buffer.span.extracting(current.range))
    }

    private mutating func skip(to depth: Int) throws(JSONError) -> Token {
        let target = skipDepth ?? depth
        if noticing == .passedOver, skipDepth == nil {
            members.begin(inObject: scanner.depth > target && scanner.containers.isObject)
        }
        skipDepth = target
        while true {
            if scanner.depth > max(target, 0), let token = Self.glide(&scanner, buffer, &members, to: target) {
                current = JSONScanner.Token(token)
                skipDepth = nil
                return token
            }
            let token = try next()
            if noticing == .passedOver { try noticeSkipped() }
            switch token {
            case .needsInput:
                return token
            case .key, .beginArray, .beginObject:
                continue
            default:
                guard scanner.depth <= target || token == .end else { continue }
                skipDepth = nil
                return token
            }
        }
    }

    // A span of `buffer` in a mutating method would hold all of `self`; these take the two properties apart.
    private static func next(
        _ scanner: inout JSONScanner, _ buffer: [UInt8], _ isFinal: Bool
    ) throws(JSONFault) -> JSONScanner.Token {
        try scanner.next(buffer.span, isFinal: isFinal)
    }

    private static func glide(
        _ scanner: inout JSONScanner, _ buffer: [UInt8], _ members: inout MemberPrints, to depth: Int
    ) -> Token? {
        scanner.glide(to: depth, buffer.span, &members)
    }

    private static func build(
        _ builder: inout JSONBuilder, _ scanner: inout JSONScanner, _ buffer: [UInt8], _ isFinal: Bool
    ) throws(JSONFault) -> JSONValue? {
        try builder.run(&scanner, buffer.span, isFinal: isFinal)
    }

    /// Grows a large buffer by steps: one that doubles holds, while it is copied, up to three times what is in it.
    private mutating func makeRoom(for count: Int) {
        let wanted = buffer.count + count
        guard wanted > buffer.capacity, wanted > 1 << 20 else { return }
        let step = max(4 << 20, wanted / 4)
        buffer.reserveCapacity((wanted / step + 1) * step + (1 << 19))
    }

    private mutating func drop() {
        current = JSONScanner.Token(.needsInput)
        let count = holding ?? scanner.position
        guard count > 0 else { return }
        if holding != nil { holding = 0 }
        (droppedLines, droppedColumns) = Self.lines(buffer.span, upTo: count, from: (droppedLines, droppedColumns))
        dropped += count
        buffer.removeFirst(count)
        scanner.shift(by: count)
    }

    private func position(_ offset: Int) -> JSONPosition {
        let (line, column) = Self.lines(buffer.span, upTo: offset, from: (droppedLines, droppedColumns))
        return JSONPosition(offset: dropped + offset, line: line + 1, column: column + 1)
    }

    /// Lines and columns passed, both counted from 0, after the first `end` bytes.
    static func lines(_ bytes: Span<UInt8>, upTo end: Int, from start: (Int, Int)) -> (Int, Int) {
        var (line, column) = start
        let end = min(end, bytes.count)
        let breaks = LineFeeds.count(in: bytes, upTo: end)
        line += breaks
        guard breaks > 0 else { return (line, column + end) }
        column = 0
        while bytes[end - column - 1] != 0x0A { column += 1 }
        return (line, column)
    }
}
