import Store
import TestSupport
import Testing

@Suite struct InMemoryStoreTests {
    @Test(arguments: StoreConformance.allCases)
    func conforms(_ check: StoreConformance) async throws {
        try await check.run { InMemoryStore() }
    }
}
