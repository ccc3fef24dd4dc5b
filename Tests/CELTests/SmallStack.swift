import Foundation

/// Runs something in a thread with a stack of 2 MiB, where a program's threads have 8.
enum SmallStack {
    static func run(_ body: @escaping @Sendable () -> String?) async -> String? {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = 2 << 20
            thread.start()
        }
    }
}
