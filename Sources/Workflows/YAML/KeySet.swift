/// The keys of one mapping by their bytes; most have few, which are compared one by one.
struct KeySet {
    private var few: [String] = []
    private var many: Set<[UInt8]> = []

    /// - Returns: False for one that is there.
    mutating func insert(_ key: String) -> Bool {
        guard many.isEmpty else { return many.insert(Array(key.utf8)).inserted }
        if few.contains(where: { $0.utf8.count == key.utf8.count && $0.utf8.elementsEqual(key.utf8) }) { return false }
        few.append(key)
        if few.count > 16 { many = Set(few.map { Array($0.utf8) }) }
        return true
    }
}
