/// Cuts lines out of a body that comes in pieces.
package struct LineExcerpt: Sendable {
    private let range: ClosedRange<Int>
    private var line = 1
    private var wanted: [UInt8] = []

    /// - Parameter range: counted from 1, both ends included.
    package init(_ range: ClosedRange<Int>) { self.range = range }

    /// Whether nothing that is wanted can follow.
    package var isComplete: Bool { line > range.upperBound }

    package mutating func take(_ piece: [UInt8]) {
        for byte in piece {
            if range.contains(line) { wanted.append(byte) }
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
    }

    /// The lines, without the break after the last.
    package var text: String {
        String(decoding: wanted.last == UInt8(ascii: "\n") ? wanted.dropLast() : wanted[...], as: UTF8.self)
    }
}
