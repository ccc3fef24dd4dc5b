import Model
import Tooling

/// Sources whose content never changes.
struct SteadySources: SourceStamping {
    func look(at source: Source) -> SourceLook? { SourceLook(stamp: "steady") }
}
