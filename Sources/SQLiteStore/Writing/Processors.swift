internal import Foundation

/// The processors that this process may keep busy at the same time.
enum Processors {
    /// At least 1: those it may run on, or fewer where its control group has a quota, as containers do.
    static var count: Int {
        let quota = try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8)
        return min(ProcessInfo.processInfo.activeProcessorCount, quota.flatMap(count(ofQuota:)) ?? .max)
    }

    /// Whole processors of a `cpu.max` (https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu), at least 1; nil for no limit.
    static func count(ofQuota text: String) -> Int? {
        let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
        guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], period > 0 else { return nil }
        return max(1, quota / period)
    }
}
