import Glibc

/// What the kernel knows of this process.
enum ProcessFigures {
    /// Time that the processors spent on it, in nanoseconds.
    static var processorTime: Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// Resident bytes, after freed memory was given back.
    static var residentBytes: Int {
        giveBack()
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard unsafe fgets(&buffer, Int32(buffer.count), file) != nil else { return 0 }
        let text = String(decoding: buffer.lazy.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Has the most resident bytes begin anew from what is resident now (proc_pid_clear_refs(5)).
    static func forgetPeak() {
        giveBack()
        guard let file = unsafe fopen("/proc/self/clear_refs", "w") else { return }
        _ = unsafe fputs("5", file)
        unsafe fclose(file)
    }

    /// The most resident bytes since `forgetPeak`.
    static var peakBytes: Int {
        guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var buffer = [CChar](repeating: 0, count: 256)
        while unsafe fgets(&buffer, Int32(buffer.count), file) != nil {
            let line = String(decoding: buffer.lazy.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
            guard line.hasPrefix("VmHWM:") else { continue }
            return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) << 10
        }
        return 0
    }

    /// The bytes of a file; 0 where there is none.
    static func size(of path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Calls glibc's `malloc_trim`, which Swift's module of it leaves out.
    private static func giveBack() {
        guard let symbol = unsafe dlsym(nil, "malloc_trim") else { return }
        let trim = unsafe unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)
        _ = trim(0)
    }
}
