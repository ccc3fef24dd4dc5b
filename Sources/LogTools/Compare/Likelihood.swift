internal import Glibc

/// Ratios of likelihoods: how much better two rates explain counts than one does.
enum Likelihood {
    /// Twice the logarithm of the ratio, for shares of failures before and after (Dunning's G).
    static func gain(_ before: (lines: Int, failures: Int), _ after: (lines: Int, failures: Int)) -> Double {
        let whole = (lines: before.lines + after.lines, failures: before.failures + after.failures)
        return 2 * (entropy(before) + entropy(after) - entropy(whole))
    }

    /// The same for numbers of events in two stretches of time of these lengths.
    static func rateGain(_ before: Int, _ after: Int, _ timeBefore: Double, _ timeAfter: Double) -> Double {
        guard timeBefore > 0, timeAfter > 0 else { return 0 }
        let total = Double(before + after)
        let expectedBefore = total * timeBefore / (timeBefore + timeAfter)
        let expectedAfter = total * timeAfter / (timeBefore + timeAfter)
        return 2 * (part(Double(before), expectedBefore) + part(Double(after), expectedAfter))
    }

    /// What `rateGain` must exceed so that chance gives one in a hundred comparisons of `count` patterns at most.
    static func threshold(comparisons count: Int) -> Double { 2 * log(100 * Double(max(1, count))) }

    private static func part(_ count: Double, _ expected: Double) -> Double {
        count > 0 && expected > 0 ? count * log(count / expected) : 0
    }

    private static func entropy(_ counts: (lines: Int, failures: Int)) -> Double {
        let others = counts.lines - counts.failures
        return part(Double(counts.failures), Double(counts.lines)) + part(Double(others), Double(counts.lines))
    }
}

extension Double {
    /// The natural logarithm, 0 for what has none.
    var logarithm: Double { self > 0 ? log(self) : 0 }
}
