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
        let parts = [result.workflow, result.name, result.isGood ? "" : " \(result.path)"]
        let words = parts.filter { $0.contains { $0 != " " } }.map { Printable.clean($0) }
        var lines = [([mark] + words).joined(separator: " ")]
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
        if before.count == 1, after.count == 1 { (before[0], after[0]) = Self.aligned(before[0], after[0]) }
        (before, after) = (before.map(Self.shortened), after.map(Self.shortened))
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
        Printable.clean(value.stringValue ?? value.serialized())
    }

    private static func shortened(_ text: String) -> String { Printable.cut(text, to: width) }

    /// Two long texts from shortly before where they differ, since it is the difference that has to be seen.
    private static func aligned(_ left: String, _ right: String) -> (String, String) {
        guard max(left.count, right.count) > width else { return (left, right) }
        let common = zip(left, right).prefix { $0 == $1 }.count
        let dropped = common - 40
        guard dropped > 0 else { return (left, right) }
        return ("…" + left.dropFirst(dropped), "…" + right.dropFirst(dropped))
    }
}
