import Foundation
import GRDB
import Model
import Store
import TestSupport

@testable import SQLiteStore

/// A worker's record, and the disks that a power cut at any moment of it can leave.
struct PowerCut {
    /// What was found on the disks.
    struct Findings {
        var images = 0
        /// Acknowledged entries that an image did not hold.
        var lost = 0
        /// Images in which something did not hold together, and the first of what was wrong.
        var broken = 0
        var first: String?
    }

    private let orders: PowerCutWorker.Orders
    private let events: [DiskEvent]
    /// How often the worker had another thread commit.
    let answersByOthers: Int

    /// Lets a worker work under strace(1).
    init(in folder: TemporaryFolder, sessions: Int, appends: Int, isDurable: Bool) async throws {
        orders = PowerCutWorker.Orders(
            folder: folder.path, sessions: sessions, appends: appends, isDurable: isDurable)
        let files = [orders.database, orders.database + "-wal", orders.database + "-journal", orders.ledger]
        let calls = ["pwrite64", "write", "ftruncate", "fsync", "fdatasync", "unlink"]
        let options =
            Strace.options(output: folder.path("trace"), calls: calls, files: files) + ["-xx", "-s", "33554432"]
        let environment = [
            PowerCutWorker.Orders.variable: String(decoding: try JSONEncoder().encode(orders), as: UTF8.self)
        ]
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let result = try await ProcessHarness(executable: program, environment: environment)
            .under(Strace.path, options)
            .run(["--testing-library", "swift-testing", "--filter", "PowerCutWorker"], timeout: .seconds(600))
        guard result.code == 0 else { throw TestFailure("the worker failed: \(result.text) \(result.errorText)") }
        let trace = try DiskTrace(try folder.read("trace"))
        (events, answersByOthers) = (trace.events, trace.answersByOthers)
        guard events.contains(where: { $0.file == orders.ledger }) else {
            throw TestFailure("nothing was acknowledged")
        }
    }

    /// Cuts the power at moments spread over the record, in every way at each, and looks at what is left.
    func images(_ count: Int, seed: UInt64) async throws -> Findings {
        var random = SeededGenerator(seed: seed)
        // Two of the ways have only one outcome at a moment, two have many.
        let ways = DiskState.Rest.allCases + [.prefix, .sectors, .sectors, .sectors]
        let cuts = moments(count / ways.count, using: &random)
        var findings = Findings()
        var disk = DiskState()
        var ledger: [UInt8] = []
        for (index, event) in events.enumerated() {
            if case .write(orders.ledger, _, let bytes) = event { ledger += bytes } else { disk.apply(event) }
            guard cuts.contains(index + 1) else { continue }
            for way in ways {
                let image = disk.image(way, using: &random)
                findings.images += 1
                do {
                    findings.lost += try await PowerCutImage(image, of: orders).check(ledger)
                } catch {
                    findings.broken += 1
                    findings.first = findings.first ?? "after event \(index + 1) with \(way.rawValue): \(error)"
                }
            }
        }
        return findings
    }

    /// Numbers of events after which the power is cut: by turns any of them, and one that acknowledges something.
    private func moments(_ count: Int, using random: inout SeededGenerator) -> Set<Int> {
        let told = events.indices.filter { events[$0].file == orders.ledger }.map { $0 + 1 }
        var moments: Set<Int> = [events.count]
        while moments.count < min(max(count, 1), events.count / 2) {
            let any = Int.random(in: 1...events.count, using: &random)
            moments.insert(moments.count.isMultiple(of: 2) ? any : told.randomElement(using: &random) ?? any)
        }
        return moments
    }
}
