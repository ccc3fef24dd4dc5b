package import JSON

/// The immutable record of one call's result.
package struct Evidence: Hashable, Sendable, Codable {
    /// The largest `output`, in bytes of its canonical JSON.
    package static let maximumOutput = 256 << 10
    /// The largest `body` of this version, in bytes.
    package static let maximumBody = 8 << 20

    /// The largest record, in bytes of its stored form: output, arguments, and what is told of each source.
    package static let maximumRecord = 1 << 20

    package let id: EvidenceID
    package let tool: String
    package let version: Int
    /// As resolved and redacted.
    package let arguments: JSONValue
    /// The window that held for the call.
    package let window: Window?
    package let sources: [String]
    package let coverage: [Coverage]
    package let started: Timestamp
    package let finished: Timestamp
    /// The shaped answer; it meets the tool's output schema.
    package let output: JSONValue
    /// The full redacted material, where there is more than the output.
    package let body: BodyReference?
    /// At most 1 KiB of words, for lists and search.
    package let summary: String

    package init(
        id: EvidenceID, tool: String, version: Int, arguments: JSONValue, window: Window?, sources: [String],
        coverage: [Coverage], started: Timestamp, finished: Timestamp, output: JSONValue, body: BodyReference?,
        summary: String
    ) {
        self.id = id
        self.tool = tool
        self.version = version
        self.arguments = arguments
        self.window = window
        self.sources = sources
        self.coverage = coverage
        self.started = started
        self.finished = finished
        self.output = output
        self.body = body
        self.summary = summary
    }

    /// The stored form: canonical JSON of the whole record.
    package var record: [UInt8] { canonicalBytes }

    /// SHA-256 of the stored form; the journal's chain covers it.
    package var hash: Digest { Digest(of: record) }

    /// Whether its body is an image, in which nobody could hide a secret: it is shown to people alone.
    package var isImage: Bool { output["media"]?.stringValue?.hasPrefix("image/") ?? false }

    /// Reads the stored form.
    package init(record: [UInt8]) throws {
        self = try JSONValue(parsing: record).decode(Evidence.self)
    }
}

/// A blob that holds an evidence's full material as text or NDJSON.
package struct BodyReference: Hashable, Sendable, Codable {
    package let sha256: Digest
    /// In bytes.
    package let length: Int
    package let lines: Int

    package init(sha256: Digest, length: Int, lines: Int) {
        self.sha256 = sha256
        self.length = length
        self.lines = lines
    }

    /// Describes `body` itself.
    package init(describing body: [UInt8]) {
        let newlines = body.reduce(into: 0) { count, byte in if byte == UInt8(ascii: "\n") { count += 1 } }
        let unended = body.last.map { $0 != UInt8(ascii: "\n") } ?? false
        self.init(sha256: Digest(of: body), length: body.count, lines: newlines + (unended ? 1 : 0))
    }
}
