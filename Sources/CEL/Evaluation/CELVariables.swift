/// Variables with their values.
public struct CELVariables: CELActivation, ExpressibleByDictionaryLiteral {
    /// The variables behind one word, so that an evaluation starts without copying them.
    final class Storage: Sendable {
        private static let searchedOneByOne = 16

        let names: [String]
        let values: [CELValue]
        private let fingerprints: [UInt64]
        private let places: [String: Int]

        init(names: [String], values: [CELValue]) {
            self.names = names
            self.values = values
            fingerprints = names.map { Fingerprint.of($0) }
            let isSmall = names.count <= Self.searchedOneByOne
            places = isSmall ? [:] : Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        }

        func place(of name: String, _ fingerprint: UInt64) -> Int? {
            guard places.isEmpty else { return places[name] }
            for index in fingerprints.indices where fingerprints[index] == fingerprint && names[index] == name {
                return index
            }
            return nil
        }
    }

    private(set) var storage: Storage

    /// No variables.
    public init() { storage = Storage(names: [], values: []) }

    /// Variables.
    public init(_ values: [String: CELValue]) {
        let entries = values.sorted { $0.key < $1.key }
        storage = Storage(names: entries.map(\.key), values: entries.map(\.value))
    }

    /// Variables; the last of several of one name stays.
    public init(dictionaryLiteral elements: (String, CELValue)...) {
        self.init(Dictionary(elements, uniquingKeysWith: { $1 }))
    }

    /// Adds a variable or replaces its value; takes time in proportion to the number of variables.
    public mutating func set(_ name: String, to value: CELValue) {
        var (names, values) = (storage.names, storage.values)
        if let place = storage.place(of: name, Fingerprint.of(name)) {
            values[place] = value
        } else {
            names.append(name)
            values.append(value)
        }
        storage = Storage(names: names, values: values)
    }

    /// The value of a variable.
    public func value(of name: String) throws(CELError) -> CELValue? {
        storage.place(of: name, Fingerprint.of(name)).map { storage.values[$0] }
    }
}

/// A number that tells most names apart (FNV-1a), compared before the names themselves.
enum Fingerprint {
    static func of(_ name: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
