/// Tells which addresses are never asked, whatever name led to them.
///
/// A name of the operator's can be made to lead elsewhere, and what listens there gives credentials to whoever asks:
/// the metadata services of clouds, and link-local addresses, of which they are. Addresses of the host and of private
/// networks are what servers of metrics have.
enum AddressRule {
    /// Metadata services that are not link-local: of Alibaba, Azure and Oracle.
    private static let metadata: Set<UInt32> = [0x6464_64C8, 0xA83F_8110, 0xC000_00C0]
    /// fd00:ec2::254 of Amazon and fd20:ce::254 of Google.
    private static let metadataV6: Set<[UInt8]> = [
        [0xFD, 0x00, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54],
        [0xFD, 0x20, 0x00, 0xCE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54],
    ]

    /// Why an IPv4 address is not asked; nil when it may be.
    static func refusal(v4 address: UInt32) -> String? {
        if metadata.contains(address) { return "a metadata service" }
        switch address >> 24 {
        case 0: return "no address of a host"
        case 224...: return "no address of one host"
        default: return address >> 16 == 0xA9FE ? "link-local, where metadata services are" : nil
        }
    }

    /// Why an IPv6 address of sixteen bytes is not asked; nil when it may be.
    static func refusal(v6 bytes: [UInt8]) -> String? {
        guard bytes.count == 16 else { return "no address" }
        if metadataV6.contains(bytes) { return "a metadata service" }
        if bytes[0] == 0xFF { return "no address of one host" }
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return "link-local, where metadata services are" }
        if let embedded = embedded(bytes) { return refusal(v4: embedded) }
        return nil
    }

    /// The IPv4 address that an IPv6 address leads to: mapped, compatible, NAT64 or 6to4.
    private static func embedded(_ bytes: [UInt8]) -> UInt32? {
        func number(at start: Int) -> UInt32 { bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        let isLoopback = bytes[0..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
        if isLoopback { return nil }
        let zeros = bytes[0..<10].allSatisfy { $0 == 0 }
        if zeros, bytes[10] == bytes[11], bytes[10] == 0 || bytes[10] == 0xFF { return number(at: 12) }
        if bytes[0..<4] == [0x00, 0x64, 0xFF, 0x9B] { return number(at: 12) }
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? number(at: 2) : nil
    }

    /// Whether an address is this host's own, so that what is sent there is seen by nobody on the way.
    static func isLoopback(v4 address: UInt32) -> Bool { address >> 24 == 127 }

    /// Of the addresses that lead to one of version 4 a mapped one alone: what is sent to another goes to a gateway.
    static func isLoopback(v6 bytes: [UInt8]) -> Bool {
        guard bytes.count == 16, bytes[0..<10].allSatisfy({ $0 == 0 }) else { return false }
        if bytes[10..<12].elementsEqual([0xFF, 0xFF]) { return bytes[12] == 127 }
        return bytes[10..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
    }
}
