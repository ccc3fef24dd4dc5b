internal import JSON
internal import Model

/// Asks one server of Prometheus's HTTP API, which Thanos, Mimir and VictoriaMetrics have as well.
struct PrometheusAPI: Sendable {
    let name: String
    let endpoint: Endpoint
    let server: any ServerAsking

    /// What an answer tells besides its samples.
    struct Answer {
        let warnings: [String]
        let clock: ClockComparison
    }

    /// Asks a query and adds what it gives to the collector.
    func ask(
        _ path: String, _ form: [(name: String, value: String)], into collector: inout SeriesCollector
    ) async throws -> Answer {
        var reader = PrometheusReader()
        var isForeign = false
        let reply = try await server.ask(ServerQuestion(path, form), of: endpoint) { status, piece in
            guard !isForeign else { return }
            do { try reader.feed(piece, into: &collector) } catch {
                // Of a refusal the status tells enough, whatever its text is.
                isForeign = true
                if status == 200 { throw foreign(nil) }
            }
        }
        let status = reply.status
        guard !isForeign else { throw refusal(status, reader) }
        do {
            try reader.finish(into: &collector)
            guard status == 200, reader.status == "success" else { throw refusal(status, reader) }
            let partial = reader.isPartial ? ["the answer is partial: a part of the server did not answer"] : []
            return Answer(warnings: partial + reader.warnings, clock: reply.clock)
        } catch let error as ToolError {
            throw error
        } catch {
            throw status == 200 ? foreign(nil) : refusal(status, reader)
        }
    }

    /// The one number that an instant query gives, up to 10^15; 0 when it gives nothing, or nothing that could be a count.
    func number(_ query: String, at time: Timestamp) async throws -> Double {
        try await scalar(query, at: time).number
    }

    /// The same with what the answer tells of the server's clock.
    func scalar(_ query: String, at time: Timestamp) async throws -> (number: Double, clock: ClockComparison) {
        let span = TimeSpan(start: Timestamp(milliseconds: 0), end: Timestamp(nanoseconds: .max))
        var collector = SeriesCollector(span: span, room: 4096, maximumSeries: 4)
        let answer = try await ask(
            "/api/v1/query", [("query", query), ("time", Self.seconds(time))], into: &collector)
        let number = collector.finish(FamilyTable()).first?.points.values.last ?? 0
        // What a server says is not believed to be in range.
        return (number.isNaN ? 0 : min(max(number, 0), 1e15), answer.clock)
    }

    /// Whether the server has anything at all of a span; nil when it does not tell.
    func hasAnything(of span: TimeSpan) async throws -> Bool? {
        var reader = PresenceReader()
        do {
            let question = ServerQuestion(
                "/api/v1/label/__name__/values",
                [("start", Self.seconds(span.start)), ("end", Self.seconds(span.end)), ("limit", "1")], isPost: false)
            _ = try await server.ask(question, of: endpoint) { status, piece in
                // One name tells as much as all of them.
                guard status == 200, reader.isPresent == nil else { throw PrometheusReader.Fault() }
                try reader.feed(piece)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return reader.isPresent
        }
        return reader.isPresent
    }

    /// What the server knows of types and units; nothing when it does not tell.
    func families() async throws -> FamilyTable {
        var reader = MetadataReader()
        var length = 0
        do {
            let question = ServerQuestion(
                "/api/v1/metadata", [("limit", "5000"), ("limit_per_metric", "1")], isPost: false)
            _ = try await server.ask(question, of: endpoint) { status, piece in
                length += piece.count
                guard status == 200, length <= MetadataReader.maximumLength else { throw PrometheusReader.Fault() }
                try reader.feed(piece)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // Names tell most of it; not every server of this API has it.
            return reader.families
        }
        return reader.families
    }

    /// An instant as the API takes it, to the millisecond.
    static func seconds(_ time: Timestamp) -> String {
        let milliseconds = time.milliseconds
        let thousandths = String(1000 + abs(milliseconds % 1000)).dropFirst()
        let sign = milliseconds < 0 ? "-" : ""
        return "\(sign)\(abs(milliseconds / 1000)).\(thousandths)"
    }

    /// What a refusal of the server means for whoever asked.
    private func refusal(_ status: Int, _ reader: PrometheusReader) -> ToolError {
        let words = reader.error.text.isEmpty ? "" : ": \(shown(reader.error.text))"
        switch (status, reader.error.type) {
        case (401, _) where endpoint.credential == nil:
            return ToolError(
                .communication, "source \(name) wants to know who asks (status 401)\(words)",
                hint: "give it `token-file`, or `user` and `password-file`, or the `tenant` whose data is asked for")
        case (401, _), (403, _):
            return ToolError(
                .communication, "source \(name) refuses the credential (status \(status))\(words)",
                hint: "check `token-file`, or `user` and `password-file`, and `tenant`, of this source")
        case (429, _):
            return ToolError(.rateLimited, "source \(name) is asked too often (status 429)", hint: "ask again later")
        case (_, "timeout"), (504, _):
            return ToolError(
                .timeout, "source \(name) gave up on the query\(words)", hint: "ask for fewer series or a shorter time")
        case (400, _), (422, _), (_, "bad_data"), (_, "execution"):
            return ToolError(
                .validation, "source \(name) refuses the query (status \(status))\(words)",
                hint: "check the query; when it is too large, ask for fewer series or a shorter time")
        case (300..<400, _):
            return ToolError(
                .communication, "source \(name) leads elsewhere (status \(status)), and that is not followed",
                hint: "name the server itself in `url`")
        default: return foreign(status, words)
        }
    }

    private func foreign(_ status: Int?, _ words: String = "") -> ToolError {
        let told = status.map { " (status \($0))" } ?? ""
        return ToolError(
            .communication, "source \(name) did not answer as Prometheus's API does\(told)\(words)",
            hint: "is `url` that of a Prometheus, without /api/v1? `casebook doctor` checks the sources")
    }

    private func shown(_ text: String) -> String {
        String(text.unicodeScalars.prefix(400).map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    }
}
