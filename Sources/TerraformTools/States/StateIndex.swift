internal import JSON

/// What two states are compared by: a print of each object, so that a state of any size takes little memory.
struct StateIndex: StateVisitor {
    struct Entry: Hashable {
        let type: String
        /// Differs when the object does.
        let print: Int
        let identity: Int?
        let isTainted: Bool
    }

    private static let maximumObjects = 200_000

    private(set) var entries: [String: Entry] = [:]
    private(set) var outputs: [String: StateOutput] = [:]
    /// Objects beyond the limit.
    private(set) var omitted = 0

    mutating func visit(_ object: StateObject) {
        guard entries.count < Self.maximumObjects else {
            omitted += 1
            return
        }
        var hasher = Hasher()
        hasher.combine(object.values)
        hasher.combine(object.isTainted)
        entries[object.key] = Entry(
            type: object.type, print: hasher.finalize(), identity: object.identity?.hashValue,
            isTainted: object.isTainted)
    }

    mutating func visit(output: StateOutput) {
        if outputs.count < 1000 { outputs[output.name] = output }
    }
}

/// Keeps the objects of some keys whole.
struct StatePicker: StateVisitor {
    /// Larger objects are told to differ and not compared inside.
    private static let maximumObject = 1 << 20

    let keys: Set<String>
    private(set) var objects: [String: StateObject] = [:]

    init(keys: Set<String>) { self.keys = keys }

    mutating func visit(_ object: StateObject) {
        guard keys.contains(object.key), object.values.bytes().count <= Self.maximumObject else { return }
        objects[object.key] = object
    }

    mutating func visit(output: StateOutput) {}
}
