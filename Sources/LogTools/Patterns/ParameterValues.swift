internal import Scanning

/// What stood where a message varies: the range of numbers, and the values where they are few.
///
/// Values are looked at in the first lines of each piece of a file alone; ranges in all.
struct ParameterValues: Sendable {
    /// One place.
    struct Place: Sendable {
        /// Plain numbers.
        var numbers = 0
        var least = Double.infinity
        var greatest = -Double.infinity
        /// Values and how often they were seen; empty once there are too many.
        var values: [[UInt8]: Int] = [:]
        /// True when there were too many to be told.
        var isDiverse = false
        /// Lines in which values were looked at.
        var seen = 0

        mutating func see(_ value: [UInt8], _ count: Int) {
            seen += count
            guard !isDiverse else { return }
            values[value, default: 0] += count
            if values.count > ParameterValues.most {
                isDiverse = true
                values = [:]
            }
        }

        mutating func add(_ other: Place) {
            numbers += other.numbers
            least = min(least, other.least)
            greatest = max(greatest, other.greatest)
            if other.isDiverse {
                isDiverse = true
                values = [:]
                seen += other.seen
            } else {
                for (value, count) in other.values { see(value, count) }
            }
        }
    }

    /// So many values are told apart.
    static let most = 24
    private static let looked = 256
    private static let places = 12
    private static let longest = 48

    private(set) var places: [Place] = []
    private var lines = 0

    mutating func add(_ line: Span<UInt8>, _ variables: [Range<Int>]) {
        lines += 1
        let count = min(variables.count, Self.places)
        while places.count < count { places.append(Place()) }
        for index in 0..<count {
            let range = variables[index]
            if let number = Self.number(line, range) {
                places[index].numbers += 1
                places[index].least = min(places[index].least, number)
                places[index].greatest = max(places[index].greatest, number)
            }
            guard lines <= Self.looked, !places[index].isDiverse else { continue }
            var value: [UInt8] = []
            for position in range.prefix(Self.longest) { value.append(line[position]) }
            places[index].see(value, 1)
        }
    }

    mutating func add(_ other: ParameterValues) {
        lines += other.lines
        while places.count < other.places.count { places.append(Place()) }
        for (index, place) in other.places.enumerated() { places[index].add(place) }
    }

    /// Digits with at most one dot, and a sign before them.
    private static func number(_ line: Span<UInt8>, _ range: Range<Int>) -> Double? {
        guard range.count <= 16, !range.isEmpty else { return nil }
        var whole = 0
        var scale = 0.0
        var position = range.lowerBound
        let isNegative = line[position] == Byte.dash
        if isNegative { position += 1 }
        guard position < range.upperBound else { return nil }
        while position < range.upperBound {
            let byte = line[position]
            if Byte.isDigit(byte) {
                whole = whole * 10 + Int(byte - 48)
                scale *= 10
            } else if byte == Byte.dot, scale == 0 {
                scale = 1
            } else {
                return nil
            }
            position += 1
        }
        let value = scale > 1 ? Double(whole) / scale : Double(whole)
        return isNegative ? -value : value
    }
}
