/// Writes the canonical form (RFC 8785) of values whose members are known beforehand, without making the values first.
///
/// Each object's members are given in their canonical order: by the UTF-16 code units of their names (section 3.2.3), and
/// names are plain ASCII. Neither is looked after here; a test has to hold what is written to `canonicalBytes()`.
public struct JSONCanonicalWriter: ~Copyable {
    private var writer: JSONWriter
    private var isFirst = true

    /// A writer with room for this many bytes.
    public init(capacity: Int = 512) { writer = JSONWriter(style: .canonical, capacity: capacity) }

    /// What was written.
    public var bytes: [UInt8] { writer.bytes }

    /// Writes an object.
    public mutating func object(_ members: (inout JSONCanonicalWriter) -> Void) {
        enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    /// Writes a member that is an object.
    public mutating func object(_ name: StaticString, _ members: (inout JSONCanonicalWriter) -> Void) {
        key(name)
        object(members)
    }

    /// Writes a member that is a list.
    public mutating func list<Element>(
        _ name: StaticString, _ elements: some Sequence<Element>, _ write: (inout JSONCanonicalWriter, Element) -> Void
    ) {
        key(name)
        enclose(UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
            for element in elements {
                writer.separate()
                write(&writer, element)
            }
        }
    }

    /// Writes a member that is a text; none where it is nil.
    public mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        writer.write(text)
    }

    /// Writes a member that is a text of at most so many bytes of plain ASCII, in which nothing has to be escaped.
    ///
    /// What is written is not looked at again.
    public mutating func member(_ name: StaticString, atMost count: Int, _ plain: (inout OutputSpan<UInt8>) -> Void) {
        key(name)
        writer.write(atMost: count, plain)
    }

    /// Writes a member that is a whole number; none where it is nil.
    public mutating func member(_ name: StaticString, _ number: Int?) {
        guard let number else { return }
        key(name)
        writer.write(number)
    }

    /// Writes a member that is true or false.
    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        writer.write(JSONValue(value))
    }

    /// Writes a member that is any value; none where it is nil.
    public mutating func member(_ name: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        key(name)
        writer.write(value)
    }

    /// Writes an element that is a text.
    public mutating func element(_ text: String) { writer.write(text) }

    private mutating func key(_ name: StaticString) {
        separate()
        writer.append(name)
    }

    private mutating func separate() {
        if !isFirst { writer.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func enclose(_ open: UInt8, _ close: UInt8, _ content: (inout JSONCanonicalWriter) -> Void) {
        writer.append(open)
        isFirst = true
        content(&self)
        isFirst = false
        writer.append(close)
    }
}
