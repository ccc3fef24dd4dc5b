internal import Model

/// Reads the times of tables: dates with or without a zone, and seconds or finer units since 1970.
struct CSVTime {
    /// Seconds east of UTC of times without a zone.
    let offset: Int
    private var day: (text: UInt64, days: Int) = (0, 0)

    init(offset: Int) { self.offset = offset }

    /// Milliseconds since 1970; nil for what is no time.
    mutating func milliseconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard bytes.count >= 1, bytes.count <= 40 else { return nil }
        let start = bytes.startIndex
        guard bytes.count >= 10, [UInt8(ascii: "-"), UInt8(ascii: "/")].contains(bytes[start + 4]) else {
            return Self.number(bytes)
        }
        guard let days = days(bytes) else { return nil }
        var place = start + 10
        guard place < bytes.endIndex else { return Int64(days) * 86_400_000 - Int64(offset) * 1000 }
        guard [0x20, 0x54, 0x74].contains(bytes[place]) else { return nil }
        place += 1
        guard let hour = Self.pair(bytes, &place), hour < 24, Self.take(0x3A, bytes, &place),
            let minute = Self.pair(bytes, &place), minute < 60
        else { return nil }
        var total = Int64(days) * 86_400_000 + Int64(hour * 3600 + minute * 60) * 1000
        if Self.take(0x3A, bytes, &place) {
            guard let second = Self.pair(bytes, &place), second <= 60 else { return nil }
            total += Int64(second) * 1000
            if Self.take(0x2E, bytes, &place) || Self.take(0x2C, bytes, &place) {
                var unit: Int64 = 100
                while place < bytes.endIndex, bytes[place] &- 48 < 10 {
                    total += Int64(bytes[place] - 48) * unit
                    unit /= 10
                    place += 1
                }
            }
        }
        guard let zone = zone(bytes, &place), place == bytes.endIndex else { return nil }
        return total - Int64(zone) * 1000
    }

    private mutating func days(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        var text: UInt64 = 0
        for place in [0, 1, 2, 3, 5, 6, 8, 9] {
            guard bytes[start + place] &- 48 < 10 else { return nil }
            text = text * 10 + UInt64(bytes[start + place] - 48)
        }
        guard bytes[start + 7] == bytes[start + 4] else { return nil }
        if text == day.text { return day.days }
        let date = CivilDate(year: Int(text / 10_000), month: Int(text / 100 % 100), day: Int(text % 100))
        guard date.isValid else { return nil }
        day = (text, date.daysSince1970)
        return day.days
    }

    private func zone(_ bytes: ArraySlice<UInt8>, _ place: inout Int) -> Int? {
        while Self.take(0x20, bytes, &place) {}
        guard place < bytes.endIndex else { return offset }
        if Self.take(0x5A, bytes, &place) || Self.take(0x7A, bytes, &place) { return 0 }
        if bytes[place...].elementsEqual("UTC".utf8) {
            place = bytes.endIndex
            return 0
        }
        let isWest = bytes[place] == UInt8(ascii: "-")
        guard isWest || bytes[place] == UInt8(ascii: "+") else { return nil }
        place += 1
        guard let hours = Self.pair(bytes, &place), hours < 24 else { return nil }
        _ = Self.take(0x3A, bytes, &place)
        let minutes = Self.pair(bytes, &place) ?? 0
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }

    private static func pair(_ bytes: ArraySlice<UInt8>, _ place: inout Int) -> Int? {
        guard place + 1 < bytes.endIndex, bytes[place] &- 48 < 10, bytes[place + 1] &- 48 < 10 else { return nil }
        defer { place += 2 }
        return Int(bytes[place] - 48) * 10 + Int(bytes[place + 1] - 48)
    }

    private static func take(_ byte: UInt8, _ bytes: ArraySlice<UInt8>, _ place: inout Int) -> Bool {
        guard place < bytes.endIndex, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, by the size of the number.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
        let size = abs(value)
        let milliseconds = size < 1e11 ? value * 1000 : size < 1e14 ? value : size < 1e17 ? value / 1e3 : value / 1e6
        return Int64(exactly: milliseconds.rounded())
    }
}
