import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Database files that disappear, or give way to others, while the program uses them.
    @Suite("Lost files") struct LostFileTests {
        /// What happens to a file.
        enum Loss: CaseIterable { case removed, replaced, emptied }

        private let folder: TemporaryFolder
        private let casebook: Casebook

        init() throws {
            folder = try TemporaryFolder()
            try folder.write(Self.patient, to: "patient.yaml")
            casebook = try Casebook(in: folder.path)
        }

        /// Goes on until it is stopped, a commit for each attempt.
        private static let patient = """
            schema: 1
            name: patient
            version: 1.0.0
            title: Looks again and again
            steps:
              - id: load
                uses: get_system_load@1
              - id: again
                uses: get_system_load@1
                until: {condition: 'false', every: 50ms, max: 1000}
            """

        @Test(
            "a run notices before its next commit, says so, and nothing that it told is gone",
            arguments: ["", "-wal", "-shm"].flatMap { suffix in
                // SQLite itself empties the other two.
                Loss.allCases.filter { $0 != .emptied || suffix.isEmpty }.map { (suffix, $0) }
            })
        func run(_ suffix: String, _ loss: Loss) async throws {
            let process = try casebook.start("run", "patient.yaml")
            while let line = try await process.line(), !line.hasPrefix("step again") {}
            let file = casebook.database + suffix
            if loss == .emptied {
                try Self.copy(file, to: file + ".away")
                #expect(unsafe truncate(file, 0) == 0)
            } else {
                // Kept under another name, as the one that the process has open.
                #expect(unsafe rename(file, file + ".away") == 0)
                if loss == .replaced { try Self.write([], to: file) }
            }
            let ended = try await process.wait()
            #expect(ended.code == 1, "\(ended.ending)")
            #expect(ended.errorText.contains("was removed or replaced while it was in use"), "\(ended.errorText)")
            #expect(ended.errorText.contains("hint: "))
            #expect(unsafe rename(file + ".away", file) == 0)
            let told = ended.text.split(separator: "\n").filter { $0.hasPrefix("step ") && !$0.hasSuffix(" started") }
            let record = try await Record(of: "@last", by: casebook)
            #expect(told.count >= 1 && record.finished.count >= told.count, "\(told.count) \(record.finished.count)")
            #expect(try DatabaseFile(path: casebook.database).integrity() == "ok")
        }

        private static func copy(_ path: String, to other: String) throws {
            try FileManager.default.copyItem(atPath: path, toPath: other)
        }

        private static func write(_ bytes: [UInt8], to path: String) throws {
            let descriptor = unsafe creat(path, 0o600)
            guard descriptor >= 0 else { throw TestFailure("\(path) cannot be made") }
            close(descriptor)
        }
    }
}
