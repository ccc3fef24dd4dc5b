package import Model

/// Where evidence stands.
package struct EvidencePlace: Hashable, Sendable {
    package let session: SessionID
    package let sequence: Int
    /// Its line in a file.
    package let line: Range<Int>
}

/// Where a body stands.
package struct BodyPlace: Hashable, Sendable {
    package let sha256: Digest
    package let length: Int
    /// The lines of its pieces in a file.
    package internal(set) var lines: [Range<Int>]

    /// How many pieces it has.
    package var pieces: Int { max(1, (length + CaseFormat.piece - 1) / CaseFormat.piece) }
}

/// Gives evidence and bodies again that a verifier has seen, so that it need not hold them to look citations up.
package protocol CaseMaterial: Sendable {
    /// The stored form of evidence; nil when it is gone.
    func record(at place: EvidencePlace) async throws -> [UInt8]?
    /// A piece of a body, counted from 0; nil when it is gone.
    func piece(_ number: Int, of body: BodyPlace) async throws -> [UInt8]?
}

/// Bytes that can be read again.
package protocol CaseInput: Sendable {
    /// Bytes from an offset on; fewer than asked for at the end alone.
    func read(at offset: Int, count: Int) throws -> [UInt8]
}

/// The material of a case file, read again line by line.
package struct FileMaterial: CaseMaterial {
    private let input: any CaseInput

    package init(_ input: any CaseInput) { self.input = input }

    package func record(at place: EvidencePlace) throws -> [UInt8]? {
        guard case .evidence(let evidence) = try item(at: place.line) else { return nil }
        return evidence.record
    }

    package func piece(_ number: Int, of body: BodyPlace) throws -> [UInt8]? {
        guard body.lines.indices.contains(number), case .blob(let blob) = try item(at: body.lines[number]) else {
            return nil
        }
        return blob.piece
    }

    private func item(at line: Range<Int>) throws -> CaseItem {
        try CaseItem(line: try input.read(at: line.lowerBound, count: line.count))
    }
}
