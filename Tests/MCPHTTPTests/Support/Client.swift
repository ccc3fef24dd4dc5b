#if HTTP
import Dispatch
import Glibc
import JSON
import Synchronization
import TestSupport
import Testing

/// A client that writes what it likes to a socket, and reads what comes; every frame is checked against the official
/// schema of its revision.
final class Client: Sendable {
    /// An answer, read to the end of its body, or to its first events.
    struct Answer: Sendable {
        var status = 0
        var fields: [String: String] = [:]
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }

        func json() throws -> JSONValue { try JSONValue(parsing: body) }
    }

    /// Why there is no answer.
    struct Silence: Error {
        let received: String
    }

    private let descriptor: Mutex<Int32>
    private let queue = DispatchQueue(label: "client")
    private let checker = FrameChecker()

    /// Connects to a port of this machine.
    ///
    /// - Parameter last: The last number of the address, 127.0.0.1 unless given.
    init(port: Int, last: UInt32 = 1, receiveBuffer: Int32? = nil) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var size = receiveBuffer ?? 0
        if receiveBuffer != nil {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        // A test that waits in vain has to end.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0000 + last).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.descriptor = Mutex(descriptor)
        guard result == 0 else { throw Silence(received: "no connection: \(errno)") }
    }

    deinit { close() }

    func close() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { _ = Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    /// Sends bytes as they are; what a server that closed does not take is lost.
    func send(_ bytes: [UInt8]) async {
        let descriptor = descriptor.withLock { $0 }
        await onQueue {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    func send(_ text: String) async {
        note(text)
        await send(Array(text.utf8))
    }

    /// Notes the request, if it is one, so that its answer can be checked; a body may come after its head.
    private func note(_ text: String) {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
        guard let body = parts.last, let message = try? JSONValue(parsing: Array(body.utf8)) else { return }
        let version = parts[0].firstMatch(of: /MCP-Protocol-Version: ([0-9-]+)/)?.output.1
        checker.sent(message, header: version.map(String.init))
    }

    private func check(_ bytes: [UInt8]) throws {
        #expect(checker.complaints(try JSONValue(parsing: bytes)) == [])
    }

    /// Reads until a text has come.
    @discardableResult
    func receive(until text: String) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let part = await part()
            bytes += part
            let all = String(decoding: bytes, as: UTF8.self)
            guard !all.contains(text) else {
                for line in all.split(separator: "\n") where line.hasPrefix("data: ") && line.hasSuffix("}") {
                    try check(Array(line.dropFirst(6).utf8))
                }
                return all
            }
            guard !part.isEmpty else { throw Silence(received: all) }
        }
    }

    /// Reads until the server closes, and says how much came.
    func end() async -> Int {
        var count = 0
        while true {
            let part = await part()
            guard !part.isEmpty else { return count }
            count += part.count
        }
    }

    /// Reads one whole answer.
    func answer() async throws -> Answer {
        var bytes: [UInt8] = []
        while true {
            if let answer = Self.parse(bytes) {
                if answer.fields["content-type"] == "application/json" { try check(answer.body) }
                return answer
            }
            let part = await part()
            guard !part.isEmpty else { throw Silence(received: String(decoding: bytes, as: UTF8.self)) }
            bytes += part
        }
    }

    private func part() async -> [UInt8] {
        let descriptor = descriptor.withLock { $0 }
        return await onQueue {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            return count > 0 ? Array(buffer[..<count]) : []
        }
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
    }

    private static func parse(_ bytes: [UInt8]) -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var answer = Answer()
        answer.status = Int(lines[0].split(separator: " ")[1]) ?? 0
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            answer.fields[parts[0].lowercased()] = parts[1].trimmingPrefix { $0 == " " }.description
        }
        let length = answer.fields["content-length"].flatMap { Int($0) } ?? 0
        answer.body = Array(bytes[end.upperBound...])
        return answer.body.count < length ? nil : answer
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
#endif
