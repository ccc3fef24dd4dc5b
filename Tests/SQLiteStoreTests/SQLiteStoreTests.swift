import SQLiteStore
import TestSupport
import Testing

@Suite struct SQLiteStoreTests {
    @Test(arguments: StoreConformance.allCases)
    func conforms(_ check: StoreConformance) async throws {
        let folder = try TemporaryFolder()
        try await check.run { try await SQLiteStore(path: folder.path("casebook.db")) }
    }
}
