/// What two lists by keys have in common.
struct KeyDifference {
    /// Keys of the latter alone, in order.
    let added: [String]
    /// Keys of the former alone, in order.
    let gone: [String]
    /// Keys of both whose entries differ, in order.
    let differing: [String]
    /// How many are alike in both.
    let same: Int

    init<Entry: Equatable>(_ old: [String: Entry], _ new: [String: Entry]) {
        added = new.keys.filter { old[$0] == nil }.sorted()
        gone = old.keys.filter { new[$0] == nil }.sorted()
        differing = old.filter { entry in new[entry.key].map { $0 != entry.value } ?? false }.keys.sorted()
        same = old.count - gone.count - differing.count
    }

    /// How many are not listed where each list has a limit.
    func omitted(beyond limit: Int) -> Int {
        [added, gone, differing].reduce(0) { $0 + max(0, $1.count - limit) }
    }
}
