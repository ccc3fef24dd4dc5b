/// Tells messages that come of faulty code from those that tell of its surroundings.
enum CodeFault {
    /// How surely a message tells of faulty code, from 0 to 1: a fault's own name says more than a stack frame, which
    /// errors of the surroundings have too.
    static func strength(of text: String) -> Double {
        if names(in: text) { return 1 }
        let lowered = text.lowercased()
        if phrases.contains(where: { lowered.contains($0) }) { return 1 }
        return frames.contains { lowered.contains($0) } ? 0.4 : 0
    }

    private static let phrases = [
        "nullpointer", "is not a function", "undefined method", "cannot read propert", "is not defined",
        "segmentation fault", "segfault", "concurrent map", "nil pointer", "index out of range", "unhandled exception",
        "uncaught", "assertion failed", "syntax error", "has no attribute", "undefined variable", "unbound variable",
        "runtime error", "division by zero", "fatal error: ", "invalid input syntax",
    ]

    private static let frames = [
        "traceback (most recent call last)", "\tat ", " at line ", "goroutine ", "stack trace", "file \"",
    ]

    /// Parts of the names of errors that tell of the surroundings.
    private static let surroundings: Set<String> = [
        "connection", "connect", "timeout", "timed", "ssl", "tls", "cert", "certificate", "socket", "network", "host",
        "disk", "io", "os", "operational", "resource", "limit", "quota", "memory", "throughput", "throttling",
        "unavailable", "gateway", "pool", "interface", "permission", "access", "authentication", "broken", "pipe",
        "reset", "refused", "http", "client", "retry", "deadline", "cancelled", "interrupted", "lock", "deadlock",
        "database", "request", "response", "too", "many", "rate", "space", "full", "dns", "resolution", "expired",
        "aborted", "closed", "unknown", "server", "internal", "remote", "service", "provider", "upstream", "eof",
    ]

    /// Whether a name such as `AttributeError` or `IllegalStateException` stands in the text.
    private static func names(in text: String) -> Bool {
        var word: [UInt8] = []
        for byte in Array(text.utf8.prefix(8192)) + [0] {
            if Words.isLetter(byte) {
                word.append(byte)
                continue
            }
            if isFault(word) { return true }
            word.removeAll(keepingCapacity: true)
        }
        return false
    }

    private static func isFault(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 6, let first = bytes.first, first & 0x20 == 0 else { return false }
        let parts = Words.split(String(decoding: bytes, as: UTF8.self))
        guard parts.count > 1, let last = parts.last, last == "error" || last == "exception" || last == "fault" else {
            return false
        }
        return surroundings.isDisjoint(with: parts.dropLast())
    }
}
