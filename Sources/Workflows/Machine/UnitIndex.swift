/// The units that have not ended, by their addresses.
///
/// The one that was added last is kept aside: where one step follows the other it is the only one, and costs no hashing.
struct UnitIndex: Sendable {
    private var latest: (address: UnitAddress, unit: Int)?
    private var others: [UnitAddress: Int] = [:]

    subscript(address: UnitAddress) -> Int? {
        if let latest, latest.address == address { return latest.unit }
        return others[address]
    }

    mutating func add(_ unit: Int, at address: UnitAddress) {
        if let latest { others[latest.address] = latest.unit }
        others[address] = nil
        latest = (address, unit)
    }

    mutating func remove(at address: UnitAddress) {
        if latest?.address == address { latest = nil } else { others[address] = nil }
    }
}
