import Dispatch
import Glibc

/// The signals that ask the process to end.
enum Interrupts {
    /// The first signal ends the work in good order, a second one ends the process at once.
    static func watch(_ action: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                action()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }
}
