package import Model

/// Samples of one series in the order of time, twelve bytes each.
///
/// Times are offsets from the start of the span that was asked for, in units of a millisecond, or of the few
/// milliseconds that let a span of more than 49 days fit.
package struct Points: Sendable {
    /// What an offset counts from, and in what unit.
    package struct Scale: Hashable, Sendable {
        /// Milliseconds since 1970 of offset 0.
        package let base: Int64
        /// Milliseconds an offset.
        package let unit: Int64

        /// A scale that can hold every instant of the span.
        package init(_ span: TimeSpan) {
            base = span.start.milliseconds
            let length = max(0, span.end.milliseconds.subtractingReportingOverflow(base).partialValue)
            unit = max(1, length / Int64(UInt32.max) + 1)
        }

        func offset(_ milliseconds: Int64) -> UInt32? {
            let (distance, overflow) = milliseconds.subtractingReportingOverflow(base)
            guard !overflow, distance >= 0 else { return nil }
            return UInt32(exactly: distance / unit)
        }
    }

    let scale: Scale
    private var offsets: [UInt32] = []
    /// The samples' values.
    package private(set) var values: [Double] = []
    private var isSorted = true

    init(scale: Scale) { self.scale = scale }

    /// With room for so many samples and no more.
    init(scale: Scale, count: Int) {
        self.scale = scale
        offsets.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    /// Takes samples that are in order already.
    package init(times: [Int64], values: [Double], span: TimeSpan) {
        scale = Scale(span)
        for (time, value) in zip(times, values) { append(time, value) }
        sort()
    }

    package var count: Int { values.count }

    package var isEmpty: Bool { values.isEmpty }

    /// Milliseconds since 1970 of a sample.
    package func time(_ index: Int) -> Int64 { scale.base + Int64(offsets[index]) * scale.unit }

    /// The first index whose time is not before `milliseconds`.
    package func firstIndex(notBefore milliseconds: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if time(middle) < milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds a sample; false when its time does not lie in the span.
    ///
    /// One of the same time as the last replaces it.
    @discardableResult
    mutating func append(_ milliseconds: Int64, _ value: Double) -> Bool {
        guard let offset = scale.offset(milliseconds) else { return false }
        append(offset: offset, value)
        return true
    }

    /// Adds a sample whose time the scale has told.
    mutating func append(offset: UInt32, _ value: Double) {
        if let last = offsets.last {
            if last == offset {
                values[values.count - 1] = value
                return
            }
            if last > offset { isSorted = false }
        }
        if offsets.count == offsets.capacity { grow() }
        offsets.append(offset)
        values.append(value)
    }

    // Doubling would hold up to twice what is needed, for each of many series.
    private mutating func grow() {
        let wanted = max(16, offsets.count + offsets.count / 4)
        offsets.reserveCapacity(wanted)
        values.reserveCapacity(wanted)
    }

    /// Puts samples in the order of time; of several of one time the last that was read stays.
    mutating func sort() {
        guard !isSorted else { return }
        let order = offsets.indices.sorted { (offsets[$0], $0) < (offsets[$1], $1) }
        var sortedOffsets: [UInt32] = []
        var sortedValues: [Double] = []
        for index in order {
            if sortedOffsets.last == offsets[index] {
                sortedValues[sortedValues.count - 1] = values[index]
            } else {
                sortedOffsets.append(offsets[index])
                sortedValues.append(values[index])
            }
        }
        offsets = sortedOffsets
        values = sortedValues
        isSorted = true
    }
}
