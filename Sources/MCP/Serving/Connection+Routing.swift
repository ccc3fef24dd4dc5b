import JSON
import Synchronization

extension Connection {
    /// Finds a request's era and begins to answer it.
    func receive(
        _ id: RequestID, _ name: String, _ params: JSONObject?, _ headers: HTTPFields?, _ sink: any FrameSink
    ) {
        let negotiated = negotiated
        let evidence = EraRouter.Evidence(
            channel: channel(negotiated, headers), method: name, metaVersion: params?["_meta"]?[MetaKey.protocolVersion]
        )
        switch server.router.route(evidence) {
        case .modern: receiveModern(id, name, params, headers, sink)
        case .handshake: handshake(id, params, headers, sink)
        case .legacy(let revision): receiveLegacy(id, name, params, revision, sink)
        case .ping: sink.send(.result(id, [:]))
        case .unknownSession:
            sink.send(.failure(id, MCPError(.invalidRequest, "Unknown session"), in: .newestLegacy))
        case .undecided:
            let error = MCPError.missingMeta(served: server.options.revisions)
            let code: MCPError.Code = channel == .http ? .invalidRequest : .invalidParams
            sink.send(.failure(id, MCPError(code, error.message), in: .newest))
        }
    }

    private func channel(_ negotiated: Revision?, _ headers: HTTPFields?) -> EraRouter.Evidence.Channel {
        switch channel {
        case .stream: .stream(negotiated: negotiated)
        case .http:
            .http(version: headers?[HTTPField.protocolVersion], session: negotiated.map { .open($0) } ?? .none)
        }
    }

    private func receiveModern(
        _ id: RequestID, _ name: String, _ params: JSONObject?, _ headers: HTTPFields?, _ sink: any FrameSink
    ) {
        do throws(MCPError) {
            let profile = try ClientProfile.modern(params, served: server.options.revisions) { () throws(MCPError) in
                try headers?.checkMirrors(method: name, params: params ?? [:])
            }
            let method = try server.method(name, in: profile.revision)
            start(id, method, params ?? [:], profile, headers, sink)
        } catch {
            sink.send(.failure(id, server.told(error), in: .newest))
        }
    }

    private func receiveLegacy(
        _ id: RequestID, _ name: String, _ params: JSONObject?, _ revision: Revision, _ sink: any FrameSink
    ) {
        let legacy =
            state.withLock { $0.legacy }
            ?? LegacyState(revision: revision, capabilities: ClientCapabilities(), info: nil)
        do throws(MCPError) {
            let method = try server.method(name, in: revision)
            start(id, method, params ?? [:], try legacy.profile(params), nil, sink)
        } catch {
            sink.send(.failure(id, server.told(error), in: revision))
        }
    }

    /// The handshake, answered before the next message is read: pipelined requests find it done.
    private func handshake(_ id: RequestID, _ params: JSONObject?, _ headers: HTTPFields?, _ sink: any FrameSink) {
        do throws(MCPError) {
            guard let newest = server.options.revisions.filter(\.isLegacy).max() else {
                throw .unsupportedVersion(
                    requested: params?["protocolVersion"]?.stringValue ?? "", supported: server.options.revisions)
            }
            guard let requested = params?["protocolVersion"]?.stringValue else {
                throw .invalidParams("initialize needs \"protocolVersion\", a string")
            }
            guard case .object(let capabilities)? = params?["capabilities"] else {
                throw .invalidParams("initialize needs \"capabilities\", an object")
            }
            let known = Revision(rawValue: requested).flatMap { revision in
                revision.isLegacy && server.options.revisions.contains(revision) ? revision : nil
            }
            let legacy = LegacyState(
                revision: known ?? newest, capabilities: ClientCapabilities(capabilities),
                info: Implementation(params?["clientInfo"]))
            let isFirst = state.withLock { state in
                guard state.legacy == nil, !state.isClosed else { return false }
                state.legacy = legacy
                return true
            }
            guard isFirst else { throw MCPError(.invalidRequest, "The connection has been initialized already") }
            server.hub.add(self)
            sink.send(.result(id, .object(server.initialization(in: legacy.revision))))
        } catch {
            sink.send(.failure(id, server.told(error), in: .newestLegacy))
        }
    }

    /// A notification from the client; unknown ones are ignored.
    func notice(_ method: String, _ params: JSONObject?) {
        // Over HTTP anybody could cancel anybody's request, since clients choose the IDs; there a session is needed.
        guard method == "notifications/cancelled", channel == .stream || negotiated != nil,
            let id = RequestID(params?["requestId"])
        else { return }
        let exchange = state.withLock { $0.inFlight[id] }
        exchange?.cancel()
    }
}
