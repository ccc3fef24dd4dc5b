/// In which of the well-known ways a log is written, as far as its lines show.
package enum LogFormat: String, Hashable, Sendable, Codable, CaseIterable {
    case json
    case dockerJSON = "docker-json"
    case container = "kubernetes-cri"
    case logfmt
    case access
    case apacheError = "apache-error"
    case nginxError = "nginx-error"
    case syslog5424 = "syslog-rfc5424"
    case syslog3164 = "syslog-rfc3164"
    case klog
    case postgresql
    case android
    case hdfs
    case journal = "journal-export"
    /// A time and whatever follows it.
    case text

    /// The format of most of these lines that have a time.
    init(sample: [[UInt8]], finder: TimeFinder) {
        var finder = finder
        var votes: [LogFormat: Int] = [:]
        var timed = 0
        for line in sample {
            guard let time = finder.locate(in: line.span) else { continue }
            timed += 1
            votes[Self.format(of: line, time, finder.layout), default: 0] += 1
        }
        let best = votes.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        guard let best, best.value * 2 > timed else {
            self = .text
            return
        }
        self = best.key
    }

    private static func format(of line: [UInt8], _ time: FoundTime, _ layout: TimeLayout?) -> LogFormat {
        if line.first == UInt8(ascii: "{") {
            return JSONLine.holds(["log"], in: line.span) && JSONLine.holds(["stream"], in: line.span)
                ? .dockerJSON : .json
        }
        let before = line[..<time.start]
        let after = line[min(time.end, line.count)...]
        switch layout {
        case .access: return .access
        case .klog: return .klog
        case .calendar where before.last == Byte.open: return .apacheError
        case .syslog: return .syslog3164
        case .monthDay where isAndroid(after): return .android
        case .compactShort: return .hdfs
        default: break
        }
        if before.first == UInt8(ascii: "<"), before.contains(UInt8(ascii: ">")) { return .syslog5424 }
        if after.starts(with: " stdout ".utf8) || after.starts(with: " stderr ".utf8) { return .container }
        if isNginxError(after) { return .nginxError }
        if isPostgreSQL(after) { return .postgresql }
        if isLogfmt(line) { return .logfmt }
        return .text
    }

    /// `  1702  2395 D Tag:`.
    private static func isAndroid(_ rest: ArraySlice<UInt8>) -> Bool {
        let words = rest.split(separator: Byte.space, maxSplits: 3)
        return words.count == 4 && words[0].allSatisfy(Byte.isDigit) && words[1].allSatisfy(Byte.isDigit)
            && words[2].count == 1
    }

    /// ` [error] 123#0: `.
    private static func isNginxError(_ rest: ArraySlice<UInt8>) -> Bool {
        let words = rest.split(separator: Byte.space, maxSplits: 2)
        return words.count == 3 && words[0].first == Byte.open && words[1].contains(UInt8(ascii: "#"))
            && words[1].last == Byte.colon
    }

    /// `[123] LOG:  ` somewhere behind the time.
    private static func isPostgreSQL(_ rest: ArraySlice<UInt8>) -> Bool {
        let words = rest.prefix(160).split(separator: Byte.space)
        let levels = ["LOG:", "ERROR:", "FATAL:", "PANIC:", "WARNING:", "STATEMENT:", "DETAIL:", "HINT:", "NOTICE:"]
        return words.prefix(8).contains { word in levels.contains { word.elementsEqual($0.utf8) } }
            && words.prefix(6).contains { $0.first == Byte.open && ($0.last == Byte.close || $0.contains(Byte.dash)) }
    }

    /// Most words are `key=value`, the first among them.
    private static func isLogfmt(_ line: [UInt8]) -> Bool {
        let words = line.prefix(400).split(separator: Byte.space)
        guard let first = words.first, first.contains(Byte.equals) else { return false }
        return words.count { $0.contains(Byte.equals) } * 3 >= words.count
    }
}
