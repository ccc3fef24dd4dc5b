extension Query.Function {
    /// The unit of what is computed of samples of a unit; of events without one a rate is so many a second.
    func unit(of unit: String?) -> String? { self == .rate ? "\(unit ?? "")/s" : unit }
}

extension Query {
    /// The unit of the results, as far as the metric's name tells it.
    var unit: String? {
        switch self {
        case .number, .negated, .arithmetic, .aggregate(.count, _, _): nil
        case .selector(let selector): selector.unit
        case .function(let function, let selector, _): function.unit(of: selector.unit)
        case .aggregate(_, _, let inner): inner.unit
        }
    }
}

extension Selector {
    fileprivate var unit: String? {
        let name = matchers.first { $0.label == "__name__" && $0.operation == .equal }?.value
        return name.flatMap { FamilyTable().meaning(of: $0).unit }
    }
}
