import Foundation
import TestSupport
import Testing

@testable import SQLiteStore

/// The disk after a power cut at any moment holds whatever was acknowledged, and nothing that does not hold together.
@Suite(.enabled(if: Strace.isInstalled, "strace(1) is not installed"), .timeLimit(.minutes(30)))
struct PowerCutTests {
    private static let isLong = ProcessInfo.processInfo.environment["CASEBOOK_SOAK"] == "1"

    @Test func nothingAcknowledgedIsLost() async throws {
        for seed in 1...(Self.isLong ? 3 : 1) as ClosedRange<UInt64> {
            let folder = try TemporaryFolder()
            let cut = try await PowerCut(
                in: folder, sessions: 3, appends: Self.isLong ? 90 : 18, isDurable: true)
            let findings = try await cut.images(Self.isLong ? 1000 : 32, seed: seed)
            print("power cut, seed \(seed): \(findings)")
            #expect(findings.images >= (Self.isLong ? 900 : 30))
            #expect(findings.lost == 0, "seed \(seed): \(findings)")
            #expect(findings.broken == 0, "seed \(seed): \(findings)")
        }
    }

    /// One who writes alone has another thread commit, and is told no sooner.
    @Test func whatAnotherThreadCommitsIsNotLost() async throws {
        let folder = try TemporaryFolder()
        let cut = try await PowerCut(in: folder, sessions: 1, appends: Self.isLong ? 180 : 66, isDurable: true)
        let findings = try await cut.images(Self.isLong ? 1000 : 32, seed: 5)
        print("power cut, one session: \(findings), \(cut.answersByOthers) commits of another thread")
        #expect(cut.answersByOthers > 0 || Processors.count == 1)
        #expect(findings.images >= (Self.isLong ? 900 : 30))
        #expect(findings.lost == 0 && findings.broken == 0, "\(findings)")
    }

    /// The same trial of a store that does not wait for the disk: a method that finds nothing there proves nothing.
    @Test func aStoreThatDoesNotWaitIsFoundOut() async throws {
        let folder = try TemporaryFolder()
        let cut = try await PowerCut(in: folder, sessions: 3, appends: Self.isLong ? 90 : 18, isDurable: false)
        let findings = try await cut.images(Self.isLong ? 400 : 32, seed: 9)
        print("power cut, synchronous=NORMAL: \(findings)")
        #expect(findings.lost > 0, "\(findings)")
    }
}
