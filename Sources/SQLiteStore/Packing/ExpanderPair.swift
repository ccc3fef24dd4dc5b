internal import Synchronization

/// Two expanders of one dictionary: whoever reads a long journal does so on two threads, which do not wait for each other.
final class ExpanderPair: Sendable {
    private let first: Mutex<ZstdExpander>
    private let second: Mutex<ZstdExpander>

    init(dictionary: [UInt8]) {
        first = Mutex(ZstdExpander(dictionary: dictionary))
        second = Mutex(ZstdExpander(dictionary: dictionary))
    }

    /// As `ZstdExpander.expand`.
    func expand(_ marked: [UInt8], atMost limit: Int) -> [UInt8]? {
        first.withLockIfAvailable { $0.expand(marked, atMost: limit) }
            ?? second.withLock { $0.expand(marked, atMost: limit) }
    }
}
