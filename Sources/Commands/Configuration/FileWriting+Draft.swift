import CFiles
import Glibc

extension FileWriting {
    /// A file that is being written, in the folder of the one that is meant: only from there it takes its place in one step.
    struct Draft {
        let descriptor: Int32
        /// Nil while it has no name, so that nothing is left of it however this process ends.
        let path: String?

        func end() {
            close(descriptor)
            if let path { _ = unsafe unlink(path) }
        }
    }

    /// - Parameter isNameless: Whether it has no name, where the file system can do that.
    func makeDraft(isNameless: Bool = true) throws(CommandError) -> Draft {
        let descriptor = isNameless ? unsafe cfiles_open_draft(folder) : -1
        let draft = try descriptor >= 0 ? Draft(descriptor: descriptor, path: nil) : makeNamedDraft()
        guard fchmod(draft.descriptor, mode) == 0 else {
            let error = failure()
            draft.end()
            throw error
        }
        return draft
    }

    private func makeNamedDraft() throws(CommandError) -> Draft {
        var template = Array("\(folder)/.casebook-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw failure() }
        return Draft(
            descriptor: descriptor,
            path: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Puts what was written on the disk and in its place.
    func publish(_ draft: Draft) throws(CommandError) {
        guard fsync(draft.descriptor) == 0 else { throw failure() }
        let code = isReplacing ? rename(draft) : give(draft, path)
        guard code == 0 else { throw failure(code) }
        // The name is as durable as the bytes once the folder is on the disk; some file systems cannot do that.
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    /// Gives what was written a second name, which replaces nothing.
    ///
    /// - Returns: 0, or the system's number of what went wrong.
    private func give(_ draft: Draft, _ name: String) -> Int32 {
        guard let own = draft.path else { return unsafe -cfiles_name(draft.descriptor, name) }
        return unsafe link(own, name) == 0 ? 0 : errno
    }

    private func rename(_ draft: Draft) -> Int32 {
        if let own = draft.path { return unsafe Glibc.rename(own, path) == 0 ? 0 : errno }
        var code = give(draft, path)
        guard code == EEXIST else { return code }
        // For this moment alone it has a name of its own: only what has one can take another's place.
        let name = "\(folder)/.casebook-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
        code = give(draft, name)
        guard code == 0, unsafe Glibc.rename(name, path) != 0 else { return code }
        code = errno
        _ = unsafe unlink(name)
        return code
    }
}
