/// Reads documents by libyaml (https://pyyaml.org/wiki/LibYAML), in time and memory bounded by these limits.
package enum YAMLDocument {
    /// Levels of collections in each other, with aliases written out.
    package static let maximumDepth = 64
    /// Elements of a document, with aliases written out.
    package static let maximumElements = 200_000
    /// Bytes of all its scalars, with aliases written out.
    package static let maximumBytes = 4 << 20
    /// Bytes of a key.
    package static let maximumKeyLength = 256
    /// Combining characters in a row within a scalar (`String.hasMarks`).
    package static let maximumMarks = 256

    /// The root of the one document of a text in UTF-8; nil when there is none.
    ///
    /// Keys that stand twice in a mapping are left to whoever reads it.
    ///
    /// - Throws: `YAMLFault` for the first fault.
    package static func root(of text: [UInt8]) throws(YAMLFault) -> YAMLElement? {
        if let place = handle(in: text) {
            throw YAMLFault(.handle, "a `%TAG` directive", YAMLMark(ofByte: place, in: text))
        }
        // libyaml keeps the address of the text.
        return try unsafe text.withUnsafeBufferPointer { (bytes) throws(YAMLFault) in
            try unsafe YAMLComposer(bytes, of: text).root()
        }
    }

    /// Where a line begins that gives a name to the beginning of tags; nil where none does.
    ///
    /// libyaml compares each with all before it, and writes its text into each tag, which may be long and many.
    private static func handle(in text: [UInt8]) -> Int? {
        guard text.contains(UInt8(ascii: "%")) else { return nil }
        let handle = Array("%TAG".utf8)
        // Behind whatever libyaml takes for a line's end, or a byte order mark.
        return text.indices.first { place in
            text[place] == handle[0] && (place == 0 || text[place - 1] < 0x20 || text[place - 1] >= 0x80)
                && text[place...].starts(with: handle)
        }
    }
}
