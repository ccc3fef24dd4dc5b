internal import JSON

/// Reads what a server knows of the metrics' types and units.
enum MetadataReader {
    /// The most bytes that are read of it.
    static let maximumLength = 4 << 20

    /// Declares each family of an answer of `/api/v1/metadata`; what is not one declares nothing.
    static func declare(_ bytes: [UInt8], in families: inout FamilyTable) {
        guard let answer = try? JSONValue(parsing: bytes), let data = answer["data"]?.objectValue else { return }
        for (name, entries) in data {
            guard let entry = entries[0], let type = entry["type"]?.stringValue else { continue }
            families.declare(name, type: type, unit: entry["unit"]?.stringValue)
        }
    }
}
