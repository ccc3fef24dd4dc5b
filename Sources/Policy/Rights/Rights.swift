/// Which tools, sources and folders a principal may use.
package struct Rights: Hashable, Sendable {
    /// What one role allows; what several allow is not mixed, so that a tool of one reads no source of another.
    package struct Grant: Hashable, Sendable {
        /// Names, or `*` for all.
        package let tools: Set<String>
        /// Names, or `*` for all.
        package let sources: Set<String>
        /// Absolute paths of folders that may be read besides the sources; nil for all that the operator names.
        package let roots: [String]?
        /// Whether it may ask; otherwise it may read what others have found there.
        package let asks: Bool

        package init(tools: Set<String>, sources: Set<String>, roots: [String]?, asks: Bool = true) {
            self.tools = tools
            self.sources = sources
            self.roots = roots
            self.asks = asks
        }

        func allows(tool: String) -> Bool { asks && (tools.contains("*") || tools.contains(tool)) }

        func allows(source: String) -> Bool { sources.contains("*") || sources.contains(source) }
    }

    package let grants: [Grant]

    package init(_ grants: [Grant]) { self.grants = grants }

    /// One grant: who may not read every source reads no folder beside those that it may.
    package init(tools: Set<String>, sources: Set<String>) {
        self.init([Grant(tools: tools, sources: sources, roots: sources.contains("*") ? nil : [])])
    }

    /// The local operator of the database.
    package static let all = Rights(tools: ["*"], sources: ["*"])

    /// Whether there is nothing that it may not read.
    package var readsEverything: Bool { grants.contains { $0.sources.contains("*") && $0.roots == nil } }

    /// Whether there is no tool that it may not use.
    package var usesEverything: Bool { grants.contains { $0.asks && $0.tools.contains("*") } }

    package func allows(tool: String) -> Bool { grants.contains { $0.allows(tool: tool) } }

    /// Whether what was found in a source may be read.
    package func allows(source: String) -> Bool { grants.contains { $0.allows(source: source) } }

    /// Whether a source may be asked by any tool.
    package func mayAsk(source: String) -> Bool {
        grants.contains { $0.asks && !$0.tools.isEmpty && $0.allows(source: source) }
    }

    /// Whether a source may be asked by a tool.
    package func allows(source: String, by tool: String) -> Bool {
        grants.contains { $0.allows(tool: tool) && $0.allows(source: source) }
    }

    /// The folders that a tool may read, of those that the operator names.
    package func roots(for tool: String, of all: [String]) -> [String] {
        Self.roots(of: grants.filter { $0.allows(tool: tool) }, all)
    }

    /// The folders of which may be read what was found in them, of those that the operator names.
    package func readableRoots(of all: [String]) -> [String] { Self.roots(of: grants, all) }

    private static func roots(of grants: [Grant], _ all: [String]) -> [String] {
        var roots: [String] = []
        for grant in grants {
            for root in grant.roots ?? all where !roots.contains(root) { roots.append(root) }
        }
        return roots
    }
}
