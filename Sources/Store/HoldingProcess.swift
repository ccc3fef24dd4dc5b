/// A process that holds a run or the store, to be shown to people: it may have ended since.
package struct HoldingProcess: Hashable, Sendable, CustomStringConvertible {
    /// Its number on this host.
    package let number: Int
    /// Whether it was stopped, by a signal or a debugger, and waits to be told to go on.
    package let isStopped: Bool

    package init(number: Int, isStopped: Bool) {
        self.number = number
        self.isStopped = isStopped
    }

    package var description: String { "process \(number)" + (isStopped ? ", which is stopped" : "") }
}
