package import JSON
import Model
package import Tooling

/// An input that was not given, or not rightly.
package struct InputProblem: Hashable, Sendable {
    package enum Code: String, Hashable, Sendable { case missing, unknown, invalidValue }

    package let code: Code
    /// Name of the input.
    package let input: String
    package let message: String
    package let hint: String?
}

/// All that is wrong with the inputs of a run.
package struct InputProblems: CodedError, Hashable {
    package let problems: [InputProblem]

    package var code: String { "validation" }
    package var message: String { problems.map(\.message).joined(separator: "; ") }
    package var hint: String? {
        let hints = problems.compactMap(\.hint)
        return hints.isEmpty ? nil : hints.joined(separator: "; ")
    }
}

extension Workflow {
    /// Completes and checks the inputs of a run.
    ///
    /// What is given comes first, then the operator's defaults, then those of the file; a source that is not given is
    /// filled in when exactly one fits.
    ///
    /// - Parameters:
    ///   - given: Values by name; all that stands here must be an input.
    ///   - texts: Values that came as text, from `--set`; they are read as the input's type asks.
    ///   - defaults: The operator's defaults; names that are no inputs of this workflow are passed over.
    ///   - sources: The operator's sources; nil to leave sources unchecked.
    package func resolveInputs(
        given: JSONObject = [:], texts: [String: String] = [:], defaults: JSONObject = [:],
        sources: SourceCatalog? = nil
    ) throws(InputProblems) -> JSONObject {
        var problems: [InputProblem] = []
        for name in given.keys + texts.keys.sorted() where !inputs.contains(where: { $0.name == name }) {
            let hint = Suggestions.hint(for: name, among: inputs.map(\.name), listedAs: "its inputs are")
            problems.append(
                InputProblem(
                    code: .unknown, input: name,
                    message: "the workflow `\(self.name)` has no input \(name.shownAsName)",
                    hint: hint ?? "it has no inputs"))
        }
        var values = JSONObject()
        for input in inputs {
            do throws(InputFault) {
                values[input.name] = try input.resolve(
                    given: given[input.name], text: texts[input.name], standard: defaults[input.name], sources)
            } catch {
                problems.append(error.problem)
            }
        }
        guard problems.isEmpty else { throw InputProblems(problems: problems) }
        return values
    }

    /// Completes the inputs of a workflow within another.
    func completeInputs(_ given: JSONObject) throws(ExpressionFailure) -> JSONObject {
        do {
            return try resolveInputs(given: given)
        } catch {
            throw ExpressionFailure(message: error.message, hint: error.hint)
        }
    }
}

/// Why one input has no value.
struct InputFault: Error {
    let problem: InputProblem
}

extension WorkflowInput {
    func resolve(
        given: JSONValue?, text: String?, standard: JSONValue?, _ sources: SourceCatalog?
    ) throws(InputFault) -> JSONValue {
        let value: JSONValue
        if let text {
            value = try read(text)
        } else if let given = given ?? standard ?? self.standard {
            value = given
        } else {
            value = try onlySource(sources)
        }
        if value.isNull, let own = self.standard, own.isNull { return .null }
        if let reason = mismatch(with: value) { throw fault(.invalidValue, reason, hint: hint) }
        if kind == .source { try check(value, sources) }
        return value
    }

    private var hint: String? {
        switch kind {
        case .list, .map: "write it as JSON"
        default: description
        }
    }

    private func fault(_ code: InputProblem.Code, _ reason: String, hint: String?) -> InputFault {
        InputFault(
            problem: InputProblem(code: code, input: name, message: "the input `\(name)`: \(reason)", hint: hint))
    }

    /// Reads what came as text.
    private func read(_ text: String) throws(InputFault) -> JSONValue {
        switch kind {
        case .string, .source: return .string(text)
        case .boolean, .number, .integer, .list, .map:
            guard let value = try? JSONValue(parsing: text), hasType(value) else {
                throw fault(.invalidValue, "\(text.shownAsName) is no \(kind.rawValue)", hint: hint)
            }
            return value
        }
    }

    /// The one source that fits.
    private func onlySource(_ sources: SourceCatalog?) throws(InputFault) -> JSONValue {
        guard kind == .source, let sources else { throw fault(.missing, "it must be given", hint: missingHint) }
        let fitting = sources.all.filter { sourceKind == nil || $0.kind == sourceKind }
        guard fitting.count == 1 else {
            let words = sourceKind.map { " of kind \($0.rawValue)" } ?? ""
            guard !fitting.isEmpty else {
                throw fault(
                    .missing, "there is no source\(words)",
                    hint: "define one in the configuration, or give --source NAME=KIND:PATH")
            }
            let names = fitting.map(\.name).joined(separator: ", ")
            throw fault(
                .missing, "several sources\(words) fit: \(names)", hint: "choose one: --set \(name)=\(fitting[0].name)")
        }
        return .string(fitting[0].name)
    }

    private var missingHint: String {
        "--set \(name)=…" + (description.map { ": \($0)" } ?? "")
    }

    private func check(_ value: JSONValue, _ sources: SourceCatalog?) throws(InputFault) {
        guard let sources, case .string(let text) = value else { return }
        let fitting = sources.all.filter { sourceKind == nil || $0.kind == sourceKind }.map(\.name)
        let hint = Suggestions.hint(for: text, among: fitting, listedAs: "of that kind")
        guard let source = sources.all.first(where: { $0.name == text }) else {
            throw fault(.invalidValue, "there is no source \(text.shownAsName)", hint: hint)
        }
        if let sourceKind, source.kind != sourceKind {
            throw fault(
                .invalidValue, "the source `\(text)` is of kind \(source.kind.rawValue), not \(sourceKind.rawValue)",
                hint: hint)
        }
    }
}
