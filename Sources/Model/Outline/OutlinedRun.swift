/// A run that a page of an outline tells of, and what its calls took as far as the page tells of them.
struct OutlinedRun: Sendable {
    let id: RunID
    var sums = CallSums()
}
