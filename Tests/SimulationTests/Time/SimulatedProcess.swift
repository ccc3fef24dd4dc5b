/// The executor of one simulated process: all its tasks and actors run here, so that it can be stopped as a whole.
final class SimulatedProcess: TaskExecutor {
    let number: Int
    let scheduler: Scheduler

    init(_ number: Int, _ scheduler: Scheduler) {
        self.number = number
        self.scheduler = scheduler
    }

    func enqueue(_ job: consuming ExecutorJob) { scheduler.enqueue(UnownedJob(job), of: self) }
}
