import MCP
import Model
import Sessions
import Store

/// Proposes sessions, evidence, workflows and sources.
struct Completer: Sendable {
    let desk: Desk

    private static let most = 100

    func complete(_ query: Completion.Query) async throws -> Completion {
        do {
            return try await desk.account.counting { try await proposals(query) }
        } catch {
            throw Failure.refused(error)
        }
    }

    private func proposals(_ query: Completion.Query) async throws -> Completion {
        switch query.argument {
        case "id", "session": Completion(try await sessions(query.value))
        case "ev":
            Completion(
                Self.fitting(try await evidence(of: query.settled["id"] ?? ""), query.value))
        case "name", "workflow": Completion(Self.fitting(try desk.workflows.names(), query.value))
        case "source": Completion(Self.fitting(desk.sources.map(\.name), query.value))
        default: Completion([])
        }
    }

    private func sessions(_ beginning: String) async throws -> [String] {
        guard !beginning.isEmpty else {
            return try await desk.access.sessions(limit: Self.most, cursor: nil).sessions.map(\.id.rawValue)
        }
        let prefix = beginning.hasPrefix("ses_") || "ses_".hasPrefix(beginning) ? beginning : "ses_" + beginning
        return try await desk.access.sessions(withPrefix: prefix, limit: Self.most).map(\.rawValue)
    }

    private func evidence(of session: String) async throws -> [String] {
        guard let id = SessionID(session) else { return [] }
        let state = try await desk.view(of: try await desk.session(id.rawValue))
        var seen: Set<String> = []
        return state.calls.reversed().map(\.evidence.rawValue).filter { seen.insert($0).inserted }
    }

    /// Those that begin so, then those that contain it.
    private static func fitting(_ names: [String], _ text: String) -> [String] {
        names.filter { $0.hasPrefix(text) } + names.filter { !$0.hasPrefix(text) && $0.contains(text) }
    }
}
