import JSON
import Model
import Policy
import Store
import Tooling

extension ToolExecutor {
    /// Runs the tool under its deadline and shapes, redacts and checks what it gives back.
    func run(
        _ prepared: PreparedCall, _ request: CallRequest, _ scope: CallScope, _ redactor: Redactor,
        _ account: CallAccount, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> (record: EvidenceRecord, answer: Int) {
        // Calls that run beside this one may have ended since it was prepared.
        try account.checkRun(readsSources: prepared.call.readsSources)
        try await account.expect(bytes: leastRead(of: prepared, in: scope))
        let started = clock.now
        let context = ToolContext(
            window: prepared.window, sources: SourceCatalog(prepared.call.sources), looks: prepared.looks,
            roots: scope.rights.roots(for: request.tool, of: roots), redactor: redactor, now: started,
            evidence: prepared.call.evidence, progress: progress,
            isShortOfTime: deadlines.isNearlyOver(request.timeout))
        let late = ToolError(
            .timeout, "\(request.tool) took longer than \(request.timeout)",
            hint: "narrow the window or raise `timeout`")
        let result = try await deadlines.run(within: request.timeout, cancellation: scope.cancellation, else: late) {
            try await prepared.call.invocation.run(context, request.step)
        }
        account.note(read: result.coverage.read)
        var receipt = RedactionReceipt()
        let output = prepared.call.tool.typed(redactor.redact(result.output, &receipt))
        let answer = try check(output, of: prepared.call.tool)
        try await account.answer(bytes: answer)
        var body = result.body
        if var bytes = body {
            _ = redactor.redact(&bytes, &receipt)
            guard bytes.count <= Evidence.maximumBody else {
                throw ToolError(.internal, "the tool gave more material than can be kept", hint: "narrow the window")
            }
            body = bytes
        }
        let evidence = Evidence(
            id: result.recordedAs ?? EvidenceID(from: identifiers), tool: prepared.call.tool.contract.name,
            version: prepared.call.tool.contract.version,
            arguments: redactor.forText(of: .caller).redact(prepared.arguments, &receipt), window: prepared.window,
            sources: prepared.call.sources.map(\.name) + prepared.call.origins,
            coverage: result.coverage.map { $0.redacted(by: redactor) },
            started: started, finished: clock.now, output: output, body: body.map { BodyReference(describing: $0) },
            summary: redactor.redact(result.summary, &receipt).shortened(to: 1024))
        // What could not be read now may be readable at the next call.
        let isWhole = result.coverage.allSatisfy { [.complete, .emptyComplete, .truncated].contains($0.value) }
        let record = EvidenceRecord(evidence: evidence, key: isWhole ? prepared.key : nil, body: body)
        guard record.bytes.count <= Evidence.maximumRecord else {
            throw ToolError(
                .internal, "\(request.tool) told more than \(Evidence.maximumRecord >> 10) KiB of what it read",
                hint: "name fewer sources")
        }
        return (record, answer)
    }

    /// - Returns: The bytes of the output.
    private func check(_ output: JSONValue, of tool: RegisteredTool) throws(ToolError) -> Int {
        if let problem = tool.problems(withOutput: output).first {
            throw ToolError(
                .internal, "\(tool.contract.name) gave an answer that breaks its own schema: \(problem.description)",
                hint: "please report this")
        }
        let size = output.canonicalBytes().count
        guard size <= Evidence.maximumOutput else {
            throw ToolError(
                .internal, "\(tool.contract.name) gave an answer of over \(Evidence.maximumOutput >> 10) KiB",
                hint: "ask for less: a lower limit, a narrower window")
        }
        return size
    }
}

extension Coverage {
    /// Names of files and reasons can hold secrets as any text can.
    fileprivate func redacted(by redactor: Redactor) -> Coverage {
        Coverage(
            source: source, value: value, searched: searched,
            omitted: omitted.map {
                Omission(what: redactor.redact($0.what), reason: redactor.redact($0.reason), count: $0.count)
            })
    }
}

extension BudgetUse {
    /// The seconds as they are journalled.
    var milliseconds: Int { Int(min(max(0, seconds) * 1000, 1e15).rounded()) }
}

extension Clock where Duration == Swift.Duration {
    /// What is returned tells the time since.
    func elapsed() -> @Sendable () -> Swift.Duration {
        let start = now
        return { start.duration(to: now) }
    }

    /// Begins to measure; what is returned tells the seconds since.
    func stopwatch() -> @Sendable () -> Double {
        let start = now
        return { start.duration(to: now) / .seconds(1) }
    }
}
