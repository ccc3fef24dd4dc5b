/// Decides which commits another thread makes, while whoever wants them looks awake whether they are done.
///
/// A processor that slept while the disk wrote goes on with cold caches, and a step takes longer. To stay awake takes
/// nothing from other writers while one session alone is written to and there is another processor; whatever else runs
/// there may have to wait for as long as `limit`. Where the disk is often slower than that, it is slept through.
struct AwakeWait {
    /// How long a commit is looked for before it is slept through, in nanoseconds; with a fast disk it takes a third of it.
    static let limit: Int64 = 300_000
    /// Commits of one writer in a row before it is worth a thread: a command makes fewer.
    private static let start = 16
    /// Commits that are slept through when the disk was late too often.
    private static let rest = 1024
    /// What a late answer weighs against those in time, and how much of it is too often.
    private static let weight = 8
    private static let most = 32

    private let hasOther: Bool
    private var alone = 0
    private var resting = 0
    private var lateness = 0

    init(processors: Int) { hasOther = processors > 1 }

    /// Whether the next commit is waited for awake.
    ///
    /// - Parameter isAlone: Whether nobody else commits or has been writing.
    mutating func next(isAlone: Bool) -> Bool {
        alone = isAlone ? min(alone + 1, Self.start) : 0
        guard hasOther, alone == Self.start else { return false }
        guard resting == 0 else {
            resting -= 1
            return false
        }
        return true
    }

    /// Takes in whether a commit that was waited for awake took longer than it could.
    mutating func note(wasLate: Bool) {
        lateness = wasLate ? lateness + Self.weight : max(0, lateness - 1)
        guard lateness >= Self.most else { return }
        (resting, lateness) = (Self.rest, 0)
    }
}
