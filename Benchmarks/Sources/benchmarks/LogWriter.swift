import Foundation

/// Writes logs of any size whose lines are in order, the same every time.
struct LogWriter {
    /// The instant of the first line, in milliseconds since 1970.
    static let start = 1_793_556_000_000
    /// What stands in one of so many lines.
    static let rareText = "connection reset by peer"
    static let rareTexts = ["connection reset by peer", "no space left on device", "deadlock detected"]

    let path: String
    /// Milliseconds from the first line to the last.
    let milliseconds: Int

    /// Writes so many bytes, to the end of a line; they are on the disk then, so that no answer's commit waits for them.
    /// - Returns: The number of lines.
    @discardableResult
    func write(bytes: Int) throws -> Int {
        guard let file = fopen(path, "w") else { throw Program.Failure(description: "\(path) cannot be written") }
        defer { fclose(file) }
        let bodies = Self.bodies
        let average = bodies.reduce(0) { $0 + $1.count } / bodies.count + Self.stampLength
        let expected = max(1, bytes / average)
        var state: UInt64 = 1
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1 << 20)
        var (written, lines, second) = (0, 0, -1)
        var stamp: [UInt8] = []
        while written < bytes {
            let offset = Int(Double(lines) / Double(expected) * Double(milliseconds))
            if offset / 1000 != second {
                second = offset / 1000
                stamp = Self.stamp(Self.start / 1000 + second)
            }
            let fraction = offset % 1000
            buffer += stamp
            buffer += [
                46, 48 + UInt8(fraction / 100), 48 + UInt8(fraction / 10 % 10), 48 + UInt8(fraction % 10), 90, 32,
            ]
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // The last bodies are rare: about one line in 30,000.
            let pick = Int(state >> 40)
            let index = pick % 10_007 == 0 ? bodies.count - 1 - pick % 3 : pick % (bodies.count - 3)
            buffer += bodies[index]
            lines += 1
            if buffer.count > 1 << 20 - 512 {
                written += buffer.count
                guard fwrite(buffer, 1, buffer.count, file) == buffer.count else {
                    throw Program.Failure(description: "\(path) cannot be written")
                }
                buffer.removeAll(keepingCapacity: true)
            }
        }
        guard fflush(file) == 0, fsync(fileno(file)) == 0 else {
            throw Program.Failure(description: "\(path) cannot be written")
        }
        return lines
    }

    private static let stampLength = 25

    /// `2026-11-01T18:00:00`.
    private static func stamp(_ seconds: Int) -> [UInt8] {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let text = String(
            format: "%04d-%02d-%02dT%02d:%02d:%02d", Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1,
            Int(parts.tm_mday), Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
        return Array(text.utf8)
    }

    private static let bodies: [[UInt8]] = {
        var state: UInt64 = 42
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let components = ["basket.web", "basket.store", "auth.session", "gateway.http", "orders.queue"]
        var bodies = (0..<8192).map { _ -> String in
            let level = ["INFO ", "INFO ", "INFO ", "INFO ", "DEBUG", "WARN "][random(6)]
            let component = components[random(components.count)]
            let message =
                switch random(8) {
                case 0: "served basket=\(random(100_000)) ms=\(random(500)) items=\(random(40))"
                case 1: "GET /basket/\(random(100_000)) answered 200 in \(random(900)) ms, \(random(90_000)) bytes"
                case 2: "worker \(random(64)) finished task \(random(1_000_000)) of queue orders after \(random(30)) s"
                case 3: "connection from 10.0.\(random(256)).\(random(256)):\(1024 + random(60_000)) accepted"
                case 4: "cache miss for key basket:\(random(100_000)) on shard \(random(16)), asking the store"
                case 5: "session of visitor \(random(100_000)) renewed until 2026-11-02T0\(random(10)):00:00Z"
                case 6: "retrying request \(random(1_000_000)) to stock service, attempt \(1 + random(4)) of 5"
                default: "flushed \(random(4000)) rows to table stock_levels in \(random(300)) ms"
                }
            return "\(level) [pool-\(random(4))-thread-\(random(32))] \(component): \(message)\n"
        }
        for text in rareTexts {
            bodies.append("ERROR [pool-0-thread-1] basket.store: request 4711 failed: \(text)\n")
        }
        return bodies.map { Array($0.utf8) }
    }()
}
