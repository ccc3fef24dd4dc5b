import JSON
package import Model
import Policy
import Store

/// Keeps what a person brings, such as pasted output, a mail or a screenshot, as evidence of a session.
///
/// Text is redacted and can be cited by its lines. An image is kept as it is and shown to no model: nobody can redact it.
package struct Attacher: Sendable {
    /// The tool that such evidence names.
    package static let tool = "attachment"
    /// The most bytes of an attachment.
    package static let maximum = Evidence.maximumBody

    private let manager: SessionManager
    private let executor: ToolExecutor
    private let author: Principal

    package init(manager: SessionManager, executor: ToolExecutor, author: Principal) {
        self.manager = manager
        self.executor = executor
        self.author = author
    }

    /// Keeps it; durable when this returns.
    ///
    /// - Parameter name: What it is called, such as the name of its file.
    /// - Throws: `SessionsError` of code `validation` for what is empty, too large, or neither text nor an image.
    package func attach(_ bytes: [UInt8], named name: String, to session: Session) async throws -> Evidence {
        guard !bytes.isEmpty, bytes.count <= Self.maximum else {
            throw SessionsError(
                .validation, "an attachment has from 1 to \(Self.maximum) bytes", hint: "attach the part that matters")
        }
        let redactor = try await executor.callerRedactor(of: session)
        let image = Self.image(bytes)
        var body = bytes
        if image == nil {
            guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                throw SessionsError(
                    .validation, "it is neither UTF-8 text nor an image",
                    hint: "PNG, JPEG, GIF and WebP are kept; convert anything else")
            }
            body = Array(Self.visible(text).utf8)
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &body, &receipt)
        }
        let now = manager.clock.now
        let reference =
            image == nil
            ? BodyReference(describing: body) : BodyReference(sha256: Digest(of: body), length: body.count, lines: 0)
        let shownName = redactor.redact(Self.visible(name)).shortened(to: 200)
        let output: JSONValue = [
            "name": .string(shownName), "media": .string(image ?? "text/plain"), "bytes": JSONValue(body.count),
            "lines": JSONValue(reference.lines), "author": .string(author.name),
        ]
        let evidence = Evidence(
            id: EvidenceID(from: executor.identifiers), tool: Self.tool, version: 1,
            arguments: ["name": .string(shownName)], window: nil, sources: [],
            coverage: [
                Coverage(
                    source: "attachment", value: .complete,
                    searched: Searched(bytes: body.count, lines: reference.lines))
            ], started: now, finished: now, output: output, body: reference,
            summary: "\(shownName), attached by \(author.name): \(body.count) bytes of \(image ?? "text")")
        let record = EvidenceRecord(evidence: evidence, key: nil, body: body)
        let call = CallFinished(
            call: CallID(from: executor.identifiers), evidence: evidence, hash: record.hash, cached: false, step: nil)
        let draft = EntryDraft(.callFinished(call), principal: author.name, time: now)
        try await session.append { state in
            guard !state.isClosed else { throw SessionsError.closed(state.id) }
            return Batch([draft], evidence: [record])
        }
        return evidence
    }

    /// The media type of an image by its first bytes; nil for anything else.
    static func image(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: "GIF8".utf8) { return "image/gif" }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
        return nil
    }

    /// Without what commands a terminal or turns the direction of writing; lines stay.
    private static func visible(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                result.append(scalar)
                continue
            }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
