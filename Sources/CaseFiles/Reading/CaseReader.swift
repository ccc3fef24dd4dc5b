internal import Crypto
internal import Model

/// A line that was read, and where it stands.
package struct CaseLine: Sendable {
    package let item: CaseItem
    /// Its bytes in the file, without the line feed; empty for what does not come from a file.
    package let place: Range<Int>

    package init(_ item: CaseItem, place: Range<Int> = 0..<0) {
        self.item = item
        self.place = place
    }
}

/// Reads a case file strictly, in pieces: every line as it would be written, in the one order that there is.
///
/// What it gives is in form and no more; `CaseVerifier` says whether it holds. Memory is bounded by the longest line.
package struct CaseReader: Sendable {
    private var splitter = LineSplitter()
    private var order = CaseOrder()
    private var sum = SHA256()
    private var line = 0

    package init() {}

    /// Adds bytes.
    package mutating func feed(_ bytes: [UInt8]) { splitter.feed(bytes) }

    /// The next line; nil when more bytes are needed.
    package mutating func next() throws(CaseError) -> CaseLine? {
        do throws(CaseError) {
            let start = splitter.offset
            guard let bytes = try splitter.next() else { return nil }
            line += 1
            let item: CaseItem
            do throws(CaseError) {
                item = try CaseItem(line: bytes)
            } catch {
                throw line == 1 && error.kind == .malformed ? Self.notACaseFile() : error
            }
            try order.take(item)
            if case .end(let end) = item { try check(end) }
            sum.update(data: bytes)
            sum.update(data: [UInt8(ascii: "\n")])
            return CaseLine(item, place: start..<start + bytes.count)
        } catch {
            throw error.at(line: max(line, 1))
        }
    }

    /// To be called after the last bytes.
    /// - Throws: `CaseError` of code `cut` when the file has no end, or goes on after it.
    package func finish() throws(CaseError) {
        guard line > 0 || splitter.isInLine else { throw Self.notACaseFile("it is empty") }
        guard line > 0 else { throw Self.notACaseFile() }
        guard order.isComplete, !splitter.isInLine else {
            throw CaseError(
                .cut, "the file is cut off: it has no end", hint: "copy it again from where it was made", line: line + 1
            )
        }
    }

    private func check(_ end: CaseEnd) throws(CaseError) {
        guard Array(sum.finalize()) == end.sha256.bytes else {
            throw CaseError(.broken, "the bytes before it are not those that the file was written with")
        }
    }

    private static func notACaseFile(_ reason: String = "it is not a case file") -> CaseError {
        CaseError(
            .notACaseFile, reason,
            hint: "`casebook export SESSION --format case --output FILE` writes one")
    }
}
