import ArgumentParser
import JSON
import Model
import Policy
import Sessions
import Tooling
import Workflows

/// `casebook tool call`: one call, kept in a session or complete in itself.
struct ToolCallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "call", abstract: "Call a tool.")

    @Argument(help: "The tool's name.")
    var tool: String

    @Argument(help: ArgumentHelp("Arguments; @FILE or - takes the value from there.", valueName: "name=value"))
    var arguments: [String] = []

    @Option(help: "Keep the result in this session instead of the current one.")
    var session: String?

    @Option(help: "In a session: use earlier evidence, refresh it, or take only what is recorded.")
    var cache = CacheMode.use

    @OptionGroup var sources: SourceOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options, extraSources: sources.sources)
        let place = try session ?? wiring.currentSession.id?.rawValue
        guard place != nil || cache != .only else {
            throw CommandError(
                .usage, "--cache only has nothing to take from without a session", hint: "name one with --session")
        }
        let schema = Wiring.contracts.first { $0.name == tool }?.input.json ?? [:]
        let values = try ArgumentReader(schema: schema).arguments(arguments)
        let workplace = try await wiring.open()
        let scope = CallScope(
            session: try await place.asyncMap { try await workplace.session($0) },
            principal: workplace.principal, rights: .all)
        let request = CallRequest(tool: tool, arguments: .object(values), cache: cache)
        let (evidence, isCached) = try await workplace.executor.call(request, in: scope)
        await workplace.close()
        guard options.json else {
            options.output.text(text(of: evidence, isCached: isCached))
            return
        }
        options.output.json([
            "evidence": .string(evidence.id.rawValue), "coverage": .array(evidence.coverage.map(\.interface)),
            "output": evidence.output, "observedAt": .string(evidence.finished.description), "cached": .bool(isCached),
        ])
    }

    private func text(of evidence: Evidence, isCached: Bool) -> String {
        var lines = [Printable.clean(evidence.summary, keepsLines: true), ""]
        lines.append(Printable.clean(evidence.output.serialized(pretty: true), keepsLines: true))
        for coverage in evidence.coverage {
            let omitted = coverage.omitted.map { "; \($0.what): \($0.reason)" }.joined()
            lines.append(Printable.clean("\(coverage.source): \(coverage.value.rawValue)\(omitted)"))
        }
        lines.append("\(evidence.id)\(isCached ? " (recorded \(evidence.finished))" : "")")
        return lines.joined(separator: "\n")
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

extension CacheMode: ExpressibleByArgument {}
