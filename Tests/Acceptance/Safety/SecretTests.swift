import Foundation
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Secrets in logs leave the program nowhere.
    @Suite("Planted secrets") struct SecretTests {
        let folder: TemporaryFolder
        let casebook: Casebook

        /// The words that must not come out, and the lines that they are planted in.
        private static let canaries = [
            "AKIAZ7CANARY4KEY2345", "canary-hunter-9Xq2", "canaryBearer7f3d9a1c5e", "Y2FuYXJ5OmJhc2ljLXB3",
            "canary.url.pw.88",
        ]
        private static let plants = [
            "upload failed key=AKIAZ7CANARY4KEY2345 bucket=exports",
            "login failed user=shop password=canary-hunter-9Xq2",
            "upstream refused Authorization: Bearer canaryBearer7f3d9a1c5e",
            "upstream refused Authorization: Basic Y2FuYXJ5OmJhc2ljLXB3",
            "cannot connect to postgres://shop:canary.url.pw.88@db.internal/shop",
        ]

        init() throws {
            var outage = try RecordedOutage()
            let onset = try outage.truth.requireOnset()
            let app = try #require(outage.logs.firstIndex { $0.form == .rfc3339 })
            let first = outage.logs[app].lines.firstIndex { line in
                outage.logs[app].form.time(in: line).map { $0.time >= onset } ?? false
            }
            let place = try #require(first)
            // New with the failure and frequent, so that the comparison cannot overlook them.
            let lines = (0..<40).flatMap { _ in
                Self.plants.map { Array("\(onset) ERROR   checkout.http \($0)".utf8) }
            }
            outage.logs[app].lines.insert(contentsOf: lines, at: place)
            folder = try TemporaryFolder()
            try outage.write(to: folder)
            casebook = try Casebook(in: folder.path)
        }

        @Test("appear in no output, no report and no byte of the database")
        func nowhere() async throws {
            var seen: [String: String] = [:]
            let run = try await casebook.run("run", "service-outage").expect(0)
            seen["run"] = run.text + run.errors
            let again = try await casebook.run("run", "service-outage", "--json").expect(0)
            seen["run --json"] = again.text
            #expect(try Conclusion(again.json()).status == "succeeded")
            for format in ["md", "html", "json"] {
                seen[format] = try await casebook.run("export", "--format", format).expect(0).text
            }
            let calls = [
                ["search_logs", "literal=login failed"],
                ["search_logs", "regex=upload|refused|cannot connect", "limit=50"],
                ["search_logs", "anyOf=[\"Authorization\",\"postgres://\"]", "context=2"], ["compare_log_patterns"],
                ["read_file", "path=logs/app/checkout.log", "startLine=2340", "lines=400"],
            ]
            for call in calls {
                let answer = try await casebook.run(["tool", "call"] + call + ["--json"])
                #expect(answer.code == 0, "\(call): \(answer.text)")
                seen[call.joined(separator: " ")] = answer.text + answer.errors
            }
            for command in [["sessions", "show"], ["sessions", "list"]] {
                seen[command.joined(separator: " ")] = try await casebook.run(command + ["--json"]).expect(0).text
            }
            for (name, text) in seen {
                for canary in Self.canaries { #expect(!text.contains(canary), "\(canary) came out of \(name)") }
            }
            // The lines themselves are shown, so there was something to hide.
            #expect(seen["search_logs literal=login failed"]?.contains("«secret:") == true)
            let state = casebook.home.path("state")
            for file in try FileManager.default.contentsOfDirectory(atPath: state) {
                guard let bytes = try? casebook.home.read("state/\(file)") else { continue }
                let data = Data(bytes)
                for canary in Self.canaries {
                    #expect(data.range(of: Data(canary.utf8)) == nil, "\(canary) is kept in \(file)")
                }
            }
            // Payloads and records are compressed.
            let database = DatabaseFile(path: casebook.database)
            #expect(try !database.forms(holding: "«secret:").isEmpty)
            for canary in Self.canaries { #expect(try database.forms(holding: canary).isEmpty, "\(canary) is kept") }
        }

        @Test("cannot be guessed by searching", arguments: canaries)
        func noOracle(_ canary: String) async throws {
            let hit = try await casebook.json("tool", "call", "search_logs", "literal=\(canary)")
            #expect(hit["output"]?["total"] == 0, "\(hit.serialized())")
            let prefix = try await casebook.json("tool", "call", "search_logs", "regex=\(canary.prefix(9))")
            #expect(prefix["output"]?["total"] == 0, "\(prefix.serialized())")
        }
    }
}
