internal import Foundation
internal import Glibc
internal import Synchronization

/// A process that was started by a test; it is killed when this object goes.
package final class RunningProcess: Sendable {
    /// The process's number.
    package let identifier: Int32
    private let process: Process
    private let input: Mutex<Int32>
    private let output = ByteCollector()
    private let errors = ByteCollector()
    private let ending = ByteCollector()

    /// - Parameter terminal: what all three streams are; pipes when nil.
    init(
        executable: String, arguments: [String], environment: [String: String], folder: String?,
        terminal: Terminal? = nil
    ) throws {
        let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
        process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = environment
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let program = terminal.map { FileHandle(fileDescriptor: $0.program, closeOnDealloc: false) }
        process.standardInput = program ?? pipes.input
        process.standardOutput = program ?? pipes.output
        process.standardError = program ?? pipes.errors
        process.terminationHandler = { [ending] process in
            let isSignal = process.terminationReason == .uncaughtSignal
            ending.finish(with: [isSignal ? 1 : 0, UInt8(truncatingIfNeeded: process.terminationStatus)])
        }
        do {
            try process.run()
        } catch {
            throw TestFailure("\(executable) cannot be started: \(error)")
        }
        identifier = process.processIdentifier
        // A program that has gone must not end the test when something is written to it.
        _ = signal(SIGPIPE, SIG_IGN)
        if let terminal {
            terminal.handOver()
            input = Mutex(dup(terminal.person))
            output.collect(from: dup(terminal.person))
            errors.finish(with: [])
            return
        }
        input = Mutex(dup(pipes.input.fileHandleForWriting.fileDescriptor))
        try? pipes.input.fileHandleForWriting.close()
        output.collect(from: dup(pipes.output.fileHandleForReading.fileDescriptor))
        errors.collect(from: dup(pipes.errors.fileHandleForReading.fileDescriptor))
    }

    deinit {
        send(signal: SIGKILL)
        closeInput()
    }

    /// Writes to the process's standard input; what a process that has gone does not read is lost.
    package func write(_ text: String) async throws {
        let bytes = Array(text.utf8)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().async {
                self.input.withLock { descriptor in
                    var rest = bytes[...]
                    while descriptor >= 0, !rest.isEmpty {
                        let count = unsafe rest.withUnsafeBytes { bytes in
                            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                        }
                        if count < 0, errno == EINTR { continue }
                        guard count > 0 else { break }
                        rest = rest.dropFirst(count)
                    }
                }
                continuation.resume()
            }
        }
    }

    /// Ends the process's standard input; a second call does nothing.
    package func closeInput() {
        input.withLock { descriptor in
            if descriptor >= 0 { _ = Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    /// Sends a signal, such as `SIGKILL`.
    package func send(signal: Int32) {
        if !ending.isAtEnd { kill(identifier, signal) }
    }

    /// The next line of standard output without its end; nil when there is no more.
    ///
    /// - Throws: `TestFailure` when none comes in time.
    package func line(timeout: Duration = .seconds(30)) async throws -> String? {
        guard let outcome = await output.wait(timeout, until: { $0.takeLine() }) else {
            throw TestFailure("no line within \(timeout); standard error: \(errorText)")
        }
        return outcome.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Waits until a text stands in what was printed so far.
    ///
    /// - Throws: `TestFailure` when it does not come in time.
    package func wait(forText text: String, timeout: Duration = .seconds(30)) async throws {
        let found = await output.wait(timeout) { content in
            let isThere = String(decoding: content.bytes, as: UTF8.self).contains(text)
            return isThere || content.isAtEnd ? isThere : nil
        }
        guard found == true else {
            throw TestFailure("`\(text)` was not printed: \(String(decoding: output.all, as: UTF8.self))")
        }
    }

    /// Waits until a text stands in what was printed to standard error, and gives all of that.
    ///
    /// - Throws: `TestFailure` when it does not come in time.
    package func waitForErrors(until text: String, timeout: Duration = .seconds(30)) async throws -> String {
        let found = await errors.wait(timeout) { content in
            let isThere = String(decoding: content.bytes, as: UTF8.self).contains(text)
            return isThere || content.isAtEnd ? isThere : nil
        }
        guard found == true else { throw TestFailure("`\(text)` was not printed: \(errorText)") }
        return errorText
    }

    /// Standard error so far.
    package var errorText: String { String(decoding: errors.all, as: UTF8.self) }

    /// Waits for the process to end.
    ///
    /// - Throws: `TestFailure` when it does not in time; it is killed then.
    package func wait(timeout: Duration = .seconds(60)) async throws -> ProcessResult {
        guard await ending.wait(timeout, until: { $0.isAtEnd ? true : nil }) != nil else {
            kill(identifier, SIGKILL)
            throw TestFailure("the process did not end within \(timeout); standard error: \(errorText)")
        }
        // A grandchild may keep the pipes open; what came until now is what counts.
        _ = await output.wait(.seconds(5)) { $0.isAtEnd ? true : nil }
        _ = await errors.wait(.seconds(5)) { $0.isAtEnd ? true : nil }
        let status = ending.all
        return ProcessResult(
            ending: status[0] == 1 ? .signal(Int32(status[1])) : .exit(Int32(status[1])), output: output.all,
            errors: errors.all)
    }
}
