internal import Glibc
internal import Model

/// The addresses that a host's name leads to, all of which may be asked.
struct HostAddresses: Sendable {
    /// As text, in the resolver's order.
    let all: [String]
    /// True when all of them are this host's own.
    let areLoopback: Bool

    /// Resolves a name or reads an address, however it is written; blocks until the resolver answers.
    ///
    /// - Throws: `ToolError`: `notPermitted` when one of the addresses is never asked, `communication` when there is none.
    init(of host: String) throws(ToolError) {
        let (code, found) = Self.found(host, flags: 0)
        guard code == 0 else {
            throw ToolError(
                .communication, "the server's name cannot be resolved: \(unsafe String(cString: gai_strerror(code)))",
                hint: "check `url` of this source")
        }
        guard !found.isEmpty else {
            throw ToolError(.communication, "the server's name has no address", hint: "check `url` of this source")
        }
        try self.init(found)
    }

    /// Reads an address, however it is written, without a resolver; nil for a name.
    ///
    /// - Throws: `ToolError` of kind `notPermitted` for an address that is never asked.
    init?(numeric host: String) throws(ToolError) {
        let (code, found) = Self.found(host, flags: AI_NUMERICHOST)
        guard code == 0, !found.isEmpty else { return nil }
        try self.init(found)
    }

    private init(_ found: [Address]) throws(ToolError) {
        for address in found {
            if let refusal = address.refusal { throw Self.refused(refusal) }
        }
        all = found.prefix(4).map(\.text)
        areLoopback = found.allSatisfy(\.isLoopback)
    }

    /// What the host's name leads to, each address once, or why nothing is known of it.
    private static func found(_ host: String, flags: Int32) -> (code: Int32, addresses: [Address]) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = flags
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
        guard code == 0 else { return (code, []) }
        var found: [Address] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe address(entry.pointee), !found.contains(where: { $0.text == address.text }) {
                found.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        return (code, found)
    }

    private static func refused(_ reason: String) -> ToolError {
        ToolError(
            .notPermitted, "the server's name leads to an address that is never asked: \(reason)",
            hint: "check `url` of this source, and what resolves its name")
    }

    private struct Address {
        let text: String
        let refusal: String?
        let isLoopback: Bool
    }

    private static func address(_ info: addrinfo) -> Address? {
        guard let socket = unsafe info.ai_addr else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch unsafe info.ai_family {
        case AF_INET:
            var address = unsafe UnsafeRawPointer(socket).loadUnaligned(as: sockaddr_in.self).sin_addr
            guard unsafe inet_ntop(AF_INET, &address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
            let number = UInt32(bigEndian: address.s_addr)
            return Address(
                text: text(buffer), refusal: AddressRule.refusal(v4: number),
                isLoopback: AddressRule.isLoopback(v4: number))
        case AF_INET6:
            var address = unsafe UnsafeRawPointer(socket).loadUnaligned(as: sockaddr_in6.self).sin6_addr
            guard unsafe inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
            let bytes = unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
            return Address(
                text: text(buffer), refusal: AddressRule.refusal(v6: bytes),
                isLoopback: AddressRule.isLoopback(v6: bytes))
        default: return nil
        }
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.lazy.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
    }
}
