import JSON
import TestSupport

/// A recorded outage in a folder of its own, investigated by the shipped workflow.
struct Investigation {
    let casebook: Casebook
    private let folder: TemporaryFolder

    init(of outage: RecordedOutage) throws {
        folder = try TemporaryFolder()
        try outage.write(to: folder)
        casebook = try Casebook(in: folder.path)
    }

    /// What the run concludes.
    func conclusion() async throws -> Conclusion {
        try Conclusion(try await casebook.json("run", "service-outage"))
    }
}
