import JSON

/// What kind of place a source is; it decides which tools can read it.
package enum SourceKind: String, Sendable, Codable, CaseIterable {
    case logs
    case metricsFile = "metrics-file"
    case prometheus
    case terraformPlan = "terraform-plan"
    case terraformState = "terraform-state"
    case changes
}

/// Files that a source consists of: a folder that is opened once, and what is wanted beneath it.
package struct FileSelection: Hashable, Sendable, Codable {
    /// Absolute path of the folder.
    package let root: String
    /// Path or glob (`*`, `?`, `**`) relative to the root; empty for everything beneath it.
    package let pattern: String

    package init(root: String, pattern: String) {
        self.root = root
        self.pattern = pattern
    }
}

/// An operator-defined, named place to read.
///
/// Workflows and models only ever know the name.
package struct Source: Hashable, Sendable {
    package let name: String
    package let kind: SourceKind
    /// The files of a source that consists of files; empty otherwise.
    package let files: [FileSelection]
    /// The server of a source that is asked over HTTP.
    package let endpoint: Endpoint?
    /// Seconds east of UTC that times without a zone are in; nil for UTC.
    package let utcOffset: Int?
    /// The year that times without one are in; nil to take it from the file's last modification.
    package let year: Int?
    /// Identifies the definition; part of the evidence key.
    package let digest: Digest

    package init(
        name: String, kind: SourceKind, files: [FileSelection] = [], endpoint: Endpoint? = nil, utcOffset: Int? = nil,
        year: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.files = files
        self.endpoint = endpoint
        self.utcOffset = utcOffset
        self.year = year
        var definition: JSONObject = [
            "name": .string(name), "kind": .string(kind.rawValue),
            "files": .array(files.map { [.string($0.root), .string($0.pattern)] }),
            "url": (endpoint?.url).map { .string($0) } ?? .null,
            "utcOffset": utcOffset.map { .number(JSONNumber($0)) } ?? .null,
            "year": year.map { .number(JSONNumber($0)) } ?? .null,
        ]
        // Whoever has no tenant keeps the digest under which evidence is found.
        if let tenant = endpoint?.tenant { definition["tenant"] = .string(tenant) }
        digest = Digest(of: JSONValue.object(definition).canonicalBytes())
    }
}
