import JSON
import MCP
import Model
import Reports
import Sessions
import Store
import Workflows

/// Sessions, their timelines, reports and evidence, and workflows, as resources.
struct CasebookResources: ResourceProvider {
    let desk: Desk
    let watcher: HeadWatcher

    /// Sessions in a page of the list.
    private static let pageSize = 50

    /// The most bytes of text in one answer.
    private static let longest = 400 << 10

    /// Entries in one answer.
    private static let entries = 200

    static let templates = [
        template("{id}", "session", "A session", "Window, runs, findings, evidence and notes", "application/json"),
        template(
            "{id}/timeline{?after}", "timeline", "A session's timeline",
            "Journal entries in order, \(entries) at a time; `after` is the last known sequence", "application/json"),
        template("{id}/report", "report", "A session's report", "The report as Markdown", "text/markdown"),
        template(
            "{id}/evidence/{ev}", "evidence", "Evidence", "The whole record of one call's result", "application/json"),
        ResourceTemplate(
            uriTemplate: "casebook://workflows/{name}", name: "workflow", title: "A workflow",
            about: "The text of a workflow file", mimeType: "application/yaml"),
    ]

    var publishesUpdates: Bool { true }

    /// Other processes open, close and delete sessions too, and each entry moves its session in the list.
    var publishesLists: Bool { false }

    func resources(after cursor: String?, _ context: RequestContext) async throws -> Page<Resource> {
        do {
            let page = try await desk.account.counting {
                try await desk.access.sessions(limit: Self.pageSize, cursor: cursor)
            }
            var list = page.sessions.map { session in
                Resource(
                    uri: "casebook://sessions/\(session.id)", name: session.id.rawValue, title: session.title,
                    about: "\(session.status.rawValue), updated \(session.updated)", mimeType: "application/json")
            }
            // The workflows come with the first page.
            if cursor == nil {
                list += try desk.workflows.names().map { name in
                    Resource(
                        uri: "casebook://workflows/\(name)", name: name, about: "A workflow",
                        mimeType: "application/yaml")
                }
            }
            return Page(list, next: page.nextCursor)
        } catch {
            throw Failure.refused(error)
        }
    }

    func templates(after cursor: String?, _ context: RequestContext) async throws -> Page<ResourceTemplate> {
        guard cursor == nil else { throw MCPError.invalidParams("The cursor is not one of this list") }
        return Page(Self.templates)
    }

    func read(_ uri: String, _ context: RequestContext) async throws -> ReadResult {
        guard let place = CasebookURI(uri) else { throw MCPError.resourceNotFound(uri) }
        do {
            guard let content = try await desk.account.counting({ try await content(of: place) }) else {
                throw MCPError.resourceNotFound(uri)
            }
            return ReadResult([ResourceContents(uri: uri, mimeType: content.type, .text(content.text))])
        } catch let error as any CodedError {
            guard error.code != "notFound" else {
                await desk.refused("resource \(uri)")
                throw MCPError.resourceNotFound(uri)
            }
            throw Failure.refused(error)
        }
    }

    func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool {
        guard let id = CasebookURI(uri)?.session, let head = try await desk.manager.store.head(of: id),
            id != .server, head.sequence > 0, try await desk.access.isOpen(id)
        else { return false }
        guard await watcher.watch(uri, of: id, from: head.sequence) else {
            throw MCPError(.internalError, "As much is watched as can be; watch less, or look with get_session")
        }
        return true
    }

    func release(_ uri: String, _ caller: Caller) async {
        guard let id = CasebookURI(uri)?.session else { return }
        await watcher.release(uri, of: id)
    }

    private func content(of place: CasebookURI) async throws -> (text: String, type: String)? {
        switch place {
        case .session(let id):
            let state = try await desk.view(of: try await desk.access.session(id))
            let answer = await SessionAnswer(state: state, desk: desk).whole()
            return (AnswerShaper.shaped(.object(answer)).value.serialized(), "application/json")
        case .timeline(let id, let after):
            return (try await timeline(of: try desk.access.session(id), after: after), "application/json")
        case .report(let id):
            let snapshot = try await desk.manager.snapshot(
                of: try await desk.access.session(id), desk.evidenceAccess)
            return (Self.cut(MarkdownReport(snapshot).text), "text/markdown")
        case .evidence(let id, let evidence):
            let session = try await desk.access.session(id)
            let lent = SessionEvidence(session: session, store: desk.manager.store, access: desk.evidenceAccess)
            let record = JSONValue.encoded(try await lent.evidence(evidence))
            return (AnswerShaper.shaped(record, limit: Self.longest).value.serialized(), "application/json")
        case .workflow(let name):
            guard try desk.workflows.names().contains(name) else { return nil }
            return (try desk.workflows.workflow(named: name).text, "application/yaml")
        }
    }

    private func timeline(of session: Session, after: Int) async throws -> String {
        var entries = try await desk.manager.store.entries(of: session.id, after: after, limit: Self.entries)
        // Judged after they were read, so that none of them is newer than what was judged.
        if let readable = try await desk.manager.readable(of: session, desk.evidenceAccess) {
            entries = entries.map { readable.shown($0) }
        }
        let state = await session.state
        let head = state.head.sequence
        let lines = entries.map { entry -> JSONValue in
            [
                "sequence": JSONValue(entry.sequence), "time": .string(entry.time.description),
                "principal": .string(entry.author), "kind": .string(entry.kind),
                "payload": AnswerShaper.shaped(Event(entry).payload, limit: 1024).value,
            ]
        }
        var object: JSONObject = [
            "session": .string(session.id.rawValue), "entries": .array(lines), "head": JSONValue(head),
        ]
        if let origin = state.origin {
            // What is before the first entry stands in another journal.
            object["before"] = [
                "timeline": .string("casebook://sessions/\(origin.parent)/timeline"),
                "through": JSONValue(origin.sequence),
            ]
        }
        if let last = entries.last, last.sequence < head {
            object["next"] = .string("casebook://sessions/\(session.id)/timeline?after=\(last.sequence)")
        }
        return JSONValue.object(object).serialized()
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > longest else { return text }
        return AnswerShaper.cut(text, to: longest) + "\n\n*The report is longer: export_report gives it in pages.*\n"
    }

    private static func template(
        _ path: String, _ name: String, _ title: String, _ about: String, _ type: String
    ) -> ResourceTemplate {
        ResourceTemplate(
            uriTemplate: "casebook://sessions/\(path)", name: name, title: title, about: about, mimeType: type)
    }
}
