import JSON
import Model

/// A tombstone in a journal whose entries get other places.
enum ImportedTombstone {
    /// Where the entries of a journal stand now.
    struct Places {
        /// The entries that have a place.
        let known: Range<Int>
        /// What is added to a sequence.
        let offset: Int

        subscript(sequence: Int) -> Int? { known.contains(sequence) ? sequence + offset : nil }
    }

    /// The payload of a tombstone with the new places of the entries that it names, without those that have none.
    ///
    /// - Returns: nil for an entry that is no tombstone, or that says nothing.
    static func payload(of entry: Entry, _ places: Places) -> [UInt8]? {
        let list: String
        switch entry.kind {
        case EntryScrubbed.kind: list = "items"
        case BodiesRemoved.kind: list = "bodies"
        default: return nil
        }
        guard let payload = entry.payload, var value = (try? JSONValue(parsing: payload))?.objectValue,
            let items = value[list]?.arrayValue
        else { return nil }
        let moved = items.compactMap { item -> JSONValue? in
            guard var object = item.objectValue, let place = object["sequence"]?.intValue.flatMap({ places[$0] })
            else { return nil }
            object["sequence"] = JSONValue(place)
            return .object(object)
        }
        value[list] = .array(moved)
        return JSONValue.object(value).canonicalBytes()
    }
}
