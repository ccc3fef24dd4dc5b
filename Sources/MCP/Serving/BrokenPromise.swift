/// A handler's answer that its own declaration does not allow.
struct BrokenPromise: Error, CustomStringConvertible {
    let tool: String
    var description: String { "\(tool) answered what its output schema or task support does not allow" }
}
