import JSON
import Model
import Sessions

/// Differences between runs for a reader: what was expected after a `-`, what was found after a `+`.
struct DifferenceText {
    private let output: Output
    private static let width = 300

    init(_ output: Output) { self.output = output }

    /// What came of a case.
    func text(of result: CaseResult) -> String {
        let mark = result.isGood ? output.paint("✓", .green) : output.paint("✗", .red)
        let title = "\(mark) \(Printable.clean(result.workflow)) \(Printable.clean(result.name))"
        var lines = [result.isGood ? title : "\(title)  \(Printable.clean(result.path))"]
        if let error = result.error {
            lines.append("  \(Printable.clean(error.message))")
            if let hint = error.hint { lines.append("  hint: \(Printable.clean(hint))") }
        }
        lines += result.differences.flatMap { self.lines(of: $0) }
        if !result.isGood { lines += result.unrecorded.map { line(of: $0) } }
        return lines.joined(separator: "\n")
    }

    /// One difference: a head, then what was expected and what was found.
    func lines(of difference: OutcomeDifference) -> [String] {
        let place = difference.place.map { " `\(Printable.clean($0))`" } ?? ""
        let head =
            switch difference.kind {
            case .status: "the run"
            case .step: "step\(place)"
            case .output: "output\(place)"
            case .finding where difference.expected == nil: "a finding that was not expected\(place)"
            case .finding where difference.found == nil: "a finding that is missing\(place)"
            case .finding: "finding\(place)" + (difference.member.map { ", \($0)" } ?? "")
            }
        var (before, after) = (Self.parts(of: difference.expected), Self.parts(of: difference.found))
        // Of two lists only what is not in both is of interest, unless it is the order.
        let (onlyBefore, onlyAfter) = (before.filter { !after.contains($0) }, after.filter { !before.contains($0) })
        if !onlyBefore.isEmpty || !onlyAfter.isEmpty { (before, after) = (onlyBefore, onlyAfter) }
        var lines = ["  \(head)"]
        lines += before.map { output.paint("    - \($0)", .red) }
        lines += after.map { output.paint("    + \($0)", .green) }
        if let reason = difference.reason { lines.append("      \(Printable.cut(reason, to: Self.width))") }
        return lines
    }

    /// A call that a recording cannot answer.
    func line(of call: UnrecordedCall) -> String {
        let asker = call.step.map { "step `\($0)` asked" } ?? "was asked:"
        let words = Printable.cut(call.arguments.serialized(), to: Self.width)
        return "  not recorded: \(Printable.clean(asker)) \(call.tool)@\(call.version) with \(words)"
    }

    /// A finding in one line.
    static func line(of finding: FoundStatement) -> String {
        "\(finding.severity.rawValue) \(Printable.cut(finding.statement, to: width)) [\(finding.verdict.rawValue)]"
    }

    private static func parts(of value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if let finding = try? value.decode(FoundStatement.self) { return [line(of: finding)] }
        guard let list = value.arrayValue, !list.isEmpty else { return [shown(value)] }
        return list.map(shown)
    }

    private static func shown(_ value: JSONValue) -> String {
        Printable.cut(value.stringValue ?? value.serialized(), to: width)
    }
}
