import JSON
import Model

extension Evidence {
    /// The same evidence with an output of the same canonical form.
    func with(output: JSONValue) -> Evidence {
        Evidence(
            id: id, tool: tool, version: version, arguments: arguments, window: window, sources: sources,
            coverage: coverage, started: started, finished: finished, output: output, body: body, summary: summary)
    }
}
