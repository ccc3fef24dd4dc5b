#if HTTP
internal import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// A request is read, dispatched and answered where its bytes arrive, so that it costs no hop to another thread and back;
/// what takes longer leaves by tasks of its own.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
#endif
