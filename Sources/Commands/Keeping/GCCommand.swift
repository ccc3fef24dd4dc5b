import ArgumentParser
import JSON
import Model
import SQLiteStore
import Sessions
import Workflows

/// `casebook gc`: removes bodies that nothing needs any more.
struct GCCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Remove old bodies that no finding cites, no unfinished run needs and nobody pinned.")

    @Option(help: ArgumentHelp("How old a body has to be.", valueName: "duration"))
    var olderThan = "30d"

    @Flag(help: "Only tell what would be removed.")
    var dryRun = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        guard let age = Quantities.duration(olderThan) else {
            throw CommandError(.usage, "--older-than is not a duration", hint: Quantities.durationHint)
        }
        // What would go can be told of a database that cannot be written, too.
        let workplace = try await Wiring(options).open(for: dryRun ? .reading : .writing)
        let limit = workplace.manager.clock.now.advanced(byNanoseconds: -age.nanoseconds)
        let progress = SearchProgress()
        defer { progress.finish() }
        let cleared = try await workplace.housekeeper.clear(before: limit, by: workplace.principal, trial: dryRun) {
            progress.show("\($0) sessions with bodies looked at")
        }
        progress.finish()
        await workplace.close()
        let bodies = cleared.flatMap { part in part.bodies.map { (session: part.session, body: $0) } }
        // Several may refer to the same bytes.
        let bytes = Dictionary(bodies.map { ($0.body.sha256, $0.body.length) }, uniquingKeysWith: { first, _ in first })
            .values.reduce(0, +)
        guard options.json else {
            let verb = dryRun ? "would be removed" : "removed"
            return options.output.text("\(bodies.count) bodies of \(cleared.count) sessions \(verb), \(bytes) bytes")
        }
        options.output.json([
            "dryRun": .bool(dryRun), "bytes": JSONValue(bytes),
            "removed": .array(
                bodies.map { session, body in
                    [
                        "session": .string(session.rawValue), "sequence": JSONValue(body.sequence),
                        "sha256": .string(body.sha256.hex), "length": JSONValue(body.length),
                    ]
                }),
        ])
    }
}

extension Duration {
    /// Whole nanoseconds; the longest that can be told for one that is longer.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isTooMuch ? .max : product + attoseconds / 1_000_000_000
    }
}
