internal import JSON
package import Model
package import Policy

/// Reads a list of deploys, one JSON object a line, and keeps the newest of a stretch of time.
package struct DeployReader {
    private static let maximumLine = 64 << 10

    private let span: TimeSpan
    private let source: String
    private let limit: Int
    private let redactor: Redactor
    private var line: [UInt8] = []
    private var isTooLong = false

    /// In no order.
    package private(set) var deploys: [Deploy] = []
    package private(set) var lines = 0
    package private(set) var malformed = 0
    /// Deploys outside the stretch of time.
    package private(set) var outside = 0
    /// Deploys within it that the limit left out.
    package private(set) var dropped = 0

    package init(span: TimeSpan, source: String, limit: Int, redactor: Redactor) {
        self.span = span
        self.source = source
        self.limit = max(1, limit)
        self.redactor = redactor
    }

    /// Takes the next bytes of a file.
    package mutating func feed(_ bytes: RawSpan) {
        let chunk = unsafe bytes.withUnsafeBytes { raw in unsafe Array(raw) }
        var start = 0
        while let end = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) {
            append(chunk[start..<end])
            endLine()
            start = end + 1
        }
        append(chunk[start...])
    }

    /// Ends a file, whose last line may lack its end.
    package mutating func finishFile() {
        if !line.isEmpty || isTooLong { endLine() }
        trim(to: limit)
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard line.count + bytes.count <= Self.maximumLine else {
            isTooLong = true
            return
        }
        line.append(contentsOf: bytes)
    }

    private mutating func endLine() {
        defer {
            line.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        if lines == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard !isBlank || isTooLong else { return }
        lines += 1
        guard !isTooLong, let value = try? JSONValue(parsing: line, limits: JSONLimits(depth: 32)) else {
            malformed += 1
            return
        }
        var receipt = RedactionReceipt()
        guard let deploy = Deploy(redactor.redact(value, &receipt), source: source) else {
            malformed += 1
            return
        }
        guard span.contains(deploy.time) else {
            outside += 1
            return
        }
        deploys.append(deploy)
        if deploys.count >= limit * 2 + 64 { trim(to: limit) }
    }

    private mutating func trim(to count: Int) {
        guard deploys.count > count else { return }
        deploys.sort(by: Deploy.newestFirst)
        dropped += deploys.count - count
        deploys.removeLast(deploys.count - count)
    }
}
