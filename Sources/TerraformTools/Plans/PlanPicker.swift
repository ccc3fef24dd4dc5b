/// Keeps the changes of some addresses, and addresses that are like them where none is there.
package struct PlanPicker: PlanVisitor, Sendable {
    private static let maximumSimilar = 8

    private let keys: Set<String>
    private let limit: Int
    private let words: Set<String>
    package private(set) var counts = PlanCounts()
    package private(set) var planned: [ResourceChange] = []
    /// The keys that the planned changes have in the file, also where they must not be shown.
    private(set) var plannedKeys: [String] = []
    package private(set) var drift: [ResourceChange] = []
    package private(set) var deferred: [ResourceChange] = []
    /// Found changes beyond the limit.
    package private(set) var omitted = 0
    private var similar: [(score: Int, address: String)] = []

    /// - Parameters:
    ///   - keys: Addresses; those of deposed objects and former ones are found too.
    ///   - limit: How many changes are kept.
    package init(keys: Set<String>, limit: Int = 40) {
        self.keys = keys
        self.limit = limit
        words = keys.count == 1 ? Set(keys.flatMap { Words.split($0) }) : []
    }

    package var itemCount: Int { counts.shown }

    package mutating func count(_ head: ChangeHead, in list: PlanList) -> Bool {
        if list == .planned { counts.count(head) }
        guard keys.contains(head.address) || keys.contains(head.key) || head.previousAddress.map(keys.contains) ?? false
        else {
            if head.isShown { consider(head.address) }
            return false
        }
        guard planned.count + drift.count + deferred.count < limit else {
            omitted += 1
            return false
        }
        return true
    }

    package mutating func visit(_ change: ResourceChange, in list: PlanList) {
        switch list {
        case .planned:
            planned.append(change)
            plannedKeys.append(change.head.key)
        case .drift: drift.append(change)
        case .deferred: deferred.append(change)
        }
    }

    package mutating func hide(by concealer: Concealer) {
        for index in planned.indices { concealer.hide(&planned[index]) }
        for index in drift.indices { concealer.hide(&drift[index]) }
        for index in deferred.indices { concealer.hide(&deferred[index]) }
        similar = similar.map { ($0.score, concealer.hidden(name: $0.address)) }
    }

    /// Addresses that share words with what was asked for, the likest first.
    package var similarAddresses: [String] {
        similar.sorted { ($1.score, $0.address) < ($0.score, $1.address) }.map(\.address)
    }

    private mutating func consider(_ address: String) {
        guard !words.isEmpty else { return }
        let score = words.intersection(Words.split(address)).count
        guard score > 0, !similar.contains(where: { $0.address == address }) else { return }
        similar.append((score, address))
        guard similar.count > Self.maximumSimilar else { return }
        similar.sort { ($1.score, $0.address) < ($0.score, $1.address) }
        similar.removeLast()
    }
}
