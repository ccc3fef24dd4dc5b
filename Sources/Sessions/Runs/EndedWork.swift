import Synchronization

/// Counts the work of a run that has ended and was not taken in yet.
///
/// What ends while a commit waits for the disk goes into the next commit together, instead of one after the other.
final class EndedWork: Sendable {
    private let count = Atomic<Int>(0)

    /// Counts work as its last act.
    func add() { count.add(1, ordering: .relaxed) }

    /// Takes one off; false when there is none.
    func take() -> Bool {
        guard count.load(ordering: .relaxed) > 0 else { return false }
        count.subtract(1, ordering: .relaxed)
        return true
    }
}
