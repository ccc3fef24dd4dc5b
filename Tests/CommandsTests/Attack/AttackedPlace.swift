import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Tooling
import Workflows

@testable import Commands

/// All the tools over sources with planted secrets.
struct AttackedPlace {
    static let attacker = Principal(name: "agent", kind: .model)

    private let folder: TemporaryFolder
    let executor: ToolExecutor
    let manager: SessionManager
    let session: Session
    private(set) var evidence: [EvidenceID] = []

    init(_ secrets: PlantedSecrets) async throws {
        folder = try TemporaryFolder()
        try secrets.write(to: folder)
        let data = folder.path("data")
        func source(_ name: String, _ kind: SourceKind, _ pattern: String) -> Source {
            Source(name: name, kind: kind, files: [FileSelection(root: data, pattern: pattern)])
        }
        manager = SessionManager(
            store: InMemoryStore(), clock: ManualClock(), identifiers: SeededIdentifierSource(seed: 1))
        executor = ToolExecutor(
            registry: Wiring.standardRegistry(),
            catalog: SourceCatalog([
                source("app", .logs, "logs/*.log"), source("metrics", .metricsFile, "metrics.om"),
                source("plan", .terraformPlan, "plan.json"), source("deploys", .changes, "deploys.ndjson"),
            ]),
            roots: [data + "/files", data + "/logs"], rules: try RedactionRules(), extents: Wiring.extents,
            stamps: FileStamp(), manager: manager)
        let start = try Self.time("2026-03-01T12:00:00Z")
        let end = try Self.time("2026-03-01T12:45:00Z")
        session = try await manager.open(
            title: "Attack", owner: Self.attacker,
            window: WindowSet(window: Window(TimeSpan(start: start, end: end)), origin: "given"))
    }

    private static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else { throw TestFailure("no time: \(text)") }
        return time
    }

    /// What the caller is told, without what differs from place to place: the digits of tokens.
    ///
    /// Identifiers, which a question can be about as well, are the same in both.
    mutating func told(_ attack: Attack) async throws -> String {
        let scope = CallScope(session: session, principal: Self.attacker, rights: .all)
        if case .finding(let pointer, let quote, let index) = attack.kind {
            guard let id = evidence.isEmpty ? nil : evidence[index % evidence.count] else { return "" }
            let recorder = FindingRecorder(store: manager.store, executor: executor, rights: .all)
            let draft = FindingDraft(
                statement: quote, severity: .low, confidence: 1,
                citations: [CitationDraft(evidence: id, place: .pointer(pointer), quote: quote)])
            let finding = try await recorder.finding(from: draft, by: Self.attacker, at: nil, in: session)
            let checks = try await recorder.checks(of: finding, in: session)
            return Self.plain("\(finding.verdict) \(checks)")
        }
        var arguments = attack.arguments
        if attack.takesEvidence {
            guard !evidence.isEmpty else { return "" }
            let index = attack.arguments["index"]?.intValue ?? 0
            arguments["index"] = nil
            let id = JSONValue.string(evidence[index % evidence.count].rawValue)
            if attack.tool == "diff_evidence" {
                arguments["before"] = id
                arguments["after"] = .string(evidence[(index + 1) % evidence.count].rawValue)
            } else {
                arguments["evidence"] = [id]
            }
        }
        do {
            let request = CallRequest(tool: attack.tool, arguments: .object(arguments), cache: .refresh)
            let (found, _) = try await executor.call(request, in: scope)
            evidence.append(found.id)
            if evidence.count > 40 { evidence.removeFirst(20) }
            var text = found.output.canonicalText() + found.summary
            text += found.coverage.map { (try? JSONValue(encoding: $0).serialized()) ?? "" }.joined()
            if let body = found.body, let bytes = try await manager.store.blob(body.sha256, range: 0..<body.length) {
                text += String(decoding: bytes, as: UTF8.self)
            }
            return Self.plain(text)
        } catch let error as any CodedError {
            return Self.plain("\(error.code) \(error.message) \(error.hint ?? "")")
        }
    }

    private static func plain(_ text: String) -> String {
        text.replacing(/«secret:[0-9a-f]{12}»/, with: "«secret»").replacing(
            /(ev|fnd|ses|call)_[0-9a-z]{26}/, with: "$id"
        )
        .replacing(/,"length":[0-9]+/, with: "")
    }
}
