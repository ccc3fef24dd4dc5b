import MCP

/// The prompts that a person can choose in a client.
enum Prompts {
    static let all = [investigate, resume, postmortem]

    private static let investigate = ServerPrompt(
        name: "investigate", title: "Investigate an outage", about: "Open a session and find the cause.",
        arguments: [
            .init("symptom", about: "What is wrong, as users tell it", isRequired: true),
            .init("workflow", about: "The workflow to begin with"),
            .init("source", about: "A source to look at first"),
        ]
    ) { arguments, _ in
        var lines = [
            "Investigate this with Casebook: \(arguments["symptom"] ?? "")", "",
            "1. Call open_session with a short title. Keep the session's identifier and name it in your answers.",
        ]
        if let workflow = arguments["workflow"] {
            lines.append("2. Call run_workflow with workflow \(workflow) in that session, and follow it with get_run.")
        } else {
            lines.append("2. Choose the workflow that fits, call run_workflow in that session, follow it with get_run.")
        }
        if let source = arguments["source"] { lines.append("   Look at the source \(source) first.") }
        lines += [
            "3. Read the findings and their evidence. Test the most likely cause against the evidence: what speaks "
                + "against it, and what else could explain it? Look closer with single tools, always with `session`.",
            "4. Record what you conclude with record_finding, citing evidence; mend what is not `cited`.",
            "5. Say when it began, what caused it, how sure you are, what was not seen, and what to do now.",
        ]
        return PromptResult(about: "Investigate an outage", [.init(.user, .text(lines.joined(separator: "\n")))])
    }

    private static let resume = ServerPrompt(
        name: "resume", title: "Resume an investigation", about: "Go on with a session where it was left.",
        arguments: [.init("session", about: "The session's identifier", isRequired: true)]
    ) { arguments, _ in
        let session = arguments["session"] ?? ""
        let text = """
            Go on with the Casebook investigation \(session).

            1. Call get_session with session \(session): window, runs, findings, evidence and what to do next.
            2. If a run has not ended and nobody drives it, call resume_run. If it waits for a person, show the command.
            3. Say in a few sentences what is known, what is proven by citations, and what is open. Then go on.
            """
        return PromptResult(about: "Resume an investigation", [.init(.user, .text(text))])
    }

    private static let postmortem = ServerPrompt(
        name: "postmortem", title: "Write a postmortem", about: "Write a postmortem from a session's evidence.",
        arguments: [.init("session", about: "The session's identifier", isRequired: true)]
    ) { arguments, _ in
        let session = arguments["session"] ?? ""
        let text = """
            Write a blameless postmortem of the Casebook session \(session).

            Read get_session and export_report of it first. Write: summary, impact, timeline in UTC, root cause, what \
            went well, what went badly, actions with owners to be named. Every fact names its evidence (ev_…). Mark what \
            is not proven by a finding whose verdict is `cited`, and say what the sources did not cover.
            """
        return PromptResult(about: "Write a postmortem", [.init(.user, .text(text))])
    }
}
