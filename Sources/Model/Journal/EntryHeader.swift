internal import JSON

/// What the hash of an entry is taken over, as canonical JSON (RFC 8785).
///
/// A journal is read at the speed of its hashes: the members stand here in the canonical order, in memory of the stack,
/// and only a name that needs escapes goes through the serialiser.
struct EntryHeader {
    let session: SessionID
    let sequence: Int
    let time: Timestamp
    let principal: String
    let kind: String
    let payloadHash: Digest
    let previousHash: Digest

    /// More than all that has one length, a sequence of 19 digits among it.
    private static let fixed = 384

    var hash: Digest {
        let (kind, principal) = (Self.quoted(kind), Self.quoted(principal))
        let capacity = Self.fixed + kind.utf8.count + principal.utf8.count
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { memory in
            var text = unsafe OutputSpan(buffer: memory, initializedCount: 0)
            write(kind, principal, to: &text)
            return Digest(of: unsafe text.span.bytes)
        }
    }

    var bytes: [UInt8] {
        let (kind, principal) = (Self.quoted(kind), Self.quoted(principal))
        return [UInt8](capacity: Self.fixed + kind.utf8.count + principal.utf8.count) { text in
            write(kind, principal, to: &text)
        }
    }

    private func write(_ kind: String, _ principal: String, to text: inout OutputSpan<UInt8>) {
        text.append(#"{"kind":""#)
        text.append(kind)
        text.append(#"","payloadHash":""#)
        payloadHash.appendHex(to: &text)
        text.append(#"","previousHash":""#)
        previousHash.appendHex(to: &text)
        text.append(#"","principal":""#)
        text.append(principal)
        text.append(#"","sequence":"#)
        text.append(number: sequence)
        text.append(#","session":""#)
        session.append(to: &text)
        text.append(#"","time":""#)
        time.append(to: &text)
        text.append(#"","v":"#)
        text.append(number: Entry.version)
        text.append(UInt8(ascii: "}"))
    }

    /// What stands between the quotes.
    private static func quoted(_ text: String) -> String {
        var plain = text
        let isPlain = plain.withUTF8 { bytes in
            unsafe bytes.allSatisfy { byte in
                (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            }
        }
        guard !isPlain else { return text }
        return String(decoding: JSONValue.string(text).canonicalBytes().dropFirst().dropLast(), as: UTF8.self)
    }
}
