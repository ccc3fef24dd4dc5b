extension Query {
    /// True when the query only chooses series, so that their own samples can be examined instead of its results.
    package var choosesSeries: Bool {
        switch self {
        case .selector, .function: true
        case .number, .aggregate, .negated, .arithmetic: false
        }
    }

    /// The query with shorter ranges: a change shows where it is rather than smeared over a minute.
    func tightened(to range: Int64) -> Query {
        switch self {
        case .number, .selector: self
        case .function(let function, let selector, let own):
            .function(function == .increase ? .rate : function, selector, range: min(own, range))
        case .aggregate(let aggregation, let grouping, let inner):
            .aggregate(aggregation, grouping, inner.tightened(to: range))
        case .negated(let inner): .negated(inner.tightened(to: range))
        case .arithmetic(let symbol, let left, let right):
            .arithmetic(symbol, left.tightened(to: range), right.tightened(to: range))
        }
    }
}
