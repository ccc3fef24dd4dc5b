internal import Crypto
internal import Model

/// A body that comes in pieces, compared with what its evidence says of it.
struct BodySum: Sendable {
    let reference: BodyReference
    let session: SessionID
    let sequence: Int
    private var sum = SHA256()
    private var length = 0
    private var breaks = 0
    private var endsInBreak = true
    private var isForeign = false
    private var lines: [Range<Int>] = []

    init(_ reference: BodyReference, session: SessionID, sequence: Int) {
        self.reference = reference
        self.session = session
        self.sequence = sequence
    }

    var hasBegun: Bool { !lines.isEmpty }

    mutating func take(_ item: CaseBlob, at line: Range<Int>) {
        isForeign = isForeign || item.sha256 != reference.sha256 || item.length != reference.length
        lines.append(line)
        sum.update(data: item.piece)
        length += item.piece.count
        breaks += item.piece.count { $0 == UInt8(ascii: "\n") }
        if let last = item.piece.last { endsInBreak = last == UInt8(ascii: "\n") }
    }

    /// Where it stands; nil when it is not the body that the evidence describes.
    var place: BodyPlace? {
        guard !isForeign, length == reference.length, breaks + (endsInBreak ? 0 : 1) == reference.lines,
            Array(sum.finalize()) == reference.sha256.bytes
        else { return nil }
        return BodyPlace(sha256: reference.sha256, length: length, lines: lines)
    }
}
