internal import Glibc

/// Cuts a signal into stretches of one level each.
///
/// Seeded binary segmentation with greedy selection (Kovács, Bühlmann, Li and Munk, Biometrika 2023): the best cut of each
/// of a fixed set of intervals, the surest first, until none is left over the threshold. Time n log n.
struct Segmenter<Score: SplitScoring> {
    /// The shortest stretch in samples.
    static var shortest: Int { 3 }

    private struct Candidate {
        let low: Int
        let high: Int
        let split: Int
        let statistic: Double
    }

    private let score: Score
    /// The statistic that noise alone hardly ever reaches in a signal of this length.
    let threshold: Double

    init(_ score: Score) {
        self.score = score
        threshold = (2 * log(Double(max(2, score.count)))).squareRoot() + 1.9
    }

    /// The first index of every stretch but the first, and the statistic of the cut.
    func cuts() -> [(index: Int, statistic: Double)] {
        guard score.count >= 2 * Self.shortest else { return [] }
        let candidates = seeded().sorted { ($1.statistic, $0.low, $0.high) < ($0.statistic, $1.low, $1.high) }
        var taken: [Int] = []
        for candidate in candidates {
            let isFree = taken.allSatisfy { cut in
                (cut <= candidate.low || cut >= candidate.high) && abs(cut - candidate.split) >= Self.shortest
            }
            guard isFree else { continue }
            taken.append(candidate.split)
            guard taken.count < 200 else { break }
        }
        return refined(taken.sorted())
    }

    /// The best cut of every seeded interval that reaches the threshold.
    private func seeded() -> [Candidate] {
        var candidates: [Candidate] = []
        var length = Double(score.count)
        while length >= Double(2 * Self.shortest) {
            let whole = Int(length.rounded(.up))
            let shift = max(1, whole / 2)
            var low = 0
            while low < score.count {
                let high = min(score.count, low + whole)
                if let best = best(low, high), best.statistic >= threshold { candidates.append(best) }
                guard high < score.count else { break }
                low += shift
            }
            length /= 2.0.squareRoot()
        }
        return candidates
    }

    private func best(_ low: Int, _ high: Int, margins: (Int, Int) = (shortest, shortest)) -> Candidate? {
        guard high - low >= margins.0 + margins.1 else { return nil }
        var split = low
        var most = -1.0
        for index in low + margins.0...high - margins.1 {
            let statistic = score.statistic(low, index, high)
            if statistic > most {
                most = statistic
                split = index
            }
        }
        return Candidate(low: low, high: high, split: split, statistic: most)
    }

    /// Moves every cut to the best place between its neighbours and drops those that do not hold there.
    private func refined(_ cuts: [Int]) -> [(index: Int, statistic: Double)] {
        var cuts = cuts
        var statistics: [Double] = []
        for _ in 0..<3 {
            var moved: [Int] = []
            statistics = []
            for (place, _) in cuts.enumerated() {
                let low = moved.last ?? 0
                let high = place + 1 < cuts.count ? cuts[place + 1] : score.count
                // A neighbouring cut may stand wrong itself, so that it is given room to be passed.
                let margins = (moved.isEmpty ? Self.shortest : 2, place + 1 < cuts.count ? 2 : Self.shortest)
                guard let best = best(low, high, margins: margins), best.statistic >= threshold else { continue }
                moved.append(best.split)
                statistics.append(best.statistic)
            }
            if moved == cuts { break }
            cuts = moved
        }
        return Array(zip(cuts, statistics)).map { (index: $0, statistic: $1) }
    }
}
