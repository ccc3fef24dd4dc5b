import CRE2

/// Many patterns that are searched for at once.
@safe package final class RegularExpressionSet: Sendable {
    /// The patterns in the order given; a match names their indices.
    package let expressions: [RegularExpression]

    // RE2::Set may be shared by threads once it is compiled.
    private nonisolated(unsafe) let handle: OpaquePointer?

    /// Compiles the patterns.
    ///
    /// - Parameters:
    ///   - patterns: RE2 syntax, at most 64 KiB each.
    ///   - options: How to read and match all of them.
    ///   - maxMemory: The bytes that the joint automaton may take. Where it does not fit, the patterns are tried in turn.
    package init(
        _ patterns: [String], options: RegularExpression.Options = [], maxMemory: Int = 32 << 20
    ) throws(RegularExpressionError) {
        var expressions: [RegularExpression] = []
        for pattern in patterns {
            expressions.append(try RegularExpression(pattern, options: options))
        }
        self.expressions = expressions
        unsafe handle = Self.compile(patterns, options, maxMemory)
    }

    deinit {
        if let handle = unsafe handle { unsafe cre2_set_delete(handle) }
    }

    /// The indices of the patterns that match somewhere, in ascending order.
    package func matches(in text: RawSpan) -> [Int] {
        var indices = [Int32](repeating: 0, count: expressions.count)
        let count = joint(text, &indices)
        guard count >= 0 else {
            return expressions.indices.filter { expressions[$0].matches(in: text) }
        }
        return indices.prefix(count).map { Int($0) }
    }

    /// The indices of the patterns that match somewhere in the bytes.
    package func matches(in text: [UInt8]) -> [Int] { unsafe matches(in: text.span.bytes) }

    /// The indices of the patterns that match somewhere in the text.
    package func matches(_ text: String) -> [Int] { unsafe matches(in: text.utf8Span.span.bytes) }

    /// The number of matches, or -1 when the automaton is absent or ran out of memory.
    private func joint(_ text: RawSpan, _ indices: inout [Int32]) -> Int {
        guard let handle = unsafe handle else { return -1 }
        let capacity = Int32(indices.count)
        return unsafe text.withUnsafeBytes { raw in
            unsafe indices.withUnsafeMutableBufferPointer { buffer in
                Int(
                    unsafe cre2_set_match(
                        handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, buffer.baseAddress,
                        capacity))
            }
        }
    }

    private static func compile(
        _ patterns: [String], _ options: RegularExpression.Options, _ maxMemory: Int
    ) -> OpaquePointer? {
        guard !patterns.isEmpty, let set = unsafe cre2_set_new(options.rawValue, Int64(maxMemory), 0) else {
            return nil
        }
        for pattern in patterns {
            let bytes = Array(pattern.utf8)
            let index = unsafe bytes.withUnsafeBytes { raw in
                unsafe cre2_set_add(set, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
            }
            guard index >= 0 else {
                unsafe cre2_set_delete(set)
                return nil
            }
        }
        guard unsafe cre2_set_compile(set) else {
            unsafe cre2_set_delete(set)
            return nil
        }
        return unsafe set
    }
}
