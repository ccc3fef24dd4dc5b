import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook approvals`: what waits for a person.
struct ApprovalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals", abstract: "Show what waits for a person: approvals and questions.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let manager = try await Wiring(options).openForReading()
        let waits = try await manager.openWaits()
        try await manager.store.close()
        guard options.json else {
            let output = options.output
            if waits.isEmpty { output.text("Nothing waits for a person.") }
            for wait in waits { output.text(WaitText(wait, output: output).text) }
            return
        }
        options.output.json(["approvals": .array(waits.map(\.interface))])
    }
}

extension SessionManager.OpenWait {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        let request = wait.request
        return [
            "id": .string(request.id.rawValue), "session": .string(session.id.rawValue),
            "purpose": .string(request.purpose.rawValue), "step": .string(request.step.path),
            "message": .string(request.message), "action": request.action, "schema": request.schema,
            "groups": .array(request.groups.map { .string($0) }), "asked": .string(wait.asked.description),
            "expires": request.expires.map { .string($0.description) } ?? .null,
        ]
    }
}

/// A question with the exact action that it is about.
struct WaitText {
    let text: String

    init(_ open: SessionManager.OpenWait, output: Output) {
        let request = open.wait.request
        var lines = [
            "\(output.paint(request.id.rawValue, .bold))  \(request.purpose.rawValue) of step "
                + Printable.clean(request.step.path),
            "  \(Printable.clean(request.message))",
            "  session \(open.session.id)  \(Printable.cut(open.title, to: 60))",
        ]
        for call in request.action.arrayValue ?? [] {
            lines.append(
                Printable.clean("  \(call["uses"]?.stringValue ?? "") \(call["arguments"]?.description ?? "")"))
        }
        if !request.schema.isNull {
            lines.append("  the answer has to meet \(Printable.clean(request.schema.description))")
        }
        if !request.groups.isEmpty { lines.append("  for \(request.groups.joined(separator: ", "))") }
        if let expires = request.expires { lines.append("  until \(expires)") }
        text = lines.joined(separator: "\n")
    }
}
