internal import Model
package import Store

/// What every store must do, as one list of checks that runs against any of them.
///
/// ```swift
/// @Test(arguments: StoreConformance.allCases)
/// func conforms(_ check: StoreConformance) async throws {
///     try await check.run { InMemoryStore() }
/// }
/// ```
package enum StoreConformance: String, Sendable, CaseIterable, CustomStringConvertible {
    case appendsAndReads, readsInPages, answersBehind, keepsConcurrentWritersApart, refusesBrokenChains
    case keepsScrubbedPayloads, keepsUnusualText, acceptsNoPartOfARefusedAppend
    case keepsEvidence, readsBlobsByRange, sharesBlobs, findsTheNewestEvidence, refusesEvidenceWithoutAnEntry
    case listsNewestFirst, listsRunsWithinASecond, listsInPages, refusesForeignCursors, findsByPrefix
    case keepsForks, refusesForksOfNothing
    case keepsOutlines, readsSingleEntries
    case keepsStepsThatCameTogether, removesPartsOfSteps, forksWithinSteps
    case keepsTheServerJournalOffTheList, listsByLabel, listsByState
    case searchesTexts, takesTextAsWords, searchesInPages, searchesStepsAtOnce
    case removesParts, refusesToRemoveWhatIsNotThere, keepsSharedBodies, deletesSessions, deletesNothingBehind
    case looksAtTheLineOfTheList, tellsWhatIsKeptForWhom, listsSessionsWithBodies, scansEveryJournal
    case takesJournalsIn, goesOnWithWhatWasMadeElsewhere, publishesAllOrNothing, searchesWhatWasTakenIn
    case leasesToOneDriver, takesRunsOver, takesARunOverOneByOne, raisesTokens, fences
    case keepsRedactionKeys, survivesCancelledCallers, refusesAfterClosing

    package var description: String { rawValue }

    /// Makes a store with nothing in it.
    package typealias Maker = @Sendable () async throws -> any KeepingStore

    /// Runs the check on a fresh store and closes it.
    ///
    /// - Throws: `TestFailure` that says what did not hold.
    package func run(on make: Maker) async throws {
        let store = try await make()
        try await check(store)
        try await store.close()
    }

    private func check(_ store: any KeepingStore) async throws {
        switch self {
        case .appendsAndReads: try await appendsAndReads(store)
        case .readsInPages: try await readsInPages(store)
        case .answersBehind: try await answersBehind(store)
        case .keepsConcurrentWritersApart: try await keepsConcurrentWritersApart(store)
        case .refusesBrokenChains: try await refusesBrokenChains(store)
        case .keepsScrubbedPayloads: try await keepsScrubbedPayloads(store)
        case .keepsUnusualText: try await keepsUnusualText(store)
        case .acceptsNoPartOfARefusedAppend: try await acceptsNoPartOfARefusedAppend(store)
        case .keepsEvidence: try await keepsEvidence(store)
        case .readsBlobsByRange: try await readsBlobsByRange(store)
        case .sharesBlobs: try await sharesBlobs(store)
        case .findsTheNewestEvidence: try await findsTheNewestEvidence(store)
        case .refusesEvidenceWithoutAnEntry: try await refusesEvidenceWithoutAnEntry(store)
        case .listsNewestFirst: try await listsNewestFirst(store)
        case .listsRunsWithinASecond: try await listsRunsWithinASecond(store)
        case .listsInPages: try await listsInPages(store)
        case .refusesForeignCursors: try await refusesForeignCursors(store)
        case .findsByPrefix: try await findsByPrefix(store)
        case .keepsStepsThatCameTogether: try await keepsStepsThatCameTogether(store)
        case .removesPartsOfSteps: try await removesPartsOfSteps(store)
        case .forksWithinSteps: try await forksWithinSteps(store)
        case .keepsTheServerJournalOffTheList: try await keepsTheServerJournalOffTheList(store)
        case .listsByLabel: try await listsByLabel(store)
        case .listsByState: try await listsByState(store)
        case .searchesTexts: try await searchesTexts(store)
        case .takesTextAsWords: try await takesTextAsWords(store)
        case .searchesInPages: try await searchesInPages(store)
        case .searchesStepsAtOnce: try await searchesStepsAtOnce(store)
        case .removesParts: try await removesParts(store)
        case .refusesToRemoveWhatIsNotThere: try await refusesToRemoveWhatIsNotThere(store)
        case .keepsSharedBodies: try await keepsSharedBodies(store)
        case .deletesSessions: try await deletesSessions(store)
        case .deletesNothingBehind: try await deletesNothingBehind(store)
        case .looksAtTheLineOfTheList: try await looksAtTheLineOfTheList(store)
        case .tellsWhatIsKeptForWhom: try await tellsWhatIsKeptForWhom(store)
        case .listsSessionsWithBodies: try await listsSessionsWithBodies(store)
        case .scansEveryJournal: try await scansEveryJournal(store)
        case .keepsOutlines: try await keepsOutlines(store)
        case .readsSingleEntries: try await readsSingleEntries(store)
        case .keepsForks: try await keepsForks(store)
        case .refusesForksOfNothing: try await refusesForksOfNothing(store)
        case .takesJournalsIn: try await takesJournalsIn(store)
        case .goesOnWithWhatWasMadeElsewhere: try await goesOnWithWhatWasMadeElsewhere(store)
        case .publishesAllOrNothing: try await publishesAllOrNothing(store)
        case .searchesWhatWasTakenIn: try await searchesWhatWasTakenIn(store)
        case .leasesToOneDriver: try await leasesToOneDriver(store)
        case .takesRunsOver: try await takesRunsOver(store)
        case .takesARunOverOneByOne: try await takesARunOverOneByOne(store)
        case .raisesTokens: try await raisesTokens(store)
        case .fences: try await fences(store)
        case .keepsRedactionKeys: try await keepsRedactionKeys(store)
        case .survivesCancelledCallers: try await survivesCancelledCallers(store)
        case .refusesAfterClosing: try await refusesAfterClosing(store)
        }
    }

    func session(_ number: UInt64 = 1) -> SessionID { SessionID(from: SeededIdentifierSource(seed: number)) }

    func run(_ number: UInt64 = 1) -> RunID { RunID(from: SeededIdentifierSource(seed: number)) }

    /// Fails unless `work` throws a `StoreError` of that kind.
    func requireError(
        _ kind: StoreError.Code, file: StaticString = #fileID, line: Int = #line, _ work: () async throws -> Void
    ) async throws {
        do {
            try await work()
        } catch let error as StoreError where error.kind == kind {
            return
        } catch {
            throw TestFailure("\(file):\(line): found \(error) instead of \(kind)")
        }
        throw TestFailure("\(file):\(line): nothing was thrown instead of \(kind)")
    }
}
