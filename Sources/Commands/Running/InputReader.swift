import JSON
import Model
import Workflows

/// Puts the inputs of a run together: what was given with --set, then the operator's defaults, then the file's.
struct InputReader {
    let wiring: Wiring

    /// - Throws: `CommandError` for a word that is no `name=value`, `InputProblems` for everything else.
    func inputs(of workflow: Workflow, given words: [String]) throws -> JSONObject {
        var texts: [String: String] = [:]
        for word in words {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw CommandError(.usage, "`\(word)` is not an input", hint: "write --set name=value")
            }
            let name = String(word[..<equals])
            guard texts.updateValue(String(word[word.index(after: equals)...]), forKey: name) == nil else {
                throw CommandError(.usage, "the input `\(name)` is given twice")
            }
        }
        // The operator's defaults are text as --set is, but may name inputs that this workflow does not have.
        for input in workflow.inputs where texts[input.name] == nil {
            texts[input.name] = wiring.configuration.inputs[input.name]
        }
        return try workflow.resolveInputs(texts: texts, sources: wiring.catalog)
    }
}
