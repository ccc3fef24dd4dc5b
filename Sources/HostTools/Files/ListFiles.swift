internal import JSON
internal import Model
internal import Policy
internal import Scanning
package import Tooling

/// Lists the operator's roots, or a folder beneath one of them.
package struct ListFiles: Tool {
    package struct Input: Decodable, Sendable {
        let path: String?
    }

    package struct Output: Encodable, Sendable {
        let path: String?
        let entries: [Entry]
    }

    struct Entry: Encodable, Sendable {
        let name: String
        let path: String
        let kind: String
    }

    /// The most names of an answer.
    static let maximumEntries = 1000

    package init() {}

    package static func access(_ input: Input) -> [Access] { [input.path.map { .path($0) } ?? .everyPath] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        guard let path = input.path else { return roots(context) }
        let (place, listing) = try PathAccess(roots: context.roots).list(path, limit: Self.maximumEntries)
        let name = Self.shown(place.name, context)
        let entries = listing.entries.map { entry in
            Entry(
                name: Self.shown(entry.name, context), path: Self.shown("\(place.name)/\(entry.name)", context),
                kind: entry.kind.rawValue)
        }
        let omitted = NamelessEntry.omissions(listing.nameless, in: name)
        var value: CoverageValue = entries.isEmpty ? .emptyComplete : .complete
        if !omitted.isEmpty { value = .partial }
        if listing.isCut { value = .truncated }
        let coverage = Coverage(
            source: name, value: value, searched: Searched(items: entries.count), omitted: omitted)
        return ToolResult(
            output: Output(path: name, entries: entries), coverage: [coverage],
            summary: "\(entries.count) entries in \(name)")
    }

    private func roots(_ context: ToolContext) -> ToolResult<Output> {
        let entries = context.roots.map { root in
            let name = root.split(separator: "/").last.map { String($0) } ?? root
            return Entry(name: Self.shown(name, context), path: Self.shown(root, context), kind: "folder")
        }
        let value: CoverageValue = entries.isEmpty ? .emptyComplete : .complete
        let coverage = Coverage(source: "roots", value: value, searched: Searched(items: entries.count))
        return ToolResult(
            output: Output(path: nil, entries: entries), coverage: [coverage], summary: "\(entries.count) roots")
    }

    private static func shown(_ text: String, _ context: ToolContext) -> String {
        ForeignText.shown(context.redactor.redact(text), limit: 4096)
    }
}

extension ListFiles {
    package static let contract = ToolContract(
        name: "list_files", title: "List files",
        summary: "Lists a folder beneath the operator's roots, or the roots themselves when no path is given.",
        input: .object([
            .optional(
                "path", .string(maximum: 4096),
                "Absolute, or relative beginning with the last component of a root; the roots when left out.")
        ]).with("examples", [["path": "logs/app"], [:]]),
        output: .object([
            .optional("path", .string(), "The folder; absent for the list of roots."),
            .required(
                "entries",
                .array(
                    of: .object([
                        .required("name", .string(), "Name in the folder."),
                        .required("path", .string(), "What read_file and list_files take."),
                        .required("kind", .oneOf(["file", "folder", "link", "other"]), "What it is."),
                    ]), maximum: 1000), "Ordered by name."),
        ]), freshness: .live)
}
