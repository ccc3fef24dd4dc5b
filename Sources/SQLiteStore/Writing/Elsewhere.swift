internal import CElsewhere

/// Work on another thread, which who wants it done looks for awake.
enum Elsewhere {
    /// How it was waited for.
    enum Wait {
        /// On the caller's own thread, because there is no other one, or it was at something else.
        case here
        case awake
        /// It took longer than the caller looked.
        case late
    }

    /// Does `work` there and `meanwhile` here, and returns when both are done.
    ///
    /// Where there is no other thread that is free, `meanwhile` is done first.
    /// - Parameter nanoseconds: how long the caller looks whether it is done before it sleeps.
    static func perform(
        _ work: @escaping @Sendable () -> Void, meanwhile: @escaping @Sendable () -> Void, lookingFor nanoseconds: Int64
    ) -> Wait {
        let (work, also) = (Work(work), Work(meanwhile))
        let wait = unsafe celsewhere_do(
            Work.run, Unmanaged.passRetained(work).toOpaque(), Work.run, Unmanaged.passRetained(also).toOpaque(),
            nanoseconds)
        return switch wait {
        case CELSEWHERE_AWAKE: .awake
        case CELSEWHERE_LATE: .late
        default: .here
        }
    }

    /// An object, so that C can pass it on; run once.
    private final class Work: Sendable {
        private let perform: @Sendable () -> Void

        init(_ perform: @escaping @Sendable () -> Void) { self.perform = perform }

        static let run: @convention(c) (UnsafeMutableRawPointer?) -> Void = { work in
            guard let work = unsafe work else { return }
            unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().perform()
        }
    }
}
