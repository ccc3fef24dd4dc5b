import Model
import Testing

@testable import TerraformTools

@Suite("Matching changes to incidents")
struct ChangeMatcherTests {
    /// Names of the cases' services, objects and values; the words of the messages themselves stay.
    private static let names = [
        "checkout", "storefront", "reporting", "payments", "shop", "limits", "retention", "labels", "page", "pg",
        "conf",
        "timeout", "thing", "receipts", "config", "public", "gateway_plan", "bucket", "local_file",
    ]

    private static func renaming(_ words: [String], seed: UInt64) -> [String: String] {
        var random = SplitMix(state: seed)
        let letters = Array("bcdfgklmnprtvz"), vowels = Array("aeiou")
        var result: [String: String] = [:]
        for word in words {
            let name = (0..<4).map { _ in
                "\(letters.randomElement(using: &random) ?? "b")\(vowels.randomElement(using: &random) ?? "a")"
            }
            result[word] = name.joined()
        }
        return result
    }

    private func likely(_ result: ChangeMatcher.Result) -> [String] {
        result.matches.filter(\.judgement.isLikely).map { match in
            switch match.candidate.origin {
            case .plan(let change): change.address
            case .deploy(let deploy): deploy.service
            }
        }
    }

    @Test("The true cause is found", arguments: IncidentCase.explained + IncidentCase.deployed)
    func findsCause(incident: IncidentCase) throws {
        let result = try incident.result()
        let guilty = try #require(incident.guilty)
        #expect(likely(result) == [guilty])
        #expect(result.reason == nil)
        let best = try #require(result.matches.first)
        #expect(best.judgement.score > 0.6 && best.judgement.score < 1)
        #expect(!best.judgement.links.isEmpty && !best.judgement.reasons.isEmpty)
        #expect(best.statement.contains("the logs then say"))
        for match in result.matches.dropFirst() { #expect(match.judgement.score < 0.5) }
    }

    @Test(
        "It is not claimed for the others when it is taken out",
        arguments: IncidentCase.explained + IncidentCase.deployed)
    func claimsNothingWithoutCause(incident: IncidentCase) throws {
        let result = try incident.result(without: true)
        #expect(likely(result).isEmpty)
        #expect(result.reason?.isEmpty == false)
    }

    @Test("Nothing is likely where nothing explains it", arguments: IncidentCase.unexplained)
    func claimsNothing(incident: IncidentCase) throws {
        let result = try incident.result()
        #expect(likely(result).isEmpty)
        #expect(result.reason?.isEmpty == false)
    }

    @Test("Without an onset nothing is likely", arguments: IncidentCase.explained + IncidentCase.deployed)
    func needsOnset(incident: IncidentCase) throws {
        #expect(likely(try incident.result(hasOnset: false)).isEmpty)
    }

    @Test("A change after the onset is never likely", arguments: IncidentCase.explained + IncidentCase.deployed)
    func needsTimeBefore(incident: IncidentCase) throws {
        #expect(likely(try incident.result(shift: -60)).isEmpty)
    }

    @Test(
        "The finding follows when every name is another one", arguments: IncidentCase.explained + IncidentCase.deployed)
    func followsNames(incident: IncidentCase) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let names = Self.renaming(Self.names, seed: seed).filter {
                incident.name != "statement timeout" || $0.key != "timeout"
            }
            let renaming = Renaming(names)
            let guilty = try #require(incident.guilty)
            #expect(likely(try incident.result(renaming: names)) == [renaming(guilty)])
            #expect(likely(try incident.result(without: true, renaming: names)).isEmpty)
        }
    }

    @Test("Nor do other names make an innocent change guilty", arguments: IncidentCase.unexplained)
    func staysQuiet(incident: IncidentCase) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            #expect(likely(try incident.result(renaming: Self.renaming(Self.names, seed: seed))).isEmpty)
        }
    }

    @Test("Where the setting's own name is unknown too, its structure tells")
    func followsStructure() throws {
        let incident = try #require(IncidentCase.explained.first)
        let words = Self.names + ["connection_limit", "days", "statement_timeout", "cost_center"]
        for seed in 1...5 as ClosedRange<UInt64> {
            let names = Self.renaming(words, seed: seed)
            #expect(likely(try incident.result(renaming: names)) == [Renaming(names)("thing.limits")])
            #expect(likely(try incident.result(without: true, renaming: names)).isEmpty)
        }
    }

    @Test("More clients of what is exhausted are a cause, too")
    func blamesPressure() throws {
        var incident = try #require(IncidentCase.explained.first)
        incident.changes =
            IncidentCase.innocents + [
                IncidentCase.Change(
                    address: "thing.limits", before: #"{"name": "checkout", "env": {"DB_POOL_SIZE": "10"}}"#,
                    after: #"{"name": "checkout", "env": {"DB_POOL_SIZE": "200"}}"#)
            ]
        #expect(likely(try incident.result()) == ["thing.limits"])
        let reasons = try incident.result().matches.flatMap(\.judgement.reasons)
        #expect(!reasons.contains { $0.contains("would ease") && $0.contains("POOL") })
    }

    @Test("Parameters that change at once are told apart")
    func pairsParameters() throws {
        let incident = try #require(IncidentCase.explained.first { $0.guilty == "aws_db_parameter_group.pg" })
        var crossed = incident
        crossed.changes =
            IncidentCase.innocents + [
                IncidentCase.Change(
                    address: "aws_db_parameter_group.pg",
                    before:
                        #"{"parameter": [{"name": "max_connections", "value": "500"}, {"name": "work_mem", "value": "64"}]}"#,
                    after:
                        #"{"parameter": [{"name": "work_mem", "value": "32"}, {"name": "max_connections", "value": "50"}]}"#
                )
            ]
        let best = try #require(try crossed.result().matches.first)
        #expect(best.judgement.isLikely && best.statement.contains("max_connections 500 → 50"))
    }

    @Test("The statement and the link can be cited")
    func cites() throws {
        let incident = try #require(IncidentCase.explained.first)
        let best = try #require(try incident.result().matches.first)
        #expect(
            best.statement.hasPrefix(
                "thing.limits: connection_limit 40 → 6, planned 2026-02-02T02:37:00.000Z (3 min before"))
        let link = try #require(best.judgement.links.first)
        #expect(link.pointer == "/new/0/example/text")
        #expect(link.text == "checkout@shop FATAL: too many connections for role \"checkout\"")
    }
}
