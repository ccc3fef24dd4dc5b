/// A parsed query of the supported part of PromQL.
package indirect enum Query: Sendable {
    /// What is done with the samples of a range.
    package enum Function: String, Sendable, CaseIterable {
        case rate, increase, delta
    }

    /// How many series become one.
    package enum Aggregation: String, Sendable, CaseIterable {
        case sum, avg, min, max, count
    }

    /// Which labels tell the results of an aggregation apart.
    package enum Grouping: Sendable {
        case by([String])
        case without([String])
    }

    package enum Operator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
    }

    case number(Double)
    case selector(Selector)
    /// The range is in milliseconds.
    case function(Function, Selector, range: Int64)
    case aggregate(Aggregation, Grouping, Query)
    case negated(Query)
    case arithmetic(Operator, Query, Query)
}

extension Query {
    /// True when the result is a number and not series.
    package var isScalar: Bool {
        switch self {
        case .number: true
        case .selector, .function, .aggregate: false
        case .negated(let inner): inner.isScalar
        case .arithmetic(_, let left, let right): left.isScalar && right.isScalar
        }
    }

    /// The only selector of a query; nil for a number.
    package var selector: Selector? {
        switch self {
        case .number: nil
        case .selector(let selector), .function(_, let selector, _): selector
        case .aggregate(_, _, let inner), .negated(let inner): inner.selector
        case .arithmetic(_, let left, let right): left.selector ?? right.selector
        }
    }

    /// How far before an instant samples are needed, in milliseconds.
    package var reach: Int64 {
        switch self {
        case .number: 0
        case .selector: QueryEvaluator.lookback
        case .function(_, _, let range): range
        case .aggregate(_, _, let inner), .negated(let inner): inner.reach
        case .arithmetic(_, let left, let right): max(left.reach, right.reach)
        }
    }

    /// The query as PromQL, with every value escaped: what a server of the full language can be asked.
    package var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .selector(let selector): selector.description
        case .function(let function, let selector, let range):
            "\(function.rawValue)(\(selector.description)[\(PromQLText.duration(range))])"
        case .aggregate(let aggregation, .by(let labels), let inner):
            "\(aggregation.rawValue) by (\(labels.joined(separator: ","))) (\(inner.description))"
        case .aggregate(let aggregation, .without(let labels), let inner):
            "\(aggregation.rawValue) without (\(labels.joined(separator: ","))) (\(inner.description))"
        case .negated(let inner): "-(\(inner.description))"
        case .arithmetic(let symbol, let left, let right):
            "(\(left.description) \(symbol.rawValue) \(right.description))"
        }
    }
}
