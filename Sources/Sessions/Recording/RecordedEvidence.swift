package import JSON
package import Model

/// What a call gave, without the times of the call.
package struct RecordedEvidence: Hashable, Sendable, Codable {
    /// Kept in a replay, because later calls name it in their arguments.
    package let id: EvidenceID
    package let tool: String
    package let version: Int
    /// As resolved and redacted.
    package let arguments: JSONValue
    package let sources: [String]
    package let coverage: [Coverage]
    package let summary: String
    package let output: JSONValue
    package let body: Body?

    /// The full material of a call, which is in the recording itself only where a finding cites its lines.
    package struct Body: Hashable, Sendable, Codable {
        package let sha256: Digest
        /// In bytes.
        package let length: Int
        package let lines: Int
        package var text: String?

        package init(_ reference: BodyReference, text: String? = nil) {
            sha256 = reference.sha256
            length = reference.length
            lines = reference.lines
            self.text = text
        }

        /// How the store names it.
        package var reference: BodyReference { BodyReference(sha256: sha256, length: length, lines: lines) }
    }

    /// - Parameter text: The body's content, where it is to be kept.
    package init(_ evidence: Evidence, text: String? = nil) {
        id = evidence.id
        tool = evidence.tool
        version = evidence.version
        arguments = evidence.arguments
        sources = evidence.sources
        coverage = evidence.coverage
        summary = evidence.summary
        output = evidence.output
        body = evidence.body.map { Body($0, text: text) }
    }
}
