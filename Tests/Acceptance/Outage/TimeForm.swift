import Model

/// How a program writes its times.
enum TimeForm: Sendable {
    /// `2026-11-22T19:11:48.748Z` at the line's beginning.
    case rfc3339
    /// `2026-11-22 19:11:47.447` at the line's beginning, as PostgreSQL has it.
    case postgres
    /// `2026/11/22 19:11:51` at the line's beginning, as in nginx's error log.
    case nginxError
    /// `[22/Nov/2026:19:11:48 +0000]`, as in nginx's access log.
    case nginxAccess

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The time of a line and where it stands; nil for a line that continues another.
    func time(in line: [UInt8]) -> (range: Range<Int>, time: Timestamp)? {
        var range = 0..<length
        if self == .nginxAccess {
            guard let bracket = line.firstIndex(of: UInt8(ascii: "[")) else { return nil }
            range = bracket + 1..<bracket + 1 + length
        }
        guard range.upperBound <= line.count, Self.isDigit(line[range.lowerBound]) else { return nil }
        let text = String(decoding: line[range], as: UTF8.self)
        return standard(text).flatMap { Timestamp(rfc3339: $0) }.map { (range, $0) }
    }

    /// A time in this form.
    func written(_ time: Timestamp) -> [UInt8] {
        // 2026-11-22T19:11:48.748Z
        let text = Array(time.description.utf8)
        let date = String(decoding: text[..<10], as: UTF8.self)
        let clock = String(decoding: text[11..<19], as: UTF8.self)
        switch self {
        case .rfc3339: return text
        case .postgres: return Array("\(date) \(String(decoding: text[11..<23], as: UTF8.self))".utf8)
        case .nginxError: return Array("\(date.split(separator: "-").joined(separator: "/")) \(clock)".utf8)
        case .nginxAccess:
            let parts = date.split(separator: "-")
            let month = Int(parts[1]).map { Self.months[$0 - 1] } ?? ""
            return Array("\(parts[2])/\(month)/\(parts[0]):\(clock) +0000".utf8)
        }
    }

    private var length: Int {
        switch self {
        case .rfc3339: 24
        case .postgres: 23
        case .nginxError: 19
        case .nginxAccess: 26
        }
    }

    private func standard(_ text: String) -> String? {
        switch self {
        case .rfc3339: return text
        case .postgres: return text.split(separator: " ").joined(separator: "T") + "Z"
        case .nginxError:
            return text.split(separator: "/").joined(separator: "-").split(separator: " ").joined(separator: "T") + "Z"
        case .nginxAccess:
            let parts = text.split(whereSeparator: { $0 == "/" || $0 == ":" || $0 == " " })
            guard parts.count == 7, let month = Self.months.firstIndex(of: String(parts[1])) else { return nil }
            let number = String(month + 1)
            let padded = number.count == 1 ? "0" + number : number
            return "\(parts[2])-\(padded)-\(parts[0])T\(parts[3]):\(parts[4]):\(parts[5])Z"
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
