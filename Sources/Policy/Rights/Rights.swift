/// Which tools and sources a principal may use.
package struct Rights: Hashable, Sendable {
    /// Names, or `*` for all.
    package let tools: Set<String>
    /// Names, or `*` for all.
    package let sources: Set<String>

    package init(tools: Set<String>, sources: Set<String>) {
        self.tools = tools
        self.sources = sources
    }

    /// The local operator of the database.
    package static let all = Rights(tools: ["*"], sources: ["*"])

    package func allows(tool: String) -> Bool { tools.contains("*") || tools.contains(tool) }

    package func allows(source: String) -> Bool { sources.contains("*") || sources.contains(source) }
}
