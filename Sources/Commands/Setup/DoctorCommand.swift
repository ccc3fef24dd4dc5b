import ArgumentParser
import JSON
import Model
import SQLiteStore
import Sessions
import Store
import Tooling

/// `casebook doctor`: whether the configuration, the database and every source can be used.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the configuration, the database and the sources.")

    @OptionGroup var sources: SourceOptions
    @OptionGroup var options: GlobalOptions

    /// One thing that was looked at.
    private struct Check {
        let name: String
        let isGood: Bool
        let detail: String
        var hint: String?
    }

    func run() async throws {
        let wiring = try Wiring(options, extraSources: sources.sources)
        var checks = [configurationCheck(wiring)]
        let database = await databaseCheck(wiring)
        checks.append(database)
        for source in wiring.catalog.all { checks.append(await check(source)) }
        if wiring.catalog.all.isEmpty {
            checks.append(
                Check(
                    name: "sources", isGood: false, detail: "there is none",
                    hint: "`casebook init` looks for logs, plans and a Prometheus"))
        }
        show(checks)
        if checks.contains(where: { !$0.isGood }) { throw ExitStatus.failed }
    }

    private func configurationCheck(_ wiring: Wiring) -> Check {
        switch wiring.configuration.origin {
        case .standard:
            Check(
                name: "configuration", isGood: true, detail: "none; host tools and /var/log",
                hint: "`casebook init` writes one")
        case .file(let path): Check(name: "configuration", isGood: true, detail: path)
        case .folder(let path):
            Check(name: "configuration", isGood: true, detail: "\(path), confined to its folder")
        }
    }

    private func databaseCheck(_ wiring: Wiring) async -> Check {
        do {
            let workplace = try await wiring.open(for: .reading)
            let newest = try await workplace.manager.store.sessions(limit: 1, cursor: nil).sessions.first
            await workplace.close()
            let detail = newest.map { "last session \($0.id)" } ?? "no session yet"
            guard workplace.isWritable else {
                return Check(
                    name: "database", isGood: false, detail: "\(detail); it can be read and not written",
                    hint: "check the permissions of the file and of its folder, and whether its disk can be written")
            }
            return Check(name: "database", isGood: true, detail: detail)
        } catch let error as any CodedError {
            return Check(name: "database", isGood: false, detail: error.message, hint: error.hint)
        } catch {
            return Check(name: "database", isGood: false, detail: "\(error)")
        }
    }

    private func check(_ source: Source) async -> Check {
        let name = "source \(source.name)"
        let health = await SourceHealth.check(source)
        return Check(
            name: name, isGood: health.isGood, detail: "\(source.kind.rawValue), \(health.detail)", hint: health.hint)
    }

    private func show(_ checks: [Check]) {
        let output = options.output
        guard options.json else {
            for check in checks {
                let mark = check.isGood ? output.paint("✓", .green) : output.paint("✗", .red)
                output.text("\(mark) \(check.name.padded(to: 20)) \(Printable.clean(check.detail))")
                if let hint = check.hint { output.text("    \(Printable.clean(hint))") }
            }
            return
        }
        output.json([
            "ok": .bool(checks.allSatisfy(\.isGood)),
            "checks": .array(
                checks.map { check in
                    [
                        "name": .string(check.name), "ok": .bool(check.isGood), "detail": .string(check.detail),
                        "hint": check.hint.map { .string($0) } ?? .null,
                    ]
                }),
        ])
    }
}
