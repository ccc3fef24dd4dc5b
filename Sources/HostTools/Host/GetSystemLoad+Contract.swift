internal import JSON
package import Tooling

extension GetSystemLoad {
    package static let contract = ToolContract(
        name: "get_system_load", title: "How busy is the host?",
        summary: """
            Tells load, memory and pressure of the host on which Casebook runs, at this moment: not of the time of an \
            incident that is over.
            """,
        input: .object([]),
        output: .object([
            .required("cpus", .integer(), "Processors that are online."),
            .required(
                "load",
                .object([
                    .required("oneMinute", .number, "Tasks that run or wait, averaged over a minute."),
                    .required("fiveMinutes", .number, "Over five."),
                    .required("fifteenMinutes", .number, "Over fifteen."),
                    .required("perCPU", .number, "One minute's, divided by the processors."),
                    .required("runnable", .integer(), "Tasks that can run now."),
                    .required("tasks", .integer(), "All tasks."),
                ]), "Load averages."),
            .required(
                "memory",
                .object([
                    .required("total", .integer(), "Bytes."),
                    .required("available", .integer(), "Bytes that can be had."),
                    .required("free", .integer(), "Bytes in no use."),
                    .required("cached", .integer(), "Bytes of cached files."),
                    .required("swapTotal", .integer(), "Bytes."), .required("swapFree", .integer(), "Bytes."),
                    .required("usedPercent", .number, "Share that is not available."),
                ]), "Memory in bytes."),
            .required(
                "pressure",
                .map(of: .object([.optional("some", stall, "Some tasks."), .optional("full", stall, "All tasks.")])),
                "Share of time in percent in which tasks waited for cpu, io or memory; absent where the kernel does not tell."
            ),
            .optional("uptimeSeconds", .number, "Seconds since the host started."),
        ]), freshness: .live)

    private static let stall = Schema.object([
        .required("tenSeconds", .number, "Percent, over ten seconds."),
        .required("oneMinute", .number, "Percent, over a minute."),
        .required("fiveMinutes", .number, "Percent, over five minutes."),
    ])
}
