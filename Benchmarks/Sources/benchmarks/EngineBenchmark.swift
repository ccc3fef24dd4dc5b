import Foundation

/// What is measured within a process: the workflow machine, runs without a disk, and expressions beside other
/// implementations of CEL.
struct EngineBenchmark {
    let program: Program
    let folder: URL

    func machine() throws {
        try program.run(["machine"], output: nil)
        try program.run(["run"], output: nil)
    }

    func expressions() throws {
        let ours = folder.appendingPathComponent("cel.txt").path
        try program.run(["cel"], output: ours)
        try PeerPython.program().run([PeerPython.script("cel_peers.py")], input: ours, output: nil)
    }
}
