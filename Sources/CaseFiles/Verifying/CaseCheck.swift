/// Reads a case file from its first byte to its last and says whether it holds.
package struct CaseCheck: Sendable {
    private let input: any CaseInput
    private let trusted: PublicKey?

    /// Bytes read at once.
    private static let chunk = 256 << 10

    package init(_ input: any CaseInput, trusted: PublicKey? = nil) {
        self.input = input
        self.trusted = trusted
    }

    /// Reads all of it; a file that cannot be read to its end is broken.
    ///
    /// - Throws: what the input throws, and `CaseError` of code `newerVersion` for a file of which this version can say
    ///   neither that it holds nor that it is broken.
    package func report() async throws -> CaseReport {
        var verifier = CaseVerifier(material: FileMaterial(input), trusted: trusted)
        do {
            try await Self.read(input) { try await verifier.take($0) }
        } catch let error as CaseError where error.kind != .newerVersion {
            return verifier.finish(error)
        }
        return verifier.finish()
    }

    /// Shows every line of a case file in order.
    ///
    /// - Throws: `CaseError` where a line is not in form, and what `body` and the input throw.
    package static func read(_ input: any CaseInput, _ body: (CaseLine) async throws -> Void) async throws {
        var reader = CaseReader()
        var offset = 0
        while true {
            let bytes = try input.read(at: offset, count: chunk)
            guard !bytes.isEmpty else { break }
            offset += bytes.count
            reader.feed(bytes)
            while let line = try reader.next() { try await body(line) }
        }
        try reader.finish()
    }
}
