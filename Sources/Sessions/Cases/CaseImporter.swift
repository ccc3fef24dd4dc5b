package import CaseFiles
package import Model
package import Policy
import Store

/// Takes case files in.
///
/// A file is read twice: first it is verified as a whole, then it is written to rows that nobody sees. Only when the
/// second reading came to the same end is everything published, in one commit.
package struct CaseImporter: Sendable {
    let manager: SessionManager
    let rules: RedactionRules
    let author: Principal

    /// - Parameters:
    ///   - rules: what must not come in.
    ///   - author: who takes them in.
    package init(manager: SessionManager, rules: RedactionRules, author: Principal) {
        self.manager = manager
        self.rules = rules
        self.author = author
    }

    /// Tries when other processes write to the same journals meanwhile.
    private static let attempts = 5

    /// Takes a case file in: what is not known is inserted, what is a beginning of it goes on, what is all there stays.
    ///
    /// - Parameters:
    ///   - trusted: the key that it has to be signed with; nil for any or none.
    ///   - asFork: takes it in under a new identifier, whatever is here.
    /// - Throws: `CaseError` when it does not hold, `SessionsError` of code `conflict` when a journal went on differently
    ///   here.
    package func take(_ input: any CaseInput, trusted: PublicKey? = nil, asFork: Bool = false) async throws
        -> CaseImport
    {
        for _ in 0..<Self.attempts {
            let heads = asFork ? [:] : try await localHeads(input)
            let (report, hashes) = try await verify(input, trusted, heads)
            guard let head = report.head, let end = report.end else { throw Self.unreadable }
            let plan =
                asFork
                ? ImportPlan(forking: head, as: SessionID(from: manager.identifiers))
                : try await plan(head, heads, hashes)
            if let done = try await write(plan, input, report, end) { return done }
        }
        throw SessionsError(.driven, "other processes kept writing to the session", hint: "try again")
    }

    // MARK: The first reading

    /// Where the journals of the file end here.
    private func localHeads(_ input: any CaseInput) async throws -> [SessionID: JournalHead] {
        var head: CaseHead?
        struct Found: Error {}
        do {
            try await CaseCheck.read(input) { line in
                if case .header(let header) = line.item { head = header.head }
                throw Found()
            }
        } catch is Found {}
        var heads: [SessionID: JournalHead] = [:]
        for journal in head?.journals ?? [] {
            heads[journal.session] = try await manager.store.head(of: journal.session)
        }
        return heads
    }

    /// Verifies the file, and notes what it says of the entries at which the journals end here.
    private func verify(
        _ input: any CaseInput, _ trusted: PublicKey?, _ heads: [SessionID: JournalHead]
    ) async throws -> (CaseReport, [SessionID: Digest]) {
        var verifier = CaseVerifier(material: FileMaterial(input), trusted: trusted)
        var hashes: [SessionID: Digest] = [:]
        try await CaseCheck.read(input) { line in
            if case .entry(let entry) = line.item, heads[entry.entry.session]?.sequence == entry.entry.sequence {
                hashes[entry.entry.session] = entry.hash
            }
            if case .evidence(let evidence) = line.item {
                try ImportScreen.checkSize(of: evidence.record, at: evidence.sequence)
            }
            try await verifier.take(line)
        }
        let report = verifier.finish()
        guard let first = report.first else { return (report, hashes) }
        let kind: CaseError.Code = first.subject == .signature ? .signature : .broken
        throw CaseError(
            kind, "it does not hold: \(first.words)", hint: "`casebook verify FILE` tells all that is broken")
    }

    /// How each journal of the file is joined to what is here.
    private func plan(
        _ head: CaseHead, _ heads: [SessionID: JournalHead], _ hashes: [SessionID: Digest]
    ) async throws -> ImportPlan {
        var parts: [ImportPlan.Part] = []
        for journal in head.journals {
            let base = heads[journal.session] ?? .empty
            guard base.sequence < journal.head.sequence else {
                let known = try await manager.store.entries(
                    of: journal.session, after: journal.head.sequence - 1, limit: 1)
                guard known.first?.hash == journal.head.hash else { throw Self.conflict(journal.session) }
                parts.append(ImportPlan.Part(journal: journal, target: journal.session, base: nil))
                continue
            }
            guard base == .empty || hashes[journal.session] == base.hash else { throw Self.conflict(journal.session) }
            parts.append(ImportPlan.Part(journal: journal, target: journal.session, base: base))
        }
        return ImportPlan(parts: parts, isFork: false)
    }

    // MARK: The second reading

    /// Writes what the plan wants; nil when somebody else wrote meanwhile and it has to be planned again.
    private func write(
        _ plan: ImportPlan, _ input: any CaseInput, _ report: CaseReport, _ end: CaseEnd
    ) async throws -> CaseImport? {
        guard plan.writes else { return try await result(plan, nil, report) }
        let stage = try await manager.store.stage()
        do {
            var writing = ImportWriting(
                plan, stage: stage, screen: ImportScreen(rules: rules), manager: manager)
            var last: CaseEnd?
            try await CaseCheck.read(input) { line in
                try await writing.take(line.item)
                if case .end(let end) = line.item { last = end }
            }
            guard last == end else { throw Self.changed }
            let journals = try await writing.finish()
            let isPublished = try await publish(journals, plan, stage, report, end)
            await stage.discard()
            guard isPublished else { return nil }
            return try await result(plan, writing, report)
        } catch {
            await stage.discard()
            throw error
        }
    }

    /// Makes it visible, and tells of it in the server's own journal in the same commit.
    private func publish(
        _ journals: [ImportedJournal], _ plan: ImportPlan, _ stage: any ImportStage, _ report: CaseReport,
        _ end: CaseEnd
    ) async throws -> Bool {
        for _ in 0..<Self.attempts {
            let server = try await manager.serverJournal()
            let head = await server.state.head
            var entries: [Entry] = []
            for journal in journals {
                let told = SessionImported(
                    session: journal.session, first: journal.base.sequence + 1, last: journal.last,
                    hash: plan.hash(of: journal, journals: report.head?.journals ?? []), file: end.sha256,
                    key: report.signature.key?.hex, withheld: journal.withheld.count,
                    original: plan.isFork ? report.head?.journals.last?.session : nil)
                let draft = EntryDraft(.sessionImported(told), principal: author.name, time: manager.clock.now)
                entries.append(Entry(draft, session: .server, after: entries.last?.head ?? head))
            }
            let telling = Append(session: .server, expecting: head.sequence, entries: entries, summary: nil)
            if try await stage.publish(journals, telling: telling) == .appended { return true }
            // Either the server's journal went on, which is no matter, or one of the others did.
            for journal in journals where try await manager.store.head(of: journal.session) ?? .empty != journal.base {
                return false
            }
        }
        return false
    }

    private func result(
        _ plan: ImportPlan, _ writing: ImportWriting?, _ report: CaseReport
    ) async throws -> CaseImport {
        let session = try await manager.session(plan.session)
        let runs = await session.state.runs.filter { $0.needsAcceptance && !$0.status.isFinal }.map(\.id)
        var journals: [CaseImport.Journal] = []
        for part in plan.targets {
            let head = try await manager.store.head(of: part.session)
            journals.append(
                CaseImport.Journal(
                    session: part.session, outcome: part.outcome, sequence: head?.sequence ?? 0,
                    withheld: writing?.withheld[part.session] ?? [:], hidden: writing?.hidden[part.session] ?? [:]))
        }
        return CaseImport(session: plan.session, journals: journals, report: report, runs: runs)
    }

    // MARK: Errors

    private static var unreadable: CaseError { CaseError(.cut, "the file ends before its end") }

    private static var changed: CaseError {
        CaseError(.broken, "the file was changed while it was read", hint: "import it again")
    }

    private static func conflict(_ session: SessionID) -> SessionsError {
        SessionsError(
            .conflict, "\(session) is here and went on differently than in the file",
            hint: "`casebook import FILE --as-fork` takes it in under a new identifier")
    }
}

extension SignatureState {
    /// The key that the signature is by.
    package var key: PublicKey? {
        switch self {
        case .unknown(let key), .known(let key), .foreign(let key): key
        case .none, .invalid: nil
        }
    }
}
